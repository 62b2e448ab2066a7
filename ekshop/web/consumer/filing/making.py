"""The answers of a draft as a filing, and in the words of the page that reads them back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ekshop.complaints import rules
from ekshop.complaints.selectors import Likely, cases_likely
from ekshop.complaints.services import Filing, check
from ekshop.kernel.bangla import format_date_long, format_taka, normalise
from ekshop.kernel.clock import day_of, dhaka_date, now
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.rules import CONSENT_MEDIA
from ekshop.parties.selectors import districts

from .door import Writing
from .reading import PERSON, Answers

UNTOLD_PAID = 10**12
"""While nobody said what was paid, no amount is too much."""


def filing_of(writing: Writing, answers: Answers | None = None) -> Filing:
    """As it would be filed; what is not told yet is left empty."""
    told = writing.answers if answers is None else answers
    seller = told.get("seller", {})
    return Filing(
        name=told.get("name", ""),
        mobile=writing.mobile,
        category=told.get("category", ""),
        story=told.get("story", ""),
        happened_on=_day(told.get("happened_on")) or dhaka_date(now()),
        wanted=told.get("wanted", ""),
        nonce=UUID(writing.token),
        language=writing.draft.language,
        seller_order_id=seller.get("seller_order_id"),
        seller_organisation_id=seller.get("organisation_id"),
        respondent_id=seller.get("respondent_id"),
        seller_name=seller.get("name", ""),
        seller_address=seller.get("address", ""),
        handles=[(kind, value) for kind, value in seller.get("handles", [])],
        goods=told.get("goods", ""),
        paid_poisha=told.get("paid_poisha", 0) if "paid_by" in told else UNTOLD_PAID,
        paid_by=told.get("paid_by", ""),
        transaction_id=told.get("transaction_id", ""),
        asked_seller_on=_day(told.get("asked_seller_on")),
        asked_seller_note=told.get("asked_seller_note", ""),
        wanted_poisha=told.get("wanted_poisha"),
        damages=bool(told.get("damages")),
        publish=bool(told.get("publish")),
        district_id=int(told["district_id"]) if told.get("district_id") else None,
        draft=writing.token,
        consent_medium=told.get("consent_medium", ""),
        person={name: told.get(name, "") for name in PERSON},
    )


def problems(writing: Writing, answers: Answers, fields: tuple[str, ...]) -> dict[str, Any]:
    """What the service would say of these fields."""
    try:
        check(filing_of(writing, {**writing.answers, **answers}), now=now())
    except InvalidInput as refused:
        return {name: said for name, said in refused.field_errors.items() if name in fields}
    return {}


def alike(writing: Writing) -> list[Likely]:
    """Cases of the same complainant that may be this one."""
    filing = filing_of(writing)
    return cases_likely(
        writing.actor,
        filing.mobile,
        seller_order_id=filing.seller_order_id,
        transaction_id=filing.transaction_id,
        respondent_id=filing.respondent_id,
        organisation_id=filing.seller_organisation_id,
        handles=filing.handles,
        story=filing.story,
    )


def read_back(writing: Writing, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each step with (label, value) rows, as the complainant told it."""
    told, filing = writing.answers, filing_of(writing)
    category = rules.BY_CODE.get(filing.category)
    amount = format_taka(filing.wanted_poisha, language) if filing.wanted_poisha else ""
    asked_on = filing.asked_seller_on
    rows = [
        ("category", [(_("What went wrong"), category.name if category else "")]),
        ("seller", _seller(told.get("seller", {}))),
        (
            "story",
            [
                (_("What happened"), filing.story),
                (_("Goods"), filing.goods),
                (_("The day it happened"), _written(told.get("happened_on"), language)),
            ],
        ),
        ("money", _paid(told, filing, language)),
        (
            "asked",
            [
                (
                    _("Was the seller asked first?"),
                    _("Yes") if told.get("asked") == "yes" else _("No"),
                ),
                (_("When"), format_date_long(asked_on, language) if asked_on else ""),
                (_("What came of it"), filing.asked_seller_note),
            ],
        ),
        (
            "remedy",
            [
                (_("What would put it right"), str(dict(rules.REMEDIES).get(filing.wanted, ""))),
                (_("How much"), amount),
            ],
        ),
        (
            "evidence",
            [(_("Proof"), ", ".join(each.filename for each in writing.files) or _("None"))],
        ),
        ("person", _person(told)),
    ]
    if writing.door.on_behalf:
        consent = str(dict(CONSENT_MEDIA).get(filing.consent_medium, ""))
        rows.insert(0, ("whose", [(_("Agreed"), consent)]))
    return [(step, [row for row in lines if row[1]]) for step, lines in rows]


def _seller(seller: dict[str, Any]) -> list[tuple[str, str]]:
    labels = dict(rules.HANDLE_KINDS)
    return [
        (_("Seller"), seller.get("name", "")),
        (_("Order"), seller.get("code", "")),
        *((str(labels[kind]), value) for kind, value in seller.get("handles", [])),
        (_("Address"), seller.get("address", "")),
    ]


def _paid(told: Answers, filing: Filing, language: str) -> list[tuple[str, str]]:
    by = str(dict(rules.PAID_BY).get(filing.paid_by, ""))
    amount = format_taka(filing.paid_poisha, language) if told.get("paid_poisha") else ""
    return [
        (_("Money paid"), f"{amount} · {by}" if amount else by),
        (_("Transaction number"), filing.transaction_id),
    ]


def _person(told: Answers) -> list[tuple[str, str]]:
    district = next(
        (each.name for each in districts() if str(each.pk) == told.get("district_id")), ""
    )
    return [
        (_("Name"), told.get("name", "")),
        (_("District"), district),
        (_("Father's name"), told.get("father_name", "")),
        (_("Mother's name"), told.get("mother_name", "")),
        (_("Occupation"), told.get("occupation", "")),
        (_("Address"), told.get("address", "")),
        (_("E-mail"), told.get("email", "")),
    ]


def title_of(answers: Answers) -> str:
    """What a draft is called in a list; "" while nothing says."""
    category = rules.BY_CODE.get(answers.get("category", ""))
    seller = normalise(answers.get("seller", {}).get("name", ""))
    return " · ".join(part for part in (category.name if category else "", seller) if part)


def _day(text: Any) -> date | None:
    return day_of(text) if text else None


def _written(text: Any, language: str) -> str:
    day = _day(text)
    return format_date_long(day, language) if day else ""
