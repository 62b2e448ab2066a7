"""Payouts' writes."""

from .ordering import payouts_order

__all__ = ["payouts_order"]
