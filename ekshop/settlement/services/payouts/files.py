"""Batches that go by file: the file itself, its upload by two persons, and its results."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import NotFound
from ekshop.kernel.states import ActionNotPossible
from ekshop.parties.services import require

from ... import rules
from ...adapters import BY_FILE, Outcome, ResultRow
from ...models import PayoutAttempt, PayoutBatch, ProviderLine, ProviderPaper
from .attempts import attempt_settle, slip_of
from .batches import batch_end_if_done, batch_held
from .errors import AnotherPerson, NotOfThisBatch, PaperKnown
from .names import same_name


def batch_file(*, actor: Actor, batch_id: int, form: str, now: datetime) -> tuple[str, bytes]:
    """The batch as a file for the bank: its name and content, the same whenever it is asked for.

    `form`: "xlsx" or "csv". Raises NotFound, ActionNotPossible before it was released.
    """
    require(actor, "payout.send")
    batch = PayoutBatch.objects.filter(pk=batch_id, provider__in=list(BY_FILE)).first()
    if batch is None or form not in ("xlsx", "csv"):
        raise NotFound(batch_id=batch_id)
    attempts = batch.attempts.select_related("payout").order_by("id")
    slips = [slip_of(attempt, attempt.payout.holder) for attempt in attempts]
    if not slips:
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
        _by_file(batch)
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
    _by_file(batch)
    if batch.uploaded_by_id == actor.person:
        raise AnotherPerson
    return batch


def _by_file(batch: PayoutBatch) -> None:
    if batch.provider not in BY_FILE:
        raise NotFound(batch_id=batch.pk)


def file_withdraw(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """The file was never uploaded and never will be: every row failed. By another person than who
    released it. Raises AnotherPerson, NotFound, ActionNotPossible."""
    require(actor, "payout.send")
    with transaction.atomic():
        batch = batch_held(batch_id)
        _by_file(batch)
        if batch.state != "released":
            raise ActionNotPossible(action="end", state=rules.BATCH.state_label(batch.state))
        if batch.released_by_id == actor.person:
            raise AnotherPerson
        for attempt in batch.attempts.filter(state="sending").order_by("id"):
            attempt_settle(
                actor=actor,
                attempt_id=attempt.pk,
                outcome=Outcome("failed", "not_uploaded"),
                source="result",
                now=now,
            )
        audit_write(
            actor=actor,
            action="payout_file_end",
            entity="payout_batch",
            entity_id=batch.pk,
            now=now,
        )
        batch_end_if_done(actor=actor, batch_id=batch.pk, now=now)
    batch.refresh_from_db()
    return batch


# Results -----------------------------------------------------------------------------------------


def result_read(
    *, actor: Actor, batch_id: int, filename: str, content: bytes, now: datetime
) -> ProviderPaper:
    """What the bank says became of each row. A row is believed if it is ours, once there, and says
    the number and amount we sent; the others leave their payout unknown and are listed with the
    reason. A later file or a statement may tell more.

    Raises PaperUnreadable, PaperKnown, NotOfThisBatch, NotFound, ActionNotPossible while the upload
    is not confirmed.
    """
    require(actor, "payout.send")
    with transaction.atomic():
        batch = batch_held(batch_id)
        _by_file(batch)
        if batch.state not in ("sent", "ended"):
            raise ActionNotPossible(action="result", state=rules.BATCH.state_label(batch.state))
        rows = BY_FILE[batch.provider].result(content)
        paper = paper_new(
            actor, batch.provider, "result", filename, content, rows=len(rows), now=now, batch=batch
        )
        attempts = {
            attempt.invoice: attempt
            for attempt in batch.attempts.select_related("payout").order_by("id")
        }
        if not any(row.reference in attempts for row in rows):
            raise NotOfThisBatch
        believed, refused = _judged(rows, attempts)
        for row in believed:
            _apply(actor, attempts[row.reference], row, now)
        _lines(paper, rows, now)
        refused += _missing(rows, attempts)
        _park(actor, attempts, refused, now)
        paper.applied, paper.refused = len(believed), refused
        paper.save(update_fields=["applied", "refused"])
        batch_end_if_done(actor=actor, batch_id=batch.pk, now=now)
    return paper


def paper_new(
    actor: Actor,
    provider: str,
    kind: str,
    filename: str,
    content: bytes,
    *,
    rows: int,
    now: datetime,
    batch: PayoutBatch | None = None,
) -> ProviderPaper:
    """Raises PaperKnown for a file read before, also by somebody at the same moment."""
    digest = sha256(content).hexdigest()
    paper, is_new = ProviderPaper.objects.get_or_create(
        provider=provider,
        sha256=digest,
        defaults={
            "kind": kind,
            "batch": batch,
            "filename": filename[:120],
            "rows": rows,
            "read_by_id": actor.person,
            "read_at": now,
        },
    )
    if not is_new:
        raise PaperKnown(at=paper.read_at)
    audit_write(
        actor=actor,
        action="payout_paper",
        entity="provider_paper",
        entity_id=paper.pk,
        data={"provider": provider, "kind": kind},
        now=now,
    )
    return paper


Refused = list[list[object]]
"""[line, reference, why] as kept on the paper; why is a key of rules.ROW_PROBLEMS."""


def _judged(
    rows: Sequence[ResultRow], attempts: dict[str, PayoutAttempt]
) -> tuple[list[ResultRow], Refused]:
    seen = Counter(row.reference for row in rows)
    believed, refused = [], []
    for row in rows:
        why = _why_not(row, attempts.get(row.reference), seen[row.reference])
        if why:
            refused.append([row.line, row.reference[:40], why])
        else:
            believed.append(row)
    return believed, refused


def _why_not(row: ResultRow, attempt: PayoutAttempt | None, times: int) -> str:
    if attempt is None:
        return "extra"
    if times > 1:
        return "repeated"
    if (row.number, row.amount_poisha) != (attempt.wallet, attempt.amount_poisha):
        return "altered"
    if row.outcome is None:
        return "unreadable"
    if attempt.state in ("succeeded", "failed") and attempt.state != row.outcome.fate:
        return "contradicts"
    paid = row.outcome.fate == "succeeded"
    if paid and row.holder and not same_name(row.holder, attempt.payout.holder):
        return "paid_other_name"
    return ""


def _apply(actor: Actor, attempt: PayoutAttempt, row: ResultRow, now: datetime) -> None:
    outcome = row.outcome
    if outcome is None:
        return
    if outcome.fate == "failed" and outcome.reason == "balance":
        # By call it is sent again by itself; a file has to be made anew.
        outcome = replace(outcome, reason="refused")
    attempt_settle(actor=actor, attempt_id=attempt.pk, outcome=outcome, source="result", now=now)


def _lines(paper: ProviderPaper, rows: Sequence[ResultRow], now: datetime) -> None:
    """What the bank says it paid, also where we do not believe the row: reconciliation has to hold
    it beside our books."""
    ProviderLine.objects.bulk_create(
        [
            ProviderLine(
                provider=paper.provider,
                source="result",
                paper=paper,
                kind="payout",
                reference=row.reference[:40],
                trx_id=row.outcome.trx_id,
                wallet=row.number[:40],
                amount_poisha=row.amount_poisha,
                fee_poisha=row.outcome.fee_poisha,
                at=row.outcome.at or now,
                raw=row.outcome.answer,
            )
            for row in rows
            if row.outcome and row.outcome.trx_id and row.amount_poisha is not None
        ],
        ignore_conflicts=True,
    )


def _missing(rows: Sequence[ResultRow], attempts: dict[str, PayoutAttempt]) -> Refused:
    there = {row.reference for row in rows}
    return [
        [0, invoice, "missing"]
        for invoice, attempt in attempts.items()
        if invoice not in there and attempt.state in ("sending", "unknown")
    ]


def _park(
    actor: Actor, attempts: dict[str, PayoutAttempt], refused: Refused, now: datetime
) -> None:
    """What was not said clearly is not known."""
    for _line, reference, why in refused:
        attempt = attempts.get(str(reference))
        if attempt and why != "contradicts":
            attempt_settle(
                actor=actor,
                attempt_id=attempt.pk,
                outcome=Outcome("unknown", str(why)),
                source="result",
                now=now,
            )
