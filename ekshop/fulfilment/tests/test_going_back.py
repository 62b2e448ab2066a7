"""Parcels back to their sellers: by hand, or fetched by a courier that is asked to come."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from ekshop.fulfilment import selectors
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.models import ReturnRequest, Shipment
from ekshop.kernel import states
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import InvalidInput, NotFound, StaleState
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.settlement.tests import make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)


@pytest.fixture
def people() -> Personas:
    everyone = make.orders.people()
    make.orders.rate(500)
    return everyone


@pytest.fixture
def share(people):
    offer = make.orders.offer(people.partner, on_hand=50)
    return make.arrived(people, make.orders.order(people, [(offer, 3)]))


@pytest.fixture
def rejected(people, share) -> Shipment:
    make.inspected(people, share, rejected=1, now=LATER)
    return Shipment.objects.get(direction="return")


@pytest.fixture
def wanted(people, share) -> ReturnRequest:
    """A return its seller has agreed to."""
    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    make.handed_over(people, share, now=LATER)
    asked = fulfilling.return_ask(
        actor=people.asha.actor,
        order_line_id=share.lines.get().pk,
        quantity=1,
        reason="bad_quality",
        note="",
        now=LATER,
    )
    return fulfilling.return_decide(
        actor=people.mina.actor, return_id=asked.pk, approve=True, note="", now=LATER
    )


def send_back(people, parcel, courier="sandbox_courier", **more):
    return fulfilling.parcel_send_back(
        actor=people.asha.actor,
        shipment_id=parcel.pk,
        courier=courier,
        **{"tracking_number": "", "now": LATER, **more},
    )


def report(parcel, status, key=""):
    return fulfilling.tracking_record(
        courier=parcel.courier,
        shipment_id=parcel.pk,
        event_key=key or status,
        status=status,
        message="",
        at=LATER,
        now=LATER,
    )


def bookings() -> list[dict]:
    make.work(LATER)
    asked = ProcrastinateJob.objects.filter(task_name__endswith="courier_book")
    return list(asked.values_list("args", flat=True))


def test_rejected_pieces_wait_with_a_label_until_somebody_is_chosen(rejected):
    assert (rejected.courier, rejected.state, rejected.why) == ("manual", "booked", "rejected")
    assert bookings() == []


def test_a_courier_asked_to_come_is_told_once_and_its_reports_carry_the_parcel_home(
    people, rejected
):
    for _again in range(2):
        send_back(people, rejected)
    assert bookings() == [{"shipment_id": rejected.pk}]
    for status, state in (
        ("in_transit", "in_transit"),
        ("handed_over", "in_transit"),
        ("out_for_delivery", "out_for_delivery"),
        ("arrived", "arrived"),
    ):
        rejected.refresh_from_db()
        report(rejected, status)
        rejected.refresh_from_db()
        assert rejected.state == state
    assert [each.action for each in states.history_of(rejected)][-4:] == [
        "hand_over",
        "move",
        "approach",
        "arrive",
    ]


def test_a_courier_that_came_without_a_word_is_believed_of_the_centre(people, rejected):
    send_back(people, rejected)
    for _again in range(2):
        parcel = fulfilling.parcel_taken(
            actor=people.asha.actor, shipment_id=rejected.pk, now=LATER
        )
    assert (parcel.state, parcel.courier) == ("handed_over", "sandbox_courier")


def test_a_courier_that_does_not_come_is_left_for_another(people, rejected):
    send_back(people, rejected)
    parcel = send_back(people, rejected, "manual", tracking_number=" Sundarban ৪৮২১৩ ")
    assert (parcel.state, parcel.courier) == ("handed_over", "manual")
    assert parcel.tracking_number == "Sundarban ৪৮২১৩"
    assert selectors.shipment_of_courier("sandbox_courier", parcel.code) is None


def test_nobody_sends_what_is_not_theirs_or_by_whom_we_do_not_know(people, rejected):
    with pytest.raises(InvalidInput):
        send_back(people, rejected, "pigeon")
    with pytest.raises(NotFound):
        fulfilling.parcel_send_back(
            actor=people.bina.actor,
            shipment_id=rejected.pk,
            courier="manual",
            tracking_number="",
            now=LATER,
        )
    with pytest.raises(NotFound):
        fulfilling.parcel_taken(actor=people.bina.actor, shipment_id=rejected.pk, now=LATER)


def sent(people, wanted, courier) -> Shipment:
    return fulfilling.return_send(
        actor=people.asha.actor,
        return_id=wanted.pk,
        courier=courier,
        tracking_number="",
        now=LATER,
    )


def test_a_return_by_hand_is_sent_at_once_and_its_sellers_time_runs(people, wanted):
    parcel = sent(people, wanted, "manual")
    wanted.refresh_from_db()
    assert (parcel.why, parcel.state, wanted.state) == ("returned", "handed_over", "sent")
    assert deadlines_of(("return", wanted.pk)).filter(kind="return_receipt").exists()
    with pytest.raises(StaleState):
        sent(people, wanted, "manual")


def test_a_return_fetched_by_a_courier_is_sent_when_it_has_the_parcel(people, wanted):
    parcel = sent(people, wanted, "sandbox_courier")
    assert sent(people, wanted, "sandbox_courier").pk == parcel.pk
    wanted.refresh_from_db()
    assert (parcel.state, wanted.state) == ("booked", "approved")
    report(parcel, "handed_over")
    wanted.refresh_from_db()
    assert wanted.state == "sent"
    assert deadlines_of(("return", wanted.pk)).filter(kind="return_receipt").count() == 1


def test_a_seller_who_has_the_goods_says_so_though_their_courier_said_nothing(people, wanted):
    parcel = sent(people, wanted, "sandbox_courier")
    fulfilling.return_receive(actor=people.mina.actor, return_id=wanted.pk, now=LATER)
    wanted.refresh_from_db()
    parcel.refresh_from_db()
    assert (wanted.state, parcel.state) == ("received", "arrived")
