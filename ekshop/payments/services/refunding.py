"""Giving back: for returned goods, for a parcel nobody collected, as a remedy."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import get_language

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_taka
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.deadlines import deadline_meet, deadline_set, kind
from ekshop.kernel.errors import NotFound
from ekshop.kernel.events import emit
from ekshop.ledger.services import journal_post
from ekshop.notices.services import notice_send
from ekshop.orders import selectors as orders
from ekshop.parties.services import require

from .. import rules
from ..events import NothingRefunded, RefundGiven, RefundIssued
from ..models import Payment, Refund
from ..selectors import uncollected_borne
from .errors import MoreThanLeft, NothingToRefund
from .standing import cash_standing_renew
from .ways import money_account

REFUND = "refund"
CASH = kind("refund_cash", bn="সেন্টার ক্রেতার টাকা হাতে দেবে", en="The centre gives the customer's cash")


def refund_issue(*, actor: Actor, return_id: int, now: datetime) -> Refund | None:
    """Give back what returned goods cost, by the medium they were paid with, once per return.

    None when fault and the cost of the way back leave nothing to give.
    Errors: NotFound where the goods were never paid.
    """
    wanted = fulfilment.return_for_refund(return_id)
    with transaction.atomic():
        # The payment is locked so that two returns of one parcel cannot both see all of it left.
        payment = (
            Payment.objects.select_for_update()
            .filter(seller_order_id=wanted.seller_order_id)
            .first()
        )
        if payment is None:
            raise NotFound(what="payment")
        if done := Refund.objects.filter(return_request_id=return_id).first():
            return done
        left = payment.amount_poisha - payment.refunded_poisha
        back = rules.amount_back(
            returned_poisha=wanted.returned_poisha,
            delivery_poisha=payment.delivery_poisha,
            way_here_too=wanted.everything_back
            and not payment.refunds.filter(delivery_poisha__gt=0).exists(),
            fault=wanted.fault,
            left_poisha=left,
        )
        if not back.amount_poisha:
            emit(NothingRefunded(return_id=return_id, seller_order_id=wanted.seller_order_id))
            return None
        return _refunded(actor, payment, back, now, return_request_id=return_id)


def uncollected_settle(*, actor: Actor, seller_order_id: int, now: datetime) -> Refund | None:
    """The money of a parcel nobody collected: who bears its two ways, by the rules under which
    it was ordered, and what was paid goes back less the customer's share, by the same medium.

    Once; None where nothing was paid, or nothing of it is left.
    """
    seller_order = orders.seller_order_get(seller_order_id)
    with transaction.atomic():
        # Locked, so that the same event twice at once finds what the other has done.
        payment = (
            Payment.objects.select_for_update().filter(seller_order_id=seller_order_id).first()
        )
        borne, _rule = uncollected_borne(seller_order, payment.amount_poisha if payment else 0)
        paid = payment.delivery_poisha if payment and seller_order.by_our_courier else 0
        ways = 2 * seller_order.delivery_poisha if seller_order.by_our_courier else 0
        seller = borne.customer_poisha + borne.seller_poisha - paid
        postings = [
            (None, "delivery_borne", borne.platform_poisha),
            # Who has a courier of its own has paid both ways; for a producer they were paid.
            (seller_order.seller_id, "seller_payable", seller if ways else -borne.platform_poisha),
            (None, "delivery_due", paid - ways),
        ]
        if any(poisha for _owner, _purpose, poisha in postings):
            journal_post(
                key=f"uncollected:{seller_order_id}",
                kind="uncollected",
                entity="seller_order",
                entity_id=seller_order_id,
                postings=postings,
                now=now,
            )
        if payment is None:
            return None
        if done := payment.refunds.filter(return_request=None, remedy_id=None).first():
            return done
        left = _left(payment)
        back = rules.kept_back(left, min(borne.customer_poisha, left.amount_poisha))
        return _refunded(actor, payment, back, now) if back.amount_poisha else None


def refund_issue_for_complaint(
    *,
    actor: Actor,
    seller_order_id: int,
    amount_poisha: int,
    case_code: str,
    remedy_id: int,
    now: datetime,
) -> Refund:
    """Give back what a complaint's parties agreed on, by the medium it was paid with, once per
    remedy. The goods' price goes back first, then the delivery fee.

    Errors: NotFound where nothing was paid here, NothingToRefund, MoreThanLeft.
    """
    with transaction.atomic():
        # Locked, so that two remedies, or a remedy and a return, cannot both see all of it left.
        payment = (
            Payment.objects.select_for_update().filter(seller_order_id=seller_order_id).first()
        )
        if payment is None:
            raise NotFound(what="payment")
        if done := Refund.objects.filter(remedy_id=remedy_id).first():
            return done
        left = _left(payment)
        if not left.amount_poisha or amount_poisha <= 0:
            raise NothingToRefund
        if amount_poisha > left.amount_poisha:
            raise MoreThanLeft(left=format_taka(left.amount_poisha, get_language() or "bn"))
        goods = min(amount_poisha, left.goods_poisha)
        back = rules.Due(goods, amount_poisha - goods)
        return _refunded(actor, payment, back, now, remedy_id=remedy_id, case_code=case_code)


def refund_give(*, actor: Actor, code: str, now: datetime) -> Refund:
    """The centre has put the cash of a refund into the customer's hands; once, harmless repeated.

    Errors: NotAllowed, NotFound for a refund that is not cash of this centre's.
    """
    require(actor, "refund.give")
    mine = Refund.objects.filter(
        payment__centre_id=actor.organisation_id, medium="cash", code=code
    ).select_related("payment")
    with transaction.atomic():
        given = mine.filter(given_at=None).update(given_at=now, given_by_id=actor.person_id)
        found = mine.first()
        if found is None:
            raise NotFound(what="refund")
        if given:
            deadline_meet(entity=(REFUND, found.pk), kind=CASH.name, now=now)
            emit(RefundGiven(refund_id=found.pk, seller_order_id=found.payment.seller_order_id))
    return found


def refund_remind(*, actor: Actor, refund_id: int, until: datetime, now: datetime) -> None:
    """Tell the centre by SMS of cash that it still has to give; nothing once it was given."""
    refund = (
        Refund.objects.select_related("payment__centre", "payment__seller_order__order__customer")
        .filter(pk=refund_id, given_at=None)
        .first()
    )
    if refund is None or not refund.payment.centre.mobile:
        return
    notice_send(
        actor=actor,
        template="refund_to_give",
        to=refund.payment.centre.mobile,
        language="bn",
        context={
            "customer_name": refund.payment.seller_order.order.customer.name,
            "amount_poisha": refund.amount_poisha,
            "refund_number": refund.code,
            "until": dhaka_date(until),
            "late": until <= now,
        },
        reference=refund.code,
        organisation_id=refund.payment.centre_id,
        now=now,
    )


def _left(payment: Payment) -> rules.Due:
    """What of a held payment has not gone back: of the goods' price, and the rest as delivery."""
    left = payment.amount_poisha - payment.refunded_poisha
    given = payment.refunds.aggregate(goods=Sum("goods_poisha", default=0))["goods"]
    goods = min(left, max(payment.goods_poisha - given, 0))
    return rules.Due(goods, left - goods)


