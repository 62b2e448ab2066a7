"""Stories of the districts and the calendar of the seasons, brought from tables."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from ekshop.catalogue.selectors import category_nodes
from ekshop.parties.selectors import districts

from ..models import DistrictBrand, SeasonItem
from ..rules import sources
from ..rules.seasons import day_code

Known = Mapping[str, Mapping[str, str]]


@transaction.atomic
def district_brands_load(rows: Iterable[Mapping[str, str]], known: Known) -> int:
    """Enter or renew the stories of districts; how many. `known`: the sources rows name by key.
    Raises KeyError for an unknown district or source."""
    homes = {place.code: place.pk for place in districts()}
    brands = [
        DistrictBrand(
            district_id=homes[row["district"]],
            line_bn=row["about_bn"],
            line_en=row["about_en"],
            story_bn=row["story_bn"],
            story_en=row["story_en"],
            sources=sources.kept(row["sources"], known),
        )
        for row in rows
    ]
    DistrictBrand.objects.bulk_create(
        brands,
        update_conflicts=True,
        unique_fields=["district"],
        update_fields=["line_bn", "line_en", "story_bn", "story_en", "sources"],
    )
    return len(brands)


@transaction.atomic
def season_items_load(rows: Iterable[Mapping[str, str]], known: Known) -> int:
    """Make the calendar what the table says; how many there are. Days as "06-15", `known` as above.

    Raises ValueError for a day no year has, KeyError for an unknown district, category or source.
    """
    shelves = {node.slug: node.slug for node in category_nodes()}
    homes = {place.code: place.pk for place in districts()}
    at_home = SeasonItem.districts.through
    rows = list(rows)
    SeasonItem.objects.exclude(slug__in=[row["slug"] for row in rows]).delete()
    plain = ("name_bn", "name_en", "kind", "note_bn", "note_en", "words_bn", "words_en")
    items = SeasonItem.objects.bulk_create(
        [
            SeasonItem(
                slug=row["slug"],
                starts=day_code(row["starts"]),
                ends=day_code(row["ends"]),
                categories=[shelves[slug] for slug in _listed(row["categories"])],
                sources=sources.kept(row["sources"], known),
                **{column: row[column] for column in plain},
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["starts", "ends", "categories", "sources", *plain],
    )
    at_home.objects.all().delete()
    at_home.objects.bulk_create(
        at_home(seasonitem_id=item.pk, place_id=homes[code])
        for item, row in zip(items, rows, strict=True)
        for code in _listed(row["districts"])
    )
    return len(items)


def _listed(cell: str) -> list[str]:
    return [each for each in cell.split("|") if each]
