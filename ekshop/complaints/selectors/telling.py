"""Entries of a timeline in the words of whoever reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.kernel.bangla import format_date, format_number, format_taka
from ekshop.kernel.deadlines import kind_of

from .. import rules
from ..clocks import clock_name
from ..models import CaseEntry
from .agencies import agency_names
from .telling_desk import DETAILS, Names


@dataclass(frozen=True, slots=True)
class Told:
    """`title` says what happened, `detail` what exactly (an offer's terms, say); `text` are
    somebody's own words; `side` on whose part."""

    title: str
    text: str
    side: str
    detail: str = ""


def told(entry: CaseEntry, *, names: Names | None = None, reader: str = "") -> Told:
    """An entry in the reader's language; `names` are the agencies' where many are told at once.

    `reader`: the side whose own page it is; what it did is said to it: "you", and of whom it came
    is not said again.
    """
    own = rules.OWN_ENTRY_WORDS.get(reader, {}).get(entry.kind)
    title = own or rules.ENTRY_WORDS.get(entry.kind) or entry.kind.replace("_", " ")
    side = str(dict(rules.SIDES)[entry.side])
    if reader and entry.side == reader:
        side = "" if own else _("You")
    return Told(
        str(title),
        entry.text,
        side,
        " · ".join(_said_of(entry, names, reader)),
    )


def late_once(entries: Iterable[CaseEntry]) -> list[CaseEntry]:
    """A timeline in which an office that stays late is late once, however often a new time ran out
    before anything else happened."""
    shown: list[CaseEntry] = []
    for entry in entries:
        again = entry.kind == "late" and shown and shown[-1].kind == "late"
        if not again or shown[-1].data.get("clock") != entry.data.get("clock"):
            shown.append(entry)
    return shown


def clock_told(kind: str, *, reader: str = "") -> str:
    """What a deadline's kind is for; said to the side that reads it where it is its own."""
    own = rules.OWN_CLOCK_WORDS.get(reader, {}).get(clock_name(kind))
    return str(own or kind_of(kind).label)


def _said_of(entry: CaseEntry, names: Names | None, reader: str) -> Iterator[str]:
    of_office = DETAILS.get(entry.kind)
    if of_office is None:
        return _details(entry.data, reader)
    if names is None:
        names = agency_names() if "agency" in entry.data else {}
    return of_office(entry.data, names)


def _details(data: dict[str, Any], reader: str) -> Iterator[str]:
    language = get_language() or "bn"
    if kind := dict(rules.REMEDIES).get(data.get("kind", "")):
        yield str(kind)
    if reason := dict(rules.REJECTION_REASONS).get(data.get("reason", "")):
        yield str(reason)
    if amount := data.get("amount_poisha"):
        yield format_taka(amount, language)
    if medium := dict(rules.PAID_BY + rules.REFUND_MEDIA).get(data.get("medium", "")):
        yield str(medium)
    if due_on := data.get("due_on"):
        day = format_date(date.fromisoformat(due_on), language)
        yield _("by %(day)s") % {"day": day}
    if number := data.get("refund"):
        yield str(number)
    if rating := data.get("rating"):
        yield _("%(stars)s of 5 stars") % {"stars": format_number(rating, language)}
    if data.get("on_behalf"):
        if reader == rules.COMPLAINANT:
            yield _("done for you, with your consent")
        else:
            yield _("done for the complainant, with consent")
