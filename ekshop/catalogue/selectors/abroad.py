"""What is told of an offer outside the shop: the offer with its thing, in one statement."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from ekshop.kernel.statements import fetch

from ..models import Offer


@dataclass(frozen=True, slots=True)
class OfferAbroad:
    """An offer as it stands now. `live`: it may be sold; `gone`: it will not be by waiting."""

    id: int
    seller_id: int
    seller_ref: str
    title: str
    title_bn: str
    title_en: str
    price_poisha: int
    available: int
    state: str
    product_code: str
    category: str
    drawing: str
    brand: str
    gtin: str
    is_gi: bool
    image_url: str
    images: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        return self.state == Offer.LIVE

    @property
    def gone(self) -> bool:
        return self.state in (Offer.WITHDRAWN, Offer.BLOCKED)


def offers_abroad(offer_ids: Collection[int]) -> dict[int, OfferAbroad]:
    """The offers by id; unknown ids are left out. One statement."""
    return {row[0]: _offer(row) for row in fetch(_OFFERS, [list(offer_ids)])}


def _offer(row: tuple[Any, ...]) -> OfferAbroad:
    images, attributes = _json(row[16]) or [], _json(row[17]) or {}
    pictures = tuple(str(each) for each in images)
    said = {str(key): str(value) for key, value in attributes.items()}
    return OfferAbroad(*[*row[:16], pictures, said])


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_OFFERS = """
SELECT offer.id, offer.seller_id, offer.seller_ref, offer.title, offer.title_bn, offer.title_en,
       offer.price_poisha, offer.on_hand - offer.reserved, offer.state, product.code,
       category.slug, category.drawing, product.brand, product.gtin, product.is_gi,
       COALESCE(NULLIF(offer.image_url, ''), product.image_url), offer.images, offer.attributes
FROM catalogue_offer AS offer
JOIN catalogue_product AS product ON product.id = offer.product_id
JOIN catalogue_category AS category ON category.id = product.category_id
WHERE offer.id = ANY(%s)
"""
