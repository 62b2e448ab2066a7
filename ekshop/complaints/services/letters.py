"""The official letter with which a case is referred, under a memo number."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from ekshop.kernel import clock
from ekshop.kernel.bangla import (
    bengali_calendar,
    format_date,
    format_taka,
    in_digits_of,
)
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.phones import local_form

from .. import rules
from ..models import Case, Referral
from ..selectors import evidence_of, handles_of
from .serving import untold_at

TEMPLATE = "letter"


def memo_number_take(now: datetime) -> str:
    """The office's next: its code, a serial that begins anew each year, the year's last digits.

    The serial's row is held until the transaction ends, so no two letters share a number.
    """
    year = clock.dhaka_date(now).year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO complaints_memoserial (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = complaints_memoserial.last + 1 RETURNING last",
            [year],
        )
        (serial,) = cursor.fetchone()
    return f"{settings.MEMO_OFFICE}.{serial:03d}.{year % 100:02d}"


def letter_pdf(referral: Referral, *, language: str) -> bytes:
    """The letter as PDF/A-3 with its plain text and data inside."""
    return pdf_render(
        TEMPLATE, letter_of(referral, language=language), language=language, at=referral.sent_at
    )


def letter_of(referral: Referral, *, language: str) -> dict[str, Any]:
    """What the letter says, for `kernel.documents`' template of that name."""
    case, agency = referral.case, referral.agency
    with override(language):
        category = rules.category_of(case.category)
        return {
            **letter_head(referral.memo_number, referral.sent_at, language),
            "to": {
                "designation": agency.designation,
                "name": agency.organisation.name_in(language),
                "address": agency.organisation.address,
            },
            "subject": _("Complaint %(code)s (%(category)s) for action")
            % {"code": case.code, "category": category.name},
            "law": agency.law,
            "paragraphs": _paragraphs(referral, language),
            "facts": _facts(case, language),
            "story": case.story,
            "enclosed": [
                in_digits_of(f"{number}. {each.filename}", language)
                for number, each in enumerate(_enclosed(case), 1)
            ],
            "qr": f"{settings.PUBLIC_URL}/desk/referrals/{referral.code}/",
        }


def letter_head(memo: str, at: datetime, language: str) -> dict[str, Any]:
    """What every letter of this office has in common, in the active language."""
    return {
        "memo": in_digits_of(memo, language),
        "written_on": clock.dhaka_date(at),
        "bengali_calendar": bengali_calendar(clock.dhaka_date(at), language),
        "office": _("Central Digital Commerce Cell"),
        "office_above": _("Ministry of Commerce"),
        "office_address": _("Bangladesh Secretariat, Dhaka"),
        "signed_by": _("Coordinator"),
    }


def _paragraphs(referral: Referral, language: str) -> list[str]:
    case = referral.case
    said = [
        _(
            "With reference to the above: %(name)s complained of %(seller)s on %(day)s to the "
            "Central Complaint Management System (CCMS)."
        )
        % {
            "name": case.complainant.name,
            "seller": case.respondent.name,
            "day": format_date(case.filed_at, language),
        },
        _seller_said(case, language),
    ]
    if referral.came_from is not None:
        said.append(
            _("%(agency)s passed the case on to your office.")
            % {"agency": referral.came_from.agency.organisation.name_in(language)}
        )
    if not case.in_law_time:
        said.append(
            _(
                "The complaint was made later than the thirty days of section 60; "
                "please say whether it can still be heard."
            )
        )
    said += [
        referral.letter,
        _(
            "The complaint with its whole file is sent for action under the law. Please let this "
            "office know whether you accept it; if it is not yours, name the office it belongs to."
        ),
    ]
    return [text for text in said if text]


def _seller_said(case: Case, language: str) -> str:
    if case.sent_to_seller_at is None:
        if untold_at(case):
            return _("The seller has not been told: no notice has been served on it.")
        return ""
    day = format_date(case.sent_to_seller_at, language)
    if case.answered_at is None:
        return _("The seller was asked on %(day)s and has not answered.") % {"day": day}
    return _("The seller was asked on %(day)s; its answer is in the file.") % {"day": day}


def _facts(case: Case, language: str) -> list[dict[str, str]]:
    complainant = case.complainant
    handles = handles_of([case.respondent_id])[case.respondent_id]
    told = [
        (_("Complainant"), complainant.name),
        (_("Father's name"), complainant.father_name),
        (_("Mother's name"), complainant.mother_name),
        (_("Occupation"), complainant.occupation),
        (_("Address"), complainant.address),
        (_("Mobile"), in_digits_of(local_form(complainant.mobile), language)),
        (_("E-mail"), complainant.email),
        (_("Seller"), case.respondent.name),
        (_("Known by"), ", ".join(each.value for each in handles)),
        (_("Goods"), case.goods),
        (_("Paid"), format_taka(case.paid_poisha, language) if case.paid_poisha else ""),
        (_("Paid by"), str(case.get_paid_by_display()) if case.paid_poisha else ""),
        (_("Transaction number"), case.transaction_id),
        (_("It happened on"), format_date(case.happened_on, language)),
        (_("Wanted"), _wanted(case, language)),
    ]
    return [{"name": name, "value": value} for name, value in told if value]


def _wanted(case: Case, language: str) -> str:
    words = str(case.get_wanted_display())
    if case.wanted_poisha:
        return f"{words}, {format_taka(case.wanted_poisha, language)}"
    return words


def _enclosed(case: Case) -> list[Any]:
    return [each for each in evidence_of(case, side=rules.AGENCY) if each.state == "clean"]
