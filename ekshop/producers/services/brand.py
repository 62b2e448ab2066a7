"""Stories of the districts and the calendar of the seasons, brought from tables."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from ekshop.parties.selectors import districts

from ..models import DistrictBrand, SeasonItem
from ..rules.seasons import day_code


@transaction.atomic
def district_brands_load(rows: Iterable[Mapping[str, str]]) -> int:
    """Enter or renew the stories of districts; how many. `sources_bn` and `sources_en` hold as many
    entries, split by "|". Raises KeyError for an unknown district."""
    homes = {place.code: place.pk for place in districts()}
    brands = [
        DistrictBrand(
            district_id=homes[row["district"]],
            line_bn=row["about_bn"],
            line_en=row["about_en"],
            story_bn=row["story_bn"],
            story_en=row["story_en"],
            sources=[
                {"bn": bengali, "en": english}
                for bengali, english in zip(
                    _listed(row["sources_bn"]), _listed(row["sources_en"]), strict=True
                )
            ],
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
def season_items_load(rows: Iterable[Mapping[str, str]]) -> int:
    """Make the calendar what the table says; how many there are. Days as "06-15".

    Raises ValueError for a day no year has, KeyError for an unknown district.
    """
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
                **{column: row[column] for column in plain},
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["starts", "ends", *plain],
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
