"""What the offices' entries say exactly: agencies, hearings, decisions, fines, pauses."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.kernel.bangla import (
    format_date,
    format_datetime,
    format_due,
    format_number,
    format_taka,
)
from ekshop.kernel.deadlines import kind_of

from .. import rules
from .respondents import name_called

Names = Mapping[str, str]
"""Agencies' names by their codes."""


def _moment(iso: str) -> str:
    return format_datetime(datetime.fromisoformat(iso), _language())


def _due(iso: str) -> str:
    return format_due(datetime.fromisoformat(iso), _language())


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso[:10]), _language())


def _language() -> str:
    return get_language() or "bn"


def _agency(data: dict[str, Any], names: Names) -> Iterator[str]:
    if code := data.get("agency"):
        yield names.get(code, code)
    if number := data.get("number"):
        yield str(number)


def _delivered(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield from _agency(data, names)
    if data.get("way") == "by_hand":
        yield _("brought by hand")
    if number := data.get("dak_number"):
        yield _("their number: %(number)s") % {"number": number}


def _moved(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield str(data["to"])
    if data.get("copy"):
        yield _("a copy")


def _passed_on(data: dict[str, Any], names: Names) -> Iterator[str]:
    route = data.get("route") or [data["agency"], data["to"]]
    yield " → ".join(names.get(code, code) for code in route)


def _hearing(data: dict[str, Any], names: Names) -> Iterator[str]:
    if data.get("put_off"):
        yield _("put off to a new time")
    yield _moment(data["at"])
    if place := data.get("place"):
        agency = names.get(data["agency"], "")
        yield place if agency in place else f"{agency}, {place}"
    if data.get("link"):
        yield data["link"]
    if "complainant_came" in data:
        yield (
            _("the complainant came")
            if data["complainant_came"]
            else _("the complainant did not come")
        )
        yield _("the seller came") if data["seller_came"] else _("the seller did not come")


def _cancelled(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield _("it was for %(when)s") % {"when": _moment(data["at"])}


def _settled(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield names.get(data["agency"], data["agency"])
    yield str(dict(rules.REMEDIES)[data["kind"]])
    if data["amount_poisha"]:
        yield format_taka(data["amount_poisha"], _language())
    yield _("by %(day)s") % {"day": _day(data["due_on"])}


def _decision(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield names.get(data["agency"], data["agency"])
    yield str(dict(rules.DECISIONS)[data["kind"]])
    if fine := data.get("fine_poisha"):
        yield format_taka(fine, _language())
    if section := data.get("section"):
        yield _("section %(section)s") % {"section": section}
    if remedy := data.get("remedy"):
        yield str(dict(rules.REMEDIES)[remedy["kind"]])
        if remedy["amount_poisha"]:
            yield format_taka(remedy["amount_poisha"], _language())
        yield _("by %(day)s") % {"day": _day(remedy["due_on"])}
    yield _("appeal possible until %(day)s") % {"day": _day(data["appeal_until"])}


def _recovered(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield format_taka(data["recovered_poisha"], _language())
    yield str(data["reference"])
    if left := data["left_poisha"]:
        yield _("%(amount)s still to come") % {"amount": format_taka(left, _language())}


def _share(data: dict[str, Any], names: Names) -> Iterator[str]:
    if data["share_poisha"]:
        yield format_taka(data["share_poisha"], _language())
    else:
        yield _("none: the law gives the directorate's own staff no share")
    if reference := data.get("reference"):
        yield str(reference)


def _sorted(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield rules.category_of(data["category"]).name
    yield _("%(share)s of 100 sure") % {
        "share": format_number(round(data["confidence_bp"] / 100), _language())
    }


def _recategorised(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield f"{rules.category_of(data['from']).name} → {rules.category_of(data['to']).name}"


def _renamed(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield f"{name_called(data['from'])} → {name_called(data['to'])}"


def _paused(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield str(dict(rules.PAUSE_REASONS)[data["reason"]])
    yield from (said for said in (data.get("court"), data.get("number")) if said)
    if since := data.get("since"):
        yield _day(since)
    if until := data.get("until"):
        yield _("until %(day)s at the latest") % {"day": _due(until)}


def _extended(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield kind_of(data["kind"]).label
    yield f"{_due(data['from'])} → {_due(data['to'])}"


def _outcome(data: dict[str, Any], names: Names) -> Iterator[str]:
    yield str(dict(rules.OUTCOMES)[data["outcome"]])


def _message(data: dict[str, Any], names: Names) -> Iterator[str]:
    sides = dict(rules.SIDES)
    yield _("to: %(sides)s") % {"sides": ", ".join(str(sides[side]) for side in data["to"])}


def _code(data: dict[str, Any], names: Names) -> Iterator[str]:
    if code := data.get("code"):
        yield str(code)


DETAILS: dict[str, Callable[[dict[str, Any], Names], Iterator[str]]] = {
    "seller_joined": _renamed,
    "seller_split": _renamed,
    "sorted": _sorted,
    "recategorised": _recategorised,
    "referred": _agency,
    "referral_accepted": _agency,
    "referral_returned": _agency,
    "referral_recalled": _agency,
    "referral_passed_on": _passed_on,
    "referral_looped": _passed_on,
    "letter_delivered": _delivered,
    "nothi_moved": _moved,
    "hearing_called": _hearing,
    "hearing_held": _hearing,
    "hearing_cancelled": _cancelled,
    "settled": _settled,
    "decided": _decision,
    "appealed": _agency,
    "complied": _agency,
    "fine_recovered": _recovered,
    "share_due": _share,
    "share_paid": _share,
    "paused": _paused,
    "extended": _extended,
    "dismissed": _outcome,
    "message": _message,
    "joined": _code,
    "took_in": _code,
    "split": _code,
    "followed": _code,
}
"""By the kind of entry."""
