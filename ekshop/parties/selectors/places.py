"""Places, from the country down."""

from ekshop.kernel.errors import NotFound
from ekshop.parties.models import Place


def place_by_code(code: str) -> Place:
    """Raises NotFound."""
    place = Place.objects.filter(code=code).select_related("parent", "district").first()
    if place is None:
        raise NotFound(code=code)
    return place


def divisions() -> list[Place]:
    return list(Place.objects.filter(kind=Place.DIVISION).order_by("name_en"))


def districts() -> list[Place]:
    return list(
        Place.objects.filter(kind=Place.DISTRICT).select_related("parent").order_by("name_en")
    )


def children_of(place: Place) -> list[Place]:
    """Districts of a division, upazilas of a district, unions of an upazila, by English name."""
    return list(Place.objects.filter(parent=place).order_by("name_en", "code"))
