"""A seller's money waits while its buyers complain: the order's, and by an office's advice all of it."""

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


def case_money_follow(*, case_id: int, now: datetime) -> None:
    """While a case about an order here is open its money is held, where the rule book says so, and
    the seller's open cases decide how soon its other orders are paid. Told again it is the same."""
    case = Case.objects.select_related("respondent").get(pk=case_id)
    seller_id = case.respondent.organisation_id
    if seller_id is None:
        return
    source = f"case:{case.pk}"
    if case.state not in rules.OPEN_STATES:
        hold_of_source_release(actor=PLATFORM, source=source, text=case.code, now=now)
    elif case.seller_order_id and rule_at(HOLD_RULE, now).value:
        hold_place(
            actor=PLATFORM,
            seller_id=seller_id,
            kind="complaint",
            text=case.code,
            seller_order_id=case.seller_order_id,
            source=source,
            now=now,
        )
    running = Case.objects.filter(respondent=case.respondent, state__in=rules.OPEN_STATES)
    escrow_by_complaints(seller_id=seller_id, open_complaints=running.count(), now=now)


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
