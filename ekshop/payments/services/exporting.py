"""What the export hub accepts it pays for, by itself."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from ekshop.fulfilment.services import hub_take
from ekshop.kernel.actors import Actor
from ekshop.kernel.events import emit
from ekshop.orders import selectors as orders
from ekshop.parties.services import export_hub

from .. import rules
from ..events import PaymentCollected
from ..models import Payment
from .writing import amount_due, payment_write


def export_pay(*, actor: Actor, seller_order_id: int, now: datetime) -> Payment | None:
    """The platform owes the seller what its hub accepted; the hub has the goods. The way there is
    its courier's, a producer's being ek-Shop's.

    Once, with the same journal as a customer's payment, but against goods instead of money. None
    for an order that is no export, or of which nothing was accepted.
    """
    seller_order = orders.seller_order_get(seller_order_id)
    done = Payment.objects.filter(seller_order_id=seller_order.pk).first()
    if done or not seller_order.export or seller_order.state != "inspected":
        return done
    due = amount_due(seller_order.pk)
    with transaction.atomic():
        payment = payment_write(
            actor=actor,
            seller_order=seller_order,
            due=due,
            medium=rules.EXPORT,
            collected_by_id=export_hub(now=now).person_id,
            nonce=uuid5(NAMESPACE_URL, f"export:{seller_order.code}"),
            now=now,
        )
        hub_take(actor=actor, seller_order_id=seller_order.pk, now=now)
        emit(PaymentCollected(payment_id=payment.pk, seller_order_id=seller_order.pk))
    return payment
