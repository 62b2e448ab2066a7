"""What strangers send, made fit to be kept and reckoned with."""

import math
import unicodedata
from typing import Any

FAILURES = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What reading an answer of another shape than agreed fails with."""
WAIT_MOST, RATE_LEAST, RATE_MOST = 3_600.0, 1 / 3_600, 1_000.0
"""A pause in seconds, and calls a second, that we believe."""


def plain(text: Any) -> str:
    """On one line, without what cannot be stored or seen."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in str(text))
    return " ".join(shown.split())


def sku_told(text: Any) -> str:
    """A sku of ours as a channel tells it: some write it small, or with spaces around it."""
    return plain(text).upper()


def pause_of(seconds: float) -> float:
    """As long as is asked for, an hour at most: nobody stops us for good."""
    return min(max(seconds, 0.0), WAIT_MOST) if math.isfinite(seconds) else WAIT_MOST


def rate_believed(rate: float) -> bool:
    return math.isfinite(rate) and RATE_LEAST <= rate <= RATE_MOST
