"""The end of a month's disputes, and the end of the month itself."""

from datetime import datetime

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_meet
from ekshop.kernel.events import emit_many

from ...events import SellerMonthToApprove
from ...models import MonthClose, SellerMonth, StatementDispute
from .freezing import DISPUTES

ACTOR = Actor.system("settlement")


def month_settle(*, actor: Actor, close: MonthClose, now: datetime) -> None:
    """Disputes still open go on in the next month; sellers with anything to pay are asked for it.

    In the caller's transaction, the close locked.
    """
    waiting = StatementDispute.objects.filter(statement__close=close, state="open")
    states.move_all(waiting.select_for_update(), "carry", actor=actor, now=now)
    deadline_meet(entity=("month_close", close.pk), kind=DISPUTES, now=now)
    sellers = close.sellers.filter(attempt=close.attempt, state="frozen")
    states.move_all(sellers.filter(payable_poisha=0), "carry", actor=actor, now=now)
    states.move(close, "settle", actor=actor, now=now)
    emit_many(
        SellerMonthToApprove(pk)
        for pk in sellers.filter(payable_poisha__gt=0).values_list("pk", flat=True)
    )
    month_end(close=close, now=now)


def month_end(*, close: MonthClose, now: datetime) -> bool:
    """Close the month once every seller's part is paid or carried on; the close is locked."""
    left = SellerMonth.objects.filter(close=close, attempt=close.attempt).exclude(
        state__in=["paid", "carried"]
    )
    if left.exists() or close.state not in {"settled", "paying"}:
        return False
    states.move(close, "close", actor=ACTOR, now=now, also={"closed_at": now})
    return True
