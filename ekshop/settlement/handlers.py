"""Reactions to what happens below."""

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.events import HandedOver, ParcelUncollected
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.payments import selectors as payments
from ekshop.payments.events import NothingRefunded, PaymentCollected, RefundIssued

from . import services

ACTOR = Actor.system("settlement")


def earn_on_payment(event: PaymentCollected) -> None:
    services.commission_earn(actor=ACTOR, payment_id=event.payment_id, now=now())


def window_on_hand_over(event: HandedOver) -> None:
    """The return window starts: earned first, for this can outrun the payment's own event."""
    payment = payments.payment_of(event.seller_order_id)
    until = fulfilment.return_until(event.seller_order_id)
    if payment and until:
        services.commission_earn(actor=ACTOR, payment_id=payment.pk, now=now())
        services.commission_window_set(seller_order_id=event.seller_order_id, locks_at=until)
        services.seller_order_release(seller_order_id=event.seller_order_id, now=now())


def reverse_on_refund(event: RefundIssued) -> None:
    _earned_first(event.seller_order_id)
    services.commission_reverse(actor=ACTOR, refund_id=event.refund_id, now=now())


def reverse_without_refund(event: NothingRefunded) -> None:
    _earned_first(event.seller_order_id)
    services.commission_reverse_unrefunded(actor=ACTOR, return_id=event.return_id, now=now())


def reverse_uncollected(event: ParcelUncollected) -> None:
    _earned_first(event.seller_order_id)
    services.commission_reverse_uncollected(
        actor=ACTOR, seller_order_id=event.seller_order_id, now=now()
    )
    services.seller_order_release_back(seller_order_id=event.seller_order_id, now=now())


def _earned_first(seller_order_id: int) -> None:
    """The payment's own event may have failed and wait for its next try."""
    payment = payments.payment_of(seller_order_id)
    if payment:
        services.commission_earn(actor=ACTOR, payment_id=payment.pk, now=now())
