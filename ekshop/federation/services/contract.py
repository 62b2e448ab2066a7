"""Products sent by the published ek-Shop contract, taken like any other goods pushed to us."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError

from ..connectors.ekshop.rows import products_read
from ..ingest import Note
from .pushing import MOST_AT_ONCE, Good, Outcome, goods_push

MOST_PRODUCTS = 2_000
MOST_ARTICLES = 5_000


class TooManyProducts(DomainError):
    code = "too_many_products"
    message = _("At most %(most)s products in one call. Send them in several.")
    http_status = 413


@dataclass
class Article:
    """One article of a product: `sku` as sent, and what became of it under our number."""

    sku: str
    outcome: Outcome


@dataclass
class ProductTaken:
    """What became of a product: of each of its articles, or why none could be read."""

    reference: str
    articles: list[Article] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)


def products_add(
    *, actor: Actor, seller_id: int, products: Sequence[Any], now: datetime
) -> list[ProductTaken]:
    """Takes what can be taken of products as the contract sends them, in their order; what a
    product does not name stays as it was. In steps: each is whole, however the next one ends.

    Raises TooManyProducts, PushPaused, FeedBusy.
    """
    if len(products) > MOST_PRODUCTS:
        raise TooManyProducts(most=MOST_PRODUCTS)
    read = products_read(products)
    if len(read.items) > MOST_ARTICLES:
        raise TooManyProducts(most=MOST_PRODUCTS)
    taken = [ProductTaken(_reference(product)) for product in products]
    for place, notes in read.refused.items():
        taken[place].refused = notes
    repeated = {at for places in read.repeated.values() for at in places}
    for begin in range(0, len(read.items), MOST_AT_ONCE):
        items = list(enumerate(read.items[begin : begin + MOST_AT_ONCE], begin))
        goods = [Good(at + 1, str(item.fields["id"]), now, item.fields) for at, item in items]
        notes = [
            Note(at + 1, str(item.fields["id"]), "sku", item.sku[:200], "sku_repeated")
            for at, item in items
            if at in repeated
        ]
        outcomes = goods_push(
            actor=actor,
            seller_id=seller_id,
            goods=goods,
            now=now,
            connector="ekshop",
            notes=notes,
        )
        for (_at, item), outcome in zip(items, outcomes, strict=True):
            outcome.notes += [note for note in notes if note.row == outcome.row]
            taken[item.place].articles.append(Article(item.sku, outcome))
    return taken


def _reference(product: Any) -> str:
    number = product.get("product_reference_id") if isinstance(product, dict) else None
    return str(number)[:50] if isinstance(number, str | int) else ""
