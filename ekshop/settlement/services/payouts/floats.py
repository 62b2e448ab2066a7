"""The money payouts are made from: topped up from the bank, or brought over from what bKash
collected for us."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require

from ... import rules
from ...adapters import BY_CALL
from ...models import FloatMove
from .errors import AnotherPerson

ACTOR = Actor.system("payouts")


def top_up_record(
    *, actor: Actor, provider: str, amount_poisha: int, reference: str, now: datetime
) -> FloatMove:
    """Somebody had the bank send money to a provider. Booked once another person saw it arrive.

    Raises InvalidInput for a reference that was used.
    """
    require(actor, "payout.send")
    problems = {}
    reference = reference.strip()
    if provider not in rules.PROVIDERS or rules.PROVIDERS[provider].float == "bank":
        problems["provider"] = rules.FLOAT_PROBLEMS["provider"]
    if amount_poisha <= 0:
        problems["amount"] = rules.FLOAT_PROBLEMS["amount"]
    if not 3 <= len(reference) <= 60:
        problems["reference"] = rules.FLOAT_PROBLEMS["reference"]
    elif FloatMove.objects.filter(provider=provider, reference=reference).exists():
        problems["reference"] = rules.FLOAT_PROBLEMS["used"]
    if problems:
        raise InvalidInput(problems)
    used = InvalidInput({"reference": rules.FLOAT_PROBLEMS["used"]})
    with refused_as(float_move_once=used):
        move = FloatMove.objects.create(
            provider=provider,
            kind="top_up",
            amount_poisha=amount_poisha,
            reference=reference,
            recorded_by_id=actor.person,
            recorded_at=now,
        )
        states.begin(move, actor=actor, now=now)
    return move


def float_arrived(*, actor: Actor, move_id: int, now: datetime) -> FloatMove:
    """The money is there. What the platform moved by itself takes two persons' word: the first
    one's is noted. Raises AnotherPerson for who recorded it or said so, StaleState, NotFound."""
    require(actor, "payout.send")
    with transaction.atomic():
        move = _held(actor, move_id)
        if _first_word(actor, move, "arrive"):
            return move
        _arrive(actor, move, now, {"confirmed_by_id": actor.person})
    return move


def float_not_made(*, actor: Actor, move_id: int, now: datetime) -> FloatMove:
    """It never came, or was never sent. Nothing was booked, nothing is. By two, as above."""
    require(actor, "payout.send")
    with transaction.atomic():
        move = _held(actor, move_id)
        if _first_word(actor, move, "refuse"):
            return move
        also = {"confirmed_by_id": actor.person, "ended_at": now}
        states.move(move, "refuse", actor=actor, now=now, also=also)
    return move


def _first_word(actor: Actor, move: FloatMove, said: str) -> bool:
    """Of a move nobody recorded: note what this person says, unless another said the same before.
    One who says otherwise is the first again."""
    if move.recorded_by_id is not None:
        return False
    if move.said == said and move.said_by_id == actor.person:
        raise AnotherPerson
    if move.said == said:
        return False
    move.said, move.said_by_id = said, actor.person
    move.save(update_fields=["said", "said_by"])
    return True


def _held(actor: Actor, move_id: int) -> FloatMove:
    move = FloatMove.objects.select_for_update(of=("self",)).filter(pk=move_id).first()
    if move is None:
        raise NotFound(move_id=move_id)
    if move.recorded_by_id == actor.person:
        raise AnotherPerson
    return move


def _arrive(actor: Actor, move: FloatMove, now: datetime, also: dict[str, object]) -> None:
    states.move(move, "arrive", actor=actor, now=now, also={"ended_at": now, **also})
    journal_post(
        key=f"float:{move.pk}",
        kind="float_move",
        entity="float_move",
        entity_id=move.pk,
        postings=[
            (None, rules.PROVIDERS[move.provider].float, move.amount_poisha),
            (None, "bank", -move.amount_poisha),
        ],
        now=now,
    )


# What the platform brings over by itself ---------------------------------------------------------


def float_fill(
    *, provider: str, short_poisha: int, now: Callable[[], datetime]
) -> FloatMove | None:
    """Bring over what is short, or as much as there is; None where nothing was collected.

    The row is written before the call and says the balance before it, so that a lost answer can be
    judged by the balance after it. Raises ProviderTrouble.
    """
    adapter = BY_CALL[provider]
    amount = min(short_poisha, adapter.collected(now()))
    if amount <= 0:
        return None
    before = adapter.balance(now())
    with transaction.atomic():
        move = FloatMove.objects.create(
            provider=provider,
            kind="collection",
            amount_poisha=amount,
            reference=f"collection {now():%Y%m%dT%H%M%S%f}",
            balance_before_poisha=before,
            recorded_at=now(),
        )
        states.begin(move, actor=ACTOR, now=now())
    outcome = adapter.fill(amount, now())
    if outcome.fate == "succeeded":
        with transaction.atomic():
            _arrive(ACTOR, move, now(), {})
    elif outcome.fate == "unknown":
        states.move(move, "lose", actor=ACTOR, now=now(), reason=outcome.reason)
    else:
        also = {"ended_at": now()}
        states.move(move, "refuse", actor=ACTOR, now=now(), reason=outcome.reason, also=also)
    return move


def unsettled_fill(provider: str) -> FloatMove | None:
    return FloatMove.objects.filter(
        provider=provider, kind="collection", state__in=["recorded", "unknown"]
    ).first()


def fill_settle(*, provider: str, now: datetime) -> bool:
    """Whether no bringing-over is open. One whose answer never came is judged by the balance:
    nothing else moves it while nobody sends. What the balance does not tell, a person must.

    Raises ProviderTrouble.
    """
    move = unsettled_fill(provider)
    if move is None:
        return True
    grown = BY_CALL[provider].balance(now) - (move.balance_before_poisha or 0)
    with transaction.atomic():
        if grown == move.amount_poisha:
            _arrive(ACTOR, move, now, {})
        elif grown == 0:
            states.move(move, "refuse", actor=ACTOR, now=now, also={"ended_at": now})
        else:
            return False
    return True
