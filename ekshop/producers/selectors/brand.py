"""What districts tell, and what is in season."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ekshop.parties.selectors import districts

from ..models import DistrictBrand, SeasonItem
from ..rules import seasons as rules


@dataclass(frozen=True, slots=True)
class InSeason:
    """Something of the calendar on a day: `now` in season; else `begins` within a month.
    `ends`: its last day this time."""

    item: SeasonItem
    now: bool
    begins: date | None
    ends: date


def brand_of(district_id: int) -> DistrictBrand | None:
    return DistrictBrand.objects.filter(pk=district_id).first()


def season_items(district_id: int | None = None) -> list[SeasonItem]:
    """The calendar by first day, with districts; of one district, if named. Two statements."""
    items = SeasonItem.objects.prefetch_related("districts").order_by("starts", "ends", "name_en")
    if district_id is not None:
        items = items.filter(districts=district_id)
    return list(items)


def seasons_on(items: Iterable[SeasonItem], today: date) -> list[InSeason]:
    """What is in season that day or will be within a month: bans first, then what ends soonest,
    then what begins soonest."""
    found = []
    for item in items:
        now = rules.is_in(item.starts, item.ends, today)
        begins = None if now else rules.next_start(item.starts, today)
        if begins is not None and (begins - today).days > rules.SOON_DAYS:
            continue
        found.append(InSeason(item, now, begins, _last_day(item, begins or today)))
    return sorted(found, key=lambda one: (not one.now, not one.item.is_ban, one.begins or one.ends))


def season_named(titles: Iterable[str], category: str) -> list[SeasonItem]:
    """Seasons a product's titles speak of, for its page: it stands in a category of the item's, and
    the whole name of the item in one of the titles. One statement."""
    said = SeasonItem.objects.exclude(kind__in=rules.WIDE).order_by("starts")
    return seasons_fitting(said.filter(categories__contains=[category]), titles, category)


def seasons_fitting(
    items: Iterable[SeasonItem], titles: Iterable[str], category: str
) -> list[SeasonItem]:
    """As `season_named`, of these."""
    folded = [set(_words(title)) for title in titles if title]
    return [
        item
        for item in items
        if category in item.categories
        and any(
            words and words <= title
            for title in folded
            for words in (set(_words(item.name_bn)), set(_words(item.name_en)))
        )
    ]


def district_codes() -> dict[int, str]:
    """Our code of every district, for the map."""
    return {place.pk: place.code for place in districts()}


def _words(text: str) -> list[str]:
    return text.casefold().replace(",", " ").replace("-", " ").split()


def _last_day(item: SeasonItem, day: date) -> date:
    ends = rules.day_in(day.year, item.ends)
    return ends if ends >= day else rules.day_in(day.year + 1, item.ends)
