"""A parcel nobody collects: asked for, told a last day, sent back, and the money put right."""

from datetime import timedelta

import pytest

from ekshop.catalogue.models import Offer
from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.events import ParcelUncollected
from ekshop.fulfilment.models import Shipment
from ekshop.fulfilment.services.errors import NotDueBack
from ekshop.kernel import clock, deadlines, rulebook, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed, NotFound
from ekshop.ledger import selectors as books
from ekshop.ledger.services import books_verify
from ekshop.notices.models import Message
from ekshop.orders.models import SellerOrder
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.payments.models import Refund
from ekshop.payments.services import NotPayable, uncollected_settle
from ekshop.settlement.handlers import reverse_uncollected
from ekshop.settlement.models import CommissionLine, SellerRelease
from ekshop.settlement.services import commission_lock

from . import make

pytestmark = pytest.mark.django_db

PRICE, ON_HAND, PIECES = 150_050, 50, 3
LATER = PLACED_AT + timedelta(days=3)


@pytest.fixture
def waiting(people: Personas) -> SellerOrder:
    offer = make.orders.offer(people.partner, price_poisha=PRICE, on_hand=ON_HAND)
    return make.arrived(people, make.orders.order(people, [(offer, PIECES)]))


def pass_by(seller_order: SellerOrder, kind: str):
    """Let its promise of that kind be reminded of and pass, and every reaction happen."""
    (promise,) = deadlines.deadlines_of(("seller_order", seller_order.pk)).filter(kind=kind)
    for at in (promise.warn_at, promise.due_at):
        with clock.at(at + timedelta(minutes=1)):
            deadlines.deadlines_run(clock.now())
        make.work(at + timedelta(minutes=1))
    return promise.due_at + timedelta(minutes=1)


def left_lying(seller_order: SellerOrder):
    """Until its centre is to send it back; answers with that moment."""
    pass_by(seller_order, "pickup")
    return pass_by(seller_order, "last_call")


def sent_back(people: Personas, seller_order: SellerOrder) -> Shipment:
    now = left_lying(seller_order)
    parcel = fulfilling.uncollected_send_back(
        actor=people.asha.actor, seller_order_id=seller_order.pk, now=now
    )
    make.work(now)
    seller_order.refresh_from_db()
    return parcel


def on_hand(seller_order: SellerOrder) -> int:
    return Offer.objects.get(pk=seller_order.lines.get().offer_id).on_hand


def owed(organisation) -> int:
    return -books.balance(organisation.pk, "seller_payable")


def test_it_goes_back_after_three_reminders_and_its_last_day(people, waiting):
    assert not fulfilment.parcels_due_back(people.asha.actor).exists()
    now = left_lying(waiting)
    told = Message.objects.filter(template="parcel_waiting").order_by("id")
    assert [("ফেরত" in each.body) for each in told] == [False, True, True]
    (due,) = fulfilment.parcels_due_back(people.asha.actor)
    assert (due.pk, due.send_by > now) == (waiting.pk, True)
    assert not fulfilment.parcels_due_back(people.bina.actor).exists()
    (running,) = deadlines.deadlines_running(deadlines.deadlines_of(("seller_order", waiting.pk)))
    assert (running.kind, running.owner_organisation_id) == ("send_back", waiting.centre_id)


def test_before_the_last_day_is_over_nothing_goes_back(people, waiting):
    now = pass_by(waiting, "pickup")
    for at in (LATER, now):
        with pytest.raises(NotDueBack):
            fulfilling.uncollected_send_back(
                actor=people.asha.actor, seller_order_id=waiting.pk, now=at
            )


def test_only_its_own_centre_sends_it_back(people, waiting):
    now = left_lying(waiting)
    for actor, refusal in ((people.bina.actor, NotFound), (people.mina.actor, NotAllowed)):
        with pytest.raises(refusal):
            fulfilling.uncollected_send_back(actor=actor, seller_order_id=waiting.pk, now=now)


def test_nothing_is_released_to_the_seller_before_the_payment_went_back(people, waiting):
    make.inspected(people, waiting, now=LATER)
    make.paid(people, waiting, now=LATER)
    now = left_lying(waiting)
    parcel = fulfilling.uncollected_send_back(
        actor=people.asha.actor, seller_order_id=waiting.pk, now=now
    )
    with clock.at(now):
        # The job that pays back failed and waits for its next try.
        reverse_uncollected(ParcelUncollected(waiting.pk, parcel.pk))
    refund = Refund.objects.get()
    make.work(now)
    assert Refund.objects.get() == refund


def test_an_unopened_parcel_goes_back_whole_and_costs_nobody_but_the_seller(people, waiting):
    parcel = sent_back(people, waiting)
    assert (waiting.state, parcel.state, parcel.why) == ("uncollected", "booked", "uncollected")
    assert [line.quantity for line in parcel.lines.all()] == [PIECES]
    assert states.history_of(waiting).last().actor_label == people.asha.actor.label
    # Nothing was paid and nothing is owed: its seller is not told of money that is late.
    assert SellerRelease.objects.get(seller_order=waiting).settled_at is not None
    assert not CommissionLine.objects.exists()
    assert owed(people.partner) == 0
    assert "কোনো টাকা দিতে হবে না" in Message.objects.get(template="parcel_sent_back").body
    with pytest.raises(NotPayable):
        make.paid(people, waiting, now=LATER)


