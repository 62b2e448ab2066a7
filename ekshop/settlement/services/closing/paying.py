"""Ordering what a funded seller's statements come to, and hearing that it has arrived."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.jobs import job
from ekshop.parties import selectors as parties

from ... import rules
from ...events import StatementPaid
from ...models import CommissionStatement, MonthClose, SellerMonth
from ..payouts import payouts_order
from .settling import month_end

ACTOR = Actor.system("settlement")
STATEMENTS = 200
"""How many statements one transaction orders."""


@job(name="settlement.statements_order", lock="settlement.month")
def statements_order(*, seller_month_id: int) -> None:
    """Orders what is left of a seller's month. Run again after it is done it does nothing."""
    while statements_order_some(seller_month_id=seller_month_id, now=clock.now()):
        pass


def statements_order_some(*, seller_month_id: int, now: datetime, size: int = STATEMENTS) -> bool:
    """The next statements in one transaction, or, none being left, the end. False: it is over."""
    with transaction.atomic():
        close = MonthClose.objects.select_for_update(of=("self",)).get(sellers=seller_month_id)
        part = SellerMonth.objects.select_for_update().get(pk=seller_month_id)
        if part.state != "funded":
            return False
        due = list(_of(part).filter(state="frozen").order_by("id")[:size])
        if not due:
            states.move(part, "order", actor=ACTOR, now=now)
            _finish(part, close, now)
            return False
        runs = parties.entrepreneurs_first([one.centre_id for one in due])
        payouts_order(
            actor=ACTOR,
            requests=[
                rules.PayoutRequest(
                    entity="commission_statement",
                    entity_id=one.pk,
                    organisation_id=one.centre_id,
                    person_id=runs.get(one.centre_id),
                    amount_poisha=one.payable_poisha,
                    account="commission_payable",
                )
                for one in due
            ],
            now=now,
        )
        states.move_all(due, "order", actor=ACTOR, now=now)
    return True


def statement_paid(statement_id: int, now: datetime) -> None:
    """All of a statement's money has arrived; told twice it is told once. With the last one its
    seller's month is finished, and with the last seller the month is closed."""
    with transaction.atomic():
        found = CommissionStatement.objects.get(pk=statement_id)
        close = MonthClose.objects.select_for_update().get(pk=found.close_id)
        statement = CommissionStatement.objects.select_for_update().get(pk=statement_id)
        if statement.state == "paid":
            return
        states.move(
            statement,
            "pay",
            actor=ACTOR,
            now=now,
            also={"paid_at": now},
            event=StatementPaid(statement_id),
        )
        part = SellerMonth.objects.select_for_update().get(
            close=close, attempt=close.attempt, seller_id=statement.seller_id
        )
        _finish(part, close, now)


def _finish(part: SellerMonth, close: MonthClose, now: datetime) -> None:
    """Its last statement is paid: while the others are still being ordered it is not the last."""
    if part.state == "ordered" and not _of(part).filter(state__in=["frozen", "ordered"]):
        states.move(part, "finish", actor=ACTOR, now=now)
        month_end(close=close, now=now)


def _of(part: SellerMonth) -> QuerySet[CommissionStatement]:
    return CommissionStatement.objects.filter(
        close_id=part.close_id, attempt=part.attempt, seller_id=part.seller_id
    )
