"""Who gets what of a price: the maker, the centre that sells, the centre that looks after her."""

from dataclasses import dataclass
from datetime import datetime

from ekshop.kernel.money import Money
from ekshop.parties.selectors import selling_terms

from .rates import commission_rate_at


@dataclass(frozen=True, slots=True)
class PriceShares:
    """In poisha, of one piece. `selling`: to the centre that sells it; `sourcing`: to the one that
    looks after its maker; `delivery_near`, `delivery_far`: what the customer pays on top, once an
    order, within the maker's district and elsewhere. A producer's goes to the courier (`to_courier`),
    another seller's to itself, who has one of its own."""

    price: int
    selling: int
    sourcing: int
    delivery_near: int
    delivery_far: int
    to_courier: bool

    @property
    def maker(self) -> int:
        return self.price - self.selling - self.sourcing


def price_shares(
    *,
    seller_id: int,
    price_poisha: int,
    category_id: int,
    parent_category_id: int | None,
    at: datetime,
    offer_id: int | None = None,
) -> PriceShares | None:
    """By the rates that an order placed then would freeze, as most centres earn them: the selling
    centre is not known yet, so rules for groups of centres are left out for it. None: no such seller.
    """
    terms = selling_terms([seller_id]).get(seller_id)
    if terms is None:
        return None

    def share(role: str, centre: tuple[int, int] | None) -> int:
        rate = commission_rate_at(
            seller_id=seller_id,
            category_id=category_id,
            parent_category_id=parent_category_id,
            at=at,
            offer_id=offer_id,
            centre=centre,
            role=role,
        )
        return Money(price_poisha).share(rate.rate_bp).poisha if rate else 0

    sourcing = 0
    if terms.sourcing_centre_id is not None and terms.sourcing_district_id is not None:
        sourcing = share("sourcing", (terms.sourcing_centre_id, terms.sourcing_district_id))
    return PriceShares(
        price=price_poisha,
        selling=share("sale", None),
        sourcing=sourcing,
        delivery_near=terms.delivery_fee_poisha(True),
        delivery_far=terms.delivery_fee_poisha(False),
        to_courier=terms.sourcing_centre_id is not None,
    )
