"""From when on the money of an order may go to its seller."""

from datetime import datetime

from django.db import transaction

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel.deadlines import deadline_set, kind
from ekshop.kernel.rulebook import due_at, rules_at
from ekshop.ledger.selectors import journals_of
from ekshop.orders import selectors as orders
from ekshop.payments import selectors as payments

from ...events import SellerPayoutOverdue, SellerPayoutSoon
from ...models import SellerEscrow, SellerRelease
from ...rules import DEADLINE_KIND, RELEASE

kind(
    DEADLINE_KIND,
    bn="পৌঁছানোর পর বিক্রেতার টাকা পাওয়া",
    en="The seller is paid after delivery",
    passed=SellerPayoutOverdue,
    warned=SellerPayoutSoon,
)

PAYOUT_RULE, NEW_RULE, FEE_RULE = "seller_payout", "escrow_new_seller", "seller_fee"


def seller_order_release(*, seller_order_id: int, now: datetime) -> SellerRelease | None:
    """The customer has the goods: freeze by which class of escrow, by when and at which fee the
    seller is paid, once. None before the proof of delivery, which nothing is released without.
    """
    handed = fulfilment.hand_over_of(seller_order_id)
    if handed is None or handed.handed_over_at is None or handed.return_until is None:
        return None
    seller_id = orders.seller_order_get(seller_order_id).seller_id
    delivered = handed.handed_over_at
    rules = rules_at([PAYOUT_RULE, FEE_RULE], delivered)
    with transaction.atomic():
        # It was thought to have gone back, and was handed over all the same.
        seller_order_release_undo(seller_order_id=seller_order_id)
        escrow, why = _escrow(seller_id, delivered)
        row, is_new = SellerRelease.objects.get_or_create(
            seller_order_id=seller_order_id,
            defaults={
                "seller_id": seller_id,
                "escrow": escrow,
                "why": why,
                "delivered_at": delivered,
                "release_at": delivered if escrow == "proof" else handed.return_until,
                "due_at": due_at(rules[PAYOUT_RULE], delivered),
                "fee_bp": rules[FEE_RULE].value,
            },
        )
        if is_new:
            deadline_set(
                entity=(RELEASE, row.pk),
                kind=DEADLINE_KIND,
                rule_key=PAYOUT_RULE,
                start=delivered,
                now=now,
            )
    return row


def seller_order_release_back(*, seller_order_id: int, now: datetime) -> SellerRelease:
    """Nobody collected it: what its ways cost and what is kept of the payment stand at once. Where
    nothing was paid and nothing booked there is nothing to wait for."""
    share = orders.seller_order_get(seller_order_id)
    booked = payments.payment_of(seller_order_id) or journals_of("seller_order", seller_order_id)
    row, _new = SellerRelease.objects.get_or_create(
        seller_order_id=seller_order_id,
        defaults={
            "seller_id": share.seller_id,
            "escrow": "back",
            "why": "back",
            "delivered_at": now,
            "release_at": now,
            "due_at": due_at(rules_at([PAYOUT_RULE], now)[PAYOUT_RULE], now),
            "settled_at": None if booked else now,
        },
    )
    return row


def seller_order_release_undo(*, seller_order_id: int) -> None:
    """What was thought to be over is not: its money waits for its hand-over again."""
    SellerRelease.objects.filter(seller_order_id=seller_order_id, escrow="back").delete()


def _escrow(seller_id: int, at: datetime) -> tuple[str, str]:
    """What the operator set counts first, then complaints, then that a seller is new."""
    said = SellerEscrow.objects.filter(seller_id=seller_id, valid_from__lte=at).exclude(
        valid_to__lte=at
    )
    by_why = {row.why: row.escrow for row in said}
    for why in ("set", "complaints"):
        if why in by_why:
            return by_why[why], why
    first = SellerRelease.objects.filter(seller_id=seller_id).order_by("delivered_at").first()
    new_rule = rules_at([NEW_RULE], at)[NEW_RULE]
    is_new = new_rule.value > 0 and (first is None or at < due_at(new_rule, first.delivered_at))
    return ("window", "new") if is_new else ("proof", "rule")