def _refunded(
    actor: Actor, payment: Payment, back: rules.Due, now: datetime, **reason: Any
) -> Refund:
    """The refund of a payment that is held, with its journal, its SMS and its event.

    `reason`: the columns that say what it is for.
    """
    refund = coded_insert(
        Refund(
            payment=payment,
            goods_poisha=back.goods_poisha,
            delivery_poisha=back.delivery_poisha,
            amount_poisha=back.amount_poisha,
            medium=payment.medium,
            reference=payment.reference,
            issued_by_id=actor.person_id,
            issued_at=now,
            **reason,
        ),
        "F",
    )
    Payment.objects.filter(pk=payment.pk).update(
        refunded_poisha=F("refunded_poisha") + back.amount_poisha
    )
    journal_post(
        key=f"refund:{refund.pk}",
        kind="refund",
        entity="refund",
        entity_id=refund.pk,
        postings=[
            (payment.seller_order.seller_id, "seller_payable", back.amount_poisha),
            (*money_account(payment), -back.amount_poisha),
        ],
        now=now,
    )
    if refund.medium == "cash" and refund.return_request_id is None:
        deadline_set(
            entity=(REFUND, refund.pk),
            kind=CASH.name,
            rule_key=CASH.name,
            start=now,
            now=now,
            owner_organisation_id=payment.centre_id,
        )
    if refund.medium == "cash":
        cash_standing_renew(centre_id=payment.centre_id, now=now)
    customer = payment.seller_order.order.customer
    notice_send(
        actor=actor,
        template="refund_issued",
        to=customer.mobile,
        language=customer.language,
        context={
            "code": payment.seller_order.order.code,
            "amount_poisha": refund.amount_poisha,
            "medium": refund.get_medium_display(),
            "in_cash": refund.medium == "cash",
            "refund_number": refund.code,
        },
        reference=refund.code,
        now=now,
    )
    emit(RefundIssued(refund_id=refund.pk, seller_order_id=payment.seller_order_id))
    return refund
