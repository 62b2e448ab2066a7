"""What keeps a seller's money from going, by a named reason, and what lets it go again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.kernel.locks import turn
from ekshop.kernel.rulebook import rule_at
from ekshop.orders import selectors as orders
from ekshop.parties.services import require

from ... import rules
from ...models import SellerEscrow, SellerHold, SellerSettlement
from ..payouts import payouts_hold


class NotHeld(Conflict):
    code = "not_held"
    message = _("This is not held any more.")


def hold_place(
    *,
    actor: Actor,
    seller_id: int,
    kind: str,
    text: str,
    now: datetime,
    seller_order_id: int | None = None,
    source: str = "",
) -> SellerHold:
    """Hold all of a seller's money, or one order's. With a `source` once while it holds.

    What is drawn up and not sent yet is held too; what is on its way stays on its way. Errors: NotAllowed, InvalidInput, NotFound for an
    order that is not this seller's.
    """
    require(actor, "seller_settlement.work")
    kinds = rules.HOLD_KINDS if source else rules.HOLD_KINDS_BY_HAND
    said = _said(text, {"kind": _("Choose a reason.")} if kind not in dict(kinds) else {})
    if seller_order_id and orders.seller_order_get(seller_order_id).seller_id != seller_id:
        raise NotFound(what="seller_order")
    with transaction.atomic():
        values = {
            "seller_id": seller_id,
            "seller_order_id": seller_order_id,
            "kind": kind,
            "text": said,
            "placed_by_id": actor.person_id,
            "placed_at": now,
        }
        draw_alone(shared=True)
        if source:
            row, is_new = SellerHold.objects.get_or_create(
                source=source, released_at=None, defaults=values
            )
        else:
            row, is_new = SellerHold.objects.create(**values), True
        if is_new:
            _audit(actor, row, "seller_hold_place", said, now)
            _payouts_follow(actor, seller_id, now)
    return row


def hold_release(*, actor: Actor, hold_id: int, text: str, now: datetime) -> SellerHold:
    """Let it go again, and why. Errors: NotAllowed, NotFound, NotHeld, InvalidInput."""
    require(actor, "seller_settlement.work")
    said = _said(text, {})
    with transaction.atomic():
        row = SellerHold.objects.select_for_update().filter(pk=hold_id).first()
        if row is None:
            raise NotFound(what="hold")
        if row.released_at is not None:
            raise NotHeld
        _release(actor, row, said, now)
    return row


def hold_of_source_release(*, actor: Actor, source: str, text: str, now: datetime) -> bool:
    """What asked for a hold asks for it no more; says whether one held."""
    require(actor, "seller_settlement.work")
    with transaction.atomic():
        row = SellerHold.objects.select_for_update().filter(source=source, released_at=None).first()
        if row:
            _release(actor, row, text, now)
    return row is not None


def escrow_set(
    *, actor: Actor, seller_id: int, escrow: str, note: str, now: datetime
) -> SellerEscrow:
    """From now on deliveries of this seller are paid by that class, whatever the rules would say.

    Errors: NotAllowed, InvalidInput.
    """
    require(actor, "seller_settlement.work")
    wrong: dict[str, object] = {"escrow": _("Choose from when on money goes.")}
    said = _said(note, {} if escrow in dict(rules.ESCROW_CHOICES) else wrong, field="note")
    with transaction.atomic():
        # Two at once: the later word ends the earlier, as it would a minute later.
        turn("seller_escrow", seller_id)
        _end(seller_id, "set", now)
        row = SellerEscrow.objects.create(
            seller_id=seller_id,
            escrow=escrow,
            why="set",
            note=said[:300],
            valid_from=now,
            set_by_id=actor.person_id,
        )
        _escrow_audit(
            actor, seller_id, "seller_escrow_set", {"escrow": escrow, "reason": said}, now
        )
    return row


def escrow_end(*, actor: Actor, seller_id: int, now: datetime) -> bool:
    """The rules decide again; says whether something else was set."""
    require(actor, "seller_settlement.work")
    with transaction.atomic():
        ended = _end(seller_id, "set", now)
        if ended:
            _escrow_audit(actor, seller_id, "seller_escrow_end", {}, now)
    return ended


def escrow_by_complaints(*, seller_id: int, open_complaints: int, now: datetime) -> bool:
    """From so many open complaints on (rule book), a seller's new deliveries are paid only when
    the return window is over; below it the rules decide again. Says whether it is so now.
    """
    limit = rule_at("escrow_complaints", now).value
    too_many = limit > 0 and open_complaints >= limit
    with transaction.atomic():
        if too_many:
            SellerEscrow.objects.get_or_create(
                seller_id=seller_id,
                why="complaints",
                valid_to=None,
                defaults={"escrow": "window", "valid_from": now},
            )
        else:
            _end(seller_id, "complaints", now)
    return too_many


def _end(seller_id: int, why: str, now: datetime) -> bool:
    running = SellerEscrow.objects.filter(seller_id=seller_id, why=why, valid_to=None)
    return bool(running.update(valid_to=now))


def _release(actor: Actor, row: SellerHold, said: str, now: datetime) -> None:
    row.released_at, row.released_by_id, row.release_text = now, actor.person_id, said
    row.save(update_fields=["released_at", "released_by", "release_text"])
    _audit(actor, row, "seller_hold_release", said, now)
    _payouts_follow(actor, row.seller_id, now)


def draw_alone(*, shared: bool = False) -> None:
    """Until the transaction ends nothing is drawn up beside it, or (shared) nothing is drawn up
    that does not see what it placed."""
    turn("settlement.settlements_draw", shared=shared)


def settlement_hold_follow(settlement_id: int, now: datetime) -> None:
    """What waits to be paid for a settlement is held as far as something holds its money."""
    with transaction.atomic():
        draw_alone(shared=True)
        row = SellerSettlement.objects.get(pk=settlement_id)
        _follow(Actor.system("settlement"), row, now)


def _payouts_follow(actor: Actor, seller_id: int, now: datetime) -> None:
    for row in SellerSettlement.objects.filter(seller_id=seller_id, state="ordered").order_by("id"):
        _follow(actor, row, now)


def _follow(actor: Actor, row: SellerSettlement, now: datetime) -> None:
    """All of it where everything of the seller is held, else what its held orders come to."""
    holds = SellerHold.objects.filter(seller_id=row.seller_id, released_at=None).order_by("id")
    everything = [hold for hold in holds if hold.seller_order_id is None]
    held_orders = [hold.seller_order_id for hold in holds]
    nets = row.lines.filter(seller_order_id__in=held_orders, net_poisha__gt=0)
    reason = (everything or [*holds])[0].kind if holds else ""
    payouts_hold(
        actor=actor,
        entity="seller_settlement",
        entity_id=row.pk,
        held_poisha=None if everything else nets.aggregate(sum=Sum("net_poisha", default=0))["sum"],
        reason=reason,
        now=now,
    )


def _said(text: str, problems: dict[str, object], field: str = "text") -> str:
    said = normalise(text).strip()
    if len(said) < 5:
        problems = {**problems, field: _("Say why, in words the seller understands.")}
    if problems:
        raise InvalidInput(problems)
    return said[:500]


def _audit(actor: Actor, row: SellerHold, action: str, said: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="seller_hold",
        entity_id=row.pk,
        data={"seller": row.seller_id, "kind": row.kind, "reason": said},
        now=now,
    )


def _escrow_audit(
    actor: Actor, seller_id: int, action: str, data: dict[str, object], now: datetime
) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="organisation",
        entity_id=seller_id,
        data=data,
        now=now,
    )
