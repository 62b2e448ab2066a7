"""The table of holidays: filled from a published list, corrected by people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import holidays as published
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import clock
from .actors import Actor
from .audit import audit_write
from .errors import InvalidInput, NotFound
from .models import Holiday


def holidays_in(year: int) -> QuerySet[Holiday]:
    """The holidays that hold, and weekend days declared open, in order."""
    rows = Holiday.objects.filter(date__year=year).exclude(source=Holiday.Source.REMOVED)
    return rows.order_by("date")


def holidays_load(years: Iterable[int] | None = None) -> int:
    """Adds the published holidays of Bangladesh and says how many were new.

    By default from last year to the year after next.
    What a person has entered or removed for a year's day is left as that person left it:
    days that follow the moon are foretold by the list and settled by the gazette.
    """
    if years is None:
        this = clock.dhaka_date(clock.now()).year
        years = range(this - 1, this + 3)
    wanted = list(years)
    bengali = published.country_holidays("BD", years=wanted, language="bn")
    english = published.country_holidays("BD", years=wanted, language="en_US")
    rows = [
        Holiday(
            date=day,
            name_bn=bengali[day][:200],
            name_en=english[day][:200],
            source=Holiday.Source.PACKAGE,
        )
        for day in sorted(english)
    ]
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    return Holiday.objects.count() - before


def holiday_put(
    *,
    actor: Actor,
    day: date,
    name_bn: str,
    name_en: str,
    now: datetime,
    is_working: bool = False,
) -> Holiday:
    """Enters or corrects a day: a holiday, or with `is_working` a weekend day declared open.

    Deadlines already promised do not move. Raises InvalidInput without both names.
    """
    missing = {"name_bn": name_bn, "name_en": name_en}
    problems = {name: _("Give the name.") for name, text in missing.items() if not text.strip()}
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        row, _fresh = Holiday.objects.update_or_create(
            date=day,
            defaults={
                "name_bn": name_bn.strip(),
                "name_en": name_en.strip(),
                "is_working": is_working,
                "source": Holiday.Source.EDITED,
            },
        )
        _audit(actor, "holiday_put", day, now, {"name": row.name_en, "is_working": is_working})
    return row


def holiday_get(day: date) -> Holiday:
    """Raises NotFound for a day not in the table."""
    found = Holiday.objects.filter(date=day).exclude(source=Holiday.Source.REMOVED).first()
    if found is None:
        raise NotFound(date=day.isoformat())
    return found


def holiday_move(
    *,
    actor: Actor,
    day: date,
    to: date,
    name_bn: str,
    name_en: str,
    now: datetime,
    is_working: bool = False,
) -> Holiday:
    """Enters it under another day, or corrects its names where the day stays.

    Raises NotFound, InvalidInput.
    """
    with transaction.atomic():
        moved = holiday_put(
            actor=actor,
            day=to,
            name_bn=name_bn,
            name_en=name_en,
            now=now,
            is_working=is_working,
        )
        if to != day:
            holiday_remove(actor=actor, day=day, now=now)
    return moved


def holiday_remove(*, actor: Actor, day: date, now: datetime) -> None:
    """Says that a day is no holiday after all. Raises NotFound for a day not in the table."""
    with transaction.atomic():
        there = Holiday.objects.filter(date=day).exclude(source=Holiday.Source.REMOVED)
        removed = there.update(source=Holiday.Source.REMOVED)
        if not removed:
            raise NotFound(date=day.isoformat())
        _audit(actor, "holiday_remove", day, now, {})


def _audit(actor: Actor, action: str, day: date, now: datetime, data: dict[str, object]) -> None:
    audit_write(
        actor=actor, action=action, entity="holiday", entity_id=day.isoformat(), data=data, now=now
    )
