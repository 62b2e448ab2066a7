"""The catalogue's writes."""

from .stock import OfferNotOrderable, OutOfStock, stock_consume, stock_release, stock_reserve

__all__ = ["OfferNotOrderable", "OutOfStock", "stock_consume", "stock_release", "stock_reserve"]
