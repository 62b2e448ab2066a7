"""Parcels booked once, and called off with their order."""

import threading

import pytest
from django.db import connection, transaction

from ekshop.fulfilment.models import Shipment
from ekshop.fulfilment.services import (
    shipment_book,
    shipment_hand_over,
    shipment_receive,
    tracking_record,
)
from ekshop.fulfilment.services.errors import AlreadyBooked, NotReadyToShip
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.orders.services import seller_order_cancel
from ekshop.orders.tests import make
from ekshop.parties.tests.make import PLACED_AT


def confirmed(people):
    share = make.share(make.order(people, [(make.offer(people.partner), 1)]), people.partner)
    return make.confirm(people.mina, share)


def book(people, share, courier="sandbox_courier", **more):
    return shipment_book(
        actor=people.mina.actor, seller_order_id=share.pk, courier=courier, now=PLACED_AT, **more
    )


@pytest.mark.django_db(transaction=True)
def test_bookings_at_the_same_moment_make_one_parcel():
    people = make.people()
    share = confirmed(people)
    made = []

    def press() -> None:
        try:
            made.append(book(people, share).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6 and len(set(made)) == 1
    assert Shipment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("done", [shipment_receive, shipment_hand_over])
def test_what_a_person_says_of_a_parcel_waits_for_the_couriers_report_of_the_same_moment(done):
    people = make.people()
    share = confirmed(people)
    parcel = book(people, share)
    actor = people.asha.actor if done is shipment_receive else people.mina.actor
    reported, never = threading.Event(), threading.Event()

    def report() -> None:
        try:
            with transaction.atomic():
                tracking_record(
                    courier="sandbox_courier",
                    shipment_id=parcel.pk,
                    event_key="1",
                    status="in_transit",
                    message="",
                    at=PLACED_AT,
                    now=PLACED_AT,
                )
                reported.set()
                never.wait(0.5)
        finally:
            connection.close()

    courier = threading.Thread(target=report)
    courier.start()
    assert reported.wait(5)
    done(actor=actor, shipment_id=parcel.pk, now=PLACED_AT)
    courier.join()
    parcel.refresh_from_db()
    assert parcel.state == ("arrived" if done is shipment_receive else "in_transit")


def test_another_booking_of_the_same_order_is_refused(db):
    people = make.people()
    share = confirmed(people)
    first = book(people, share)
    assert book(people, share) == first
    with pytest.raises(AlreadyBooked):
        book(people, share, "manual")


def test_a_parcel_is_called_off_with_its_order_and_a_courier_who_comes_all_the_same_harms_nothing(
    db,
):
    people = make.people()
    share = confirmed(people)
    parcel = book(people, share)
    seller_order_cancel(
        actor=people.asha.actor, seller_order_id=share.pk, reason="changed mind", now=PLACED_AT
    )
    with clock.at(PLACED_AT):
        run_jobs(queues=["default"])
    parcel.refresh_from_db()
    assert parcel.state == "cancelled"
    kept = tracking_record(
        courier="sandbox_courier",
        shipment_id=parcel.pk,
        event_key="1",
        status="handed_over",
        message="",
        at=PLACED_AT,
        now=PLACED_AT,
    )
    parcel.refresh_from_db()
    assert kept and parcel.state == "cancelled"
    with pytest.raises(NotReadyToShip):
        book(people, share)
