"""A parcel leaves, and a parcel is back: what follows, whoever says it."""

from datetime import datetime
from typing import Any

from ekshop.catalogue.services import stock_restore
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_meet, deadline_set
from ekshop.orders.services import seller_order_mark_shipped

from ..events import ShipmentFound, ShipmentHandedOver
from ..models import ReturnRequest, Shipment


def parcel_held(shipment_id: int) -> Shipment:
    """With its seller order; nothing moves it until the caller's transaction ends."""
    rows = Shipment.objects.select_for_update(of=("self",)).select_related("seller_order")
    return rows.get(pk=shipment_id)


def parcel_left(*, actor: Actor, shipment: Shipment, now: datetime, **also: Any) -> None:
    """booked → handed over; harmless for one that has left. `also`: columns to fill with it.

    On the way to a centre the seller order is shipped and its 48 hours are met; on the way back
    the return it carries is sent, and its seller's time to receive it runs.
    """
    if shipment.state != "booked":
        return
    states.move(
        shipment,
        "hand_over",
        actor=actor,
        now=now,
        also={"handed_over_at": now, **also},
        event=ShipmentHandedOver(shipment.pk),
    )
    if shipment.direction == "outbound":
        seller_order_mark_shipped(actor=actor, seller_order_id=shipment.seller_order_id, now=now)
        deadline_meet(
            entity=("seller_order", shipment.seller_order_id), kind="courier_hand_over", now=now
        )
        return
    for wanted in ReturnRequest.objects.filter(shipment=shipment, state="approved"):
        states.move(wanted, "send", actor=actor, now=now)
        deadline_set(
            entity=("return", wanted.pk),
            kind="return_receipt",
            rule_key="refund_after_failure",
            start=now,
            now=now,
            owner_organisation_id=shipment.seller_order.seller_id,
        )


def parcel_is_back(*, actor: Actor, shipment: Shipment, now: datetime) -> None:
    """Back with its seller. What nobody collected is whole: it is on hand again."""
    parcel_left(actor=actor, shipment=shipment, now=now)
    found = ShipmentFound(shipment.pk) if shipment.state == "lost" else None
    states.move(shipment, "arrive", actor=actor, now=now, also={"arrived_at": now}, event=found)
    if shipment.why == "uncollected":
        lines = shipment.lines.select_related("order_line")
        stock_restore(pieces={line.order_line.stock_reference: line.quantity for line in lines})
