"""Who gets what of a price: the maker, the centre that sells, the centre that looks after her."""

from dataclasses import dataclass
from datetime import datetime

from ekshop.kernel.money import Money
from ekshop.parties.selectors import selling_terms

from .. import rules
from ..models import CentreGroup, CentreGroupMember
from .rates import rates_in_force


@dataclass(frozen=True, slots=True)
class Selling:
    """What a selling centre gets of one piece, in poisha, and what is left for the maker. `groups`:
    those whose centres earn it, in the reader's language; none: all other centres."""

    rate_bp: int
    selling: int
    maker: int
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceShares:
    """In poisha, of one piece. `usual`: by the centre that sells it, most of them; `others`: centres
    of groups that earn another rate, the most for the maker first. `sourcing`: to the one that looks
    after its maker; `delivery_near`, `delivery_far`: what the customer pays on top, once an order,
    within the maker's district and elsewhere. A producer's goes to the courier (`to_courier`),
    another seller's to itself, who has one of its own."""

    price: int
    usual: Selling
    others: tuple[Selling, ...]
    sourcing: int
    delivery_near: int
    delivery_far: int
    to_courier: bool

    @property
    def all(self) -> tuple[Selling, ...]:
        return (self.usual, *self.others)

    @property
    def maker(self) -> tuple[int, int]:
        """The least and the most, by where the buyer is."""
        left = [each.maker for each in self.all]
        return min(left), max(left)

    @property
    def selling(self) -> tuple[int, int]:
        taken = [each.selling for each in self.all]
        return min(taken), max(taken)


def price_shares(
    *,
    seller_id: int,
    price_poisha: int,
    category_id: int,
    parent_category_id: int | None,
    at: datetime,
    offer_id: int | None = None,
) -> PriceShares | None:
    """By the rates that an order placed then would freeze. The selling centre is not known yet, so
    what each kind of them would earn is told. None: no such seller. Three or four statements."""
    terms = selling_terms([seller_id]).get(seller_id)
    if terms is None:
        return None
    kinds = _kinds_of_centres()
    looks_after = terms.sourcing_centre_id
    if looks_after is not None and terms.sourcing_district_id is not None:
        kinds[looks_after] = terms.sourcing_district_id
    rates = rates_in_force(
        seller_ids=[seller_id],
        category_ids=[each for each in (category_id, parent_category_id) if each is not None],
        offer_ids=[] if offer_id is None else [offer_id],
        centres=kinds,
        at=at,
    )

    def held_by(role: str, centre_id: int | None) -> rules.Rate | None:
        return rules.rate_for(
            rates,
            seller_id=seller_id,
            category_id=category_id,
            parent_category_id=parent_category_id,
            offer_id=offer_id,
            centre_id=centre_id,
            role=role,
        )

    def share(rate: rules.Rate | None) -> int:
        return Money(price_poisha).share(rate.rate_bp).poisha if rate else 0

    sourcing = share(held_by("sourcing", looks_after)) if looks_after is not None else 0

    def selling(rate: rules.Rate | None, groups: tuple[str, ...] = ()) -> Selling:
        taken = share(rate)
        left = price_poisha - taken - sourcing
        return Selling(rate.rate_bp if rate else 0, taken, left, groups)

    usual = selling(held_by("sale", None))
    by_rate: dict[int, list[rules.Rate]] = {}
    for centre_id in kinds:
        rate = held_by("sale", centre_id)
        if rate and rate.group_id and share(rate) != usual.selling:
            by_rate.setdefault(rate.rate_bp, []).append(rate)
    names = _group_names({each.group_id for found in by_rate.values() for each in found})
    others = [
        selling(found[0], tuple(dict.fromkeys(names[each.group_id or 0] for each in found)))
        for _bp, found in sorted(by_rate.items())
    ]
    return PriceShares(
        price=price_poisha,
        usual=usual,
        others=tuple(others),
        sourcing=sourcing,
        delivery_near=terms.delivery_fee_poisha(True),
        delivery_far=terms.delivery_fee_poisha(False),
        to_courier=looks_after is not None,
    )


def _kinds_of_centres() -> dict[int, int]:
    """A centre, with its district, for every way a centre can be in groups: each that is named
    itself, and one that stands for all of a district (its number below zero)."""
    rows = CentreGroupMember.objects.values_list(
        "centre_id", "centre__centre__district_id", "district_id"
    )
    return {
        centre_id or -district_id: district_of or district_id
        for centre_id, district_of, district_id in rows
    }


def _group_names(group_ids: set[int | None]) -> dict[int, str]:
    named = {group_id for group_id in group_ids if group_id is not None}
    if not named:
        return {}
    return {group.pk: group.name for group in CentreGroup.objects.filter(pk__in=named)}
