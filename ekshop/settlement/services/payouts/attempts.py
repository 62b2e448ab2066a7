"""One sending of a payout: begun before the provider hears of it, settled once by what is known.

An attempt is committed as "sending" before the call. Whatever happens to the process then, the
attempt stands for money that may have moved, and only the provider's own word ends it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import override

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import StaleState
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.ledger.services import NewJournal, journal_post, journals_post
from ekshop.notices.services import NoticeToSend, notices_send

from ... import rules
from ...adapters import Outcome, Slip
from ...models import Payout, PayoutAttempt, PayoutBatch, ProviderLine
from ...selectors.payouts import masked
from .outcomes import entity_paid, entity_planned


def attempt_begin(
    *, actor: Actor, payout: Payout, batch: PayoutBatch, now: datetime
) -> PayoutAttempt:
    """Put a planned payout of a batch into flight. Raises StaleState where it is not what it was when
    it was read: another sent it, it left the batch, or a part of it was held."""
    with transaction.atomic():
        seen = payout
        payout = Payout.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if any(getattr(payout, name) != getattr(seen, name) for name in _AS_SEEN):
            raise StaleState
        number = payout.attempts.count() + 1
        states.move(payout, "send", actor=actor, now=now)
        attempt = _attempt(payout, number, batch, now)
        attempt.save()
        states.begin(attempt, actor=actor, now=now)
        _book(attempt, "sent", _sent(payout), now)
    return attempt


_AS_SEEN = ("state", "batch_id", "amount_poisha", "provider", "number", "routing")


def attempts_begin(
    *, actor: Actor, payouts: Sequence[Payout], batch: PayoutBatch, now: datetime
) -> list[PayoutAttempt]:
    """The same for many with a few statements; those no longer planned are left out."""
    with transaction.atomic():
        tried = dict(
            PayoutAttempt.objects.filter(payout_id__in=[payout.pk for payout in payouts])
            .values_list("payout_id")
            .annotate(Count("id"))
            .order_by()
        )
        moved = states.move_all(payouts, "send", actor=actor, now=now)
        attempts = PayoutAttempt.objects.bulk_create(
            _attempt(payout, tried.get(payout.pk, 0) + 1, batch, now) for payout in moved
        )
        states.begin_all(attempts, actor=actor, now=now)
        journals_post(
            journals=[
                NewJournal(*_journal(attempt, "sent"), _sent(payout))
                for attempt, payout in zip(attempts, moved, strict=True)
            ],
            now=now,
        )
    return attempts


def _attempt(payout: Payout, number: int, batch: PayoutBatch, now: datetime) -> PayoutAttempt:
    return PayoutAttempt(
        payout=payout,
        number=number,
        batch=batch,
        invoice=rules.invoice_number(payout.pk, number),
        provider=payout.provider,
        wallet=payout.number,
        routing=payout.routing,
        amount_poisha=payout.amount_poisha,
        sent_at=now,
    )


def _sent(payout: Payout) -> list[tuple[int | None, str, int]]:
    return [
        (payout.organisation_id, payout.account, payout.amount_poisha),
        (None, "payouts_in_flight", -payout.amount_poisha),
    ]


def attempt_settle(
    *, actor: Actor, attempt_id: int, outcome: Outcome, source: str, now: datetime
) -> PayoutAttempt:
    """Write down what became of it, with its journal; what is settled already stays as it is.

    `source`: where we know it from (rules.LINE_SOURCES). `unsent` fails the attempt and plans the
    payout again within its batch. An unknown that stays unknown keeps what new was learnt.
    """
    with transaction.atomic():
        attempt = PayoutAttempt.objects.select_related("payout").get(pk=attempt_id)
        # Payout before attempt, always: an answer and a statement may settle one at once.
        payout = Payout.objects.select_for_update().get(pk=attempt.payout_id)
        attempt = PayoutAttempt.objects.select_for_update().get(pk=attempt_id)
        if attempt.state not in ("sending", "unknown"):
            return attempt
        if outcome.fate == "succeeded":
            _paid(actor, payout, attempt, outcome, source, now)
        elif outcome.fate == "unknown":
            _lost(actor, payout, attempt, outcome, now)
        else:
            _back(actor, payout, attempt, outcome, now)
    return attempt


def _paid(
    actor: Actor,
    payout: Payout,
    attempt: PayoutAttempt,
    outcome: Outcome,
    source: str,
    now: datetime,
) -> None:
    attempt_move(actor, attempt, "succeed", outcome, now, fee_poisha=outcome.fee_poisha)
    states.move(payout, "succeed", actor=actor, now=now, also={"ended_at": now})
    fee = outcome.fee_poisha
    _book(
        attempt,
        "paid",
        [
            (None, "payouts_in_flight", attempt.amount_poisha),
            (None, rules.PROVIDERS[attempt.provider].float, -attempt.amount_poisha - fee),
            (None, "payout_fees", fee),
        ],
        now,
    )
    if outcome.trx_id and source in ("answer", "search"):
        ProviderLine.objects.get_or_create(
            provider=attempt.provider,
            source=source,
            trx_id=outcome.trx_id,
            kind="payout",
            defaults={
                "reference": attempt.invoice,
                "wallet": attempt.wallet,
                "amount_poisha": attempt.amount_poisha,
                "fee_poisha": fee,
                "at": outcome.at or now,
                "raw": outcome.answer,
            },
        )
    entity_paid(payout.entity, payout.entity_id, now)


def _lost(
    actor: Actor, payout: Payout, attempt: PayoutAttempt, outcome: Outcome, now: datetime
) -> None:
    if attempt.state == "sending":
        attempt_move(actor, attempt, "lose", outcome, now, ended_at=None)
        states.move(payout, "lose", actor=actor, now=now, reason=outcome.reason)
        return
    attempt.trx_id = attempt.trx_id or outcome.trx_id
    attempt.reason, attempt.code = outcome.reason, outcome.code
    attempt.answer = {**attempt.answer, **outcome.answer}
    attempt.save(update_fields=["trx_id", "reason", "code", "answer"])


def _back(
    actor: Actor, payout: Payout, attempt: PayoutAttempt, outcome: Outcome, now: datetime
) -> None:
    """Not paid: the sending's journal is taken back."""
    attempt_move(actor, attempt, "fail", outcome, now)
    states.move(payout, "fail", actor=actor, now=now, reason=outcome.reason)
    _book(
        attempt,
        "back",
        [
            (payout.organisation_id, payout.account, -attempt.amount_poisha),
            (None, "payouts_in_flight", attempt.amount_poisha),
        ],
        now,
    )
    if outcome.fate == "unsent":
        states.move(payout, "plan", actor=actor, now=now, reason=outcome.reason)
        entity_planned(payout.entity, payout.entity_id, now)
    elif rules.REASONS[outcome.reason].who == rules.RECEIVER:
        _tell(actor, payout, outcome, now)


