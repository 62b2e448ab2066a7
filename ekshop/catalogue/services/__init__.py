"""The catalogue's writes."""

from .stock import (
    OfferNotOrderable,
    OutOfStock,
    StockItem,
    stock_consume,
    stock_release,
    stock_reserve,
)

__all__ = [
    "OfferNotOrderable",
    "OutOfStock",
    "StockItem",
    "stock_consume",
    "stock_release",
    "stock_reserve",
]
