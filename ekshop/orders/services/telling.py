"""What customers and centres are told by SMS, in the transaction of what it tells of."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import override

from ekshop.kernel.actors import Actor
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import CustomerAtCentre, centre_contact, organisation_names

from .. import rules
from ..models import Order, OrderLine, SellerOrder


def order_placed(
    *,
    actor: Actor,
    order: Order,
    customer: CustomerAtCentre,
    seller_count: int,
    promised_on: date,
    deliver_by: date,
    now: datetime,
) -> None:
    """To the customer, with the code to follow it by, the day it is promised for and the last one
    by law, of whatever comes last; to the centre, as a receipt of its own."""
    notices = [
        NoticeToSend(
            template="order_placed",
            to=customer.mobile,
            language=customer.language,
            context={
                "code": order.code,
                "total_poisha": order.total_poisha,
                "promised_on": promised_on,
                "deliver_by": deliver_by,
                "centre_name": customer.centre_name_in(customer.language),
                "url": tracking_url(order),
            },
            reference=order.code,
            organisation_id=order.centre_id,
        )
    ]
    if customer.centre_mobile:
        notices.append(
            NoticeToSend(
                template="order_placed_centre",
                to=customer.centre_mobile,
                language="bn",
                context={
                    "code": order.code,
                    "customer_name": customer.name,
                    "seller_count": seller_count,
                    "total_poisha": order.total_poisha,
                },
                reference=order.code,
                organisation_id=order.centre_id,
            )
        )
    notices_send(actor=actor, notices=notices, now=now)


def lines_declined(
    *, actor: Actor, seller_order: SellerOrder, lines: Sequence[OrderLine], now: datetime
) -> None:
    """To the centre: what will not come and where to see who else can send it. One SMS for all."""
    mobile = centre_contact(seller_order.centre_id)
    if not mobile:
        return
    with override("bn"):
        given = dict(rules.DECLINED_FOR).get(lines[0].decline_reason)
        reason = str(given or rules.LINE.state_label(lines[0].state))
    seller = organisation_names([seller_order.seller_id])[seller_order.seller_id]
    order = seller_order.order
    notice = NoticeToSend(
        template="line_declined",
        to=mobile,
        language="bn",
        context={
            "code": order.code,
            "seller_name": seller.name_bn,
            "title": ", ".join(line.name_in("bn") for line in lines),
            "reason": reason,
            "url": f"{settings.PUBLIC_URL}/centre/orders/{order.code}/",
        },
        reference=order.code,
        organisation_id=order.centre_id,
    )
    notices_send(actor=actor, notices=[notice], now=now)


def tracking_url(order: Order) -> str:
    """Where anyone who also knows the customer's mobile sees how it stands; short, for an SMS."""
    return f"{settings.PUBLIC_URL}/t/{order.code}"
