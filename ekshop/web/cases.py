"""What the pages of seller and complainant share: a case's clock, and the terms of a remedy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules
from ekshop.complaints.selectors import clock_running
from ekshop.complaints.services import due_on_latest, refundable_poisha
from ekshop.kernel.bangla import parse_taka
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import Deadline
from ekshop.kernel.money import Money

from .forms import Posted


def running(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The clock somebody is held to now; the law's last day is told elsewhere."""
    return clock_running([each for each in deadlines if each.kind != "case_admissible"])


def terms_begun(case: Any, *, now: datetime) -> dict[str, Any]:
    """What stands in a form for terms before anything is typed: just what was asked for."""
    return {
        "kind": case.wanted,
        "amount": _amount_wanted(case),
        "medium": "same",
        "due_on": due_on_latest(case.wanted, now=now).isoformat(),
    }


def terms_offered(case: Any, *, now: datetime) -> dict[str, Any]:
    """What a form for terms offers to choose from, and what the rules say of it."""
    return {
        "paid_here": refundable_poisha(case),
        "remedies": rules.REMEDIES,
        "media": rules.REFUND_MEDIA,
        "today": dhaka_date(now),
        "refund_by": due_on_latest("refund", now=now),
        "remedy_by": due_on_latest("repair", now=now),
    }


def terms_typed(form: Posted, *, now: datetime) -> dict[str, Any]:
    """Fields `kind`, `amount`, `medium`, `due_on`, `note`, as the services take them. What is no
    amount or no day is told beside its field; what another remedy has no use for is left out."""
    kind = form.text("kind")
    money = kind in rules.MONEY_REMEDIES
    due_on = form.day("due_on")
    if due_on is None:
        form.wrong("due_on", _("Choose the day by which it will be done."))
    return {
        "kind": kind,
        "amount_poisha": form.number("amount", parse_taka, 0) if money else None,
        "medium": form.text("medium") if money else "",
        "due_on": due_on or dhaka_date(now),
        "note": form.text("note"),
    }


def _amount_wanted(case: Any) -> str:
    """In taka, as a form shows it: of a refund through ek-Shop no more than is left; "" for none."""
    if case.wanted not in rules.MONEY_REMEDIES or not case.wanted_poisha:
        return ""
    left = refundable_poisha(case) if case.wanted == "refund" else None
    poisha = case.wanted_poisha if left is None else min(case.wanted_poisha, left)
    return f"{Money(poisha).taka:f}".removesuffix(".00")
