"""Letting a batch go: the second person's act, and what it sets going.

Paid by call, a batch is sent by a job. Paid by file, its rows are put into flight a handful a
transaction and only then is there a file, so whoever dies in between leaves nothing half done: the
handfuls that were begun stand, and the next run goes on with what is planned still.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.jobs import job
from ekshop.parties.services import require

from ... import rules
from ...models import PayoutBatch
from .attempts import attempts_begin
from .batches import batch_end_if_done, batch_held, books_agree, doubted_leave, trouble_set
from .errors import AnotherPerson, PayoutsStopped
from .sending import send_later

ACTOR = Actor.system("payouts")


def batch_release(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """Let a batch go. Paid by call it is sent by a job; paid by file its rows are in flight from
    now on, for whoever has the file can upload it, and what is more than a handful is made ready
    by a job.

    Raises AnotherPerson for who drafted it, PayoutsStopped while the books disagree, NotFound,
    StaleState.
    """
    require(actor, "payout.send")
    if not books_agree():
        raise PayoutsStopped
    with transaction.atomic():
        batch = batch_held(batch_id)
        if batch.drafted_by_id == actor.person:
            raise AnotherPerson
        by_file = rules.PROVIDERS[batch.provider].by == "file"
        also = {"released_by_id": actor.person, "released_at": now}
        states.move(batch, "prepare" if by_file else "release", actor=actor, now=now, also=also)
        doubted_leave(batch)
        if not by_file:
            send_later(batch)
        elif batch_prepare_some(batch_id=batch_id, now=now):
            prepare_later(batch)
    batch.refresh_from_db()
    return batch


@job(queue="payouts", name="settlement.batch_prepare")
def batch_prepare(*, batch_id: int) -> None:
    """Puts what is left of a file's rows into flight. Run again after it is done it does nothing."""
    while batch_prepare_some(batch_id=batch_id, now=clock.now()):
        pass


def prepare_later(batch: PayoutBatch) -> None:
    batch_prepare.options(queueing_lock=f"payouts:prepare:{batch.pk}").later(batch_id=batch.pk)


def releases_resume() -> int:
    """Queue every batch by file that was not made ready to its end; returns how many."""
    waiting = PayoutBatch.objects.filter(state="releasing")
    for batch in waiting:
        prepare_later(batch)
    return len(waiting)


def batch_prepare_some(*, batch_id: int, now: datetime) -> bool:
    """The next `PAYOUT_ROWS` in one transaction, and with the last of them the file is ready. False: there
    is nothing more to do, or the books disagree; that stands in the batch's `trouble`."""
    rows = settings.PAYOUT_ROWS
    with transaction.atomic():
        batch = batch_held(batch_id)
        if batch.state != "releasing":
            return False
        if not books_agree():
            trouble_set(batch, "books")
            return False
        doubted_leave(batch)
        # Held as they are read: nobody takes a part of one away before it is in flight.
        waiting = batch.payouts.select_for_update(of=("self",)).filter(state="planned")
        planned = list(waiting.order_by("id")[: rows + 1])
        attempts_begin(actor=ACTOR, payouts=planned[:rows], batch=batch, now=now)
        if len(planned) > rows:
            trouble_set(batch, "")
            return True
        states.move(batch, "ready", actor=ACTOR, now=now, also={"trouble": ""})
        batch_end_if_done(actor=ACTOR, batch_id=batch_id, now=now)
    return False
