"""What there is to sell, one module a trade; each yields `Product`s in a fixed order."""

from collections.abc import Iterator

from ..product import Product
from . import (
    books,
    clothing,
    district,
    electronics,
    farm_sport_baby,
    groceries,
    health,
    household,
    jewellery_shoes,
    phones,
    stationery,
)

TRADES = (
    books,
    stationery,
    health,
    clothing,
    jewellery_shoes,
    electronics,
    phones,
    groceries,
    household,
    farm_sport_baby,
    district,
)


def products(seed: str) -> Iterator[Product]:
    for trade in TRADES:
        yield from trade.products(seed)
