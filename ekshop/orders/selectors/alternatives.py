"""The next best offers for a line that its seller will not deliver."""

from dataclasses import dataclass
from datetime import date, datetime

from ekshop.catalogue.selectors import OfferToOrder, offers_like, offers_to_order
from ekshop.parties.selectors import (
    Named,
    organisation_names,
    selling_terms,
)

from ..models import OrderLine
from .promising import closed_until, making_days, promised_on, rests_of_sellers

SHOWN = 3
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Alternative:
    """An offer that could be ordered instead, for the same number of pieces.

    `same_product`: the very thing from another seller; otherwise something like it.
    """

    offer: OfferToOrder
    seller: Named
    same_product: bool
    quantity: int
    delivery_poisha: int
    promised_on: date

    @property
    def total_poisha(self) -> int:
        return self.offer.price_poisha * self.quantity + self.delivery_poisha

    def difference_poisha(self, line: OrderLine) -> int:
        """How much dearer (cheaper, if negative) a piece is."""
        return self.offer.price_poisha - line.unit_price_poisha


def alternative_offers(
    line: OrderLine, *, district_id: int, at: datetime, limit: int = SHOWN
) -> list[Alternative]:
    """The same product from others first, by price and then by days; then the like of it.

    Only what can be ordered now, in that quantity, from a seller that is open and where it
    does not spoil on the way; never from the
    seller who declined. A constant number of statements.
    """
    candidates = offers_like(
        line.offer_id, quantity=line.quantity, title=line.title, limit=_LOOKED_AT
    )
    offers = offers_to_order([*candidates, line.offer_id], at=at)
    # The product as it stands now: the one the line was frozen with may have become one with another.
    own = offers.get(line.offer_id)
    product_id = own.product_id if own else line.product_id
    terms = selling_terms({offer.seller_id for offer in offers.values()})
    names = organisation_names(terms)
    rests = rests_of_sellers(terms.values(), at=at)
    found = []
    for offer_id in candidates:
        offer = offers[offer_id]
        seller = terms.get(offer.seller_id)
        if offer.refusal or offer.available < line.quantity or not seller or not seller.is_open:
            continue
        if offer.seller_id == line.seller_order.seller_id:
            continue
        same_district = seller.hub_district_id == district_id
        if closed_until(rests.get(offer.seller_id, ()), at=at):
            continue
        days = seller.days_to(district_id, line.seller_order.centre_id)
        if not offer.terms.travels(days):
            continue
        found.append(
            Alternative(
                offer=offer,
                seller=names[offer.seller_id],
                same_product=offer.product_id == product_id,
                quantity=line.quantity,
                delivery_poisha=seller.delivery_fee_poisha(same_district),
                promised_on=promised_on(
                    days,
                    at,
                    making_days([offer], rests.get(offer.seller_id, ()), at=at),
                ),
            )
        )
    found.sort(
        key=lambda each: (
            not each.same_product,
            each.total_poisha if each.same_product else 0,
            each.promised_on if each.same_product else date.min,
        )
    )
    return found[:limit]
