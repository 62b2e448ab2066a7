"""Reactions to what happens below."""

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.events import (
    HandedOver,
    InspectionRecorded,
    ParcelUncollected,
    ShipmentArrived,
    ShipmentFound,
    ShipmentHandedOver,
    ShipmentLost,
)
from ekshop.kernel import deadlines
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.kernel.deadlines import DeadlineWarned
from ekshop.payments import selectors as payments
from ekshop.payments.events import NothingRefunded, PaymentCollected, RefundIssued
from ekshop.payments.services import uncollected_settle

from . import services
from .events import (
    DisputeSettled,
    PrizesWon,
    SellerMonthToApprove,
    StatementBrought,
    StatementDisputed,
    StatementPaid,
    StatementsReady,
)
from .services import telling

ACTOR = Actor.system("settlement")


def earn_on_payment(event: PaymentCollected) -> None:
    services.commission_earn(actor=ACTOR, payment_id=event.payment_id, now=now())
    services.group_money_follow(seller_order_id=event.seller_order_id, now=now())


def courier_on_the_way(
    event: ShipmentHandedOver | ShipmentArrived | ShipmentLost | ShipmentFound,
) -> None:
    """A producer's goods go by a courier that is owed their way, but for what it loses."""
    services.courier_way_follow(actor=ACTOR, shipment_id=event.shipment_id, now=now())


def bear_on_inspection(event: InspectionRecorded) -> None:
    """Rejected pieces: who bears them, by the rule noted on them."""
    services.rejection_book(actor=ACTOR, seller_order_id=event.seller_order_id, now=now())


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
    refund = payments.refund_get(event.refund_id)
    if refund.return_id:
        services.return_way_book(
            actor=ACTOR,
            return_id=refund.return_id,
            refunded_poisha=refund.amount_poisha,
            now=now(),
        )
    services.group_money_follow(seller_order_id=event.seller_order_id, now=now())


def reverse_without_refund(event: NothingRefunded) -> None:
    _earned_first(event.seller_order_id)
    services.commission_reverse_unrefunded(actor=ACTOR, return_id=event.return_id, now=now())
    services.return_way_book(actor=ACTOR, return_id=event.return_id, refunded_poisha=0, now=now())
    services.group_money_follow(seller_order_id=event.seller_order_id, now=now())


def reverse_uncollected(event: ParcelUncollected) -> None:
    _earned_first(event.seller_order_id)
    services.commission_reverse_uncollected(
        actor=ACTOR, seller_order_id=event.seller_order_id, now=now()
    )
    # What goes back has to stand in the books before anything is released to the seller.
    uncollected_settle(
        actor=Actor.system("payments"), seller_order_id=event.seller_order_id, now=now()
    )
    services.group_money_follow(seller_order_id=event.seller_order_id, now=now())
    services.seller_order_release_back(seller_order_id=event.seller_order_id, now=now())


def _earned_first(seller_order_id: int) -> None:
    """The payment's own event may have failed and wait for its next try."""
    payment = payments.payment_of(seller_order_id)
    if payment:
        services.commission_earn(actor=ACTOR, payment_id=payment.pk, now=now())


def tell_statements_ready(events: list[StatementsReady]) -> None:
    by_close: dict[int, list[int]] = {}
    for event in events:
        by_close.setdefault(event.close_id, []).append(event.centre_id)
    for close_id, centre_ids in by_close.items():
        telling.statements_ready_tell(close_id=close_id, centre_ids=centre_ids, now=now())


def tell_month_to_approve(event: SellerMonthToApprove) -> None:
    telling.month_to_approve_tell(seller_month_id=event.seller_month_id, now=now())


def tell_statement_paid(event: StatementPaid) -> None:
    telling.statement_paid_tell(statement_id=event.statement_id, now=now())


def differences_go_back(event: StatementBrought) -> None:
    services.differences_return(provider=event.provider, now=now())


def tell_prizes_won(event: PrizesWon) -> None:
    telling.prizes_won_tell(scheme_id=event.scheme_id, centre_id=event.centre_id, now=now())


def tell_statement_disputed(event: StatementDisputed) -> None:
    for deadline in deadlines.deadlines_of(("statement_dispute", event.dispute_id))[:1]:
        telling.line_disputed_tell(
            dispute_id=event.dispute_id, due_at=deadline.due_at, again=False, now=now()
        )


def remind_of_dispute(event: DeadlineWarned) -> None:
    if event.kind == services.DISPUTE_ANSWER:
        telling.line_disputed_tell(dispute_id=event.id, due_at=event.due_at, again=True, now=now())


def tell_dispute_settled(event: DisputeSettled) -> None:
    telling.dispute_settled_tell(dispute_id=event.dispute_id, now=now())
