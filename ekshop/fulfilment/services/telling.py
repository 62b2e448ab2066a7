"""What a customer is told of a parcel by SMS, in the transaction of what it tells of."""

from datetime import datetime
from typing import Any

from ekshop.kernel.actors import Actor
from ekshop.notices.services import notice_send


def customer_tell(
    seller_order: Any, template: str, *, actor: Actor, now: datetime, **more: Any
) -> None:
    """Every template knows the order's code and who sold and who keeps the goods; `more`: what
    this one says besides."""
    customer = seller_order.order.customer
    notice_send(
        actor=actor,
        template=template,
        to=customer.mobile,
        language=customer.language,
        context={
            "code": seller_order.order.code,
            "seller_name": seller_order.seller.name_in(customer.language),
            "centre_name": seller_order.centre.name_in(customer.language),
            **more,
        },
        reference=seller_order.code,
        now=now,
    )
