"""When the country's goods are in season: days of the year, which may run over its end."""

from datetime import date

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("mango", _("Mangoes")),
    ("fruit", _("Other fruit")),
    ("fish", _("Fish and shrimp")),
    ("ban", _("Days without catching")),
    ("gur", _("Gur and sugar")),
    ("vegetables", _("Vegetables")),
    ("honey", _("Honey")),
    ("rice", _("Rice")),
    ("other", _("More of the fields")),
]
BAN = "ban"
WIDE = (BAN, "rice", "other")
"""Kinds whose names say too little of a single product to tell its season."""
SOON_DAYS = 30
LEAP = 2000
"""A leap year, so that every day of a year has a date in it."""


def day_code(text: str) -> int:
    """ "06-15" as 615. Raises ValueError for a day no year has."""
    month, day = text.split("-")
    date(LEAP, int(month), int(day))
    return int(month) * 100 + int(day)


def code_of(day: date) -> int:
    return day.month * 100 + day.day


def is_in(starts: int, ends: int, day: date) -> bool:
    """Both ends count; a season that starts later in the year than it ends runs over its end."""
    code = code_of(day)
    if starts <= ends:
        return starts <= code <= ends
    return code >= starts or code <= ends


def months_of(starts: int, ends: int) -> list[int]:
    """The months a season touches, from its first."""
    first, last = starts // 100, ends // 100
    count = (last - first) % 12 + 1
    if starts > ends and first == last:
        count = 12
    return [(first - 1 + each) % 12 + 1 for each in range(count)]


def next_start(starts: int, today: date) -> date:
    """The next day a season begins, today included; the 29th of February falls on the 1st of
    March where the year has none."""
    for year in (today.year, today.year + 1):
        begins = _day(year, starts)
        if begins >= today:
            return begins
    return _day(today.year + 1, starts)


def day_in(year: int, code: int) -> date:
    return _day(year, code)


def _day(year: int, code: int) -> date:
    try:
        return date(year, code // 100, code % 100)
    except ValueError:
        return date(year, 3, 1)
