"""The receipt of a complaint: on the screen, as a PDF, and for whoever scans it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.complaints import rules
from ekshop.complaints.selectors import called, clocks_of
from ekshop.complaints.services import told_by_hand_only
from ekshop.kernel.bangla import format_number, format_percent
from ekshop.kernel.deadlines import kind_of
from ekshop.kernel.rulebook import rules_at
from ekshop.web.cases import running

from .casepage import STANDING

BY_HAND = "complaint_serve"
LAW = ("complaint_answer", "complaint_mediation", "complaint_admissible", "fine_share")


def live_address(code: str) -> str:
    """What the receipt's QR and the SMS lead to."""
    return settings.PUBLIC_URL + reverse("complaint_live", args=[code])


def receipt_of(case: Any, *, now: datetime) -> dict[str, Any]:
    """What the page shows: the code, the clock that runs, and the rules in force at filing."""
    deadline = running(clocks_of([case]).get(case.pk, []))
    by_hand = not case.sent_to_seller_at and told_by_hand_only(case)
    law = (BY_HAND, *LAW) if by_hand else LAW
    rules_then = rules_at(law, case.filed_at)
    return {
        "case": case,
        "now": now,
        "seller": called(case.respondent),
        "standing": STANDING[case.state],
        "deadline": deadline,
        "deadline_words": kind_of(deadline.kind).label if deadline else "",
        "rules": [(rules_then[key], amount_of(rules_then[key])) for key in law],
        "by_hand": STANDING["to_serve"] if by_hand else "",
        "last_day": rules_then["complaint_admissible"].name,
        "address": live_address(case.code),
    }


def receipt_data(case: Any, *, now: datetime) -> dict[str, Any]:
    """What the document template `complaint_receipt` reads."""
    shown = receipt_of(case, now=now)
    deadline = shown["deadline"]
    place = case.filed_at_organisation
    return {
        "number": case.code,
        "qr": shown["address"],
        "filed_at": case.filed_at,
        "complainant": {"name": case.complainant.name, "mobile": case.complainant.mobile},
        "seller": {"name": shown["seller"]},
        "taken_by": {"name": place.name} if place else None,
        "category": case.category_name,
        "goods": case.goods or None,
        "happened_on": case.happened_on,
        "amount_poisha": case.paid_poisha or None,
        "transaction": case.transaction_id or None,
        "wanted": str(dict(rules.REMEDIES)[case.wanted]),
        "wanted_poisha": case.wanted_poisha,
        "story": case.story,
        "files": [{"title": each.filename, "sha256": each.sha256} for each in case.evidence.all()]
        or None,
        "next": shown["deadline_words"] or None,
        "due_at": deadline.due_at if deadline else None,
        "citation": deadline.rule.citation if deadline and deadline.rule else None,
        "by_hand": str(shown["by_hand"]) or None,
        "in_law_time": None if case.in_law_time else shown["last_day"],
        "clocks": [
            {"title": f"{rule.name}: {amount}", "citation": rule.citation}
            for rule, amount in shown["rules"]
        ],
    }


def amount_of(rule: Any) -> str:
    """A rule's number with its unit, in the reader's language."""
    language = get_language() or "bn"
    if rule.unit == "basis_points":
        return format_percent(rule.value, language)
    n = format_number(rule.value, language)
    if rule.unit == "hours":
        return _("%(n)s hours") % {"n": n}
    if rule.unit == "working_days":
        return _("%(n)s working days") % {"n": n}
    return _("%(n)s days") % {"n": n}
