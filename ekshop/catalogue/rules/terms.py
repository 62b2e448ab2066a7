"""How long goods take to make, how long they keep, how far they travel and when there are any."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST_MAKING = 180
LONGEST_LIFE = 3650
_LEAP_YEAR = 2024
TERMS_FIELDS = (
    "made_to_order_days",
    "shelf_life_days",
    "travel_days",
    "season_from",
    "season_to",
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long goods of a kind usually keep, and how many days of that they may be on the way;
    for offers whose seller says neither."""

    shelf_life_days: int | None = None
    travel_days: int | None = None

    @property
    def said(self) -> bool:
        return self.shelf_life_days is not None or self.travel_days is not None

    def under(self, parent: "Keeping | None") -> "Keeping":
        """A kind that says nothing is as the wider kind it belongs to."""
        return self if self.said or parent is None else parent


@dataclass(frozen=True, slots=True)
class Terms:
    """What a seller says of an offer beyond price and stock; None where it says nothing.

    `made_to_order_days`: it is made once it is ordered, in so many days of work.
    `shelf_life_days`: it keeps so long from the day it is handed over; `travel_days`: of these it
    may spend so many on the way. `season_from`, `season_to`: the first and the last day of the year
    it is sold, each as month × 100 + day; a season may run over the end of the year.
    `usual`: its seller says nothing of keeping and travelling; they are what is usual for its kind.
    """

    made_to_order_days: int | None = None
    shelf_life_days: int | None = None
    travel_days: int | None = None
    season_from: int | None = None
    season_to: int | None = None
    usual: bool = field(default=False, compare=False)

    @property
    def any(self) -> bool:
        return self != Terms()

    @property
    def making_days(self) -> int:
        return self.made_to_order_days or 0

    @property
    def longest_way(self) -> int | None:
        """The most days it may be on the way: as its seller says; else half of the time it keeps,
        so that as much is left for whoever eats it, and one day at the least."""
        if self.travel_days is not None:
            return self.travel_days
        return None if self.shelf_life_days is None else max(1, self.shelf_life_days // 2)

    def or_usual(self, keeping: Keeping | None) -> "Terms":
        """With what is usual for its kind where its seller says neither how long it keeps nor how
        long it may be on the way."""
        if keeping is None or self.shelf_life_days is not None or self.travel_days is not None:
            return self
        return replace(
            self,
            shelf_life_days=keeping.shelf_life_days,
            travel_days=keeping.travel_days,
            usual=keeping.said,
        )

    def travels(self, days: int) -> bool:
        """May it be that many days on the way?"""
        return self.longest_way is None or days <= self.longest_way

    def in_season(self, day: date) -> bool:
        if self.season_from is None or self.season_to is None:
            return True
        today = day.month * 100 + day.day
        if self.season_from <= self.season_to:
            return self.season_from <= today <= self.season_to
        return today >= self.season_from or today <= self.season_to


NO_TERMS = Terms()


def day_of_year(number: int) -> date:
    """What 520 stands for: the twentieth of May, of some leap year. Raises ValueError."""
    return date(_LEAP_YEAR, number // 100, number % 100)


def terms_problems(terms: Terms) -> dict[str, object]:
    """What cannot be, by field, in words."""
    problems: dict[str, object] = {}
    making, life, way = terms.made_to_order_days, terms.shelf_life_days, terms.travel_days
    if making is not None and not 1 <= making <= LONGEST_MAKING:
        problems["made_to_order_days"] = format_lazy(
            _("Making takes from 1 to {most} days."), most=LONGEST_MAKING
        )
    if life is not None and not 1 <= life <= LONGEST_LIFE:
        problems["shelf_life_days"] = format_lazy(
            _("It keeps from 1 to {most} days."), most=LONGEST_LIFE
        )
    if way is not None and way < 1:
        problems["travel_days"] = _("Goods are on the way for a day at least.")
    elif way is not None and way > (LONGEST_LIFE if life is None else life):
        problems["travel_days"] = _("It cannot be on the way for longer than it keeps.")
    if (terms.season_from is None) != (terms.season_to is None):
        problems["season_from"] = _("A season has a first and a last day: give both, or neither.")
    for name in ("season_from", "season_to"):
        number = getattr(terms, name)
        if number is not None and not _is_day(number):
            problems[name] = _("There is no such day.")
    return problems


def _is_day(number: int) -> bool:
    try:
        return bool(day_of_year(number))
    except (ValueError, OverflowError):
        return False
