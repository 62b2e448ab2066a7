"""Reconciliation: our books, the provider's statement and the seller's table."""

from .comparing import provider_reconcile, seller_reconcile
from .errors import (
    AlreadySigned,
    NothingCovers,
    NotOverYet,
    SamePerson,
    SettledElsewhere,
    StillOpen,
)
from .mending import mismatch_ask, mismatch_confirm, mismatch_refuse, reconciliation_sign
from .returning import differences_return
from .table import seller_table_read

__all__ = [
    "AlreadySigned",
    "NotOverYet",
    "NothingCovers",
    "SamePerson",
    "SettledElsewhere",
    "StillOpen",
    "differences_return",
    "mismatch_ask",
    "mismatch_confirm",
    "mismatch_refuse",
    "provider_reconcile",
    "reconciliation_sign",
    "seller_reconcile",
    "seller_table_read",
]
