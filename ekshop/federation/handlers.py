"""Reactions to what happens below: the sellers concerned are told."""

from typing import Any

from ekshop.catalogue.events import ChangesHeld
from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.events import (
    InspectionRecorded,
    ParcelUncollected,
    ReturnAsked,
    ReturnDecided,
    ShipmentArrived,
    ShipmentLost,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import DeadlinePassed, DeadlineTold, DeadlineWarned
from ekshop.orders import selectors as orders
from ekshop.orders.events import SellerOrderCancelled, SellerOrderExpired, SellerOrderPlaced

from . import rules
from .selectors.wire import return_wire, shipment_wire
from .services import (
    deadline_notice,
    held_changes_tell,
    order_url,
    return_url,
    seller_announce,
    seller_order_announce,
)

READER = Actor.system("federation")


def on_seller_order_placed(event: SellerOrderPlaced) -> None:
    _order(event.seller_order_id, rules.NEW_ORDER)


def on_seller_order_cancelled(event: SellerOrderCancelled) -> None:
    _order(event.seller_order_id, "seller_order.cancelled")


def on_seller_order_expired(event: SellerOrderExpired) -> None:
    _order(event.seller_order_id, "seller_order.expired")


def on_shipment_arrived(event: ShipmentArrived) -> None:
    _shipment(event.shipment_id, "shipment.arrived")


def on_shipment_lost(event: ShipmentLost) -> None:
    _shipment(event.shipment_id, "shipment.lost")


def on_inspection_recorded(event: InspectionRecorded) -> None:
    _order(event.seller_order_id, "inspection.recorded")


def on_parcel_uncollected(event: ParcelUncollected) -> None:
    _order(event.seller_order_id, rules.UNCOLLECTED)


def on_return_asked(event: ReturnAsked) -> None:
    _return(event.return_id, "return.asked")


def on_return_decided(event: ReturnDecided) -> None:
    _return(event.return_id, "return.decided")


def on_changes_held(event: ChangesHeld) -> None:
    held_changes_tell(seller_id=event.seller_id, now=clock.now())


def on_deadlines_warned(events: list[DeadlineWarned]) -> None:
    """The seller is reminded by SMS of what is still to be done."""
    for event in events:
        _deadline(event)


def on_deadlines_passed(events: list[DeadlinePassed]) -> None:
    """A promise the seller has broken; one whose passing ends the matter is told elsewhere."""
    for event in events:
        if event.kind in rules.LATE_KINDS:
            _deadline(event)


def _order(seller_order_id: int, event_type: str) -> None:
    seller_order_announce(seller_order_id=seller_order_id, event_type=event_type, now=clock.now())


def _shipment(shipment_id: int, event_type: str) -> None:
    shipment = fulfilment.shipments_visible_to(READER).get(pk=shipment_id)
    seller_order = shipment.seller_order
    payload = {"seller_order_code": seller_order.code, **shipment_wire(shipment)}
    _tell(seller_order.seller_id, event_type, shipment.code, payload)


def _return(return_id: int, event_type: str) -> None:
    wanted = fulfilment.returns_visible_to(READER).get(pk=return_id)
    seller_id = wanted.order_line.seller_order.seller_id
    _tell(seller_id, event_type, wanted.code, return_wire(wanted))


def _tell(seller_id: int, event_type: str, reference: str, payload: dict[str, Any]) -> None:
    seller_announce(
        seller_id=seller_id,
        event_type=event_type,
        reference=reference,
        payload=payload,
        now=clock.now(),
    )


def _deadline(event: DeadlineTold) -> None:
    kind = rules.DEADLINE_KINDS.get(event.kind)
    if kind is None:
        return
    if event.entity == "seller_order":
        about = orders.seller_order_get(event.id)
        seller_id, code, url = about.seller_id, about.code, order_url(about.code)
    else:
        wanted = fulfilment.returns_visible_to(READER).get(pk=event.id)
        seller_id = wanted.order_line.seller_order.seller_id
        code, url = wanted.code, return_url(wanted.code)
    deadline_notice(
        seller_id=seller_id, code=code, kind=kind, due_at=event.due_at, url=url, now=clock.now()
    )
