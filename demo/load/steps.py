"""Doing a step of the load once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction

from demo.models import LoadedStep
from ekshop.kernel import clock
from ekshop.kernel.calendar import is_working_day
from ekshop.kernel.events import gather

DAYS, CASE_DAYS = 92, 122
"""How long orders and complaints go back."""
NUMBER = 1230
"""Complaints that are drawn and lived."""


def history_starts(now: datetime) -> datetime:
    """Midnight in Dhaka `DAYS` before the day it is."""
    return clock.dhaka_midnight(clock.dhaka_date(now) - timedelta(days=DAYS))


def at_work(start: datetime, days: int) -> datetime:
    """When offices open, so many working days before the history begins: what was set up by then was
    set up by people, not at midnight."""
    day = clock.dhaka_date(start)
    while days:
        day -= timedelta(days=1)
        days -= is_working_day(day)
    return clock.dhaka_midnight(day) + timedelta(hours=10)


def one_by_one(at: datetime, minutes: int) -> Iterator[datetime]:
    """The times of one thing done after the other."""
    return (at + timedelta(minutes=minutes * done) for done in count())


def is_done(name: str) -> bool:
    return LoadedStep.objects.filter(name=name).exists()


def step(name: str, work: Callable[[], None]) -> bool:
    """Do it in one transaction unless it is done; True when it was done now."""
    with transaction.atomic():
        _row, is_new = LoadedStep.objects.get_or_create(name=name)
        if is_new:
            work()
    return is_new


def happen(at: datetime, act: Callable[[datetime], object]) -> None:
    """Do it at its time, and at once what follows from it: without the queue, for nobody waits in
    a day that is over. To be called in a transaction."""
    with clock.at(at), gather() as told:
        act(at)
        told.handle()
