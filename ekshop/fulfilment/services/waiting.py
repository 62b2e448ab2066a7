"""Parcels that wait for their customers: asked for, a last time, and then due to go back."""

from datetime import datetime

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadline_cancel, deadline_meet, deadline_set, kind
from ekshop.orders import selectors as orders

from ..rules import LAST_CALL, PICKUP, SEND_BACK, WAITING_STATES
from .telling import customer_tell

KINDS = [
    kind(PICKUP, bn="ক্রেতা পণ্য নেবেন", en="The customer collects"),
    kind(LAST_CALL, bn="ক্রেতার পণ্য নেওয়ার শেষ সুযোগ", en="The customer's last days to collect"),
    kind(SEND_BACK, bn="সেন্টার পণ্য ফেরত পাঠাবে", en="The centre sends the goods back"),
]


def waiting_begin(*, seller_order_id: int, centre_id: int, now: datetime) -> None:
    """The parcel is here; from now on its customer is waited for."""
    _promise(PICKUP, "centre_pickup", seller_order_id, centre_id, now)


def waiting_over(*, seller_order_id: int, now: datetime, collected: bool = False) -> None:
    """Nobody is waited for any more: the goods were taken, or they go back."""
    for each in KINDS:
        entity = ("seller_order", seller_order_id)
        if not collected:
            deadline_cancel(entity=entity, kind=each.name, now=now)
        deadline_meet(entity=entity, kind=each.name, now=now)


def pickup_remind(
    *, actor: Actor, seller_order_id: int, until: datetime, last: bool, now: datetime
) -> bool:
    """Ask the customer by SMS to come by `until`; False: nothing waits.

    `last`: after that day the goods go back, and the SMS says so.
    """
    seller_order = orders.seller_order_get(seller_order_id)
    if seller_order.state not in WAITING_STATES:
        return False
    customer_tell(
        seller_order, "parcel_waiting", actor=actor, now=now, until=dhaka_date(until), last=last
    )
    return True


def pickup_missed(*, actor: Actor, seller_order_id: int, now: datetime) -> None:
    """The time to collect is over: the customer is told the last day, which begins now."""
    seller_order = orders.seller_order_get(seller_order_id)
    if seller_order.state not in WAITING_STATES:
        return
    last = _promise(LAST_CALL, "last_call", seller_order.pk, seller_order.centre_id, now)
    pickup_remind(actor=actor, seller_order_id=seller_order.pk, until=last, last=True, now=now)


def last_call_missed(*, seller_order_id: int, now: datetime) -> None:
    """The last day is over: the centre is to send the goods back, and has its own time for it."""
    seller_order = orders.seller_order_get(seller_order_id)
    if seller_order.state in WAITING_STATES:
        _promise(SEND_BACK, "send_back", seller_order.pk, seller_order.centre_id, now)


def _promise(
    name: str, rule_key: str, seller_order_id: int, centre_id: int, now: datetime
) -> datetime:
    return deadline_set(
        entity=("seller_order", seller_order_id),
        kind=name,
        rule_key=rule_key,
        start=now,
        now=now,
        owner_organisation_id=centre_id,
    ).due_at
