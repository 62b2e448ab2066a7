"""What the desk's lists share: what an address asks for, and leaving as a table."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.http import StreamingHttpResponse

from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.clock import DHAKA, day_of, dhaka_midnight
from ekshop.kernel.money import Money
from ekshop.kernel.tables import table_lines
from ekshop.web.access import Request


def asked(request: Request, *names: str) -> dict[str, str]:
    """Those of the query's values, without spaces around them; empty where there are none."""
    return {name: request.GET.get(name, "").strip() for name in names}


def midnight(text: str, days: int = 0) -> datetime | None:
    """The first instant in Dhaka of a day typed into an address; None for no day."""
    with suppress(ValueError, OverflowError):
        return dhaka_midnight(day_of(latin_digits(text)) + timedelta(days=days))
    return None


def csv_answer(
    name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        table_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def moment(at: datetime | None) -> str:
    """As spreadsheets read it, in Dhaka's time."""
    return at.astimezone(DHAKA).strftime("%Y-%m-%d %H:%M") if at else ""


def taka(poisha: int | None) -> str:
    return str(Money(poisha).taka) if poisha is not None else ""
