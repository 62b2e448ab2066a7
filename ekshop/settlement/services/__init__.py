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
from .sellers import (
    entries_gather,
    escrow_by_complaints,
    escrow_end,
    escrow_set,
    hold_of_source_release,
    hold_place,
    hold_release,
    seller_order_release,
    seller_order_release_back,
    settlement_paid,
    settlements_draw,
)

__all__ = [
    "LOCK_BATCH",
    "commission_earn",
    "commission_lock",
    "commission_reverse",
    "commission_reverse_uncollected",
    "commission_reverse_unrefunded",
    "commission_window_set",
    "entries_gather",
    "escrow_by_complaints",
    "escrow_end",
    "escrow_set",
    "hold_of_source_release",
    "hold_place",
    "hold_release",
    "payouts_order",
    "seller_order_release",
    "seller_order_release_back",
    "settlement_paid",
    "settlements_draw",
]
