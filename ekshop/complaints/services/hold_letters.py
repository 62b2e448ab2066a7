"""The letter that recommends Bangladesh Bank to hold a seller's money."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ekshop.kernel.bangla import format_date, format_number, format_taka
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import NotFound

from .. import rules
from ..models import Case, SellerAlert
from ..selectors import alert_told, handles_of, money_outstanding
from .letters import TEMPLATE, letter_head


def hold_letter_pdf(alert: SellerAlert, *, language: str) -> bytes:
    """As PDF/A-3. Raises NotFound where no hold was recommended."""
    return pdf_render(
        TEMPLATE, hold_letter_of(alert, language=language), language=language, at=alert.hold_at
    )


def hold_letter_of(alert: SellerAlert, *, language: str) -> dict[str, Any]:
    """What the letter says, for `kernel.documents`' template of letters. Raises NotFound."""
    if alert.hold_at is None:
        raise NotFound(what="letter")
    with override(language):
        return {
            **letter_head(alert.hold_memo, alert.hold_at, language),
            "to": {
                "designation": _("Director, Payment Systems Department"),
                "name": _("Bangladesh Bank"),
                "address": _("Motijheel, Dhaka"),
            },
            "subject": _("Recommendation to hold the money of a seller: %(seller)s")
            % {"seller": alert.respondent.name},
            "law": _("Digital Commerce Operation Guidelines 2021"),
            "paragraphs": [
                _(
                    "Complaints to the Central Complaint Management System (CCMS) show that money "
                    "of buyers with the seller named below is in danger."
                ),
                alert.hold_text,
                _heard(alert, language),
                _(
                    "It is recommended that money in the accounts and wallets named here be held "
                    "until the complaints are settled, so that it can be paid back to those who "
                    "paid it. Please let this office know what was done."
                ),
            ],
            "facts": _facts(alert, language),
            "enclosed": [],
            "qr": f"{settings.PUBLIC_URL}/desk/watch/{alert.pk}/",
        }


def _heard(alert: SellerAlert, language: str) -> str:
    if alert.replied_at is None:
        return _("The seller was asked for its word and did not answer in its time.")
    day = format_date(alert.replied_at, language)
    return _("The seller was heard. Its word of %(day)s: %(word)s") % {
        "day": day,
        "word": alert.reply,
    }


def _facts(alert: SellerAlert, language: str) -> list[dict[str, str]]:
    told = alert_told(alert)
    handles = handles_of([alert.respondent_id])[alert.respondent_id]
    number = Case.objects.filter(
        respondent_id=alert.respondent_id, state__in=rules.OPEN_STATES
    ).count()
    facts = [
        (_("Seller"), alert.respondent.name),
        (_("Address"), alert.respondent.address),
        *((str(each.get_kind_display()), each.value) for each in handles),
        (_("What was seen"), str(alert.get_signal_display())),
        (_("Counted"), told.counted),
        (_("Limit"), told.limit),
        (_("Open complaints"), format_number(number, language)),
        (_("Money paid in them"), format_taka(money_outstanding(alert.respondent_id), language)),
    ]
    return [{"name": name, "value": value} for name, value in facts if value]
