"""Where goods that spoil can be ordered: how long they may be on the way, against what is promised."""

from dataclasses import dataclass
from typing import Literal

from ekshop.catalogue.rules import Terms
from ekshop.parties.selectors import districts, open_centres_by_district, selling_terms


@dataclass(frozen=True, slots=True)
class Reach:
    """How far goods come within the days they may be on the way. Days from the order, centres that
    are open; `longest`: the most days on the way, None for goods that do not spoil."""

    longest: int | None
    district: str
    days_near: int
    days_far: int
    centres_near: int
    centres_far: int
    districts: int

    @property
    def where(self) -> Literal["everywhere", "district", "nowhere"]:
        if self.longest is None or self.longest >= self.days_far:
            return "everywhere"
        return "district" if self.longest >= self.days_near and self.centres_near else "nowhere"

    @property
    def centres(self) -> int:
        return self.centres_near + self.centres_far


def reach_of(seller_id: int, terms: Terms) -> Reach | None:
    """By the days the seller promises today. Three statements. None: no such seller."""
    seller = selling_terms([seller_id]).get(seller_id)
    if seller is None:
        return None
    centres = open_centres_by_district()
    near = centres.get(seller.hub_district_id, 0)
    names = {place.pk: place.name for place in districts()}
    return Reach(
        longest=terms.longest_way,
        district=names[seller.hub_district_id],
        days_near=seller.days_same_district,
        days_far=seller.days_elsewhere,
        centres_near=near,
        centres_far=sum(centres.values()) - near,
        districts=len(centres),
    )
