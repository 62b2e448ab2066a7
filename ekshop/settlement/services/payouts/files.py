"""Batches that go by file: the file itself, and its upload by two persons."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import job
from ekshop.kernel.states import ActionNotPossible
from ekshop.parties.services import require

from ... import rules
from ...adapters import BY_FILE, Outcome
from ...models import PayoutBatch
from .attempts import attempt_settle, slip_of
from .batches import batch_end_if_done, batch_held
from .errors import AnotherPerson

ACTOR = Actor.system("payouts")


def batch_file(*, actor: Actor, batch_id: int, form: str, now: datetime) -> tuple[str, bytes]:
    """The batch as a file for the bank: its name and content, the same whenever it is asked for.

    `form`: "xlsx" or "csv". Raises NotFound, ActionNotPossible before all its rows are in flight.
    """
    require(actor, "payout.send")
    batch = PayoutBatch.objects.filter(pk=batch_id, provider__in=list(BY_FILE)).first()
    if batch is None or form not in ("xlsx", "csv"):
        raise NotFound(batch_id=batch_id)
    attempts = batch.attempts.select_related("payout").order_by("id")
    slips = [slip_of(attempt, attempt.payout.holder) for attempt in attempts]
    if batch.state == "releasing" or not slips:
        raise ActionNotPossible(action=form, state=rules.BATCH.state_label(batch.state))
    audit_write(
        actor=actor, action="payout_file", entity="payout_batch", entity_id=batch.pk, now=now
    )
    return f"{batch.provider}-{batch.pk}.{form}", BY_FILE[batch.provider].file(slips, form)


def upload_mark(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """I have uploaded it at the bank. Raises NotFound, StaleState."""
    require(actor, "payout.send")
    with transaction.atomic():
        batch = batch_held(batch_id)
        by_file(batch)
        also = {"uploaded_by_id": actor.person}
        states.move(batch, "upload", actor=actor, now=now, also=also)
    return batch


def upload_confirm(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """I have seen it there. Raises AnotherPerson, NotFound, StaleState."""
    require(actor, "payout.send")
    with transaction.atomic():
        batch = _held_by_another(actor, batch_id)
        also = {"upload_confirmed_by_id": actor.person}
        states.move(batch, "confirm", actor=actor, now=now, also=also)
    return batch


def upload_deny(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """It is not there: it has to be uploaded still. Raises AnotherPerson, NotFound, StaleState."""
    require(actor, "payout.send")
    with transaction.atomic():
        batch = _held_by_another(actor, batch_id)
        states.move(batch, "deny", actor=actor, now=now, also={"uploaded_by_id": None})
    return batch


def _held_by_another(actor: Actor, batch_id: int) -> PayoutBatch:
    batch = batch_held(batch_id)
    by_file(batch)
    if batch.uploaded_by_id == actor.person:
        raise AnotherPerson
    return batch


def by_file(batch: PayoutBatch) -> None:
    """Raises NotFound for a batch that is paid by call."""
    if batch.provider not in BY_FILE:
        raise NotFound(batch_id=batch.pk)


def file_withdraw(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """The file was never uploaded and never will be: every row failed. By another person than who
    released it. Raises AnotherPerson, NotFound, ActionNotPossible."""
    require(actor, "payout.send")
    with transaction.atomic():
        batch = batch_held(batch_id)
        by_file(batch)
        if batch.state != "released":
            raise ActionNotPossible(action="end", state=rules.BATCH.state_label(batch.state))
        if batch.released_by_id == actor.person:
            raise AnotherPerson
        states.move(batch, "free", actor=actor, now=now)
        audit_write(
            actor=actor,
            action="payout_file_end",
            entity="payout_batch",
            entity_id=batch.pk,
            now=now,
        )
        if batch_free_some(batch_id=batch_id, now=now):
            free_later(batch)
    batch.refresh_from_db()
    return batch


@job(queue="payouts", name="settlement.batch_free")
def batch_free(*, batch_id: int) -> None:
    """Fails what is left of a file that was never uploaded."""
    while batch_free_some(batch_id=batch_id, now=clock.now()):
        pass


def free_later(batch: PayoutBatch) -> None:
    batch_free.options(queueing_lock=f"payouts:free:{batch.pk}").later(batch_id=batch.pk)


def batch_free_some(*, batch_id: int, now: datetime) -> bool:
    """The next `PAYOUT_ROWS` in one transaction, the batch's end with the last. False: it is over."""
    rows = settings.PAYOUT_ROWS
    with transaction.atomic():
        batch = batch_held(batch_id)
        if batch.state != "freeing":
            return False
        left = list(batch.attempts.filter(state="sending").order_by("id")[: rows + 1])
        for attempt in left[:rows]:
            attempt_settle(
                actor=ACTOR,
                attempt_id=attempt.pk,
                outcome=Outcome("failed", "not_uploaded"),
                source="result",
                now=now,
            )
        return len(left) > rows or not batch_end_if_done(actor=ACTOR, batch_id=batch_id, now=now)
