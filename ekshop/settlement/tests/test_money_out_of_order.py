"""Money when things are sent twice at once, come late, or come in another order than they happened."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.models import Inspection, ReturnRequest
from ekshop.fulfilment.services import FoundLine
from ekshop.kernel.actors import Actor
from ekshop.ledger.selectors import balance, mismatches
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.payments.events import NothingRefunded, RefundIssued
from ekshop.payments.models import Payment, Refund, Remittance
from ekshop.payments.services import (
    amount_due,
    payment_collect,
    refund_issue,
    remittance_record,
)
from ekshop.settlement.handlers import reverse_on_refund, reverse_without_refund
from ekshop.settlement.models import CommissionLine
from ekshop.settlement.services import commission_earn

from . import make

LATER = PLACED_AT + timedelta(days=3)
PRICE = 150_050
SYSTEM = Actor.system("test")


@pytest.fixture
def people(db: None) -> Personas:
    everyone = make.orders.people()
    make.orders.rate(500)
    return everyone


def come(people: Personas, quantity: int = 3) -> Any:
    offer = make.orders.offer(people.partner, price_poisha=PRICE, on_hand=50)
    return make.arrived(people, make.orders.order(people, [(offer, quantity)]))


def with_the_customer(people: Personas) -> Any:
    share = come(people)
    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    make.handed_over(people, share, now=LATER)
    return share


def back_with_the_seller(people: Personas, share: Any, reason: str) -> ReturnRequest:
    """One piece, received by its seller; what follows from it has not happened yet."""
    asha, mina = people.asha.actor, people.mina.actor
    line = share.lines.get()
    wanted = fulfilling.return_ask(
        actor=asha, order_line_id=line.pk, quantity=1, reason=reason, note="", now=LATER
    )
    fulfilling.return_decide(actor=mina, return_id=wanted.pk, approve=True, note="", now=LATER)
    fulfilling.return_send(
        actor=asha, return_id=wanted.pk, courier="manual", tracking_number="", now=LATER
    )
    return fulfilling.return_receive(actor=mina, return_id=wanted.pk, now=LATER)


def test_the_way_here_is_given_back_once_however_many_parcels_make_up_everything(
    people: Personas,
) -> None:
    share = with_the_customer(people)
    for reason in ("changed_mind", "wrong_item", "wrong_item"):
        back_with_the_seller(people, share, reason)
    make.work(LATER)
    # The first piece less its way back; the others whole, and the way here with one of them.
    given = sum(refund.amount_poisha for refund in Refund.objects.all())
    assert given == 3 * PRICE
    assert sum(refund.delivery_poisha for refund in Refund.objects.all()) == share.delivery_poisha


def test_goods_returned_for_no_money_at_all_earn_nothing_either(people: Personas) -> None:
    offer = make.orders.offer(people.partner, price_poisha=5_000, on_hand=50)
    share = make.arrived(people, make.orders.order(people, [(offer, 2)]))
    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    make.handed_over(people, share, now=LATER)
    assert share.delivery_poisha >= 5_000
    wanted = back_with_the_seller(people, share, "changed_mind")
    make.work(LATER)
    make.work(LATER)
    wanted.refresh_from_db()
    assert wanted.state == "refunded" and not Refund.objects.exists()
    for _again in range(2):
        assert sum(line.amount_poisha for line in CommissionLine.objects.all()) == 250
        reverse_without_refund(NothingRefunded(return_id=wanted.pk, seller_order_id=share.pk))
    assert balance(people.centre.pk, "commission_earned") == -250
    assert mismatches() == []


def test_commission_told_of_only_after_the_refund_is_still_taken_back(people: Personas) -> None:
    share = come(people)
    make.inspected(people, share, now=LATER)
    asha = people.asha.actor
    payment_collect(
        actor=asha,
        seller_order_id=share.pk,
        medium="cash",
        reference="",
        expected_poisha=amount_due(share.pk).amount_poisha,
        nonce=uuid4(),
        now=LATER,
    )
    fulfilling.hand_over_record(
        actor=asha, seller_order_id=share.pk, code=make.hand_over_code(), now=LATER
    )
    wanted = back_with_the_seller(people, share, "wrong_item")
    # The job that tells of the payment failed, and waits for its next try.
    refund = refund_issue(actor=SYSTEM, return_id=wanted.pk, now=LATER)
    assert refund is not None
    reverse_on_refund(RefundIssued(refund_id=refund.pk, seller_order_id=share.pk))
    commission_earn(actor=SYSTEM, payment_id=refund.payment_id, now=LATER)
    assert sum(line.amount_poisha for line in CommissionLine.objects.all()) == 2 * PRICE * 5 // 100
    assert mismatches() == []


@pytest.mark.django_db(transaction=True)
def test_a_payment_sent_twice_in_the_same_moment_answers_twice_with_one_payment(
    people: Personas,
) -> None:
    share = come(people)
    make.inspected(people, share, now=LATER)
    due, nonce = amount_due(share.pk).amount_poisha, uuid4()

    def pay() -> int:
        return payment_collect(
            actor=people.asha.actor,
            seller_order_id=share.pk,
            medium="bkash",
            reference="TX77",
            expected_poisha=due,
            nonce=nonce,
            now=LATER,
        ).pk

    answers = make.side_by_side(*[pay] * 6)
    payment = Payment.objects.get()
    assert answers == [payment.pk] * 6
    assert balance(people.partner.pk, "seller_payable") == -due


@pytest.mark.django_db(transaction=True)
def test_a_remittance_sent_twice_in_the_same_moment_answers_twice_with_one_remittance(
    people: Personas,
) -> None:
    share = come(people)
    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    nonce = uuid4()

    def pass_on() -> int:
        return remittance_record(
            actor=people.asha.actor,
            amount_poisha=10_000,
            medium="bkash",
            reference="TX78",
            nonce=nonce,
            now=LATER,
        ).pk

    answers = make.side_by_side(*[pass_on] * 6)
    assert answers == [Remittance.objects.get().pk] * 6


@pytest.mark.django_db(transaction=True)
def test_an_inspection_sent_twice_in_the_same_moment_answers_twice_with_one_inspection(
    people: Personas,
) -> None:
    share = come(people)
    shipment = fulfilment.shipments_of([share.pk])[share.pk][0]
    found = [FoundLine(share.lines.get().pk, accepted=2, rejected=1, reason="damaged")]
    nonce = uuid4()

    def inspect() -> int:
        return fulfilling.inspection_record(
            actor=people.asha.actor, shipment_id=shipment.pk, found=found, nonce=nonce, now=LATER
        ).pk

    answers = make.side_by_side(*[inspect] * 6)
    assert answers == [Inspection.objects.get().pk] * 6
    assert len(fulfilment.shipments_of([share.pk])[share.pk]) == 2
