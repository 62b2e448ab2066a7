"""Finding out what became of what is not known: by search, by the provider's statement, and at last
by two persons who found it in no statement."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.events import emit
from ekshop.kernel.states import ActionNotPossible, history_of
from ekshop.parties.services import require

from ... import rules
from ...adapters import BY_CALL, STATEMENTS, Outcome, ProviderTrouble, StatementLine
from ...events import StatementBrought
from ...models import Payout, PayoutAttempt, ProviderLine, ProviderPaper
from .attempts import attempt_settle
from .batches import batch_end_if_done
from .errors import NotInStatement
from .results import paper_new

ACTOR = Actor.system("payouts")
AFTER_SENDING = timedelta(hours=2)
"""A statement proves that something was not paid only if it reaches so far beyond the sending."""


def statement_read(
    *, actor: Actor, provider: str, filename: str, content: bytes, now: datetime
) -> ProviderPaper:
    """Keep every line of a provider's statement, and settle what was not known and stands in it.

    A line with our invoice number but another wallet or amount, and one that says the opposite of
    what is booked, is kept, listed, and changes nothing. Raises PaperUnreadable, PaperKnown.
    """
    require(actor, "payout.send")
    if provider not in STATEMENTS:
        raise NotFound(provider=provider)
    read = STATEMENTS[provider].statement(content)
    with transaction.atomic():
        paper = paper_new(
            actor, provider, "statement", filename, content, rows=len(read.lines), now=now
        )
        paper.covers_from, paper.covers_until = read.covers_from, read.covers_until
        ProviderLine.objects.bulk_create(
            [_kept(paper, line) for line in read.lines], batch_size=1000, ignore_conflicts=True
        )
        references = [line.reference for line in read.lines if line.kind == "payout"]
        attempts = {
            attempt.invoice: attempt
            for attempt in PayoutAttempt.objects.filter(provider=provider, invoice__in=references)
        }
        for line in read.lines:
            attempt = attempts.get(line.reference) if line.kind == "payout" else None
            if attempt:
                why = _settled_by(actor, attempt, line, "statement", now)
                if why:
                    paper.refused.append([line.line, line.reference, why])
                else:
                    paper.applied += 1
        paper.save()
        emit(StatementBrought(provider))
        for batch_id in {attempt.batch_id for attempt in attempts.values()}:
            batch_end_if_done(actor=actor, batch_id=batch_id, now=now)
    return paper


def _kept(paper: ProviderPaper, line: StatementLine) -> ProviderLine:
    return ProviderLine(
        provider=paper.provider,
        source="statement",
        paper=paper,
        kind=line.kind,
        reference=line.reference,
        trx_id=line.trx_id,
        wallet=line.number,
        amount_poisha=line.amount_poisha,
        fee_poisha=line.fee_poisha,
        at=line.at,
    )


def _settled_by(
    actor: Actor, attempt: PayoutAttempt, line: StatementLine, source: str, now: datetime
) -> str:
    """Why the line was not believed; "" where it was, or says what is booked already."""
    if (line.number, line.amount_poisha) != (attempt.wallet, attempt.amount_poisha):
        return "altered"
    if attempt.state == "failed":
        return "contradicts"
    if attempt.state == "succeeded":
        return ""
    outcome = Outcome(
        "succeeded", trx_id=line.trx_id, fee_poisha=line.fee_poisha, at=line.at, answer={}
    )
    attempt_settle(actor=actor, attempt_id=attempt.pk, outcome=outcome, source=source, now=now)
    return ""


def unknowns_search(*, now: datetime) -> int:
    """Ask the provider about unknown payments whose transaction number came through; returns how
    many were found paid."""
    found = 0
    for attempt in PayoutAttempt.objects.filter(
        state="unknown", provider__in=list(BY_CALL)
    ).exclude(trx_id=""):
        try:
            line = BY_CALL[attempt.provider].search(attempt.trx_id, now)
        except ProviderTrouble:
            continue
        if line and line.kind == "payout" and line.reference == attempt.invoice:
            found += not _settled_by(ACTOR, attempt, line, "search", now)
            batch_end_if_done(actor=ACTOR, batch_id=attempt.batch_id, now=now)
    return found


def unpaid_confirm(*, actor: Actor, payout_id: int, now: datetime) -> Payout:
    """It stands in no statement that covers its sending: it was not paid, and may be sent again.

    The second person's word: the statement was brought by another. Raises NotInStatement,
    ActionNotPossible, NotFound.
    """
    require(actor, "payout.send")
    with transaction.atomic():
        payout = Payout.objects.select_for_update(of=("self",)).filter(pk=payout_id).first()
        if payout is None:
            raise NotFound(payout_id=payout_id)
        attempt = payout.attempts.select_for_update(of=("self",)).filter(state="unknown").first()
        if attempt is None:
            raise ActionNotPossible(
                action=rules.PAYOUT.action_label("fail"),
                state=rules.PAYOUT.state_label(payout.state),
            )
        if not proof_unpaid(attempt, not_by=actor.person).exists() or _stands(attempt):
            raise NotInStatement
        attempt_settle(
            actor=actor,
            attempt_id=attempt.pk,
            outcome=Outcome("failed", "not_in_statement"),
            source="statement",
            now=now,
        )
        batch_end_if_done(actor=actor, batch_id=attempt.batch_id, now=now)
    return Payout.objects.get(pk=payout_id)


def proof_unpaid(attempt: PayoutAttempt, *, not_by: int | None = None) -> QuerySet[ProviderPaper]:
    """Statements that cover its sending, brought by somebody else than `not_by`. A file is sent
    when it is released, and may be uploaded days later: they have to reach beyond that too."""
    uploaded = history_of(attempt.batch).filter(action="confirm").last()
    there = max(attempt.sent_at, uploaded.at) if uploaded else attempt.sent_at
    rows = ProviderPaper.objects.filter(
        provider=attempt.provider,
        kind="statement",
        covers_from__lte=attempt.sent_at,
        covers_until__gte=there + AFTER_SENDING,
    )
    return rows.exclude(read_by_id=not_by) if not_by else rows


def _stands(attempt: PayoutAttempt) -> bool:
    return ProviderLine.objects.filter(
        provider=attempt.provider, reference=attempt.invoice, kind="payout"
    ).exists()
