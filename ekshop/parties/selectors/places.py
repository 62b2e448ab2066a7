"""Places: by code, by slug, and by whatever spelling somebody knows."""

from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import DomainError, NotFound
from ekshop.parties.models import Place, PlaceAlias
from ekshop.parties.rules import fold


class PlaceUnknown(DomainError):
    code = "place_unknown"
    message = _("We know no place called \u201c%(name)s\u201d here.")


class PlaceMeant(DomainError):
    """Nothing has that name, but something close by has; `suggestions` are its spellings."""

    code = "place_unknown"
    message = _("We know no place called \u201c%(name)s\u201d here. Did you mean %(suggestion)s?")


class PlaceAmbiguous(DomainError):
    code = "place_ambiguous"
    message = _(
        "There are %(count)s places called \u201c%(name)s\u201d. Say which one by its code."
    )


def places_named(name: str, *, kind: str, within: Place | None = None) -> list[Place]:
    """All of that kind under any of whose names, in either language, old or new, it goes."""
    found = Place.objects.filter(kind=kind, aliases__folded=fold(name)).distinct()
    if within is not None:
        found = (
            found.filter(district=within)
            if within.kind == "district"
            else found.filter(parent=within)
        )
    return list(found.order_by("code"))


def place_find(name: str, *, kind: str, within: Place | None = None) -> Place:
    """The one place meant by a name in either language, or by our code ("union-43").

    Raises PlaceUnknown, PlaceMeant (with a likely spelling) or PlaceAmbiguous.
    """
    text = name.strip()
    by_code = Place.objects.filter(code=text.lower(), kind=kind).first()
    if by_code:
        return by_code
    found = places_named(text, kind=kind, within=within)
    if len(found) == 1:
        return found[0]
    if found:
        raise PlaceAmbiguous(name=text[:60], count=len(found))
    close = _close(text, kind, within)
    if close:
        raise PlaceMeant(name=text[:60], suggestion=close)
    raise PlaceUnknown(name=text[:60])


def _close(name: str, kind: str, within: Place | None) -> str:
    """The nearest known spelling, among the districts or inside one place: never nationwide."""
    if kind != "district" and within is None:
        return ""
    spellings = PlaceAlias.objects.filter(place__kind=kind)
    if within is not None:
        scope = "place__district" if within.kind == "district" else "place__parent"
        spellings = spellings.filter(**{scope: within})
    known = dict(spellings.values_list("folded", "name"))
    near = get_close_matches(fold(name), list(known), n=1, cutoff=0.72)
    return known[near[0]] if near else ""


def place_by_code(code: str) -> Place:
    """Raises NotFound."""
    place = Place.objects.filter(code=code).select_related("parent", "district").first()
    if place is None:
        raise NotFound(code=code)
    return place


def district_by_slug(slug: str) -> Place:
    """Raises NotFound."""
    district = Place.objects.filter(kind=Place.DISTRICT, slug=slug).select_related("parent").first()
    if district is None:
        raise NotFound(slug=slug)
    return district


def divisions() -> list[Place]:
    return list(Place.objects.filter(kind=Place.DIVISION).order_by("name_en"))


def districts() -> list[Place]:
    return list(
        Place.objects.filter(kind=Place.DISTRICT).select_related("parent").order_by("name_en")
    )


def children_of(place: Place) -> list[Place]:
    """Districts of a division, upazilas of a district, unions of an upazila, by English name."""
    return list(Place.objects.filter(parent=place).order_by("name_en", "code"))
