"""A seller's money waits while its buyers complain: the order's, and by an office's advice all of it."""

from collections.abc import Sequence
from datetime import datetime

from ekshop.kernel.actors import Actor
from ekshop.kernel.rulebook import rule_at
from ekshop.settlement.services import (
    escrow_by_complaints,
    hold_of_source_release,
    hold_place,
)

from .. import rules
from ..models import Case, SellerAlert

PLATFORM = Actor.system("complaints")
HOLD_RULE = "complaint_holds_money"


def cases_money_follow(*, case_ids: Sequence[int], now: datetime) -> None:
    """While a case about an order here is open its money is held, where the rule book says so, and
    the seller's open cases decide how soon its other orders are paid. Told again it is the same."""
    cases = Case.objects.select_related("respondent").filter(pk__in=case_ids)
    ours = list(cases.filter(respondent__organisation__isnull=False).order_by("pk"))
    for case in ours:
        if case.seller_order_id:
            _hold_follow(case, now)
    for respondent_id, seller_id in sorted({_seller(case) for case in ours}):
        running = Case.objects.filter(respondent=respondent_id, state__in=rules.OPEN_STATES)
        escrow_by_complaints(seller_id=seller_id, open_complaints=running.count(), now=now)


def _seller(case: Case) -> tuple[int, int]:
    return case.respondent_id, case.respondent.organisation_id or 0


def _hold_follow(case: Case, now: datetime) -> None:
    source = f"case:{case.pk}"
    if case.state not in rules.OPEN_STATES:
        hold_of_source_release(actor=PLATFORM, source=source, text=case.code, now=now)
    elif rule_at(HOLD_RULE, now).value:
        hold_place(
            actor=PLATFORM,
            seller_id=case.respondent.organisation_id or 0,
            kind="complaint",
            text=case.code,
            seller_order_id=case.seller_order_id,
            source=source,
            now=now,
        )


def alert_money_hold(alert: SellerAlert, *, now: datetime) -> None:
    """What Bangladesh Bank is advised to hold is held here too, if it sells here."""
    if alert.respondent.organisation_id:
        hold_place(
            actor=PLATFORM,
            seller_id=alert.respondent.organisation_id,
            kind="agency",
            text=alert.hold_memo,
            source=f"alert:{alert.pk}",
            now=now,
        )


def alert_money_release(alert: SellerAlert, *, text: str, now: datetime) -> None:
    """The advice no longer holds, and why."""
    hold_of_source_release(actor=PLATFORM, source=f"alert:{alert.pk}", text=text[:500], now=now)
