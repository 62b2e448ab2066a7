"""Wallets paid from week to week: money brought to the providers, bKash call by call, Rocket by file.

What bKash answered is written down as its adapter would have; nothing is asked of anybody here, for
these payments lie in the past.
"""

from datetime import datetime

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.ledger.selectors import balance
from ekshop.parties.services import wallet_set
from ekshop.settlement import rules
from ekshop.settlement.adapters import Outcome
from ekshop.settlement.models import Payout, PayoutBatch
from ekshop.settlement.services.payouts import (
    NothingToSend,
    batch_draft,
    batch_release,
    float_arrived,
    top_up_record,
)
from ekshop.settlement.services.payouts.attempts import attempt_begin, attempt_settle
from ekshop.settlement.services.payouts.batches import batch_end_if_done

from .people import persona
from .sellers import file_paid
from .world import World

PAID_ON = (4, 11, 18, 25)
"""Days of every month."""
SENDER = Actor.system("payouts")
FEE = 500


def pay(world: World, at: datetime) -> None:
    omar, shirin = persona("omar"), persona("shirin")
    if clock.dhaka_date(at).day == PAID_ON[-1]:
        _numbers_given(world, at)
    for provider in ("bkash", "rocket"):
        try:
            batch = batch_draft(actor=omar, provider=provider, now=at)
        except NothingToSend:
            continue
        _bring(omar, shirin, batch, at)
        batch = batch_release(actor=shirin, batch_id=batch.pk, now=at)
        if provider == "rocket":
            file_paid(omar, shirin, batch, "Name", at)
        else:
            _sent(batch, at)


def _numbers_given(world: World, at: datetime) -> None:
    """Who is owed something and has no wallet that can be paid opens one with bKash."""
    waiting = Payout.objects.filter(state="planned", provider="", person__isnull=False)
    for payout in waiting.select_related("person").distinct("person").order_by("person"):
        actor = world.actors.get(payout.organisation_id)
        if actor is not None and payout.person is not None:
            wallet_set(
                actor=actor,
                person_id=payout.person.pk,
                provider="bkash",
                number=f"0{payout.person.mobile[4:]}",
                now=at,
            )


def _bring(omar: Actor, shirin: Actor, batch: PayoutBatch, at: datetime) -> None:
    """What is short of this batch and its fees, in round sums."""
    there = balance(None, rules.PROVIDERS[batch.provider].float)
    short = batch.total_poisha + FEE * batch.payouts_count - there
    if short > 0:
        move = top_up_record(
            actor=omar,
            provider=batch.provider,
            amount_poisha=-(-short // 1_000_000) * 1_000_000,
            reference=f"RTGS-{batch.provider}-{batch.pk:04}",
            now=at,
        )
        float_arrived(actor=shirin, move_id=move.pk, now=at)


def _sent(batch: PayoutBatch, at: datetime) -> None:
    for payout in batch.payouts.filter(state="planned").order_by("id"):
        attempt = attempt_begin(actor=SENDER, payout=payout, batch=batch, now=at)
        trx = f"DM{attempt.pk:08}"
        attempt_settle(
            actor=SENDER,
            attempt_id=attempt.pk,
            outcome=Outcome("succeeded", "", "0000", trx_id=trx, fee_poisha=FEE, at=at),
            source="answer",
            now=at,
        )
    batch_end_if_done(actor=SENDER, batch_id=batch.pk, now=at)
