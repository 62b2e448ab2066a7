"""The catalogue's tables."""

from .goods import (
    Category,
    ForbiddenTerm,
    Offer,
    Product,
    SearchChange,
    SellerRecord,
    StagedOffer,
    StockReservation,
)
from .searching import SearchMiss, SearchTuning

__all__ = [
    "Category",
    "ForbiddenTerm",
    "Offer",
    "Product",
    "SearchChange",
    "SearchMiss",
    "SearchTuning",
    "SellerRecord",
    "StagedOffer",
    "StockReservation",
]
