"""Sending a released batch, slip by slip, to a provider that is paid by call.

One batch of a provider is sent at a time. Before the first slip the balance is asked and what
earlier batches still need of it set aside; what is short is brought from the collection account.
No call is made inside a transaction, and each slip is in flight in the books before its call.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Sum

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import StaleState
from ekshop.kernel.jobs import job
from ekshop.kernel.locks import alone

from ...adapters import BY_CALL, ByCall, Outcome, ProviderTrouble
from ...models import Payout, PayoutAttempt, PayoutBatch
from .attempts import attempt_begin, attempt_settle, slip_of
from .batches import batch_end_if_done, books_agree, doubted_leave, room_left, trouble_set
from .floats import fill_settle, float_fill, unsettled_fill

ACTOR = Actor.system("payouts")
Now = Callable[[], datetime]


@job(queue="payouts", attempts=2)
def batch_send(*, batch_id: int) -> None:
    batch_run(batch_id=batch_id, now=clock.now)


def send_later(batch: PayoutBatch) -> None:
    """One job a batch waits at most, and those of one provider run one after the other."""
    batch_send.options(
        lock=f"payouts:{batch.provider}", queueing_lock=f"payouts:batch:{batch.pk}"
    ).later(batch_id=batch.pk)


def batches_resume() -> int:
    """Queue every batch that still has something to send or to clear up; returns how many."""
    waiting = PayoutBatch.objects.filter(
        state="released", provider__in=list(BY_CALL), payouts__state__in=["planned", "sending"]
    ).distinct()
    for batch in waiting:
        send_later(batch)
    return len(waiting)


def batch_run(*, batch_id: int, now: Now) -> None:
    """Send what a batch has left, as far as money and provider allow; run again it goes on.

    `now` is asked for each slip: a batch can take long. Why it stopped stands in the batch's
    `trouble`. Where another process is sending for the same provider it does nothing.
    """
    batch = PayoutBatch.objects.get(pk=batch_id)
    if batch.state != "released" or batch.provider not in BY_CALL:
        return
    with alone(f"settlement.payouts:{batch.provider}") as mine:
        if mine:
            cut_off_settle(provider=batch.provider, now=now())
            if not books_agree():
                trouble_set(batch, "books")
                return
            _send(batch, BY_CALL[batch.provider], now)
            batch_end_if_done(actor=ACTOR, batch_id=batch.pk, now=now())


def cut_off_settle(*, provider: str, now: datetime) -> int:
    """Whoever began these attempts is gone: whether they were paid is not known. Returns how many.

    Only while nobody else sends for the provider.
    """
    left = PayoutAttempt.objects.filter(provider=provider, state="sending")
    for attempt in left:
        outcome = Outcome("unknown", "cut_off")
        attempt_settle(
            actor=ACTOR, attempt_id=attempt.pk, outcome=outcome, source="answer", now=now
        )
    return len(left)


def _send(batch: PayoutBatch, adapter: ByCall, now: Now) -> None:
    doubted_leave(batch)
    todo = list(batch.payouts.filter(state="planned").order_by("id"))
    if not todo:
        return
    cost_of = _costs(batch.provider)
    try:
        if not fill_settle(provider=batch.provider, now=now()):
            trouble_set(batch, "transfer")
            return
        need = sum(map(cost_of, todo))
        room = _room(batch, adapter, need, now)
    except ProviderTrouble as trouble:
        trouble_set(batch, str(trouble.data["trouble"]))
        return
    if unsettled_fill(batch.provider):
        trouble_set(batch, "transfer")
        return
    fits = room_left(todo, now())
    for payout in todo:
        cost = cost_of(payout)
        if not fits(payout):
            continue
        if cost > room:
            trouble_set(batch, "balance", short=cost - room)
            return
        outcome = _one(batch, adapter, payout, now)
        if outcome and outcome.fate == "unsent":
            short = cost if outcome.reason == "balance" else 0
            trouble_set(batch, outcome.reason, **({"short": short} if short else {}))
            return
        room -= cost
    trouble_set(batch, "")


def _one(batch: PayoutBatch, adapter: ByCall, payout: Payout, now: Now) -> Outcome | None:
    """None where somebody took the payout out of our hands."""
    try:
        attempt = attempt_begin(actor=ACTOR, payout=payout, batch=batch, now=now())
    except StaleState:
        return None
    outcome = adapter.pay(slip_of(attempt), now())
    attempt_settle(actor=ACTOR, attempt_id=attempt.pk, outcome=outcome, source="answer", now=now())
    return outcome


def _room(batch: PayoutBatch, adapter: ByCall, need: int, now: Now) -> int:
    """What may be spent: the balance less what batches released before this one still need; what
    is short of `need` is brought over first. Raises ProviderTrouble."""
    reserved = (
        Payout.objects.filter(
            batch__state="released", batch__provider=batch.provider, batch_id__lt=batch.pk
        )
        .filter(state="planned")
        .aggregate(total=Sum("amount_poisha", default=0))["total"]
    )
    room: int = adapter.balance(now()) - reserved
    if room < need:
        float_fill(provider=batch.provider, short_poisha=need - room, now=now)
        room = adapter.balance(now()) - reserved
    return room


def _costs(provider: str) -> Callable[[Payout], int]:
    """What to set aside for a payout: its sum and its fee, which only the answer tells. Taken for
    it: what the last one cost, two in a hundred at least."""
    last = PayoutAttempt.objects.filter(provider=provider, state="succeeded").order_by("-id")
    fee = last.values_list("fee_poisha", flat=True).first() or 0
    return lambda payout: payout.amount_poisha + max(fee, payout.amount_poisha // 50)
