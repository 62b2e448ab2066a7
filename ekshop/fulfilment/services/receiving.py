"""The parcel reaches the centre."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_meet
from ekshop.orders import selectors as orders
from ekshop.orders.services import seller_order_mark_arrived, seller_order_mark_shipped
from ekshop.parties.services import require

from ..events import ShipmentArrived, ShipmentHandedOver
from ..models import Shipment
from .telling import customer_tell
from .waiting import waiting_begin


def shipment_receive(*, actor: Actor, shipment_id: int, now: datetime) -> Shipment:
    """Note that the parcel is here; the customer is asked to come and see. Harmless repeated.

    A parcel that no courier ever reported may arrive all the same, and a courier that reports in
    the same second does not stand in the way. From now on it waits for its customer, who is
    reminded before the time is over and after; at the export hub nobody is waited for.
    Errors: NotFound for another centre's parcel, StaleState for one that is cancelled.
    """
    require(actor, "shipment.receive")
    with transaction.atomic():
        shipment = Shipment.objects.select_for_update().get(pk=shipment_id)
        seller_order = orders.seller_order_visible_to(actor, shipment.seller_order_id)
        if shipment.direction == "outbound" and shipment.state == "arrived":
            return shipment
        if shipment.state == "booked":
            states.move(
                shipment,
                "hand_over",
                actor=actor,
                now=now,
                also={"handed_over_at": now},
                event=ShipmentHandedOver(shipment.pk),
            )
        states.move(
            shipment,
            "arrive",
            actor=actor,
            now=now,
            also={"arrived_at": now},
            event=ShipmentArrived(shipment.pk),
        )
        if seller_order.state == "confirmed":
            seller_order_mark_shipped(actor=actor, seller_order_id=seller_order.pk, now=now)
        seller_order_mark_arrived(actor=actor, seller_order_id=seller_order.pk, now=now)
        entity = ("seller_order", seller_order.pk)
        deadline_meet(entity=entity, kind="courier_hand_over", now=now)
        deadline_meet(entity=entity, kind="delivery", now=now)
        if seller_order.export:
            return shipment
        waiting_begin(seller_order_id=seller_order.pk, centre_id=seller_order.centre_id, now=now)
        customer_tell(seller_order, "parcel_arrived", actor=actor, now=now)
    return shipment
