"""Collecting after inspection, giving back, passing on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.services import hand_over_prepare
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import Conflict, DomainError, InvalidInput, StaleState
from ekshop.kernel.events import emit
from ekshop.kernel.ids import tracking_code
from ekshop.ledger import selectors as books
from ekshop.ledger.services import journal_post
from ekshop.notices.services import notice_send
from ekshop.orders import selectors as orders
from ekshop.orders.services import seller_order_mark_paid
from ekshop.parties.services import require

from . import rules
from .events import NothingRefunded, PaymentCollected, RefundIssued
from .models import Payment, Refund, Remittance
from .selectors import uncollected_borne


class NotPayable(DomainError):
    """It has not been inspected, nothing in it was accepted, or it is paid."""

    code = "not_payable"
    message = _("There is nothing to pay here now: the parcel is “%(state)s”.")
    http_status = 409


class AmountChanged(Conflict):
    code = "amount_changed"
    message = _("The amount due is not what you were shown. Look again before you take money.")


class ReferenceUsed(Conflict):
    code = "reference_used"
    message = _("This transaction number was used for another payment. Type it as on the SMS.")


class NothingToRefund(DomainError):
    code = "nothing_to_refund"
    message = _("Nothing is left to give back on this payment.")
    http_status = 409


class MoreThanOwed(DomainError):
    code = "more_than_owed"
    message = _("That is more than the centre has collected and not yet passed on.")
    http_status = 409


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
    reference = normalise(reference).upper()
    _check_medium(medium, reference, rules.COLLECTION_MEDIA)
    seller_order = orders.seller_order_visible_to(actor, seller_order_id)
    if done := _collected_before(nonce, seller_order.pk):
        return done
    if seller_order.state != "inspected":
        raise NotPayable(state=orders.state_label(seller_order))
    due = amount_due(seller_order.pk)
    if due.amount_poisha != expected_poisha:
        raise AmountChanged(now_poisha=due.amount_poisha)
    try:
        with transaction.atomic():
            seller_order_mark_paid(actor=actor, seller_order_id=seller_order.pk, now=now)
            payment = Payment.objects.create(
                code=tracking_code("P"),
                seller_order_id=seller_order.pk,
                centre_id=seller_order.centre_id,
                goods_poisha=due.goods_poisha,
                delivery_poisha=due.delivery_poisha,
                amount_poisha=due.amount_poisha,
                medium=medium,
                reference=reference,
                collected_by_id=actor.person,
                collected_at=now,
                nonce=nonce,
            )
            journal_post(
                key=f"payment:{payment.pk}",
                kind="payment",
                entity="payment",
                entity_id=payment.pk,
                postings=[
                    (*_money_account(payment), payment.amount_poisha),
                    (seller_order.seller_id, "seller_payable", -payment.amount_poisha),
                ],
                now=now,
            )
            hand_over_prepare(actor=actor, seller_order_id=seller_order.pk, now=now)
            customer = seller_order.order.customer
            notice_send(
                actor=actor,
                template="payment_received",
                to=customer.mobile,
                language=customer.language,
                context={
                    "code": seller_order.code,
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
    except IntegrityError as error:
        if "payment_reference_once" in str(error):
            raise ReferenceUsed(reference=reference) from error
        raise
    return payment


def refund_issue(*, actor: Actor, return_id: int, now: datetime) -> Refund | None:
    """Give back what returned goods cost, by the medium they were paid with, once per return.

    None when fault and the cost of the way back leave nothing to give.
    Errors: NothingToRefund, and NotFound where the goods were never paid.
    """
    wanted = fulfilment.return_for_refund(return_id)
    done = Refund.objects.filter(return_request_id=return_id).first()
    if done:
        return done
    with transaction.atomic():
        # The payment is locked so that two returns of one parcel cannot both see all of it left.
        payment = Payment.objects.select_for_update().get(seller_order_id=wanted.seller_order_id)
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
        return _refunded(actor, payment, back, return_id, now)


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
        if borne.platform_poisha:
            journal_post(
                key=f"uncollected:{seller_order_id}",
                kind="uncollected",
                entity="seller_order",
                entity_id=seller_order_id,
                postings=[
                    (None, "delivery_borne", borne.platform_poisha),
                    (seller_order.seller_id, "seller_payable", -borne.platform_poisha),
                ],
                now=now,
            )
        if payment is None:
            return None
        if done := payment.refunds.filter(return_request=None).first():
            return done
        paid = rules.Due(payment.goods_poisha, payment.delivery_poisha)
        back = rules.kept_back(paid, borne.customer_poisha)
        return _refunded(actor, payment, back, None, now) if back.amount_poisha else None


def _refunded(
    actor: Actor, payment: Payment, back: rules.Due, return_id: int | None, now: datetime
) -> Refund:
    """The refund of a payment that is held, with its journal, its SMS and its event."""
    refund = Refund.objects.create(
        code=tracking_code("F"),
        payment=payment,
        return_request_id=return_id,
        goods_poisha=back.goods_poisha,
        delivery_poisha=back.delivery_poisha,
        amount_poisha=back.amount_poisha,
        medium=payment.medium,
        reference=payment.reference,
        issued_by_id=actor.person_id,
        issued_at=now,
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
            (*_money_account(payment), -back.amount_poisha),
        ],
        now=now,
    )
    customer = payment.seller_order.order.customer
    notice_send(
        actor=actor,
        template="refund_issued",
        to=customer.mobile,
        language=customer.language,
        context={
            "code": payment.seller_order.code,
            "amount_poisha": refund.amount_poisha,
            "medium": refund.get_medium_display(),
            "refund_number": refund.code,
        },
        reference=refund.code,
        now=now,
    )
    emit(RefundIssued(refund_id=refund.pk, seller_order_id=payment.seller_order_id))
    return refund


def remittance_record(
    *,
    actor: Actor,
    amount_poisha: int,
    medium: str,
    reference: str,
    nonce: UUID,
    now: datetime,
) -> Remittance:
    """Record that a centre passed on cash it had collected, by wallet or bank.

    Errors: NotAllowed, InvalidInput, MoreThanOwed, ReferenceUsed.
    """
    require(actor, "payment.remit")
    reference = normalise(reference).upper()
    _check_medium(medium, reference, rules.REMITTANCE_MEDIA)
    centre_id = actor.organisation
    if done := _remitted_before(nonce, centre_id, amount_poisha):
        return done
    if amount_poisha <= 0:
        raise InvalidInput({"amount": _("Write an amount above zero.")})
    try:
        if amount_poisha > books.balance(centre_id, "cash_collected"):
            raise MoreThanOwed
        with transaction.atomic():
            remittance = Remittance.objects.create(
                code=tracking_code("M"),
                centre_id=centre_id,
                amount_poisha=amount_poisha,
                medium=medium,
                reference=reference,
                remitted_by_id=actor.person,
                remitted_at=now,
                nonce=nonce,
            )
            journal_post(
                key=f"remittance:{remittance.pk}",
                kind="remittance",
                entity="remittance",
                entity_id=remittance.pk,
                postings=[
                    (None, "bank", amount_poisha),
                    (centre_id, "cash_collected", -amount_poisha),
                ],
                now=now,
            )
            # Asked after posting, which holds the account's row: two remittances at once
            # cannot both see the same cash.
            if books.balance(centre_id, "cash_collected") < 0:
                raise MoreThanOwed
    except (IntegrityError, MoreThanOwed) as error:
        # The same form at the same moment: the other one won.
        if done := _remitted_before(nonce, centre_id, amount_poisha):
            return done
        if "remittance_reference_once" in str(error):
            raise ReferenceUsed(reference=reference) from error
        raise
    return remittance


def amount_due(seller_order_id: int) -> rules.Due:
    """What is payable for one seller order as inspected, in poisha."""
    lines, delivery = orders.accepted_lines(seller_order_id)
    return rules.amount_due(lines, delivery)


def _collected_before(nonce: UUID, seller_order_id: int) -> Payment | None:
    """The payment this form has made. Raises Conflict if it was another parcel's form."""
    done = Payment.objects.filter(nonce=nonce).first()
    if done and done.seller_order_id != seller_order_id:
        raise Conflict
    return done


def _remitted_before(nonce: UUID, centre_id: int, amount_poisha: int) -> Remittance | None:
    """The remittance this form has made. Raises Conflict if it said something else."""
    done = Remittance.objects.filter(nonce=nonce).first()
    if done and (done.centre_id, done.amount_poisha) != (centre_id, amount_poisha):
        raise Conflict
    return done


def _money_account(payment: Payment) -> tuple[int | None, str]:
    """Where the money is: with the centre when it was cash, on the platform's account if not."""
    return (payment.centre_id, "cash_collected") if payment.medium == "cash" else (None, "bank")


def _check_medium(medium: str, reference: str, media: Sequence[tuple[str, object]]) -> None:
    if medium not in {name for name, _label in media}:
        raise InvalidInput({"medium": _("Choose how the money was paid.")})
    if medium == "cash" and reference:
        raise InvalidInput({"reference": _("Cash has no transaction number.")})
    if medium != "cash" and not reference:
        raise InvalidInput({"reference": _("Type the transaction number from the SMS.")})
    if len(reference) > 60:
        raise InvalidInput({"reference": _("A transaction number has at most 60 letters.")})
