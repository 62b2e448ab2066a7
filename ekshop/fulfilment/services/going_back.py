"""Parcels back to their sellers: refused on opening, given back later, or never collected."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.events import emit
from ekshop.orders import selectors as orders
from ekshop.orders.services import seller_order_mark_uncollected
from ekshop.parties.services import require

from .. import rules, selectors
from ..events import ParcelUncollected, ShipmentBooked
from ..models import Shipment, ShipmentLine
from .errors import NotDueBack
from .moving import parcel_left
from .telling import customer_tell
from .waiting import waiting_over


def parcel_back_make(
    *,
    actor: Actor,
    seller_order_id: int,
    why: str,
    pieces: Iterable[tuple[int, int]],
    now: datetime,
) -> Shipment:
    """A parcel for (order line, quantity), with a label of its own; no courier knows of it yet."""
    parcel = coded_insert(
        Shipment(
            seller_order_id=seller_order_id,
            direction="return",
            why=why,
            courier="manual",
            created_at=now,
        ),
        "D",
    )
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=parcel, order_line_id=line_id, quantity=quantity)
        for line_id, quantity in pieces
    )
    states.begin(parcel, actor=actor, now=now)
    return parcel


def parcel_send_back(
    *, actor: Actor, shipment_id: int, courier: str, tracking_number: str, now: datetime
) -> Shipment:
    """The centre gives a parcel its way back to the seller.

    "manual": it is with a courier now, whose number was typed. A courier with an interface is
    asked to come for it: the parcel stays until that courier says, or the centre
    (`parcel_taken`), that it has left. Harmless when repeated, and another courier may be chosen
    until then. Errors: NotFound, InvalidInput.
    """
    require(actor, "return.send")
    if courier not in dict(rules.COURIERS):
        raise InvalidInput({"courier": _("Choose a courier from the list.")})
    with transaction.atomic():
        parcel = _going_back(actor, shipment_id)
        if parcel.state != "booked":
            return parcel
        if courier == "manual":
            parcel_left(
                actor=actor,
                shipment=parcel,
                now=now,
                courier=courier,
                courier_ref="",
                tracking_number=normalise(tracking_number)[:60],
            )
        elif courier != parcel.courier:
            parcel.courier, parcel.courier_ref, parcel.tracking_number = courier, "", ""
            parcel.save(update_fields=["courier", "courier_ref", "tracking_number"])
            emit(ShipmentBooked(parcel.pk))
    return parcel


def parcel_taken(*, actor: Actor, shipment_id: int, now: datetime) -> Shipment:
    """The courier that was asked came for the parcel. Harmless when repeated. Errors: NotFound."""
    require(actor, "return.send")
    with transaction.atomic():
        parcel = _going_back(actor, shipment_id)
        parcel_left(actor=actor, shipment=parcel, now=now)
    return parcel


def uncollected_send_back(*, actor: Actor, seller_order_id: int, now: datetime) -> Shipment:
    """Nobody came, and the last day is over: the goods get a parcel back to their seller.

    The seller order ends as uncollected. Nothing becomes payable; what was paid goes back, and
    who bears both ways is a rule, both reckoned above, in payments. Asked again it answers with
    the same parcel. Errors: NotFound, NotDueBack.
    """
    require(actor, "return.send")
    with transaction.atomic():
        # Locked, so that a customer who comes in this moment is served first or told.
        seller_order = (
            orders.seller_orders_visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("order__customer", "centre")
            .filter(pk=seller_order_id)
            .first()
        )
        if seller_order is None:
            raise NotFound(what="seller_order")
        if seller_order.state == "uncollected":
            return Shipment.objects.get(seller_order_id=seller_order.pk, why="uncollected")
        promised = deadlines_of(("seller_order", seller_order.pk))
        if not selectors.is_due_back(seller_order, promised, now=now):
            raise NotDueBack
        opened, was_paid = seller_order.state != "arrived", seller_order.state == "paid"
        parcel = parcel_back_make(
            actor=actor,
            seller_order_id=seller_order.pk,
            why="uncollected",
            pieces=[
                (line.pk, line.accepted_quantity if opened else line.quantity)
                for line in orders.lines_of(seller_order.pk)
                if line.state == "confirmed" and (line.accepted_quantity or not opened)
            ],
            now=now,
        )
        seller_order_mark_uncollected(actor=actor, seller_order_id=seller_order.pk, now=now)
        waiting_over(seller_order_id=seller_order.pk, now=now)
        customer_tell(seller_order, "parcel_sent_back", actor=actor, now=now, paid=was_paid)
        emit(ParcelUncollected(seller_order_id=seller_order.pk, shipment_id=parcel.pk))
    return parcel


def _going_back(actor: Actor, shipment_id: int) -> Shipment:
    """Held, so that the centre's word and the courier's report come one after the other."""
    parcel = (
        Shipment.objects.select_for_update(of=("self",))
        .select_related("seller_order")
        .filter(pk=shipment_id, direction="return")
        .first()
    )
    if parcel is None:
        raise NotFound
    orders.seller_order_visible_to(actor, parcel.seller_order_id)
    return parcel
