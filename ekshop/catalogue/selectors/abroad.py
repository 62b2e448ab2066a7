"""What is told of an offer outside the shop: the offer with its thing, in one statement."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from ekshop.kernel.statements import fetch

from .. import rules
from ..models import Offer


@dataclass(frozen=True, slots=True)
class OfferAbroad:
    """An offer as it stands now. `live`: it may be sold; `gone`: it will not be by waiting. `terms`:
    with what is usual for its kind where its seller says nothing."""

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
    terms: rules.Terms = rules.NO_TERMS

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
    kind, wider = rules.Keeping(*row[23:25]), rules.Keeping(*row[25:27])
    terms = rules.Terms(*row[18:23]).or_usual(kind.under(wider))
    return OfferAbroad(*[*row[:16], pictures, said, terms])


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_OFFERS = """
SELECT offer.id, offer.seller_id, offer.seller_ref, offer.title, offer.title_bn, offer.title_en,
       offer.price_poisha, offer.on_hand - offer.reserved, offer.state, product.code,
       category.slug, category.drawing, product.brand, product.gtin, product.is_gi,
       COALESCE(NULLIF(offer.image_url, ''), product.image_url), offer.images, offer.attributes,
       terms.made_to_order_days, terms.shelf_life_days, terms.travel_days,
       terms.season_from, terms.season_to,
       category.shelf_life_days, category.travel_days, wider.shelf_life_days, wider.travel_days
FROM catalogue_offer AS offer
JOIN catalogue_product AS product ON product.id = offer.product_id
JOIN catalogue_category AS category ON category.id = product.category_id
LEFT JOIN catalogue_category AS wider ON wider.id = category.parent_id
LEFT JOIN catalogue_offerterms AS terms ON terms.offer_id = offer.id
WHERE offer.id = ANY(%s)
"""
