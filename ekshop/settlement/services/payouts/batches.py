"""Batches: drafted by one person, released by another."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import NotFound
from ekshop.ledger.selectors import verifications
from ekshop.parties.services import require

from ... import rules
from ...models import Payout, PayoutBatch
from ...selectors.payouts import not_said_paid, planned_in_batches, said_paid, sent_since
from .errors import NothingToSend
from .ordering import limits_at, too_large_split, waiting_placed

BATCH_SIZE = 20_000
"""Every centre of the country several times over; what is beyond waits for the next draft."""


def books_agree() -> bool:
    """What the last check of the books found; there being none yet stops nothing."""
    last = verifications().first()
    return last is None or last.agrees


def batch_draft(*, actor: Actor, provider: str, now: datetime) -> PayoutBatch:
    """Gather what is due for a provider and fits its limits today; what does not, waits a day.

    Raises NothingToSend.
    """
    require(actor, "payout.send")
    if provider not in rules.PROVIDERS:
        raise NotFound(provider=provider)
    with transaction.atomic():
        waiting_placed(actor=actor, now=now)
        too_large_split(actor=actor, provider=provider, now=now)
        taken = _fitting(_due(provider, now), now)
        if not taken:
            raise NothingToSend(provider=provider)
        batch = PayoutBatch.objects.create(
            provider=provider,
            payouts_count=len(taken),
            total_poisha=sum(payout.amount_poisha for payout in taken),
            drafted_by_id=actor.person,
            drafted_at=now,
        )
        states.begin(batch, actor=actor, now=now)
        Payout.objects.filter(pk__in=[payout.pk for payout in taken]).update(batch=batch)
    return batch


def doubted_leave(batch: PayoutBatch) -> None:
    """Of what is still to be sent, leave out what the provider says by now it paid before."""
    planned = batch.payouts.filter(state="planned")
    doubted = [payout.pk for payout in said_paid(planned)]
    if doubted:
        Payout.objects.filter(pk__in=doubted).update(batch=None)
        batches_recount([batch.pk])
        batch.refresh_from_db(fields=["payouts_count", "total_poisha"])


def batches_recount(batch_ids: Collection[int]) -> None:
    """Something left these: what they hold is what is in them and what they tried."""
    for batch in PayoutBatch.objects.filter(pk__in=batch_ids):
        inside = Payout.objects.filter(Q(batch=batch) | Q(attempts__batch=batch)).distinct()
        amounts = list(inside.values_list("pk", "amount_poisha"))
        PayoutBatch.objects.filter(pk=batch.pk).update(
            payouts_count=len(amounts), total_poisha=sum(amount for _pk, amount in amounts)
        )


def _due(provider: str, now: datetime) -> list[Payout]:
    due = (
        Payout.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(Q(not_before=None) | Q(not_before__lte=now), batch=None)
        .filter(state="planned", provider=provider, pay_on__lte=dhaka_date(now))
    )
    return list(not_said_paid(due).order_by("pay_on", "id")[:BATCH_SIZE])


def _fitting(due: list[Payout], now: datetime) -> list[Payout]:
    """Those whose wallet has room left today and this month; the others move to the next day on
    which they may."""
    if not due or not rules.PROVIDERS[due[0].provider].limits:
        return due
    fits = room_left(due, now)
    return [payout for payout in due if fits(payout)]


def room_left(payouts: list[Payout], now: datetime) -> Callable[[Payout], bool]:
    """A question to ask of each of these in turn: does its wallet still take it today? One that
    does counts from then on; one that does not is put off."""
    today = dhaka_date(now)
    limits, provider = limits_at(now), rules.PROVIDERS[payouts[0].provider]
    day_limit, month_limit = (limits[key] for key in provider.limits)
    numbers = {payout.number for payout in payouts}
    by_day = sent_since(provider.name, numbers, today)
    by_month = sent_since(provider.name, numbers, today.replace(day=1))
    for number, total in planned_in_batches(payouts).items():
        by_day[number] = by_day.get(number, 0) + total
        by_month[number] = by_month.get(number, 0) + total

    def fits(payout: Payout) -> bool:
        number, amount = payout.number, payout.amount_poisha
        in_day = by_day.get(number, 0) + amount <= day_limit
        in_month = by_month.get(number, 0) + amount <= month_limit
        if in_day and in_month:
            by_day[number] = by_day.get(number, 0) + amount
            by_month[number] = by_month.get(number, 0) + amount
            return True
        put_off(payout, today + timedelta(days=1))
        return False

    return fits


def put_off(payout: Payout, day: date) -> None:
    payout.pay_on, payout.batch = day, None
    payout.save(update_fields=["pay_on", "batch"])


def batch_drop(*, actor: Actor, batch_id: int, now: datetime) -> PayoutBatch:
    """Undo a draft: its payouts wait for another. Raises NotFound, StaleState."""
    require(actor, "payout.send")
    with transaction.atomic():
        batch = batch_held(batch_id)
        states.move(batch, "drop", actor=actor, now=now, also={"ended_at": now})
        batch.payouts.filter(state="planned").update(batch=None)
    return batch


def batch_held(batch_id: int) -> PayoutBatch:
    """The batch, locked until the transaction ends. Raises NotFound."""
    batch = PayoutBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(batch_id=batch_id)
    return batch


def batch_end_if_done(*, actor: Actor, batch_id: int, now: datetime) -> bool:
    """Ended once every payout of it is paid or has failed."""
    with transaction.atomic():
        batch = batch_held(batch_id)
        if batch.state not in ("released", "sent", "freeing"):
            return False
        waiting = batch.payouts.filter(state__in=["planned", "sending", "unknown"])
        if waiting.exists():
            return False
        states.move(batch, "end", actor=actor, now=now, also={"ended_at": now, "trouble": ""})
    return True


def trouble_set(batch: PayoutBatch, trouble: str, **data: int) -> None:
    if (batch.trouble, batch.trouble_data) != (trouble, data):
        batch.trouble, batch.trouble_data = trouble, data
        batch.save(update_fields=["trouble", "trouble_data"])