def test_its_pieces_are_on_hand_again_when_its_seller_has_them(people, waiting):
    parcel = sent_back(people, waiting)
    assert on_hand(waiting) == ON_HAND - PIECES
    later = clock.now()
    fulfilling.parcel_send_back(
        actor=people.asha.actor,
        shipment_id=parcel.pk,
        courier="manual",
        tracking_number="Sundarban 48213",
        now=later,
    )
    for key in ("came", "came again"):
        fulfilling.tracking_record(
            courier="manual",
            shipment_id=parcel.pk,
            event_key=key,
            status="arrived",
            message="",
            at=later,
            now=later,
        )
    assert on_hand(waiting) == ON_HAND


def test_of_an_inspected_parcel_only_what_was_accepted_goes_with_it(people, waiting):
    make.inspected(people, waiting, rejected=1, now=LATER)
    parcel = sent_back(people, waiting)
    back = Shipment.objects.filter(direction="return").order_by("id")
    assert [(each.why, each.lines.get().quantity) for each in back] == [
        ("rejected", 1),
        ("uncollected", 2),
    ]
    assert parcel == back[1]


def test_what_was_paid_goes_back_by_the_same_medium_less_both_ways(people, waiting):
    make.inspected(people, waiting, now=LATER)
    payment = make.paid(people, waiting, now=LATER)
    sent_back(people, waiting)
    (refund,) = Refund.objects.all()
    both_ways = 2 * waiting.delivery_poisha
    assert (refund.medium, refund.amount_poisha) == ("cash", payment.amount_poisha - both_ways)
    assert refund.delivery_poisha == 0
    assert owed(people.partner) == both_ways
    assert books.balance(waiting.centre_id, "cash_collected") == both_ways
    assert Message.objects.filter(template="refund_issued").count() == 1
    assert books_verify(now=LATER).agrees


def test_its_commission_is_taken_back_whole_and_locks(people, waiting):
    make.inspected(people, waiting, now=LATER)
    make.paid(people, waiting, now=LATER)
    sent_back(people, waiting)
    amounts = CommissionLine.objects.order_by("id").values_list("kind", "amount_poisha")
    earned = PRICE * PIECES * 5 // 100
    assert [kind for kind, _amount in amounts] == ["commission", "reversal"]
    assert sum(amount for _kind, amount in amounts) == 0 and amounts[0][1] >= earned
    assert commission_lock(actor=Actor.system("test"), now=clock.now() + timedelta(days=60)) == 2
    for purpose in ("commission_earned", "commission_payable"):
        assert books.balance(waiting.centre_id, purpose) == 0


def test_who_bears_the_ways_is_the_rule_under_which_it_was_ordered(people):
    for key, share in (("uncollected_customer_share", 5_000), ("uncollected_seller_share", 2_500)):
        rulebook.rule_put(
            actor=people.omar.actor,
            key=key,
            value=share,
            unit="basis_points",
            valid_from=PLACED_AT - timedelta(days=1),
            now=PLACED_AT - timedelta(days=2),
        )
    offer = make.orders.offer(people.partner, price_poisha=PRICE, on_hand=ON_HAND)
    ordered = make.arrived(people, make.orders.order(people, [(offer, 1)]))
    make.inspected(people, ordered, now=LATER)
    payment = make.paid(people, ordered, now=LATER)
    sent_back(people, ordered)
    way = ordered.delivery_poisha
    assert Refund.objects.get().amount_poisha == payment.amount_poisha - way
    # Half of both ways is left: a quarter of it is the seller's, three quarters the platform's.
    assert books.balance(None, "delivery_borne") == way * 3 // 4
    assert owed(people.partner) == way + way * 3 // 4
    assert books_verify(now=LATER).agrees


def test_settled_twice_and_sent_back_twice_is_once(people, waiting):
    make.inspected(people, waiting, now=LATER)
    make.paid(people, waiting, now=LATER)
    parcel = sent_back(people, waiting)
    again = fulfilling.uncollected_send_back(
        actor=people.asha.actor, seller_order_id=waiting.pk, now=LATER
    )
    uncollected_settle(actor=Actor.system("test"), seller_order_id=waiting.pk, now=LATER)
    assert (again, Refund.objects.count()) == (parcel, 1)


def test_a_customer_who_comes_on_the_last_day_is_served_and_nothing_goes_back(people, waiting):
    now = left_lying(waiting)
    make.inspected(people, waiting, now=now)
    make.paid(people, waiting, now=now)
    make.handed_over(people, waiting, now=now)
    assert waiting.state == "handed_over"
    assert not deadlines.deadlines_running(deadlines.deadlines_of(("seller_order", waiting.pk)))
    assert not fulfilment.parcels_due_back(people.asha.actor).exists()
