"""Paying sellers: releasing an order's money, holding it, drawing up what is due, paying it."""

from .drawing import settlement_paid, settlements_draw
from .gathering import entries_gather
from .holding import (
    escrow_by_complaints,
    escrow_end,
    escrow_set,
    hold_of_source_release,
    hold_place,
    hold_release,
    settlement_hold_follow,
)
from .releasing import (
    seller_order_release,
    seller_order_release_back,
    seller_order_release_undo,
)

__all__ = [
    "entries_gather",
    "escrow_by_complaints",
    "escrow_end",
    "escrow_set",
    "hold_of_source_release",
    "hold_place",
    "hold_release",
    "seller_order_release",
    "seller_order_release_back",
    "seller_order_release_undo",
    "settlement_hold_follow",
    "settlement_paid",
    "settlements_draw",
]
