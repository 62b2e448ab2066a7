"""Holding what was ordered and is not on its way yet, all of it or a part, and letting it go."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor

from ...models import Payout
from .batches import batches_recount


def payouts_hold(
    *,
    actor: Actor,
    entity: str,
    entity_id: int,
    held_poisha: int | None,
    reason: str,
    now: datetime,
) -> int:
    """Of what waits to be sent for this, hold so much (None: everything) and let the rest go;
    answers how much is held now, in poisha.

    A payout of which only a part is held becomes two. What is on its way stays on its way. Asked
    again it changes nothing.
    """
    with transaction.atomic():
        waiting = list(
            Payout.objects.select_for_update(of=("self",))
            .filter(entity=entity, entity_id=entity_id, state__in=["planned", "held"])
            .order_by("part")
        )
        total = sum(each.amount_poisha for each in waiting)
        wanted = total if held_poisha is None else min(held_poisha, total)
        held = [each for each in waiting if each.state == "held"]
        more = wanted - sum(each.amount_poisha for each in held)
        if more > 0:
            planned = [each for each in waiting if each.state == "planned"]
            _move(actor, list(reversed(planned)), "hold", more, reason, now)
        elif more < 0:
            _move(actor, held, "free", -more, reason, now)
    return wanted


def _move(
    actor: Actor, rows: list[Payout], action: str, poisha: int, reason: str, now: datetime
) -> None:
    """So much of these, the first first; of the last perhaps a part."""
    left = set()
    for each in rows:
        if poisha <= 0:
            break
        if each.batch_id:
            left.add(each.batch_id)
        part = each if each.amount_poisha <= poisha else _split(actor, each, poisha, now)
        poisha -= part.amount_poisha
        states.move(part, action, actor=actor, now=now, reason=reason, also={"batch_id": None})
    batches_recount(left)


def _split(actor: Actor, payout: Payout, poisha: int, now: datetime) -> Payout:
    """A part of it as a payout of its own, in the same state; what is left leaves its batch, whose
    sum is another now."""
    siblings = Payout.objects.filter(entity=payout.entity, entity_id=payout.entity_id)
    number = siblings.count() + 1
    payout.amount_poisha -= poisha
    payout.batch = None
    payout.save(update_fields=["amount_poisha", "batch"])
    part = Payout.objects.get(pk=payout.pk)
    part.pk, part.part, part.amount_poisha, part._state.adding = None, number, poisha, True
    part.save()
    siblings.update(parts=number)
    states.begin(part, actor=actor, now=now)
    return part
