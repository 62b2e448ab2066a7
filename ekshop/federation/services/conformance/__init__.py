"""Trials of sellers' integrations: real orders that count for nothing, judged step by step."""

from .driving import conformance_advance, conformance_drive, conformance_look, conformance_requeue
from .noting import conformance_heard
from .opening import TrialNotPassed, seller_open
from .starting import (
    AlreadyOnTrial,
    TooManyTrials,
    conformance_start,
    conformance_stop,
    way_of,
)

__all__ = [
    "AlreadyOnTrial",
    "TooManyTrials",
    "TrialNotPassed",
    "conformance_advance",
    "conformance_drive",
    "conformance_heard",
    "conformance_look",
    "conformance_requeue",
    "conformance_start",
    "conformance_stop",
    "seller_open",
    "way_of",
]
