"""What comes back from a bank: each row of a result file, believed or not, and settled.

A file is read and judged at once, and what it says is settled a handful of payouts a transaction:
the paper keeps what is to be done and how far it is, so a run that dies is gone on with.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, IntegerField
from django.db.models.expressions import Func

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.jobs import job
from ekshop.kernel.states import ActionNotPossible
from ekshop.parties.services import require

from ... import rules
from ...adapters import BY_FILE, Outcome, ResultRow
from ...models import PayoutAttempt, PayoutBatch, ProviderLine, ProviderPaper
from .attempts import attempt_settle
from .batches import batch_end_if_done, batch_held
from .errors import NotOfThisBatch, PaperKnown
from .files import by_file, free_later
from .names import same_name


def result_read(
    *, actor: Actor, batch_id: int, filename: str, content: bytes, now: datetime
) -> ProviderPaper:
    """What the bank says became of each row. A row is believed if it is ours, once there, and says
    the number and amount we sent; the others leave their payout unknown and are listed with the
    reason. A later file or a statement may tell more. What the rows say of more payouts than a
    handful is settled by a job, which goes on where it was cut off.

    Raises PaperUnreadable, PaperKnown, NotOfThisBatch, NotFound, ActionNotPossible while the upload
    is not confirmed.
    """
    require(actor, "payout.send")
    with transaction.atomic():
        batch = batch_held(batch_id)
        by_file(batch)
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
        _lines(paper, rows, now)
        refused += _missing(rows, attempts)
        paper.todo = [_told(row) for row in believed] + _parked(attempts, refused)
        paper.applied, paper.refused = len(believed), refused
        paper.save(update_fields=["todo", "applied", "refused"])
        if paper_settle_some(paper_id=paper.pk, now=now):
            settle_later(paper)
    paper.refresh_from_db()
    return paper


@job(queue="payouts", name="settlement.paper_settle")
def paper_settle(*, paper_id: int) -> None:
    """Settles what is left of a result file. Run again after it is done it does nothing."""
    while paper_settle_some(paper_id=paper_id, now=clock.now()):
        pass


def settle_later(paper: ProviderPaper) -> None:
    paper_settle.options(queueing_lock=f"payouts:paper:{paper.pk}").later(paper_id=paper.pk)


_TODO = Func(F("todo"), function="jsonb_array_length", output_field=IntegerField())


def files_resume() -> int:
    """Queue what was not settled or freed to its end; returns how many."""
    papers = ProviderPaper.objects.filter(done__lt=_TODO)
    for paper in papers:
        settle_later(paper)
    freeing = PayoutBatch.objects.filter(state="freeing")
    for batch in freeing:
        free_later(batch)
    return len(papers) + len(freeing)


def paper_settle_some(*, paper_id: int, now: datetime) -> bool:
    """The next `PAYOUT_ROWS` in one transaction, the batch's end with the last. False: it is over."""
    with transaction.atomic():
        paper = ProviderPaper.objects.select_for_update(of=("self",)).get(pk=paper_id)
        if paper.batch_id is None:
            return False
        some = paper.todo[paper.done : paper.done + settings.PAYOUT_ROWS]
        ids = dict(
            PayoutAttempt.objects.filter(
                batch_id=paper.batch_id, invoice__in=[invoice for invoice, _said in some]
            ).values_list("invoice", "pk")
        )
        reader = Actor(kind="person", person_id=paper.read_by_id, role="operator")
        for invoice, said in some:
            at = said["at"] and datetime.fromisoformat(said["at"])
            attempt_settle(
                actor=reader,
                attempt_id=ids[invoice],
                outcome=Outcome(**{**said, "at": at}),
                source="result",
                now=now,
            )
        paper.done += len(some)
        paper.save(update_fields=["done"])
        if paper.done < len(paper.todo):
            return True
        ProviderPaper.objects.filter(pk=paper_id).update(todo=[], done=0)
        batch_end_if_done(actor=reader, batch_id=paper.batch_id, now=now)
    return False


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

Todo = list[Any]
"""[invoice, what `Outcome` holds] as kept on the paper until it is settled."""


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


def _told(row: ResultRow) -> Todo:
    outcome = row.outcome
    assert outcome is not None, "a row without an outcome is not believed"
    if outcome.fate == "failed" and outcome.reason == "balance":
        # By call it is sent again by itself; a file has to be made anew.
        outcome = replace(outcome, reason="refused")
    return [row.reference, {**asdict(outcome), "at": outcome.at and outcome.at.isoformat()}]


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


def _parked(attempts: dict[str, PayoutAttempt], refused: Refused) -> list[Todo]:
    """What was not said clearly is not known."""
    return [
        [str(reference), {**asdict(Outcome("unknown", str(why))), "at": None}]
        for _line, reference, why in refused
        if str(reference) in attempts and why != "contradicts"
    ]
