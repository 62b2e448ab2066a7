"""Trials of sellers' integrations: real orders that count for nothing, judged step by step."""

from .driving import conformance_advance, conformance_drive, conformance_look, conformance_requeue
from .noting import conformance_heard
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
    "conformance_advance",
    "conformance_drive",
    "conformance_heard",
    "conformance_look",
    "conformance_requeue",
    "conformance_start",
    "conformance_stop",
    "way_of",
]
