"""Where goods that spoil can be ordered: how long they may be on the way, against what is promised."""

from dataclasses import dataclass
from typing import Literal

from ekshop.catalogue.rules import Terms
from ekshop.parties.rules import OWN_CENTRE_DAYS
from ekshop.parties.selectors import (
    districts,
    open_centre_name,
    open_centres_by_district,
    selling_terms,
)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far goods come within the days they may be on the way. Days from the order, centres that
    are open; `longest`: the most days on the way, None for goods that do not spoil. `own`: the name of
    the centre that looks after her and takes orders, to which she brings them herself."""

    longest: int | None
    district: str
    days_near: int
    days_far: int
    centres_near: int
    centres_far: int
    districts: int
    own: str = ""

    @property
    def where(self) -> Literal["everywhere", "district", "centre", "nowhere"]:
        if self.longest is None or self.longest >= self.days_far:
            return "everywhere"
        if self.longest >= self.days_near and self.centres_near:
            return "district"
        return "centre" if self.own and self.longest >= OWN_CENTRE_DAYS else "nowhere"

    @property
    def centres(self) -> int:
        return self.centres_near + self.centres_far


def reach_of(seller_id: int, terms: Terms) -> Reach | None:
    """By the days the seller promises today. Four statements. None: no such seller."""
    seller = selling_terms([seller_id]).get(seller_id)
    if seller is None:
        return None
    centres = open_centres_by_district()
    near = centres.get(seller.hub_district_id, 0)
    names = {place.pk: place.name for place in districts()}
    own = open_centre_name(seller.sourcing_centre_id)
    return Reach(
        longest=terms.longest_way,
        district=names[seller.hub_district_id],
        days_near=seller.days_same_district,
        days_far=seller.days_elsewhere,
        centres_near=near,
        centres_far=sum(centres.values()) - near,
        districts=len(centres),
        own=own,
    )
