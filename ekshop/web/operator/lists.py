"""What every list of the operator shares: leading to a thing, and leaving as a table."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.clock import DHAKA, day_of, dhaka_midnight
from ekshop.kernel.money import Money
from ekshop.kernel.tables import table_write
from ekshop.reporting.selectors import Thing
from ekshop.web.access import Request

EXPORTED = 10_000
"""Rows in one file; a narrower filter gives the rest."""

_ADDRESSES: dict[str, Callable[[Any], str]] = {
    "order": lambda key: reverse("operator:order", args=[key]),
    "job": lambda key: reverse("operator:job", args=[key]),
    "organisation": lambda key: reverse("operator:organisation", args=[key]),
    "payout": lambda key: reverse("operator:payout", args=[key]),
    "message": lambda key: reverse("operator:message", args=[key]),
    "deadline": lambda key: reverse("operator:deadlines") + "?show=unclaimed",
    "seller_money": lambda key: reverse("operator:seller_money", args=[key]),
    "channel": lambda key: reverse("operator:channel", args=[key]) + "#unread",
    "cash": lambda key: reverse("operator:collection_centre", args=[key]),
    # Complaints have no page of the operator's: whoever reads them works at the desk.
    "case": lambda key: "",
    "held": lambda key: reverse("operator:held") + f"?batch={key}",
    "feed": lambda key: reverse("operator:feed_run", args=[key]) if key else "",
}


def address_of(thing: Thing) -> str:
    return _ADDRESSES[thing.entity](thing.key)


def csv_answer(name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    answer = HttpResponse(table_write(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def moment(at: datetime | None) -> str:
    """As spreadsheets read it, in Dhaka's time."""
    return at.astimezone(DHAKA).strftime("%Y-%m-%d %H:%M") if at else ""


def taka(poisha: int) -> str:
    return str(Money(poisha).taka)


def asked(request: Request, *names: str) -> dict[str, str]:
    """Those of the query's values, without spaces around them; empty where there are none."""
    return {name: request.GET.get(name, "").strip() for name in names}


def midnight(text: str, days: int = 0) -> datetime | None:
    """The first instant in Dhaka of a day typed into an address; None for no day."""
    with suppress(ValueError):
        return dhaka_midnight(day_of(latin_digits(text)) + timedelta(days=days))
    return None
