"""Where goods are to be brought: said in the address (`?to=feni`), and nowhere else."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Bound:
    """The district somebody wants goods brought to; none, where the address names none.

    `options`: the districts one may choose among, by name.
    """

    district: int | None = None
    slug: str = ""
    name: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self.district is not None

    def href(self, address: str) -> str:
        """A page as somebody there sees it."""
        if not self:
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'to': self.slug})}"


ANYWHERE = Bound()


def bound_of(asked: QueryDict, names: Any, language: str) -> Bound:
    """What an address says; a district that does not exist is left out."""
    places = sorted(names.districts.values(), key=lambda place: str(place.name(language)))
    options = tuple((place.slug, place.name(language)) for place in places)
    chosen = names.find("district", asked.get("to", ""))
    if chosen is None:
        return Bound(options=options)
    place = names.districts[chosen]
    return Bound(chosen, place.slug, place.name(language), options)
