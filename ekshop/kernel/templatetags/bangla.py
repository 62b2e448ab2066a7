"""Filters that write numbers, money, dates and mobiles in the language of the page.

``{% load bangla %}``: ``{{ poisha|taka }} {{ poisha|taka_text }} {{ title|shortened:30 }} {{ n|number }} {{ n|about }} {{ bp|percent }} {{ code|digits }} {{ day|date_long }}
{{ day|date_short }} {{ day|date_plain }} {{ at|datetime_short }} {{ at|datetime_long }}
{{ at|time_of_day }} {{ due|remaining:now }} {{ delta|remaining }} {{ month|month_name }}
{{ mobile|mobile_masked }} {{ mobile|mobile }} {{ title|in_its_letters }}``. An absent value is written
as an en dash.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .. import bangla, phones

register = template.Library()
ABSENT = "–"


def _filter(write: Callable[..., str]) -> Callable[..., str]:
    """Register a filter that writes a dash for nothing, so that pages need no ``if`` around it."""

    @wraps(write)
    def filter_(value: Any, *args: Any) -> str:
        return ABSENT if value is None or value == "" else write(value, *args)

    register.filter(write.__name__, filter_)
    return filter_


def _lang() -> str:
    return get_language() or "bn"


@_filter
def taka(poisha: int) -> str:
    return bangla.format_taka(poisha, _lang())


@_filter
def taka_text(poisha: int) -> str:
    return bangla.format_taka_text(poisha, _lang())


@_filter
def shortened(text: str, length: int) -> str:
    return bangla.shorten(str(text), int(length))


@_filter
def number(n: int) -> str:
    return bangla.format_number(int(n), _lang())


COUNTED = 10_000


@_filter
def about(n: int) -> str:
    """A count: exact up to `COUNTED`; above, its first two digits and a plus, so that nobody takes
    it for exact."""
    n = int(n)
    if n <= COUNTED:
        return bangla.format_number(n, _lang())
    step = 10 ** (len(str(n)) - 2)
    return bangla.format_number(n // step * step, _lang()) + "+"


@_filter
def percent(basis_points: int) -> str:
    return bangla.format_percent(int(basis_points), _lang())


@_filter
def digits(text: str | int) -> str:
    return bangla.in_digits_of(text, _lang())


@_filter
def date_plain(day: date | datetime) -> str:
    return bangla.format_date(day, _lang())


@_filter
def date_short(day: date | datetime) -> str:
    return bangla.format_date_short(day, _lang())


@_filter
def date_long(day: date | datetime) -> str:
    return bangla.format_date_long(day, _lang())


@_filter
def datetime_short(at: datetime) -> str:
    return bangla.format_datetime_short(at, _lang())


@_filter
def datetime_long(at: datetime) -> str:
    return bangla.format_datetime(at, _lang())


@_filter
def due_short(at: datetime) -> str:
    return bangla.format_due_short(at, _lang())


@_filter
def due_long(at: datetime) -> str:
    return bangla.format_due(at, _lang())


@_filter
def time_of_day(at: datetime) -> str:
    return bangla.format_time(at, _lang())


@_filter
def month_name(month: str) -> str:
    return bangla.format_month(month, _lang())


@_filter
def remaining(due: datetime | timedelta, now: datetime | None = None) -> str:
    """``{{ delta|remaining }}`` or ``{{ due|remaining:now }}``."""
    if isinstance(due, datetime):
        if now is None:
            raise ValueError("remaining needs the moment to count from: {{ due|remaining:now }}")
        due = due - now
    return bangla.format_remaining(due, _lang())


@_filter
def duration(delta: timedelta) -> str:
    return bangla.format_duration(delta, _lang())


@_filter
def mobile(e164: str) -> str:
    return bangla.in_digits_of(phones.local_form(e164), _lang())


@_filter
def mobile_masked(e164: str) -> str:
    return bangla.in_digits_of(phones.mask(e164), _lang())


_BENGALI, _LATIN = re.compile(r"[\u0980-\u09ff]"), re.compile(r"[a-z]")


@register.filter
def in_its_letters(text: Any) -> SafeString:
    """What a seller or a person wrote, marked with its language where the page is in the other, so
    that it is read aloud and set as what it is."""
    shown = conditional_escape(text)
    bengali, latin = len(_BENGALI.findall(shown)), len(_LATIN.findall(shown))
    if max(bengali, latin) < 3:
        return shown
    written = "bn" if bengali > latin else "en"
    return (
        shown
        if written == _lang()[:2]
        else format_html('<span lang="{}">{}</span>', written, shown)
    )