def attempt_move(
    actor: Actor,
    attempt: PayoutAttempt,
    action: str,
    outcome: Outcome,
    now: datetime,
    **also: Any,
) -> None:
    states.move(
        attempt,
        action,
        actor=actor,
        now=now,
        reason=outcome.reason,
        also={
            "ended_at": now,
            "trx_id": outcome.trx_id or attempt.trx_id,
            "code": outcome.code,
            "reason": outcome.reason,
            "answer": {**attempt.answer, **outcome.answer},
            **also,
        },
    )


def slip_of(attempt: PayoutAttempt, holder: str = "") -> Slip:
    return Slip(attempt.invoice, attempt.wallet, attempt.amount_poisha, holder, attempt.routing)


def _book(
    attempt: PayoutAttempt, what: str, postings: list[tuple[int | None, str, int]], now: datetime
) -> None:
    key, kind, entity, entity_id = _journal(attempt, what)
    journal_post(key=key, kind=kind, entity=entity, entity_id=entity_id, postings=postings, now=now)


def _journal(attempt: PayoutAttempt, what: str) -> tuple[str, str, str, int]:
    """Its key, its kind, and what it is about."""
    return f"payout:{attempt.pk}:{what}", f"payout_{what}", "payout", attempt.payout_id


def _tell(actor: Actor, payout: Payout, outcome: Outcome, now: datetime) -> None:
    """An SMS to who was to be paid, on their own mobile; sellers see it on their page."""
    person = payout.person
    if person is None or not person.mobile:
        return
    try:
        to = parse_mobile(person.mobile)
    except InvalidMobile:
        return
    with override(person.language):
        words = str(rules.REASONS[outcome.reason].words)
    notice = NoticeToSend(
        template="payout_failed",
        to=to,
        language=person.language,
        context={
            "amount_poisha": payout.amount_poisha,
            "wallet": masked(payout.number),
            "reason": words,
        },
        organisation_id=payout.organisation_id,
    )
    notices_send(actor=actor, notices=[notice], now=now)
