"""Reading payments, and who may see which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.rulebook import Rule, rules_at
from ekshop.ledger import selectors as books
from ekshop.orders import selectors as orders

from .. import rules
from ..models import Payment, Refund, Remittance

CUSTOMER_SHARE = "uncollected_customer_share"
SELLER_SHARE = "uncollected_seller_share"


@dataclass(frozen=True)
class PaymentFacts:
    """A payment as those above need it; amounts in poisha."""

    pk: int
    code: str
    seller_order_id: int
    seller_id: int
    centre_id: int
    collected_by_id: int
    collected_at: datetime
    goods_poisha: int
    delivery_poisha: int
    amount_poisha: int
    refunded_poisha: int
    medium: str
    reference: str


@dataclass(frozen=True)
class RefundFacts:
    """A refund as those above need it; amounts in poisha.

    No line, no return: for the whole parcel, or, `as_remedy`, what a complaint's parties agreed on.
    """

    pk: int
    order_line_id: int | None
    return_id: int | None
    as_remedy: bool
    seller_order_id: int
    goods_poisha: int
    amount_poisha: int
    issued_at: datetime


def _facts(payment: Payment) -> PaymentFacts:
    return PaymentFacts(
        pk=payment.pk,
        code=payment.code,
        seller_order_id=payment.seller_order_id,
        seller_id=payment.seller_order.seller_id,
        centre_id=payment.centre_id,
        collected_by_id=payment.collected_by_id,
        collected_at=payment.collected_at,
        goods_poisha=payment.goods_poisha,
        delivery_poisha=payment.delivery_poisha,
        amount_poisha=payment.amount_poisha,
        refunded_poisha=payment.refunded_poisha,
        medium=payment.medium,
        reference=payment.reference,
    )


def payment_get(payment_id: int) -> PaymentFacts:
    return _facts(Payment.objects.select_related("seller_order").get(pk=payment_id))


def payment_of(seller_order_id: int) -> PaymentFacts | None:
    """The payment of one seller order, or None while it is not paid."""
    found = (
        Payment.objects.select_related("seller_order")
        .filter(seller_order_id=seller_order_id)
        .first()
    )
    return _facts(found) if found else None


def payments_of(seller_order_ids: Sequence[int]) -> dict[int, PaymentFacts]:
    """Payments by seller order, for a list's page, in one statement."""
    found = Payment.objects.select_related("seller_order").filter(
        seller_order_id__in=seller_order_ids
    )
    return {payment.seller_order_id: _facts(payment) for payment in found}


def payments_visible_to(actor: Actor) -> QuerySet[Payment]:
    return Payment.objects.filter(
        seller_order__in=orders.seller_orders_visible_to(actor)
    ).select_related("seller_order", "seller_order__order", "seller_order__seller")


def payment_by_code(actor: Actor, code: str) -> Payment:
    """Errors: NotFound, also for a payment the actor may not see."""
    return _one(payments_visible_to(actor), code)


def payment_on_paper(code: str) -> Payment:
    """For whoever holds its receipt; the page asks for proof first. Errors: NotFound."""
    rows = Payment.objects.select_related("seller_order__seller", "seller_order__order")
    return _one(rows, code)


