"""A producer's goods at her own centre: looked at before they leave, and sent with others'."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import override

from ekshop.fulfilment import rules
from ekshop.fulfilment.models import Shipment, SourcingCheck
from ekshop.fulfilment.selectors import (
    check_of,
    pool_parcels,
    sourced_orders_listed,
    sourcing_counts,
)
from ekshop.fulfilment.services import (
    FoundLine,
    first_check_record,
    inspection_record,
    pool_add,
    pool_dissolve,
    pool_hand_over,
    pool_make,
    pool_take_out,
    shipment_book,
    shipment_receive,
)
from ekshop.fulfilment.services.errors import (
    AlreadyBooked,
    CheckedBefore,
    NotCheckedYet,
    PoolGone,
)
from ekshop.kernel import clock
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.rulebook import rule_at
from ekshop.kernel.states import ActionNotPossible
from ekshop.notices.models import Message
from ekshop.orders.services import producer_order_answer, seller_order_cancel
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, customer, seller

from . import make

LATER = PLACED_AT + timedelta(hours=20)


@pytest.fixture
def people(db):
    everyone = orders.people()
    orders.agree(everyone.bina, customer(everyone.other_centre, "Rahima"))
    return everyone


def confirmed(people, *quantities, producer=None, by=None):
    """Ordered at Bina's centre from a producer Asha's centre looks after, and confirmed."""
    buyer = by or customer(people.other_centre, "Rahima")
    orders.agree(people.bina, buyer)
    producer = producer or people.producer
    offers = [
        (orders.offer(producer, price_poisha=100_000, on_hand=20), each)
        for each in (quantities or (3,))
    ]
    share = orders.share(orders.order(people, offers, by=people.bina, customer=buyer), producer)
    producer_order_answer(
        actor=people.asha.actor,
        seller_order_id=share.pk,
        answers=[(line.pk, "confirmed", "") for line in share.lines.all()],
        heard="in_person",
        agreed=True,
        now=PLACED_AT,
    )
    with clock.at(PLACED_AT):
        run_jobs(queues=["default"])
    share.refresh_from_db()
    return share


def test_nothing_of_a_producers_leaves_before_it_was_looked_at(people):
    share = confirmed(people)
    for_jamila = {"actor": people.jamila.actor, "seller_order_id": share.pk, "now": LATER}
    with pytest.raises(NotCheckedYet):
        shipment_book(courier="manual", **for_jamila)
    with pytest.raises(NotCheckedYet):
        pooled(people, share)
    make.looked_at(share, now=LATER)
    assert shipment_book(courier="manual", **for_jamila).lines.get().quantity == 3


def test_pieces_kept_back_never_leave_and_are_never_owed(people):
    share = confirmed(people, 3, 2)
    make.looked_at(share, bad={1: 1}, missing={2: 1}, now=LATER)
    share.refresh_from_db()
    assert (share.state, share.goods_poisha) == ("confirmed", 300_000)
    text = Message.objects.get(template="pieces_kept_back", to=people.other_centre.mobile).body
    assert "২টি" in text and "৩,০০০" in text
    parcel = shipment_book(
        actor=people.jamila.actor, seller_order_id=share.pk, courier="manual", now=LATER
    )
    assert list(parcel.lines.values_list("quantity", flat=True).order_by("id")) == [2, 1]
    shipment_receive(actor=people.bina.actor, shipment_id=parcel.pk, now=LATER)
    found = [FoundLine(line.pk, line.coming_quantity) for line in share.lines.all()]
    inspection_record(
        actor=people.bina.actor, shipment_id=parcel.pk, found=found, nonce=uuid4(), now=LATER
    )
    share.refresh_from_db()
    assert share.state == "inspected"
    assert [line.accepted_quantity for line in share.lines.order_by("position")] == [2, 1]


def test_of_a_line_without_a_good_piece_nothing_comes_and_the_buyer_is_told(people):
    share = confirmed(people, 3, 2)
    make.looked_at(share, bad={1: 3}, now=LATER)
    share.refresh_from_db()
    first, second = share.lines.order_by("position")
    assert (share.state, share.goods_poisha) == ("confirmed", 200_000)
    assert (first.state, first.decline_reason, second.state) == (
        "declined",
        "first_check",
        "confirmed",
    )
    told = Message.objects.filter(template="line_declined", to=people.other_centre.mobile)
    assert "প্রথম পরীক্ষা" in told.get().body


def test_when_nothing_is_good_the_order_ends_and_its_clocks_stop(people):
    share = confirmed(people, 2)
    make.looked_at(share, missing={1: 2}, now=LATER)
    share.refresh_from_db()
    assert (share.state, share.goods_poisha) == ("declined", 0)
    assert share.lines.get().decline_reason == "not_brought"
    assert {each.state for each in deadlines_of(("seller_order", share.pk))} == {
        "met",
        "cancelled",
    }
    assert sourced_orders_listed(people.asha.actor, "ended").get() == share


def test_it_is_looked_at_once_by_her_own_centre(people):
    share = confirmed(people)
    [line] = share.lines.all()
    nonce = uuid4()

    def look(by, good=3, nonce=nonce):
        return first_check_record(
            actor=by.actor,
            seller_order_id=share.pk,
            found=[FoundLine(line.pk, good, 0)],
            nonce=nonce,
            now=LATER,
        )

    for other, error in ((people.bina, NotFound), (people.jamila, NotAllowed)):
        with pytest.raises(error):
            look(other)
    with pytest.raises(InvalidInput):
        look(people.asha, good=4)
    check = look(people.asha)
    assert look(people.asha) == check == check_of(share.pk)
    with pytest.raises((CheckedBefore, StaleState)):
        look(people.asha, good=1, nonce=uuid4())
    assert SourcingCheck.objects.count() == 1


def test_an_order_she_has_not_confirmed_is_not_looked_at(people):
    share = confirmed(people)
    seller_order_cancel(
        actor=people.bina.actor, seller_order_id=share.pk, reason="Too late", now=LATER
    )
    with pytest.raises((ActionNotPossible, InvalidInput)):
        make.looked_at(share, now=LATER)


def pooled(people, *shares, nonce=None, courier="manual"):
    return pool_make(
        actor=people.asha.actor,
        seller_order_ids=[share.pk for share in shares],
        courier=courier,
        nonce=nonce or uuid4(),
        now=LATER,
    )


@pytest.fixture
def three(people):
    """Looked at: two of Jamila's and one of another producer of Asha's centre."""
    other = seller("producer", "Rokeya", "রোকেয়া", people.places.narayanganj, people.centre)
    made = [confirmed(people), confirmed(people), confirmed(people, producer=other.organisation)]
    for share in made:
        make.looked_at(share, now=LATER)
    return made


def test_parcels_of_several_producers_leave_together(people, three):
    nonce = uuid4()
    pool = pooled(people, *three, nonce=nonce)
    assert pooled(people, *three, nonce=nonce) == pool
    parcels = pool_parcels(pool)
    assert len(parcels) == 3 and sourcing_counts(people.asha.actor)["sending"] == 3
    gone = pool_hand_over(
        actor=people.asha.actor,
        pool_id=pool.pk,
        shipment_ids=[each.pk for each in parcels],
        driver="Habib, van 4",
        now=LATER,
    )
    assert (gone.state, gone.driver) == ("handed_over", "Habib, van 4")
    for share in three:
        share.refresh_from_db()
        assert share.state == "shipped"
    with pytest.raises(PoolGone):
        pool_dissolve(actor=people.asha.actor, pool_id=pool.pk, now=LATER)


def test_one_parcel_is_taken_out_and_goes_with_another_pool(people, three):
    pool = pooled(people, *three)
    with pytest.raises(AlreadyBooked):
        pooled(people, three[0])
    taken = Shipment.objects.get(seller_order=three[0])
    for _twice in range(2):
        pool_take_out(actor=people.asha.actor, pool_id=pool.pk, shipment_id=taken.pk, now=LATER)
    assert len(pool_parcels(pool)) == 2
    second = pooled(people, three[0])
    assert [each.seller_order for each in pool_parcels(second)] == [three[0]]
    pool_dissolve(actor=people.asha.actor, pool_id=second.pk, now=LATER)
    pool_add(actor=people.asha.actor, pool_id=pool.pk, seller_order_ids=[three[0].pk], now=LATER)
    assert len(pool_parcels(pool)) == 3


def test_what_is_not_ticked_or_was_taken_back_stays_behind(people, three):
    pool = pooled(people, *three)
    parcels = pool_parcels(pool)
    seller_order_cancel(
        actor=people.bina.actor, seller_order_id=three[1].pk, reason="Gone", now=LATER
    )
    ticked = [each.pk for each in parcels if each.seller_order_id != three[0].pk]
    with pytest.raises(InvalidInput):
        pool_hand_over(actor=people.asha.actor, pool_id=pool.pk, shipment_ids=[], now=LATER)
    pool_hand_over(actor=people.asha.actor, pool_id=pool.pk, shipment_ids=ticked, now=LATER)
    for share in three:
        share.refresh_from_db()
    assert [share.state for share in three] == ["confirmed", "cancelled", "shipped"]
    assert len(pooled(people, three[0]).shipments.all()) == 1


def test_no_other_centre_touches_a_pool(people, three):
    pool = pooled(people, *three)
    with pytest.raises(NotFound):
        pool_dissolve(actor=people.bina.actor, pool_id=pool.pk, now=LATER)
    with pytest.raises(NotFound):
        pool_make(
            actor=people.bina.actor,
            seller_order_ids=[three[0].pk],
            courier="manual",
            nonce=uuid4(),
            now=LATER,
        )


@pytest.mark.parametrize(
    ("reason", "checked", "leg", "bearer"),
    [
        ("damaged", True, "way", "courier"),
        ("incomplete", True, "check", "centre"),
        ("wrong_item", True, "check", "centre"),
        ("bad_quality", True, "making", "seller"),
        ("expired", True, "making", "seller"),
        ("damaged", False, "before", "seller"),
    ],
)
def test_the_rule_says_the_leg_and_who_bears_it(people, reason, checked, leg, bearer):
    assert rules.leg_of(reason, checked=checked) == leg
    rule = rule_at(rules.bearing_rule(reason, leg), LATER)
    assert rules.BEARER_BY_NUMBER[rule.value] == bearer and rule.citation_bn and rule.citation_en


def test_broken_on_the_way_is_not_told_as_being_on_the_way_still():
    with override("bn"):
        assert str(dict(rules.LEGS)["way"]) == "পথে"
