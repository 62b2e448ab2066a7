"""What time it is.

Everything stored is aware UTC; everything people count in (days, months) is Asia/Dhaka.
Ask `now()` once per action and pass the answer down.

Time can be moved for tests and demonstrations: in one process with `at()`, and for all
processes of an installation through the file named by `settings.CLOCK_FILE`, which holds
an offset in seconds. Without that setting the file is never looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

DHAKA = ZoneInfo("Asia/Dhaka")

Month = str
"""A month of Asia/Dhaka, written "2026-11"."""
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class Hand:
    """The hand of a stopped clock: it shows one instant until it is moved."""

    def __init__(self, when: datetime) -> None:
        self.when = _aware(when)

    def forward(self, **amount: float) -> datetime:
        """Moves by a timedelta's keywords (`hours=48`) and returns the new time."""
        self.when += timedelta(**amount)
        return self.when

    def to(self, when: datetime) -> datetime:
        self.when = _aware(when)
        return self.when


_stopped: list[Hand] = []
_offset_seen: tuple[int, float] = (0, 0.0)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    if _stopped:
        return _stopped[-1].when
    return datetime.now(UTC) + offset()


@contextmanager
def at(when: datetime) -> Iterator[Hand]:
    """Stops this process's clock (all threads) at `when`; the hand given can be moved."""
    hand = Hand(when)
    _stopped.append(hand)
    try:
        yield hand
    finally:
        _stopped.remove(hand)


def offset() -> timedelta:
    """How far this installation's clock is ahead of the real one."""
    global _offset_seen
    name = getattr(settings, "CLOCK_FILE", None)
    if not name:
        return timedelta()
    try:
        stamp = os.stat(name).st_mtime_ns
        if stamp != _offset_seen[0]:
            _offset_seen = (stamp, float(Path(name).read_text(encoding="ascii") or 0))
    except FileNotFoundError:
        return timedelta()
    return timedelta(seconds=_offset_seen[1])


def offset_write(amount: timedelta) -> None:
    """Moves the clock of every process of this installation; a zero offset removes the file.

    Raises RuntimeError where `settings.CLOCK_FILE` is not set, as in production.
    """
    name = getattr(settings, "CLOCK_FILE", None)
    if not name:
        raise RuntimeError("CLOCK_FILE is not set, so this installation's clock cannot be moved.")
    path = Path(name)
    if not amount:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(repr(amount.total_seconds()), encoding="ascii")
    fresh.replace(path)


def dhaka_date(moment: datetime) -> date:
    """The calendar date in Dhaka at that instant."""
    return _aware(moment).astimezone(DHAKA).date()


def dhaka_midnight(day: date) -> datetime:
    """The instant, in UTC, at which that day begins in Dhaka."""
    return datetime(day.year, day.month, day.day, tzinfo=DHAKA).astimezone(UTC)


def day_of(text: str) -> date:
    """A day written like 2026-11-22. ValueError for what is none, or lies beyond all reckoning."""
    day = date.fromisoformat(text)
    if not 1900 <= day.year < 3000:
        raise ValueError(f"no day of ours: {text!r}")
    return day


def month_of(moment: datetime) -> Month:
    """The month of Dhaka in which that instant lies."""
    day = dhaka_date(moment)
    return f"{day.year:04d}-{day.month:02d}"


def month_bounds(month: Month) -> tuple[datetime, datetime]:
    """First instant, and first instant after it, in UTC. Raises ValueError for no month."""
    # In one way only: months are compared as text, and are keys.
    if not _MONTH.fullmatch(month):
        raise ValueError(f"not a month: {month!r}")
    first = date(int(month[:4]), int(month[5:]), 1)
    return dhaka_midnight(first), dhaka_midnight(_next_first(first))


def month_after(month: Month, months: int = 1) -> Month:
    """The month that many months later (earlier when negative)."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _next_first(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime says no instant; give it a timezone")
    return moment.astimezone(UTC)
