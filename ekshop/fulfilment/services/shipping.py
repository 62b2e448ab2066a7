"""Parcels on their way: booked by the seller, followed by what couriers say."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.orders import selectors as orders
from ekshop.orders.services import seller_order_mark_lost
from ekshop.parties.services import require

from .. import rules
from ..events import ShipmentBooked, ShipmentLost
from ..models import Pool, Shipment, ShipmentLine, SourcingCheck, TrackingEvent
from .errors import AlreadyBooked, NotCheckedYet, NotReadyToShip
from .moving import parcel_is_back, parcel_left


def shipment_book(
    *, actor: Actor, seller_order_id: int, courier: str, tracking_number: str = "", now: datetime
) -> Shipment:
    """Make the parcel for a confirmed seller order; its label can be printed at once.

    A courier with an interface is told by a job afterwards; "manual" is taken at its word.
    Asked twice, it answers with the parcel there is. Errors: NotFound, NotReadyToShip,
    NotCheckedYet, AlreadyBooked.
    """
    require(actor, "shipment.book")
    courier_check(courier)
    with transaction.atomic():
        # Locked, so that two bookings, or a booking and a cancellation, come one after the other.
        seller_order = (
            orders.seller_orders_visible_to(actor)
            .select_for_update(of=("self",))
            .filter(pk=seller_order_id)
            .first()
        )
        if seller_order is None:
            raise NotFound(what="seller_order")
        return parcel_make(
            actor=actor,
            seller_order=seller_order,
            courier=courier,
            tracking_number=tracking_number,
            now=now,
        )


def parcel_make(
    *,
    actor: Actor,
    seller_order: Any,
    courier: str,
    tracking_number: str = "",
    pool: Pool | None = None,
    now: datetime,
) -> Shipment:
    """The parcel of a seller order that is held, by whoever may send it.

    Of a producer's goods only what was found good at the first inspection is in it.
    """
    existing = (
        Shipment.objects.filter(seller_order_id=seller_order.pk, direction="outbound")
        .exclude(state="cancelled")
        .first()
    )
    if existing:
        same = existing.courier == courier and tracking_number in ("", existing.tracking_number)
        if same and existing.pool_id == (pool.pk if pool else None):
            return existing
        raise AlreadyBooked(code=existing.code)
    if seller_order.state != "confirmed":
        raise NotReadyToShip(state=orders.state_label(seller_order))
    checks = SourcingCheck.objects.filter(seller_order_id=seller_order.pk)
    if seller_order.sourcing_centre_id is not None and not checks.exists():
        raise NotCheckedYet
    with transaction.atomic():
        shipment = coded_insert(
            Shipment(
                seller_order_id=seller_order.pk,
                direction="outbound",
                courier=courier,
                tracking_number=tracking_number.strip(),
                pool=pool,
                created_at=now,
            ),
            "D",
        )
        ShipmentLine.objects.bulk_create(
            ShipmentLine(shipment=shipment, order_line_id=line.pk, quantity=line.coming_quantity)
            for line in orders.lines_of(seller_order.pk)
            if line.state == "confirmed"
        )
        states.begin(shipment, actor=actor, now=now, event=ShipmentBooked(shipment.pk))
    return shipment


def shipment_courier_booked(*, shipment_id: int, courier_ref: str, tracking_number: str) -> None:
    """Keep what the courier calls the parcel; told again, nothing changes."""
    Shipment.objects.filter(pk=shipment_id, courier_ref="").update(
        courier_ref=courier_ref, tracking_number=tracking_number
    )


def shipment_cancel(*, actor: Actor, shipment_id: int, now: datetime) -> None:
    """Take back a parcel that has not left. Errors: StaleState."""
    require(actor, "shipment.book")
    shipment = Shipment.objects.get(pk=shipment_id)
    orders.seller_order_visible_to(actor, shipment.seller_order_id)
    states.move(shipment, "cancel", actor=actor, now=now)


def shipments_called_off(*, actor: Actor, seller_order_id: int, now: datetime) -> int:
    """The centre took the order back: its parcel, if it has not left, is not to leave any more."""
    waiting = Shipment.objects.filter(
        seller_order_id=seller_order_id, direction="outbound", state="booked"
    )
    return len(states.move_all(waiting, "cancel", actor=actor, now=now))


def shipment_hand_over(
    *, actor: Actor, shipment_id: int, tracking_number: str = "", now: datetime
) -> Shipment:
    """The parcel left the hands of whoever packed it, said by a person. Harmless when repeated."""
    require(actor, "shipment.report")
    with transaction.atomic():
        shipment = Shipment.objects.select_for_update().get(pk=shipment_id)
        orders.seller_order_visible_to(actor, shipment.seller_order_id)
        if tracking_number.strip():
            shipment.tracking_number = tracking_number.strip()
            shipment.save(update_fields=["tracking_number"])
        parcel_left(actor=actor, shipment=shipment, now=now)
    return shipment


def tracking_record(
    *,
    courier: str,
    shipment_id: int,
    event_key: str,
    status: str,
    message: str,
    at: datetime,
    now: datetime,
) -> bool:
    """Keep what a courier reported, and move the parcel on if that is news; False: repeated.

    Reports come repeated, late and out of order: each is kept once by the courier's key, and a
    status only ever moves the parcel forward. "arrived" is the courier's word: the parcel counts
    as arrived when the centre receives it, so until then it is out for delivery.
    Errors: InvalidInput for a status that is none of ours, and for a time that cannot be.
    """
    if status not in rules.TRACKING_STATUSES:
        raise InvalidInput({"status": _("Not a tracking status we know.")})
    if at > now + rules.REPORT_AHEAD:
        raise InvalidInput({"at": _("This time has not come yet.")})
    if at < now - rules.REPORT_LATE:
        raise InvalidInput({"at": _("This time is too long ago.")})
    with transaction.atomic():
        # The parcel's row is held so that two reports at once are weighed one after the other.
        shipment = Shipment.objects.select_for_update().get(pk=shipment_id)
        _event, is_new = TrackingEvent.objects.get_or_create(
            courier=courier,
            event_key=event_key[:120],
            defaults={
                "shipment": shipment,
                "status": status,
                "message": message[:300],
                "at": at,
                "received_at": now,
            },
        )
        if is_new:
            _advance(shipment, status, now)
    return is_new


def _advance(shipment: Shipment, status: str, now: datetime) -> None:
    actor = Actor.system("courier")
    target = rules.target_state(status, shipment.direction)
    if not rules.is_news(shipment.state, target):
        return
    if target == "lost":
        parcel_left(actor=actor, shipment=shipment, now=now)
        states.move(shipment, "lose", actor=actor, now=now, event=ShipmentLost(shipment.pk))
        if shipment.direction == "outbound":
            seller_order_mark_lost(actor=actor, seller_order_id=shipment.seller_order_id, now=now)
        return
    if target == "arrived":
        parcel_is_back(actor=actor, shipment=shipment, now=now)
        return
    parcel_left(actor=actor, shipment=shipment, now=now)
    if shipment.state == target:
        return
    action = {"in_transit": "move", "out_for_delivery": "approach"}[target]
    states.move(shipment, action, actor=actor, now=now)


def courier_check(courier: str) -> None:
    if courier not in dict(rules.COURIERS):
        raise InvalidInput({"courier": _("Choose a courier from the list.")})
