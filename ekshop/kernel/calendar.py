"""Working days, office hours and holidays of Bangladesh.

A rule with a number of days always says which days. All four units share one meaning:
time runs only while the unit's window is open, and the due instant is the first at which
the asked amount has run.

    hours           always open
    calendar_days   always open, 24 hours each, counted in Dhaka
    working_days    open from midnight to midnight, Sunday to Thursday without holidays
    office_hours    open 9 to 17 on those days

An office with days or hours of its own gives its `Week`; the units mean the same of it.

So one working day from Friday noon ends when Sunday ends, and one from Wednesday 15:00
ends on Thursday 15:00. Adding in two steps is adding at once, and a later start is never
due earlier: both are tested as properties.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from .clock import DHAKA, dhaka_date

Unit = Literal["hours", "calendar_days", "working_days", "office_hours"]
UNITS: tuple[Unit, ...] = get_args(Unit)

_DAY = timedelta(days=1)
_LONGEST_SEARCH = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Week:
    """When an office works. `days`: as `date.weekday()` counts; `holidays`: whether what the gazette
    closes and opens holds for it."""

    days: frozenset[int] = frozenset({6, 0, 1, 2, 3})
    opens: time = time(9)
    closes: time = time(17)
    holidays: bool = True


NATIONAL = Week()


@dataclass(frozen=True, slots=True)
class DaysOff:
    """What the gazette changes: days closed, and weekend days declared open."""

    closed: Collection[date] = field(default_factory=frozenset)
    opened: Collection[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date, week: Week = NATIONAL) -> bool:
        if not week.holidays:
            return day.weekday() in week.days
        return day in self.opened or (day.weekday() in week.days and day not in self.closed)


def add(
    start: datetime,
    amount: int,
    unit: Unit,
    *,
    days_off: DaysOff | None = None,
    week: Week = NATIONAL,
) -> datetime:
    """The instant, in UTC, at which `amount` of `unit` has run since `start`.

    Holidays are read from the table unless `days_off` is given; a batch reads them once
    with `days_off_from` and passes them. Raises ValueError for a negative amount.
    """
    if amount < 0:
        raise ValueError("a period cannot be negative")
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}; one of {', '.join(UNITS)}")
    start = start.astimezone(DHAKA)
    if unit == "hours":
        return (start.astimezone(UTC) + timedelta(hours=amount)).astimezone(UTC)
    if unit == "calendar_days":
        return (start + timedelta(days=amount)).astimezone(UTC)
    if amount == 0:
        return start.astimezone(UTC)
    if days_off is None:
        days_off = days_off_from(dhaka_date(start))
    if unit == "working_days":
        return _run(start, timedelta(days=amount), days_off, week)
    hours = (week.opens, week.closes)
    return _run(start, timedelta(hours=amount), days_off, week, hours)


def is_working_day(day: date) -> bool:
    """Whether offices are open that day, by weekday and by the holidays table."""
    return days_off_from(day, until=day).is_working_day(day)


def days_off_from(day: date, until: date | None = None) -> DaysOff:
    """What the holidays table says from that day on: one small query."""
    from .statements import fetch

    closed: set[date] = set()
    opened: set[date] = set()
    for when, working in fetch(_CHANGED, {"day": day, "until": until}):
        (opened if working else closed).add(when)
    return DaysOff(frozenset(closed), frozenset(opened))


_CHANGED = """
    SELECT date, is_working FROM kernel_holiday
    WHERE date >= %(day)s AND (%(until)s::date IS NULL OR date <= %(until)s) AND source <> 'removed'
"""


def _run(
    start: datetime,
    left: timedelta,
    days_off: DaysOff,
    week: Week,
    hours: tuple[time, time] | None = None,
) -> datetime:
    day = start.date()
    last = day + _LONGEST_SEARCH + left
    while day <= last:
        if days_off.is_working_day(day, week):
            window_end = _local(day, hours[1]) if hours else _local(day + _DAY, time(0))
            window_start = max(_local(day, hours[0] if hours else time(0)), start)
            if window_start < window_end:
                if left <= window_end - window_start:
                    return (window_start + left).astimezone(UTC)
                left -= window_end - window_start
        day += _DAY
    raise ValueError("no working days within ten years: the holidays table is wrong")


def _local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=DHAKA)
