"""Goods found, shaped for the ordering screen: each product with its sellers side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from ekshop.catalogue.rules import of_hundred
from ekshop.catalogue.selectors import (
    Found,
    SearchResult,
    returns_words,
    terms_words,
    too_far_words,
)
from ekshop.orders.selectors import Quote
from ekshop.web.choosing import Chosen
from ekshop.web.pictures import picture_href

OFFERS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class OfferRow:
    """`kept`: how much of its seller's promises was kept, of 100, which moves it among the offers; None
    for a new seller. `terms`: sentences on making, keeping and season; `too_far`: why it cannot be
    brought to this centre, or ""; `returns`: within how many days it is taken back."""

    id: int
    seller: str
    is_producer: bool
    price_poisha: int
    days: int
    available: int
    kept: int | None
    held: int
    is_cheapest: bool
    unconfirmed: datetime | None
    terms: list[str]
    too_far: str
    returns: str


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """`choose`: the code of a family, whose size or colour is chosen on a page of its own before
    any of its offers can be ordered; its lowest price is `from_poisha`. `unshown`: nobody has shown a
    right to the registered name it is sold under."""

    title: str
    drawing: str
    picture: str
    place: str
    offers: list[OfferRow]
    more: int
    unshown: bool = False
    choose: str = ""
    from_poisha: int = 0


def rows_of(result: SearchResult, quote: Quote) -> list[GoodsRow]:
    held = {line.offer.id: line.quantity for share in quote.shares for line in share.lines}
    return [_row(found, held) for found in result.products]


def row_of(chosen: Chosen, quote: Quote) -> GoodsRow:
    """One of a family, or a product that stands alone, with its own offers."""
    held = {line.offer.id: line.quantity for share in quote.shares for line in share.lines}
    return _chosen_row(chosen.found, chosen.offers, chosen.title(), held)


def _row(found: Found, held: dict[int, int]) -> GoodsRow:
    language = get_language() or "bn"
    if found.members:
        return GoodsRow(
            title=found.title(language),
            drawing=found.product.category.drawing,
            picture=picture_href("p", found.product.pk, found.product.image_url, side=160),
            place="",
            offers=[],
            more=0,
            unshown=found.name_unshown,
            choose=found.product.code,
            from_poisha=found.best.price_poisha if found.best else 0,
        )
    return _chosen_row(found, found.offers, found.title(language), held)


def _chosen_row(found: Found, chosen: Sequence[Any], title: str, held: dict[int, int]) -> GoodsRow:
    """One thing with these of its offers."""
    language = get_language() or "bn"
    product = found.product
    prices = [
        offer.price_poisha
        for offer in chosen
        if offer.available > 0 and offer.pk not in found.too_far
    ]
    offers = []
    for offer in chosen:
        facts = found.sellers[offer.seller_id]
        offers.append(
            OfferRow(
                id=offer.pk,
                seller=facts.named.name(language),
                is_producer=facts.producer,
                price_poisha=offer.price_poisha,
                days=found.days_of(offer),
                available=offer.available,
                kept=None if facts.is_new else of_hundred(facts.score_bp),
                held=held.get(offer.pk, 0),
                is_cheapest=len(prices) > 1
                and offer.available > 0
                and offer.pk not in found.too_far
                and offer.price_poisha == min(prices),
                unconfirmed=found.unconfirmed.get(offer.pk),
                terms=terms_words(found.terms_of(offer)),
                too_far=too_far_words(found.terms_of(offer), found.way_of(offer))
                if offer.pk in found.too_far
                else "",
                returns=returns_words(offer.returns_days),
            )
        )
    return GoodsRow(
        title=title,
        drawing=product.category.drawing,
        picture=picture_href("p", product.pk, product.image_url, side=160),
        place=product.district.name if product.is_gi and product.district else "",
        offers=offers[:OFFERS_SHOWN],
        more=max(0, len(offers) - OFFERS_SHOWN),
        unshown=found.name_unshown,
    )
