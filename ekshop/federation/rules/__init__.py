"""Federation's rules, by topic."""

from .incoming import FEED, RUN
from .outgoing import (
    API_KEY_MARK,
    ATTEMPTS,
    CHANGES_HELD,
    DEADLINE_KINDS,
    DELIVERY,
    ENDPOINT,
    EVENT_TYPES,
    FEED_SILENT,
    LATE_KINDS,
    LOGIN_MARK,
    NEW_ORDER,
    ROTATION,
    TEST,
    UNCOLLECTED,
    UNHEARD_AFTER,
    wait_after,
)
from .shops import SHOP_ORDER

__all__ = [
    "API_KEY_MARK",
    "ATTEMPTS",
    "DEADLINE_KINDS",
    "DELIVERY",
    "ENDPOINT",
    "CHANGES_HELD",
    "EVENT_TYPES",
    "FEED_SILENT",
    "FEED",
    "LATE_KINDS",
    "LOGIN_MARK",
    "NEW_ORDER",
    "UNCOLLECTED",
    "ROTATION",
    "RUN",
    "SHOP_ORDER",
    "TEST",
    "UNHEARD_AFTER",
    "wait_after",
]
