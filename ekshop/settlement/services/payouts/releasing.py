"""Letting a batch go: the second person's act."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.parties.services import require

from ... import rules
from ...models import PayoutBatch
from .attempts import attempt_begin
from .batches import batch_held, books_agree, doubted_leave
from .errors import AnotherPerson, PayoutsStopped
from .sending import send_later


def batch_release(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """Let a batch go. Paid by call it is sent by a job; paid by file its rows are in flight from
    now on, for whoever has the file can upload it.

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
        also = {"released_by_id": actor.person, "released_at": now}
        states.move(batch, "release", actor=actor, now=now, also=also)
        doubted_leave(batch)
        if rules.PROVIDERS[batch.provider].by == "file":
            for payout in batch.payouts.filter(state="planned").order_by("id"):
                attempt_begin(actor=actor, payout=payout, batch=batch, now=now)
        else:
            send_later(batch)
    return batch
