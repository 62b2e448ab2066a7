"""What happens to a seller order after it is confirmed, told by those who see it happen.

Fulfilment and payments judge who may do what they do, and call these in the same transaction;
here only the order's own table of states is kept. Each returns the seller order as it now is.
All raise NotFound for an unknown id, and StaleState when the state does not allow it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound

from ..models import OrderLine, SellerOrder
from .errors import InspectionIncomplete, ReturnTooMany


class InspectedLine(NamedTuple):
    """What was found of a confirmed line; the three add up to what was sent of it."""

    line_id: int
    accepted: int
    rejected: int
    short: int


def seller_order_mark_shipped(*, actor: Actor, seller_order_id: int, now: datetime) -> SellerOrder:
    return _mark("ship", actor, seller_order_id, now)


def seller_order_mark_arrived(*, actor: Actor, seller_order_id: int, now: datetime) -> SellerOrder:
    return _mark("arrive", actor, seller_order_id, now)


def seller_order_mark_lost(*, actor: Actor, seller_order_id: int, now: datetime) -> SellerOrder:
    return _mark("lose", actor, seller_order_id, now)


def seller_order_mark_inspected(
    *, actor: Actor, seller_order_id: int, now: datetime
) -> SellerOrder:
    """After `line_inspection_record` found something to accept."""
    return _mark("inspect", actor, seller_order_id, now)


def seller_order_mark_refused(*, actor: Actor, seller_order_id: int, now: datetime) -> SellerOrder:
    """After `line_inspection_record` found nothing to accept."""
    return _mark("refuse", actor, seller_order_id, now)


def seller_order_mark_paid(*, actor: Actor, seller_order_id: int, now: datetime) -> SellerOrder:
    return _mark("pay", actor, seller_order_id, now)


def seller_order_mark_handed_over(
    *, actor: Actor, seller_order_id: int, now: datetime
) -> SellerOrder:
    return _mark("hand_over", actor, seller_order_id, now)


def seller_order_mark_uncollected(
    *, actor: Actor, seller_order_id: int, now: datetime
) -> SellerOrder:
    """Nobody came: the goods go back, and what was accepted of them counts as returned."""
    with transaction.atomic():
        seller_order = _mark("give_up", actor, seller_order_id, now)
        seller_order.lines.update(returned_quantity=F("accepted_quantity"))
    return seller_order


def line_inspection_record(
    *,
    actor: Actor,
    seller_order_id: int,
    lines: Iterable[InspectedLine | tuple[int, int, int, int]],
    now: datetime,
) -> int:
    """Fills in what was accepted, rejected and short; returns the accepted goods in poisha.

    Every confirmed line, each once. Errors: InspectionIncomplete with the `lines` that do not
    add up; StaleState unless the seller order has arrived.
    """
    found = {line.line_id: line for line in (InspectedLine(*line) for line in lines)}
    with transaction.atomic():
        seller_order = _get(seller_order_id)
        if seller_order.state != "arrived":
            raise states.ActionNotPossible(
                action=SellerOrder.machine.action_label("inspect"),
                state=SellerOrder.machine.state_label(seller_order.state),
            )
        expected = list(seller_order.lines.filter(state="confirmed"))
        wrong = [line.pk for line in expected if not _adds_up(line, found.get(line.pk))]
        wrong += sorted(found.keys() - {line.pk for line in expected})
        if wrong:
            raise InspectionIncomplete(lines=wrong)
        for line in expected:
            line.accepted_quantity = found[line.pk].accepted
            line.rejected_quantity = found[line.pk].rejected
            line.short_quantity = found[line.pk].short
        OrderLine.objects.bulk_update(
            expected, ["accepted_quantity", "rejected_quantity", "short_quantity"]
        )
    return sum(line.accepted_poisha for line in expected)


def line_return_record(*, actor: Actor, line_id: int, quantity: int, now: datetime) -> OrderLine:
    """Counts pieces that went back after payment. Errors: NotFound, ReturnTooMany."""
    if quantity < 1:
        raise ValueError("at least one piece comes back")
    with transaction.atomic():
        changed = OrderLine.objects.filter(
            pk=line_id, accepted_quantity__gte=F("returned_quantity") + quantity
        ).update(returned_quantity=F("returned_quantity") + quantity)
        line = OrderLine.objects.filter(pk=line_id).first()
        if line is None:
            raise NotFound(what="order_line")
        if not changed:
            raise ReturnTooMany(
                accepted=line.accepted_quantity, returned=line.returned_quantity, asked=quantity
            )
    return line


def _adds_up(line: OrderLine, seen: InspectedLine | None) -> bool:
    return (
        seen is not None
        and min(seen.accepted, seen.rejected, seen.short) >= 0
        and seen.accepted + seen.rejected + seen.short == line.coming_quantity
    )


def _mark(action: str, actor: Actor, seller_order_id: int, now: datetime) -> SellerOrder:
    seller_order = _get(seller_order_id)
    states.move(seller_order, action, actor=actor, now=now)
    return seller_order


def _get(seller_order_id: int) -> SellerOrder:
    found = SellerOrder.objects.filter(pk=seller_order_id).first()
    if found is None:
        raise NotFound(what="seller_order")
    return found
