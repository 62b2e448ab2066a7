"""A payment written: the row, the seller order's state, the journal, and a group's members' shares."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ekshop.kernel.actors import Actor
from ekshop.kernel.coded import coded_insert
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.orders.services import seller_order_mark_paid

from .. import rules
from ..models import Payment
from .grouping import group_members_pay
from .ways import earned_postings, money_account


def amount_due(seller_order_id: int) -> rules.Due:
    """What is payable for one seller order as inspected, in poisha."""
    lines, delivery = orders.accepted_lines(seller_order_id)
    return rules.amount_due(lines, delivery)


def payment_write(
    *,
    actor: Actor,
    seller_order: Any,
    due: rules.Due,
    medium: str,
    reference: str = "",
    collected_by_id: int,
    nonce: UUID,
    now: datetime,
) -> Payment:
    """To be called in the transaction of what is paid for. Raises StaleState where another paid it."""
    seller_order_mark_paid(actor=actor, seller_order_id=seller_order.pk, now=now)
    payment = coded_insert(
        Payment(
            seller_order_id=seller_order.pk,
            centre_id=seller_order.centre_id,
            goods_poisha=due.goods_poisha,
            delivery_poisha=due.delivery_poisha,
            amount_poisha=due.amount_poisha,
            medium=medium,
            reference=reference,
            collected_by_id=collected_by_id,
            collected_at=now,
            nonce=nonce,
        ),
        "P",
    )
    journal_post(
        key=f"payment:{payment.pk}",
        kind="payment",
        entity="payment",
        entity_id=payment.pk,
        postings=[
            (*money_account(payment), payment.amount_poisha),
            *earned_postings(seller_order, due),
        ],
        now=now,
    )
    group_members_pay(payment_id=payment.pk, seller_order=seller_order, now=now)
    return payment
