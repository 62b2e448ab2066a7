"""Reads: who a producer is, what is missing, and when she works."""

from .agreements import agreements_of, looks_of
from .drafts import draft_for, drafts_of, photos_of_draft
from .profiles import (
    Missing,
    Twin,
    missing_of,
    photo_for,
    photos_of,
    producer_for,
    producer_of,
    producers_of,
    producers_visible_to,
    twins_of,
    wallet_is_proved,
)
from .resting import back_to_work, ready_days, resting, rests_ahead, rests_of, stopped_by_rest

__all__ = [
    "Missing",
    "Twin",
    "agreements_of",
    "looks_of",
    "back_to_work",
    "draft_for",
    "drafts_of",
    "missing_of",
    "photo_for",
    "photos_of",
    "photos_of_draft",
    "producer_for",
    "producer_of",
    "producers_of",
    "producers_visible_to",
    "ready_days",
    "resting",
    "rests_ahead",
    "rests_of",
    "stopped_by_rest",
    "twins_of",
    "wallet_is_proved",
]
