"""Sending again what failed: a new attempt, to where the receiver is paid now."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.states import ActionNotPossible
from ekshop.parties.services import require

from ... import rules
from ...models import Payout, PayoutAttempt
from ...selectors.payouts import said_paid
from .errors import NoDestination, SaidPaid, SameNumber
from .ordering import limits_at, place_now, place_on, taken_for
from .outcomes import entity_planned


def payout_retry(*, actor: Actor, payout_id: int, now: datetime) -> Payout:
    """Plan a failed payout again, to the wallet or account that holds now, its waiting time kept.

    Raises NoDestination, SameNumber where it failed for the number and that is unchanged, SaidPaid
    where the provider says it was paid all the same, ActionNotPossible, NotFound.
    """
    require(actor, "payout.send")
    with transaction.atomic():
        payout = Payout.objects.select_for_update(of=("self",)).filter(pk=payout_id).first()
        if payout is None:
            raise NotFound(payout_id=payout_id)
        _again(actor, payout, now)
    return payout


def own_payouts_mend(*, actor: Actor, now: datetime) -> int:
    """The receiver gave another number: what failed for the old one, and what waits in no batch yet,
    goes to the new; returns how many."""
    with transaction.atomic():
        mended = _waiting_moved(actor, now)
        failed = Payout.objects.select_for_update(of=("self",)).filter(
            person_id=actor.person, state="failed"
        )
        for payout in failed:
            reason = last_attempt(payout).reason
            if rules.REASONS[reason].who == rules.RECEIVER:
                try:
                    _again(actor, payout, now)
                except (NoDestination, SaidPaid, SameNumber):
                    continue
                mended += 1
    return mended


def _waiting_moved(actor: Actor, now: datetime) -> int:
    waiting = (
        Payout.objects.select_for_update(of=("self",))
        .filter(person_id=actor.person, state="planned", batch=None)
        .exclude(provider="")
    )
    moved = 0
    for payout in waiting:
        place = place_now(payout, now)
        if place and (place.provider, place.number) != (payout.provider, payout.number):
            place_on(actor, payout, place, limits_at(now), taken_for([place], now), now)
            moved += 1
    return moved


def last_attempt(payout: Payout) -> PayoutAttempt:
    """Raises IndexError where nothing was tried yet."""
    return payout.attempts.order_by("-number")[0]


def _again(actor: Actor, payout: Payout, now: datetime) -> None:
    if payout.state != "failed":
        raise ActionNotPossible(
            action=rules.PAYOUT.action_label("plan"), state=rules.PAYOUT.state_label(payout.state)
        )
    if said_paid(Payout.objects.filter(pk=payout.pk)).exists():
        raise SaidPaid
    last = last_attempt(payout)
    place = place_now(payout, now)
    if place is None:
        raise NoDestination
    same = (place.provider, place.number) == (last.provider, last.wallet)
    if same and not rules.REASONS[last.reason].same_number:
        raise SameNumber
    taken = taken_for([place], now)
    states.move(payout, "plan", actor=actor, now=now, also={"batch_id": None})
    place_on(actor, payout, place, limits_at(now), taken, now)
    entity_planned(payout.entity, payout.entity_id, now)
