"""Collecting after inspection."""

from datetime import datetime
from uuid import UUID

from ekshop.fulfilment.services import hand_over_prepare
from ekshop.kernel.actors import Actor
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.errors import Conflict, StaleState
from ekshop.kernel.events import emit
from ekshop.notices.services import notice_send
from ekshop.orders import selectors as orders
from ekshop.parties.services import require

from .. import rules
from ..events import PaymentCollected
from ..models import Payment
from .errors import AmountChanged, NotPayable, ReferenceUsed
from .remitted import reference_read
from .standing import cash_standing_renew
from .ways import medium_check
from .writing import amount_due, payment_write


def payment_collect(
    *,
    actor: Actor,
    seller_order_id: int,
    medium: str,
    reference: str,
    expected_poisha: int,
    nonce: UUID,
    now: datetime,
) -> Payment:
    """Record what a customer paid for what was accepted of one seller's parcel.

    One transaction: the payment, the seller order's state, the journal, and the code with which
    the customer takes the goods. Cash is owed by the
    centre from then on; a wallet payment is on the platform's account at once. `expected_poisha`
    is what the screen showed. The same nonce again answers with the same payment.
    Errors: NotAllowed, NotFound, NotPayable, AmountChanged, ReferenceUsed, InvalidInput.
    """
    require(actor, "payment.collect")
    reference = reference_read(reference)
    medium_check(medium, reference, rules.COLLECTION_MEDIA)
    seller_order = orders.seller_order_visible_to(actor, seller_order_id)
    if done := _collected_before(nonce, seller_order.pk):
        return done
    if seller_order.state != "inspected":
        raise NotPayable(state=orders.state_label(seller_order))
    due = amount_due(seller_order.pk)
    if due.amount_poisha != expected_poisha:
        raise AmountChanged(now_poisha=due.amount_poisha)
    try:
        with refused_as(payment_reference_once=ReferenceUsed(reference=reference)):
            payment = payment_write(
                actor=actor,
                seller_order=seller_order,
                due=due,
                medium=medium,
                reference=reference,
                collected_by_id=actor.person,
                nonce=nonce,
                now=now,
            )
            if medium == "cash":
                cash_standing_renew(centre_id=payment.centre_id, now=now)
            hand_over_prepare(actor=actor, seller_order_id=seller_order.pk, now=now)
            customer = seller_order.order.customer
            notice_send(
                actor=actor,
                template="payment_received",
                to=customer.mobile,
                language=customer.language,
                context={
                    "code": seller_order.order.code,
                    "amount_poisha": payment.amount_poisha,
                    "receipt_number": payment.code,
                },
                reference=payment.code,
                now=now,
            )
            emit(PaymentCollected(payment_id=payment.pk, seller_order_id=seller_order.pk))
    except StaleState:
        # The same form at the same moment: the other one won.
        if done := _collected_before(nonce, seller_order.pk):
            return done
        raise
    return payment


def _collected_before(nonce: UUID, seller_order_id: int) -> Payment | None:
    """The payment this form has made. Raises Conflict if it was another parcel's form."""
    done = Payment.objects.filter(nonce=nonce).first()
    if done and done.seller_order_id != seller_order_id:
        raise Conflict
    return done
