"""What an order does to money, from inspection to a locked commission, to the poisha."""

from datetime import timedelta
from uuid import uuid4

import pytest

from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.models import ReturnRequest, Shipment
from ekshop.fulfilment.services import FoundLine
from ekshop.fulfilment.services.errors import (
    NothingToInspect,
    TooManyToReturn,
    TooManyTries,
    WindowClosed,
    WrongCode,
)
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.payments.models import Payment, Refund
from ekshop.payments.services import (
    AmountChanged,
    MoreThanOwed,
    NotPayable,
    ReferenceUsed,
    amount_due,
    payment_collect,
    remittance_record,
)
from ekshop.settlement.models import CommissionLine
from ekshop.settlement.selectors import statement_lines, statements
from ekshop.settlement.services import commission_earn, commission_lock

from . import make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)
SYSTEM = Actor.system("test")


def placed(people: Personas, *, price_poisha: int = 150_050, quantity: int = 3):
    offer = make.orders.offer(people.partner, price_poisha=price_poisha, on_hand=50)
    return make.orders.order(people, [(offer, quantity)])


def test_only_accepted_pieces_are_payable_and_earn(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, rejected=1, now=LATER)
    due = amount_due(seller_order.pk)
    assert due.goods_poisha == 2 * 150_050
    payment = make.paid(people, seller_order, now=LATER)
    assert payment.amount_poisha == due.goods_poisha + seller_order.delivery_poisha
    (line,) = CommissionLine.objects.all()
    assert (line.base_poisha, line.amount_poisha) == (300_100, 15_005)
    assert balance(people.centre.pk, "cash_collected") == payment.amount_poisha
    assert balance(people.partner.pk, "seller_payable") == -(payment.amount_poisha - 15_005)
    assert balance(people.centre.pk, "commission_earned") == -15_005
    assert mismatches() == [] and unbalanced_journals() == []


def test_rejected_pieces_become_a_parcel_back_to_the_seller(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, rejected=1, now=LATER)
    back = Shipment.objects.get(direction="return")
    assert [(line.quantity) for line in back.lines.all()] == [1]


def test_a_parcel_refused_whole_owes_nothing(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, rejected=3, now=LATER)
    assert seller_order.state == "refused"
    assert amount_due(seller_order.pk).amount_poisha == 0
    with pytest.raises(NotPayable):
        make.paid(people, seller_order, now=LATER)