def _one(rows: QuerySet[Payment], code: str) -> Payment:
    try:
        plain = parse_code(code, "P")
    except InvalidCode as error:
        raise NotFound from error
    found = (
        rows.filter(code=plain)
        .select_related(
            "seller_order__seller",
            "seller_order__order__customer",
            "seller_order__centre__place",
            "collected_by",
        )
        .prefetch_related("refunds")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def remittances_visible_to(actor: Actor) -> QuerySet[Remittance]:
    """A centre's own; the operator's and auditor's: all."""
    rows = Remittance.objects.select_related("centre", "remitted_by", "asked_by")
    if actor.role in {"operator", "auditor"}:
        return rows
    return rows.filter(centre_id=actor.organisation_id)


def refund_get(refund_id: int) -> RefundFacts:
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    line_id = None
    if refund.return_request_id:
        line_id = fulfilment.return_for_refund(refund.return_request_id).order_line_id
    return RefundFacts(
        pk=refund.pk,
        order_line_id=line_id,
        return_id=refund.return_request_id,
        as_remedy=refund.remedy_id is not None,
        seller_order_id=refund.payment.seller_order_id,
        goods_poisha=refund.goods_poisha,
        amount_poisha=refund.amount_poisha,
        issued_at=refund.issued_at,
    )


def uncollected_borne(seller_order: Any, paid_poisha: int) -> tuple[rules.Borne, Rule]:
    """Who bears both ways when nobody collects, and the rule that says so for who is asked first:
    the customer where something was paid, else the seller. The rules of the day it was ordered.
    """
    held = rules_at([CUSTOMER_SHARE, SELLER_SHARE], seller_order.placed_at)
    borne = rules.uncollected(
        delivery_poisha=seller_order.delivery_poisha,
        paid_poisha=paid_poisha,
        customer_bp=held[CUSTOMER_SHARE].value,
        seller_bp=held[SELLER_SHARE].value,
    )
    return borne, held[CUSTOMER_SHARE if paid_poisha else SELLER_SHARE]


def refunds_to_give(actor: Actor) -> QuerySet[Refund]:
    """Cash a centre has to put into customers' hands, to be paged by (`issued_at`, `id`): what a
    complaint's parties agreed on, and what a parcel nobody collected leaves. Goods given back at
    the counter are paid there and then."""
    return Refund.objects.filter(
        payment__centre_id=actor.organisation_id, medium="cash", return_request=None, given_at=None
    ).select_related("payment__seller_order__order__customer", "payment__seller_order__seller")


@dataclass(frozen=True)
class CashWaiting:
    """A refund in cash that its customer has not got yet."""

    code: str
    amount_poisha: int
    centre: Any


def cash_waiting(refund_id: int) -> CashWaiting | None:
    """None for one that came another way, or was given."""
    refund = (
        Refund.objects.select_related("payment__centre")
        .filter(pk=refund_id, medium="cash", given_at=None)
        .first()
    )
    if refund is None:
        return None
    return CashWaiting(refund.code, refund.amount_poisha, refund.payment.centre)


def refunds_of(seller_order_ids: Sequence[int]) -> dict[int, list[Refund]]:
    found: dict[int, list[Refund]] = {}
    for refund in Refund.objects.select_related("payment").filter(
        payment__seller_order_id__in=seller_order_ids
    ):
        found.setdefault(refund.payment.seller_order_id, []).append(refund)
    return found


def seller_orders_paid(payment_ids: Collection[int]) -> dict[int, int]:
    """Of several payments, by their ids, the seller order each was for."""
    rows = Payment.objects.filter(pk__in=payment_ids)
    return dict(rows.values_list("pk", "seller_order_id"))


def seller_orders_refunded(refund_ids: Collection[int]) -> dict[int, int]:
    """The same for refunds."""
    rows = Refund.objects.filter(pk__in=refund_ids)
    return dict(rows.values_list("pk", "payment__seller_order_id"))


def order_codes_of(entity: str, ids: Collection[int]) -> dict[int, str]:
    """The orders that payments or refunds ("payment", "refund") belong to, by their ids."""
    if entity == "payment":
        return dict(
            Payment.objects.filter(pk__in=ids).values_list("pk", "seller_order__order__code")
        )
    return dict(
        Refund.objects.filter(pk__in=ids).values_list("pk", "payment__seller_order__order__code")
    )


def remittance_codes(ids: Collection[int]) -> dict[int, str]:
    return dict(Remittance.objects.filter(pk__in=ids).values_list("pk", "code"))


def cash_owed(centre_id: int) -> int:
    """Cash a centre has collected and not passed on, in poisha."""
    return books.balance(centre_id, "cash_collected")
