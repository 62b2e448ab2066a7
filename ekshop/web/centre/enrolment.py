"""The steps of enrolling a producer: what each asks, and what was told on it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_date, format_number, in_digits_of, latin_digits
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.parties.rules import WALLET_PROVIDERS
from ekshop.parties.selectors import districts
from ekshop.producers import rules
from ekshop.producers.services import rest_told
from ekshop.web.forms import Posted

Answers = dict[str, Any]

TITLES: dict[str, Any] = {
    "name": _("Who she is"),
    "identity": _("Her identity card"),
    "craft": _("What she makes"),
    "work": _("How much and how fast"),
    "wallet": _("Where she is paid"),
    "portrait": _("A photo of her"),
    "workshop": _("Photos of where she works"),
    "consent": _("Her consent"),
    "contract": _("The contract"),
}
SECTIONS: list[tuple[Any, tuple[str, ...]]] = [
    (_("Herself"), ("name", "identity", "wallet")),
    (_("Her work"), ("craft", "work", "portrait", "workshop")),
    (_("What she agrees to"), ("consent", "contract")),
]
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("person_name_bn", "person_name", "mobile", "name_bn", "name_en"),
    "craft": ("craft", "craft_bn", "craft_en", "district"),
    "work": ("capacity_a_month", "unit", "lead_days", "hands", "rest_to"),
}
"""By step, what the service calls what is asked there, as it stands on the page."""


def name(form: Posted) -> Answers:
    mobile = form.text("mobile")[:40]
    try:
        mobile = parse_mobile(mobile)
    except InvalidMobile as refused:
        form.wrong("mobile", str(refused))
    return {
        "person_name": form.text("person_name")[:200],
        "person_name_bn": form.text("person_name_bn")[:200],
        "mobile": mobile,
        "name_bn": form.text("name_bn")[:200],
        "name_en": form.text("name_en")[:200],
        "shared_is_right": bool(form.text("shared_is_right")),
    }


def craft(form: Posted) -> Answers:
    return {
        "craft": form.text("craft"),
        "craft_bn": form.text("craft_bn")[:200],
        "craft_en": form.text("craft_en")[:200],
        "district_code": form.text("district_code"),
    }


def work(form: Posted) -> Answers:
    """A producer who makes nothing in a month is none: the amount is needed."""
    capacity = whole(form, "capacity_a_month")
    if not capacity:
        form.wrong("capacity_a_month", _("Write about how many she can make in a month."))
    return {
        "capacity_a_month": capacity,
        "unit": form.text("unit"),
        "lead_days": whole(form, "lead_days"),
        "hands": whole(form, "hands") or 1,
        **_rest(form),
    }


def _rest(form: Posted) -> Answers:
    """Days she will not work; one day has no last day of its own."""
    first, last = form.day("rest_from"), form.day("rest_to")
    if form.text("rest_to") and not form.text("rest_from"):
        form.wrong("rest_from", _("Say the first day."))
    ends = last or first
    if ends and ends < clock.dhaka_date(clock.now()):
        form.wrong("rest_to", _("These days are over."))
    return {
        "rest_from": first.isoformat() if first else "",
        "rest_to": last.isoformat() if last else "",
        "rest_reason": form.text("rest_reason")[:120] if first else "",
    }


def consent(form: Posted) -> Answers:
    return _medium(form, "consent")


def contract(form: Posted) -> Answers:
    return _medium(form, "contract")


def whole(form: Posted, field: str) -> int:
    """A whole number in any digits; 0 for nothing, and what is none is told beside its field."""
    digits = latin_digits(form.text(field)).replace(",", "")
    if not digits:
        return 0
    if digits.isascii() and digits.isdigit() and len(digits) < 7:
        return int(digits)
    form.wrong(field, _("Write a number."))
    return 0


READ: dict[str, Callable[[Posted], Answers]] = {
    "name": name,
    "craft": craft,
    "work": work,
    "consent": consent,
    "contract": contract,
}


def read_back(draft: Any, language: str) -> dict[str, list[tuple[Any, str]]]:
    """By step, what was told in (label, value) rows; photos are shown by the page."""
    told = draft.answers
    district = next(
        (each.name for each in districts() if each.code == told.get("district_code")), ""
    )
    units = dict(rules.UNITS)
    capacity = told.get("capacity_a_month") or 0
    media = dict(rules.AGREEMENT_MEDIA)
    rows: dict[str, list[tuple[Any, Any]]] = {
        "name": [
            (_("Name"), told.get("person_name_bn") or told.get("person_name", "")),
            (_("Name in English letters"), told.get("person_name", "")),
            (_("Mobile"), in_digits_of(told.get("mobile", "").removeprefix("+88"), language)),
            (_("Name of the business"), told.get("name_bn", "")),
        ],
        "identity": [
            (
                dict(rules.IDENTITY_KINDS).get(draft.identity_kind, ""),
                in_digits_of(rules.identity_mask(draft.identity_number), language),
            )
        ],
        "wallet": [
            (
                dict(WALLET_PROVIDERS).get(draft.asked_provider, ""),
                in_digits_of(f"…{draft.asked_number[-4:]}", language) if draft.asked_number else "",
            )
        ],
        "craft": [
            (_("Kind of work"), dict(rules.CRAFTS).get(told.get("craft", ""), "")),
            (_("In her own words"), told.get("craft_bn", "")),
            (_("District"), district),
        ],
        "work": [
            (
                _("In a month"),
                f"{format_number(capacity, language)} {units[told.get('unit') or 'piece']}"
                if capacity
                else "",
            ),
            (
                _("Days to make one"),
                format_number(told["lead_days"], language)
                if told.get("lead_days")
                else _("lies ready"),
            ),
            (_("Hands at work"), format_number(told.get("hands") or 1, language)),
            (_("Days of rest"), _rest_shown(told, language)),
        ],
        "portrait": [],
        "workshop": [],
        "consent": [(_("How she agreed"), media.get(told.get("consent", ""), ""))],
        "contract": [(_("How she agreed"), media.get(told.get("contract", ""), ""))],
    }
    return {
        step: [(label, str(value)) for label, value in lines if value]
        for step, lines in rows.items()
    }


def _rest_shown(told: Answers, language: str) -> str:
    rest = rest_told(told)
    days = " – ".join(format_date(day, language) for day in dict.fromkeys(rest or ()))
    return ": ".join(each for each in (days, told.get("rest_reason", "")) if each)


def _medium(form: Posted, kind: str) -> Answers:
    if form.text("medium") not in set(dict(rules.AGREEMENT_MEDIA)) - {rules.ONLINE}:
        form.wrong("medium", _("Say how she agreed."))
    return {kind: form.text("medium")}