def test_nothing_is_payable_before_inspection(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    with pytest.raises(NotPayable):
        make.paid(people, seller_order, now=LATER)


def test_paying_twice_with_one_nonce_is_one_payment(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, now=LATER)
    arguments = {
        "actor": people.asha.actor,
        "seller_order_id": seller_order.pk,
        "medium": "cash",
        "reference": "",
        "expected_poisha": amount_due(seller_order.pk).amount_poisha,
        "nonce": uuid4(),
        "now": LATER,
    }
    assert payment_collect(**arguments).pk == payment_collect(**arguments).pk
    assert Payment.objects.count() == 1
    with pytest.raises(NotPayable):
        payment_collect(**{**arguments, "nonce": uuid4()})


def test_an_amount_that_is_not_the_one_due_is_refused(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, now=LATER)
    with pytest.raises(AmountChanged):
        payment_collect(
            actor=people.asha.actor,
            seller_order_id=seller_order.pk,
            medium="cash",
            reference="",
            expected_poisha=1,
            nonce=uuid4(),
            now=LATER,
        )
    assert not Payment.objects.exists()


def test_one_wallet_transaction_pays_one_order(people: Personas) -> None:
    first, second = placed(people), placed(people)
    for number, order in enumerate([first, second]):
        seller_order = make.arrived(people, order)
        make.inspected(people, seller_order, now=LATER)
        arguments = {
            "actor": people.asha.actor,
            "seller_order_id": seller_order.pk,
            "medium": "bkash",
            "reference": (" 9ka7xyz1 ", "৯KA৭ xyz1")[number],
            "expected_poisha": amount_due(seller_order.pk).amount_poisha,
            "nonce": uuid4(),
            "now": LATER,
        }
        if number == 0:
            payment_collect(**arguments)
        else:
            with pytest.raises(ReferenceUsed):
                payment_collect(**arguments)
    assert balance(people.centre.pk, "cash_collected") == 0
    assert balance(None, "bank") == Payment.objects.get().amount_poisha


def test_another_centre_can_neither_inspect_nor_collect(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    shipment = Shipment.objects.get()
    with pytest.raises(NotFound):
        fulfilling.inspection_record(
            actor=people.bina.actor, shipment_id=shipment.pk, found=[], nonce=uuid4(), now=LATER
        )
    with pytest.raises(NotAllowed):
        fulfilling.inspection_record(
            actor=people.mina.actor, shipment_id=shipment.pk, found=[], nonce=uuid4(), now=LATER
        )
    make.inspected(people, seller_order, now=LATER)
    with pytest.raises(NotFound):
        payment_collect(
            actor=people.bina.actor,
            seller_order_id=seller_order.pk,
            medium="cash",
            reference="",
            expected_poisha=amount_due(seller_order.pk).amount_poisha,
            nonce=uuid4(),
            now=LATER,
        )


@pytest.mark.parametrize(
    ("accepted", "rejected", "reason"), [(4, 0, ""), (-1, 1, "damaged"), (1, 1, ""), (1, 1, "odd")]
)
def test_an_inspection_that_cannot_be_is_refused_by_line(
    people: Personas, accepted: int, rejected: int, reason: str
) -> None:
    seller_order = make.arrived(people, placed(people))
    line = seller_order.lines.get()
    with pytest.raises(InvalidInput) as caught:
        fulfilling.inspection_record(
            actor=people.asha.actor,
            shipment_id=Shipment.objects.get().pk,
            found=[FoundLine(line.pk, accepted, rejected, reason)],
            nonce=uuid4(),
            now=LATER,
        )
    assert list(caught.value.field_errors) == [f"line-{line.pk}"]
    seller_order.refresh_from_db()
    assert seller_order.state == "arrived"


def test_a_parcel_is_inspected_once(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, now=LATER)
    with pytest.raises(NothingToInspect):
        make.inspected(people, seller_order, rejected=1, now=LATER)


def test_goods_are_handed_over_against_the_code_alone(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, now=LATER)
    make.paid(people, seller_order, now=LATER)
    code = make.hand_over_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    with pytest.raises(WrongCode):
        fulfilling.hand_over_record(
            actor=people.asha.actor, seller_order_id=seller_order.pk, code=wrong, now=LATER
        )
    make.handed_over(people, seller_order, now=LATER)
    assert seller_order.state == "handed_over"


def test_five_wrong_codes_and_the_sixth_is_not_even_looked_at(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, now=LATER)
    make.paid(people, seller_order, now=LATER)
    code = make.hand_over_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _try in range(5):
        with pytest.raises(WrongCode):
            fulfilling.hand_over_record(
                actor=people.asha.actor, seller_order_id=seller_order.pk, code=wrong, now=LATER
            )
    with pytest.raises(TooManyTries):
        fulfilling.hand_over_record(
            actor=people.asha.actor, seller_order_id=seller_order.pk, code=code, now=LATER
        )
    fulfilling.hand_over_code_resend(
        actor=people.asha.actor, seller_order_id=seller_order.pk, now=LATER + timedelta(minutes=2)
    )
    make.handed_over(people, seller_order, now=LATER + timedelta(minutes=3))
    assert seller_order.state == "handed_over"


def carried_to_the_customer(people: Personas, **fields):
    seller_order = make.arrived(people, placed(people, **fields))
    make.inspected(people, seller_order, now=LATER)
    make.paid(people, seller_order, now=LATER)
    make.handed_over(people, seller_order, now=LATER)
    return seller_order


def returned(people: Personas, seller_order, *, quantity: int, reason: str) -> ReturnRequest:
    wanted = fulfilling.return_ask(
        actor=people.asha.actor,
        order_line_id=seller_order.lines.get().pk,
        quantity=quantity,
        reason=reason,
        note="",
        now=LATER + timedelta(hours=1),
    )
    seller = people.mina.actor
    fulfilling.return_decide(actor=seller, return_id=wanted.pk, approve=True, note="", now=LATER)
    fulfilling.return_send(
        actor=people.asha.actor,
        return_id=wanted.pk,
        courier="manual",
        tracking_number="",
        now=LATER + timedelta(hours=2),
    )
    fulfilling.return_receive(actor=seller, return_id=wanted.pk, now=LATER + timedelta(hours=3))
    make.work(LATER + timedelta(hours=3))
    make.work(LATER + timedelta(hours=3))
    wanted.refresh_from_db()
    return wanted


def test_a_return_gives_the_money_back_and_takes_the_commission(people: Personas) -> None:
    seller_order = carried_to_the_customer(people)
    wanted = returned(people, seller_order, quantity=1, reason="bad_quality")
    assert wanted.state == "refunded"
    refund = Refund.objects.get()
    assert (refund.amount_poisha, refund.medium) == (150_050, "cash")
    earned, taken = CommissionLine.objects.order_by("id")
    assert earned.amount_poisha == 22_508  # 5% of 4501.50, half up
    assert earned.amount_poisha + taken.amount_poisha == 15_005
    assert mismatches() == []


def test_everything_back_for_the_sellers_fault_returns_the_delivery_too(people: Personas) -> None:
    seller_order = carried_to_the_customer(people)
    returned(people, seller_order, quantity=3, reason="wrong_item")
    payment = Payment.objects.get()
    assert payment.refunded_poisha == payment.amount_poisha
    assert sum(line.amount_poisha for line in CommissionLine.objects.all()) == 0
    assert balance(people.centre.pk, "cash_collected") == 0
    assert balance(people.partner.pk, "seller_payable") == 0
    assert balance(people.centre.pk, "commission_earned") == 0


def test_a_change_of_mind_pays_for_the_way_back(people: Personas) -> None:
    seller_order = carried_to_the_customer(people)
    returned(people, seller_order, quantity=1, reason="changed_mind")
    assert Refund.objects.get().amount_poisha == 150_050 - seller_order.delivery_poisha


def test_more_cannot_be_returned_than_was_taken(people: Personas) -> None:
    seller_order = carried_to_the_customer(people)
    returned(people, seller_order, quantity=2, reason="wrong_item")
    with pytest.raises(TooManyToReturn):
        returned(people, seller_order, quantity=2, reason="wrong_item")


def test_the_window_closes_and_the_commission_locks(people: Personas) -> None:
    seller_order = carried_to_the_customer(people)
    line = CommissionLine.objects.get()
    assert line.locks_at is not None
    assert commission_lock(actor=SYSTEM, now=line.locks_at - timedelta(seconds=1)) == 0
    assert commission_lock(actor=SYSTEM, now=line.locks_at) == 1
    assert commission_lock(actor=SYSTEM, now=line.locks_at) == 0
    assert balance(people.centre.pk, "commission_earned") == 0
    assert balance(people.centre.pk, "commission_payable") == -22_508
    with pytest.raises(WindowClosed):
        fulfilling.return_ask(
            actor=people.asha.actor,
            order_line_id=seller_order.lines.get().pk,
            quantity=1,
            reason="damaged",
            note="",
            now=line.locks_at + timedelta(seconds=1),
        )


def test_commission_is_earned_once_however_often_it_is_told(people: Personas) -> None:
    seller_order = make.arrived(people, placed(people))
    make.inspected(people, seller_order, now=LATER)
    payment = make.paid(people, seller_order, now=LATER)
    assert commission_earn(actor=SYSTEM, payment_id=payment.pk, now=LATER) == []
    assert CommissionLine.objects.count() == 1


def test_the_rate_is_the_one_of_the_day_it_was_ordered(people: Personas) -> None:
    order = placed(people)
    make.orders.CommissionRate.objects.update(rate_bp=900)
    seller_order = make.arrived(people, order)
    make.inspected(people, seller_order, now=LATER)
    make.paid(people, seller_order, now=LATER)
    assert CommissionLine.objects.get().rate_bp == 500


def test_a_statement_is_the_sum_of_its_lines_and_shown_to_its_parties(people: Personas) -> None:
    carried_to_the_customer(people)
    line = CommissionLine.objects.get()
    for reader in (people.asha, people.mina, people.omar):
        (statement,) = statements(reader.actor, month=line.month)
        rows = statement_lines(
            reader.actor,
            month=line.month,
            seller_id=people.partner.pk,
            centre_id=people.centre.pk,
        )
        assert statement.net_poisha == sum(row.amount_poisha for row in rows) == 22_508
    for reader in (people.bina, people.tania, people.stranger):
        assert statements(reader.actor, month=line.month) == []


def test_a_centre_cannot_pass_on_more_than_it_collected(people: Personas) -> None:
    carried_to_the_customer(people)
    owed = balance(people.centre.pk, "cash_collected")
    arguments = {"actor": people.asha.actor, "medium": "bkash", "now": LATER}
    with pytest.raises(MoreThanOwed):
        remittance_record(**arguments, amount_poisha=owed + 1, reference="TX1", nonce=uuid4())
    remittance_record(**arguments, amount_poisha=owed, reference="TX1", nonce=uuid4())
    assert balance(people.centre.pk, "cash_collected") == 0
    assert balance(people.centre.pk, "cash_in_transit") == owed
    assert balance(None, "bank") == 0


def test_the_customer_reads_one_orders_code_and_the_seller_its_own_part(people):
    book = make.orders.offer(people.partner, price_poisha=40_000)
    placed = make.orders.order(people, [(book, 2)])
    share = make.arrived(people, placed)
    at = PLACED_AT + timedelta(days=3)
    make.inspected(people, share, now=at)
    make.paid(people, share, now=at)
    told = Message.objects.filter(to=people.karim.mobile)
    assert {each.template for each in told} >= {
        "order_placed",
        "parcel_arrived",
        "payment_received",
        "hand_over_code",
    }
    for each in told:
        assert placed.code in each.shown and share.code not in each.shown
    assert people.partner.name_bn in told.get(template="parcel_arrived").shown
    for each in Message.objects.filter(to=people.partner.mobile, channel="sms"):
        assert f"আপনার অংশ {share.code}" in each.shown
