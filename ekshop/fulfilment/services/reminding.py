"""Parcels that wait for their customers."""

from datetime import datetime

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.notices.services import notice_send
from ekshop.orders import selectors as orders

from ..rules import WAITING_STATES


def pickup_remind(*, actor: Actor, seller_order_id: int, due_at: datetime, now: datetime) -> bool:
    """Ask the customer by SMS to come for what waits at the centre; False: nothing waits."""
    seller_order = orders.seller_order_get(seller_order_id)
    if seller_order.state not in WAITING_STATES:
        return False
    customer = seller_order.order.customer
    notice_send(
        actor=actor,
        template="parcel_waiting",
        to=customer.mobile,
        language=customer.language,
        context={
            "code": seller_order.code,
            "centre_name": seller_order.centre.name_in(customer.language),
            "until": dhaka_date(due_at),
            "late": now >= due_at,
        },
        reference=seller_order.code,
        now=now,
    )
    return True
