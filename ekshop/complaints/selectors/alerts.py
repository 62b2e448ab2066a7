"""Alerts about sellers in words: what was counted, against which rule, on which cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_number, format_taka
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.rulebook import Rule, rules_at
from ekshop.kernel.states import history_of
from ekshop.parties.selectors import doers_named

from .. import rules
from ..models import Case, RespondentJoining, SellerAlert
from .cases import cases_visible_to
from .queue import cases_in_order
from .watch import alerts_visible_to

RULES = {
    "surge": "watch_surge",
    "advance_share": "watch_advance_share",
    "undelivered_value": "watch_undelivered",
    "silence": "watch_silence",
    "same_text": "watch_sample",
}
"""By signal, the rule that says from what on it is one; a shared handle or another name needs none."""


@dataclass(frozen=True)
class AlertTold:
    """`rule`: the version that held when it was measured."""

    counted: str
    limit: str
    rule: Rule | None


def alerts_wanted(actor: Actor, *, state: str = "", signal: str = "") -> QuerySet[SellerAlert]:
    """Those the actor may see that fit; empty fits any."""
    exact = {name: value for name, value in (("state", state), ("signal", signal)) if value}
    return alerts_visible_to(actor).filter(**exact)


def alert_counts(actor: Actor) -> dict[str, int]:
    """How many the actor may see in each state."""
    rows = alerts_visible_to(actor).order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def alert_told(alert: SellerAlert) -> AlertTold:
    key = RULES.get(alert.signal)
    rule = rules_at([key], alert.measured_at)[key] if key else None
    return AlertTold(counted(alert), _limit(alert), rule)


def counted(alert: SellerAlert) -> str:
    """What was counted, in a sentence of the reader's language."""
    figures = alert.measured
    value, of, compared = (figures.get(name, 0) for name in ("value", "of", "compared"))
    if alert.signal == "surge":
        return _("%(n)s complaints in a week; in a usual week %(usual)s") % {
            "n": _number(value),
            "usual": _number(compared),
        }
    if alert.signal == "undelivered_value":
        return _("%(amount)s paid for what never came") % {"amount": _taka(value)}
    if alert.signal == "shared_handle":
        return _("%(n)s numbers or pages it uses belong to other sellers too") % {
            "n": _number(value)
        }
    if alert.signal == "name_change":
        return _("Other names before, with the same number or page: %(n)s") % {"n": _number(value)}
    if alert.signal == "same_text":
        return _("%(people)s people in all but the same words") % {"people": _number(value)}
    words = {
        "advance_share": _("%(share)s of 100: %(part)s of %(of)s paid first and got nothing"),
        "silence": _("%(share)s of 100: %(part)s of %(of)s were not answered in time"),
    }
    part = {"share": _share(value), "part": _number(compared), "of": _number(of)}
    return words[alert.signal] % part


def _limit(alert: SellerAlert) -> str:
    limit = alert.measured.get("limit", 0)
    if alert.signal == "undelivered_value":
        said = _taka(limit)
    elif alert.signal in ("advance_share", "silence"):
        said = _("%(share)s of 100") % {"share": _share(limit)}
    else:
        said = _number(limit)
    return _("looked at from %(limit)s on") % {"limit": said}


def alert_cases(actor: Actor, alert: SellerAlert) -> list[Case]:
    """Those it was measured on, as far as the actor may see them, the newest first."""
    found = cases_visible_to(actor).select_related("complainant", "respondent")
    return cases_in_order(found, alert.case_ids)


def alerts_of_seller(
    actor: Actor, respondent_id: int, *, but: int | None = None
) -> list[SellerAlert]:
    """The newest first."""
    found = alerts_visible_to(actor).filter(respondent_id=respondent_id).exclude(pk=but or 0)
    return list(found.order_by("-raised_at", "-id")[:20])


def alert_history(alert: SellerAlert) -> list[Any]:
    """Each step it took, the first first."""
    return doers_named(history_of(alert))


def alert_reply_due(alert: SellerAlert) -> datetime | None:
    """Until when the seller may say its word; None where it was not asked or has spoken."""
    waiting = deadlines_of(("seller_alert", alert.pk)).filter(kind="seller_reply", met_at=None)
    return waiting.exclude(state="cancelled").values_list("due_at", flat=True).first()


def money_outstanding(respondent_id: int) -> int:
    """Poisha paid in complaints about the seller that are still open."""
    cases = Case.objects.filter(respondent_id=respondent_id, state__in=rules.OPEN_STATES)
    return int(cases.aggregate(total=Sum("paid_poisha", default=0))["total"])


def sellers_joined(respondent_ids: list[int]) -> list[RespondentJoining]:
    """Joins into or of these that still hold, the newest first."""
    found = RespondentJoining.objects.filter(split_at__isnull=True)
    return list(
        found.filter(one_id__in=respondent_ids)
        .select_related("one", "other")
        .order_by("-joined_at", "-id")
    )


def _number(value: int) -> str:
    return format_number(value, get_language() or "bn")


def _share(basis_points: int) -> str:
    return _number(round(basis_points / 100))


def _taka(poisha: int) -> str:
    return format_taka(poisha, get_language() or "bn")
