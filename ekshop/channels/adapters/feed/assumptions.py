"""What of a configuration is known, and how its other parts were taken, in words for the operator."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import format_percent
from ekshop.kernel.countries import country_said
from ekshop.kernel.languages import language_name
from ekshop.kernel.models import in_language

from ...rules.exporting import BUYER_FIELDS
from .configuration import Configuration, Source
from .listings import manner_of
from .values import time_text

EXAMPLE = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
PARTS = {
    "name": _("Which marketplace it is"),
    "country": _("Country"),
    "currency": _("Currency"),
    "language": _("Language"),
    "time": _("How it writes time"),
    "fee": _("The channel’s fee"),
    "buyers": _("What it asks of an address"),
    "address": _("Where files go, and how one signs in"),
    "listings": _("The list of goods"),
    "answers": _("Its answer to the list"),
    "orders": _("Orders"),
    "settlements": _("Statements of payment"),
    "notes": _("What it is told of an order"),
}
SIGN_INS = {
    "none": _("without a key"),
    "key": _("with a key"),
    "bearer": _("with a key"),
    "basic": _("with a name and a password"),
}


def confirmed(it: Configuration) -> tuple[tuple[Any, Any], ...]:
    """(part, by what it is known)."""
    return tuple((PARTS[part], _source(it.confirmed[part])) for part in it.parts if part in it.confirmed)  # fmt: skip


def assumed(it: Configuration) -> tuple[tuple[Any, Any], ...]:
    """(part, how we took it)."""
    return tuple((PARTS[part], _taken(part, it)) for part in it.assumed)


def _say(part: str, it: Configuration) -> str:
    return _HOW.get(part, _kind_of)(it, part)


def _source_said(source: Source) -> str:
    return in_language(source.bn, source.en)


_taken = lazy(_say, str)
_source = lazy(_source_said, str)


def _kind_of(it: Configuration, part: str) -> str:
    return str(getattr(it, part).kind).upper()


def _listings(it: Configuration, part: str) -> str:
    how = _("all goods each time") if it.listings.mode == "whole" else _("only what changed")
    fetched = _("it comes for it") if it.listings.fetched else ""
    return ", ".join(str(each) for each in (_kind_of(it, part), how, fetched) if each)


def _orders(it: Configuration, part: str) -> str:
    by_page = it.orders is not None and it.orders.ask
    how = _("by the page") if by_page else _("in files")
    return f"{_kind_of(it, part)}, {how}"


def _address(it: Configuration, _part: str) -> str:
    signed = SIGN_INS["basic"] if it.address.way == "sftp" else SIGN_INS[it.address.sign_in]
    return f"{it.address.way.upper()}, {signed}"


def _buyers(it: Configuration, _part: str) -> str:
    return ", ".join(str(BUYER_FIELDS[name]) for name in it.buyers.get("needs", ())) or "–"


_HOW: dict[str, Callable[[Configuration, str], str]] = {
    "name": lambda it, _part: in_language(it.name_bn, it.name_en),
    "country": lambda it, _part: str(country_said(it.country)),
    "currency": lambda it, _part: it.currency,
    "language": lambda it, _part: language_name(it.language, get_language() or "bn"),
    "time": lambda it, _part: f"{time_text(EXAMPLE, manner_of(it))} ({it.time_zone})",
    "fee": lambda it, _part: format_percent(it.channel.get("fee_bp", 0), get_language() or "bn"),
    "buyers": _buyers,
    "address": _address,
    "listings": _listings,
    "orders": _orders,
}
