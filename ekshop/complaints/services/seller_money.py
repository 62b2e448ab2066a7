"""A seller's money waits while its buyers complain: the order's, and by an office's advice all of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.locks import turn
from ekshop.kernel.rulebook import rule_at
from ekshop.kernel.statements import fetch
from ekshop.settlement.services import (
    escrow_by_complaints,
    hold_of_source_release,
    hold_place,
)

from .. import rules
from ..models import SellerAlert

PLATFORM = Actor.system("complaints")
HOLD_RULE = "complaint_holds_money"
ESCROW_RULE = "escrow_complaints"


@transaction.atomic
def cases_money_follow(*, case_ids: Sequence[int], now: datetime) -> None:
    """While a case about an order here is open its money is held, where the rule book says so, and
    the seller's open cases decide how soon its other orders are paid. Told again it is the same.

    The cases stay as they are meanwhile: one that closed before its hold is there would never let
    go of it."""
    cases = [_Followed(*row) for row in fetch(_FOLLOWED, [list(case_ids)])]
    for case in cases:
        if case.seller_order_id:
            _hold_follow(case, now)
    for respondent_id, seller_id in sorted(
        {(each.respondent_id, each.seller_id) for each in cases}
    ):
        # Counted one after the other: who counts last also writes last.
        turn("complaints.seller_escrow", seller_id)
        # Of a collapsed seller there are tens of thousands: nobody asks for more than the limit.
        ((running,),) = fetch(_RUNNING, [respondent_id, rule_at(ESCROW_RULE, now).value])
        escrow_by_complaints(seller_id=seller_id, open_complaints=running, now=now)


class _Followed(NamedTuple):
    """A case about a registered seller, as far as its money goes."""

    id: int
    code: str
    is_open: bool
    seller_order_id: int | None
    respondent_id: int
    seller_id: int


_OPEN = ", ".join(f"'{state}'" for state in sorted(rules.OPEN_STATES))
_FOLLOWED = f"""
    SELECT filed.id, code, state IN ({_OPEN}), seller_order_id, respondent_id, organisation_id
    FROM complaints_case AS filed JOIN complaints_respondent AS seller ON seller.id = respondent_id
    WHERE filed.id = ANY(%s) AND organisation_id IS NOT NULL ORDER BY filed.id
    FOR SHARE OF filed
"""  # noqa: S608
_RUNNING = f"""
    SELECT count(*) FROM (
        SELECT FROM complaints_case WHERE respondent_id = %s AND state IN ({_OPEN}) LIMIT %s
    ) AS running
"""  # noqa: S608


def _hold_follow(case: _Followed, now: datetime) -> None:
    source = f"case:{case.id}"
    if not case.is_open:
        hold_of_source_release(actor=PLATFORM, source=source, text=case.code, now=now)
    elif rule_at(HOLD_RULE, now).value:
        hold_place(
            actor=PLATFORM,
            seller_id=case.seller_id,
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
