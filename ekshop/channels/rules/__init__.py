"""What channels go by, in plain values and functions."""

from .listing import (
    FIGURES,
    HANDLE_LASTS,
    LISTING,
    NOTHING,
    SELLING,
    STOPPED,
    WORDS,
    urgency,
    wait_after,
)
from .money import (
    MINOR_DIGITS,
    RATE_FOR,
    ends_on,
    minor_text,
    rate_of,
    taka_for_one,
    to_minor,
    to_poisha,
)

__all__ = [
    "FIGURES",
    "HANDLE_LASTS",
    "LISTING",
    "MINOR_DIGITS",
    "NOTHING",
    "RATE_FOR",
    "SELLING",
    "STOPPED",
    "WORDS",
    "ends_on",
    "minor_text",
    "rate_of",
    "taka_for_one",
    "to_minor",
    "to_poisha",
    "urgency",
    "wait_after",
]
