"""Federation's rules, by topic."""

from .incoming import FEED, RUN
from .outgoing import (
    API_KEY_MARK,
    ATTEMPTS,
    DEADLINE_KINDS,
    DELIVERY,
    ENDPOINT,
    EVENT_TYPES,
    LATE_KINDS,
    NEW_ORDER,
    ROTATION,
    TEST,
    UNCOLLECTED,
    UNHEARD_AFTER,
    wait_after,
)

__all__ = [
    "API_KEY_MARK",
    "ATTEMPTS",
    "DEADLINE_KINDS",
    "DELIVERY",
    "ENDPOINT",
    "EVENT_TYPES",
    "FEED",
    "LATE_KINDS",
    "NEW_ORDER",
    "UNCOLLECTED",
    "ROTATION",
    "RUN",
    "TEST",
    "UNHEARD_AFTER",
    "wait_after",
]
