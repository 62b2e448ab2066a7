"""Settlement's writes."""

from .commission import (
    LOCK_BATCH,
    commission_earn,
    commission_lock,
    commission_reverse,
    commission_reverse_uncollected,
    commission_reverse_unrefunded,
    commission_window_set,
)
from .payouts import payouts_order

__all__ = [
    "LOCK_BATCH",
    "commission_earn",
    "commission_lock",
    "commission_reverse",
    "commission_reverse_uncollected",
    "commission_reverse_unrefunded",
    "commission_window_set",
    "payouts_order",
]
