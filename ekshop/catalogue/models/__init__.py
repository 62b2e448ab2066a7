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

__all__ = [
    "Category",
    "ForbiddenTerm",
    "Offer",
    "Product",
    "SearchChange",
    "SellerRecord",
    "StagedOffer",
    "StockReservation",
]
