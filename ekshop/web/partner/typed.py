"""What was typed or pressed on the sellers' pages, as the services want it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.clock import DHAKA, day_of, dhaka_midnight
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.orders.services import LineAnswer

CHOSEN_AT_MOST = 100


def day(text: str) -> date | None:
    """A date field's day; None for nothing, or for what is none."""
    try:
        return day_of(latin_digits(text.strip()))
    except ValueError:
        return None


def period(given: QueryDict) -> tuple[datetime | None, datetime | None]:
    """Fields `from` and `to`, both days included."""
    first, last = day(given.get("from", "")), day(given.get("to", ""))
    return (
        dhaka_midnight(first) if first else None,
        dhaka_midnight(last + timedelta(days=1)) if last else None,
    )


def codes(given: QueryDict) -> list[str]:
    """Fields `code`: what was ticked, each once. Raises InvalidInput for none or far too many."""
    found = list(dict.fromkeys(given.getlist("code")))
    if not found:
        raise InvalidInput({"code": _("Tick at least one order.")})
    if len(found) > CHOSEN_AT_MOST:
        raise InvalidInput({"code": _("Choose at most a hundred at a time.")})
    return found


def answers(given: QueryDict, lines: Iterable[Any]) -> list[LineAnswer]:
    """Fields `d-LINE` (confirmed, declined) and `r-LINE` (why)."""
    return [
        LineAnswer(line.pk, given.get(f"d-{line.pk}", ""), given.get(f"r-{line.pk}", ""))
        if given.get(f"d-{line.pk}") == "declined"
        else LineAnswer(line.pk, given.get(f"d-{line.pk}", ""))
        for line in lines
    ]


def moment(given: QueryDict, now: datetime) -> datetime:
    """Field `at`, Dhaka's time as a date-and-time field sends it; nothing is now."""
    text = latin_digits(given.get("at", "").strip())
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput({"at": _("Write the time like 2026-11-22 14:30.")}) from None
    return at if at.tzinfo else at.replace(tzinfo=DHAKA)


def one_of(rows: Any, code: str) -> Any:
    """The row with that code, however typed. Raises NotFound, also for somebody else's."""
    try:
        plain = parse_code(code)
    except InvalidCode:
        raise NotFound(code=code) from None
    found = rows.filter(code=plain).first()
    if found is None:
        raise NotFound(code=code)
    return found


def own_orders(rows: Any, wanted: list[str], actor: Actor) -> list[Any]:
    """Those of the chosen codes that are the actor's, in the order chosen."""
    found = {each.code: each for each in rows.filter(code__in=wanted)}
    return [found[code] for code in wanted if code in found]
