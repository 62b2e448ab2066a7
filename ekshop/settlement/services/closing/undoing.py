"""Undoing a freeze while no seller has approved: by contrary entries, nothing is deleted.

The statements stay, marked as undone; their lines are free for the next freeze. By centre, a
handful a transaction, as the freeze itself.
"""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_cancel
from ekshop.kernel.jobs import job
from ekshop.ledger.services import NewJournal, journals_post

from ...models import CommissionLine, CommissionStatement, MonthClose
from .freezing import CENTRES, tax_key

ACTOR = Actor.system("settlement")


@job(name="settlement.month_undo", lock="settlement.month")
def month_undo(*, close_id: int) -> None:
    """Undoes what is left of a freeze. Run again after it is done it finds nothing to do."""
    while month_undo_some(close_id=close_id, now=clock.now()):
        pass


def month_undo_some(*, close_id: int, now: datetime, centres: int = CENTRES) -> bool:
    """The next centres in one transaction, or, none being left, the end. False: it is over."""
    with transaction.atomic():
        close = MonthClose.objects.select_for_update().get(pk=close_id)
        if close.state != "undoing":
            return False
        of_close = CommissionStatement.objects.filter(close=close, attempt=close.attempt)
        ids = list(
            of_close.filter(centre_id__gt=close.frozen_to)
            .order_by("centre_id")
            .values_list("centre_id", flat=True)
            .distinct()[:centres]
        )
        if not ids:
            _reopen(close, now)
            return False
        statements = list(of_close.filter(centre_id__in=ids))
        CommissionLine.objects.filter(
            centre_id__in=ids, statement__in=[one.pk for one in statements]
        ).update(statement=None)
        states.move_all(statements, "undo", actor=ACTOR, now=now)
        journals_post(journals=_contrary(close, statements), now=now)
        MonthClose.objects.filter(pk=close_id).update(frozen_to=ids[-1])
    return True


def _contrary(close: MonthClose, statements: list[CommissionStatement]) -> list[NewJournal]:
    tax: dict[int, int] = {}
    for one in statements:
        tax[one.centre_id] = tax.get(one.centre_id, 0) + one.tax_poisha
    return [
        NewJournal(
            key=f"{tax_key(close, centre_id)}:undo",
            kind="commission_tax_undo",
            entity="month_close",
            entity_id=close.pk,
            postings=[
                (centre_id, "commission_payable", -poisha),
                (None, "tax_withheld", poisha),
            ],
        )
        for centre_id, poisha in sorted(tax.items())
        if poisha
    ]


def _reopen(close: MonthClose, now: datetime) -> None:
    states.move_all(close.sellers.filter(attempt=close.attempt), "undo", actor=ACTOR, now=now)
    deadlines_cancel(entity=("month_close", close.pk), now=now, reason="undone")
    states.move(
        close,
        "reopen",
        actor=ACTOR,
        now=now,
        also={"frozen_at": None, "disputes_until": None, "frozen_to": 0},
    )
