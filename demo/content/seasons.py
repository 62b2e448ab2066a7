"""When a producer's goods of the demonstration are in season, by the nation's calendar: on whatever day
it is run, some are and some are not."""

from functools import cache

from .tables import read

FRESH = {
    "fruits": ("mango", "fruit"),
    "fish": ("fish",),
    "gur-sugar": ("gur",),
    "vegetables": ("vegetables",),
}
"""Kinds of the calendar that a category's goods can be."""
KEPT = {"salted", "sugar"}
"""Words of what keeps the year round."""


def season_of(category: str, title_en: str, district: str) -> tuple[int, int] | None:
    """Month and day as 615, of the calendar's item with the most words that all stand in the title
    and that comes from there."""
    title = set(title_en.casefold().replace(",", " ").replace("-", " ").split())
    if title & KEPT:
        return None
    found = [
        (len(words), days)
        for kind, words, places, days in _calendar()
        if kind in FRESH.get(category, ()) and words <= title and district in places
    ]
    return max(found)[1] if found else None


@cache
def _calendar() -> list[tuple[str, set[str], list[str], tuple[int, int]]]:
    return [
        (
            row["kind"],
            set(row["words_en"].casefold().replace("-", " ").split()),
            row["districts"].split("|"),
            (_code(row["starts"]), _code(row["ends"])),
        )
        for row in read("seasons")
    ]


def _code(day: str) -> int:
    return int(day.replace("-", ""))
