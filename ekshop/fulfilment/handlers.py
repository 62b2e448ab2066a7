"""Reactions to what happens below, and to time."""

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned, deadline_set
from ekshop.orders import selectors as orders
from ekshop.orders.events import SellerOrderCancelled, SellerOrderConfirmed

from . import rules, services, tasks
from .events import ShipmentBooked
from .models import ReturnRequest, Shipment

ACTOR = Actor.system("deadlines")


def promises_on_confirm(event: SellerOrderConfirmed) -> None:
    """Start the clocks of the guidelines: 48 hours to the courier, 5 or 10 days to the centre,
    both from when what is made to order can be ready.

    A parcel can outrun this: what has happened already is promised no more.
    """
    at = now()
    seller_order = orders.seller_order_get(event.seller_order_id)
    entity = ("seller_order", seller_order.pk)
    near = seller_order.same_district
    if seller_order.state == "confirmed":
        deadline_set(
            entity=entity,
            kind="courier_hand_over",
            rule_key="courier_hand_over",
            start=max(at, seller_order.ready_at),
            now=at,
            owner_organisation_id=seller_order.seller_id,
        )
    if seller_order.state in ("confirmed", "shipped"):
        deadline_set(
            entity=entity,
            kind="delivery",
            rule_key="delivery_same_district" if near else "delivery_elsewhere",
            start=seller_order.ready_at,
            now=at,
            owner_organisation_id=seller_order.seller_id,
        )


def courier_on_booking(event: ShipmentBooked) -> None:
    """Tell a courier that has an interface; outside this transaction, as a job."""
    courier, trial = Shipment.objects.values_list("courier", "seller_order__trial").get(
        pk=event.shipment_id
    )
    if courier != "manual" and not trial:
        tasks.courier_book.later(shipment_id=event.shipment_id)


def silence_on_return(event: DeadlinePassed) -> None:
    """A seller silent on a return has agreed; one silent on the goods has received them."""
    if event.entity != "return":
        return
    wanted = ReturnRequest.objects.filter(pk=event.id).first()
    if wanted is None:
        return
    if event.kind == "return_answer" and wanted.state == "asked":
        services.return_decide(actor=ACTOR, return_id=wanted.pk, approve=True, note="", now=now())
    elif event.kind == "return_receipt" and wanted.state == "sent":
        services.return_receive(actor=ACTOR, return_id=wanted.pk, now=now())


def remind_to_collect(event: DeadlineWarned) -> None:
    """A parcel still waits for its customer, whose time will be over soon."""
    if event.entity == "seller_order" and event.kind in (rules.PICKUP, rules.LAST_CALL):
        services.pickup_remind(
            actor=ACTOR,
            seller_order_id=event.id,
            until=event.due_at,
            last=event.kind == rules.LAST_CALL,
            now=now(),
        )


def not_collected(event: DeadlinePassed) -> None:
    """Nobody came: told a last day; and when that is over, the goods are due to go back."""
    if event.entity != "seller_order":
        return
    if event.kind == rules.PICKUP:
        services.pickup_missed(actor=ACTOR, seller_order_id=event.id, now=now())
    elif event.kind == rules.LAST_CALL:
        services.last_call_missed(seller_order_id=event.id, now=now())


def parcel_on_cancel(event: SellerOrderCancelled) -> None:
    """A parcel booked for an order that was taken back stays where it is."""
    services.shipments_called_off(
        actor=Actor.system("cancellation"), seller_order_id=event.seller_order_id, now=now()
    )
