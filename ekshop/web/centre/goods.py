"""Goods found, shaped for the ordering screen: each product with its sellers side by side."""

from dataclasses import dataclass

from django.utils.translation import get_language

from ekshop.catalogue.selectors import Found, SearchResult
from ekshop.orders.selectors import Quote

OFFERS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class OfferRow:
    """`on_time`: the share of the seller's orders that came in time, in per cent, or None."""

    id: int
    seller: str
    is_producer: bool
    price_poisha: int
    days: int
    available: int
    on_time: int | None
    held: int
    is_cheapest: bool


@dataclass(frozen=True, slots=True)
class GoodsRow:
    title: str
    drawing: str
    picture: str
    place: str
    offers: list[OfferRow]
    more: int


def rows_of(result: SearchResult, quote: Quote, district_id: int) -> list[GoodsRow]:
    held = {line.offer.id: line.quantity for share in quote.shares for line in share.lines}
    return [_row(found, held, district_id) for found in result.products]


def _row(found: Found, held: dict[int, int], district_id: int) -> GoodsRow:
    language = get_language() or "bn"
    product = found.product
    prices = [offer.price_poisha for offer in found.available]
    offers = []
    for offer in found.offers:
        facts = found.sellers[offer.seller_id]
        offers.append(
            OfferRow(
                id=offer.pk,
                seller=facts.named.name(language),
                is_producer=facts.producer,
                price_poisha=offer.price_poisha,
                days=facts.days_to(district_id),
                available=offer.available,
                on_time=facts.on_time_bp // 100 if facts.orders else None,
                held=held.get(offer.pk, 0),
                is_cheapest=len(prices) > 1
                and offer.available > 0
                and offer.price_poisha == min(prices),
            )
        )
    return GoodsRow(
        title=found.title(language),
        drawing=product.category.drawing,
        picture=product.image_url,
        place=product.district.name if product.is_gi and product.district else "",
        offers=offers[:OFFERS_SHOWN],
        more=max(0, len(offers) - OFFERS_SHOWN),
    )
