"""A carrier abroad that answers by itself: booked, tracked, and heard however oddly it speaks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ekshop.channels.adapters.carriers import (
    CarrierReportRead,
    CarrierTrouble,
    ParcelToCarry,
    PlainCarrier,
    carrier_for,
)
from ekshop.channels.models import CarrierReport, Consignment, ExportOrder
from ekshop.channels.services import exporting
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.selectors import balance

pytestmark = pytest.mark.outside
NAME = "sandbox_carrier"


@pytest.fixture
def carrier(outside, settings) -> Any:
    settings.CARRIER_URL = f"http://127.0.0.1:{outside.port}/carrier/"
    settings.CARRIER_API_KEY = outside.keys("carrier")["api_key"]
    outside.control("carrier/reset")
    outside.control("carrier/settings", auto=False)
    found = carrier_for(NAME)
    assert found is not None and carrier_for("manual") is None
    return found


def parcel(reference: str, **changes: Any) -> ParcelToCarry:
    told = {
        "reference": reference,
        "to": {"name": "Emma", "lines": ["12 Elm Street"], "city": "Austin", "country": "US"},
        "grams": 900,
        "currency": "USD",
        "value_minor": 6_000,
        "contents": [{"hs_code": "630419", "title": "Quilt", "quantity": 1, "origin": "BD"}],
    }
    return ParcelToCarry(**{**told, **changes})


def test_a_booking_whose_answer_was_lost_is_asked_again_and_is_one(carrier, outside):
    outside.control("carrier", lost_answer=True)
    with pytest.raises(CarrierTrouble):
        carrier.book("E-LOST", "US", [parcel("X-1"), parcel("X-2")])
    outside.control("carrier/reset")
    booked = carrier.book("E-LOST", "US", [parcel("X-1"), parcel("X-2")])
    assert booked == carrier.book("E-LOST", "US", [parcel("X-1"), parcel("X-2")])
    assert booked.reference == "C-E-LOST" and set(booked.numbers) == {"X-1", "X-2"}
    assert carrier.track(booked.reference) == []


def test_what_it_refuses_and_every_odd_answer_are_troubles_in_words(carrier, outside, settings):
    with pytest.raises(CarrierTrouble, match="grams"):
        carrier.book("E-2", "US", [parcel("X-3", grams=0)])
    with pytest.raises(CarrierTrouble, match="unknown key"):
        PlainCarrier(settings.CARRIER_URL, "wrong").track("C-E-2")
    for how in ({"html": True}, {"half": True}):
        outside.control("carrier", **how)
        with pytest.raises(CarrierTrouble):
            carrier.track("C-E-2")
        outside.control("carrier/reset")


def test_what_it_tells_of_a_parcel_is_read_with_its_time(carrier, outside):
    number = carrier.book("E-3", "US", [parcel("X-4")]).numbers["X-4"]
    outside.control("carrier/advance", number=number)
    outside.control("carrier/advance", number=number, status="lost")
    picked, lost = carrier.track("C-E-3")
    assert (picked.number, picked.status, lost.status) == (number, "picked_up", "lost")
    assert picked.at.tzinfo and picked.event_key != lost.event_key and lost.message == "Lost"


class Sent:
    """An order packed for the carrier, and its consignment."""

    def __init__(self, people: Any, order: ExportOrder) -> None:
        self._omar, self.order = people.omar.actor, order
        assert order.consignment_id
        self._id = order.consignment_id

    @property
    def consignment(self) -> Consignment:
        return Consignment.objects.get(pk=self._id)

    def close(self) -> None:
        exporting.consignment_close(actor=self._omar, consignment_id=self._id, now=clock.now())

    def hand_over(self) -> None:
        exporting.consignment_hand_over(actor=self._omar, consignment_id=self._id, now=clock.now())
        self.order.refresh_from_db()


@pytest.fixture
def packed(people, kantha, bazaar, step, hand) -> Sent:
    hand.to(datetime.now(UTC))
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    abroad.take(channel, abroad.told(listing.sku))
    order = abroad.order_of()
    abroad.brought(people, order)
    order.refresh_from_db()
    return Sent(people, abroad.packed(people, order, carrier=NAME))


@pytest.fixture
def sent(packed, carrier) -> Sent:
    packed.close()
    run_jobs()
    packed.hand_over()
    return packed


def test_a_consignment_waits_for_a_carrier_that_is_away_and_is_booked_when_it_is_back(
    packed, carrier, outside
):
    outside.control("carrier", down="refuse")
    packed.close()
    with pytest.raises(CarrierTrouble):
        exporting.carrier_book(consignment_id=packed.consignment.pk)
    assert packed.consignment.booking_trouble and not packed.consignment.carrier_ref
    with pytest.raises(InvalidInput):
        packed.hand_over()
    outside.control("carrier/reset")
    for _twice in range(2):
        exporting.carrier_book(consignment_id=packed.consignment.pk)
    row = packed.consignment
    assert (row.carrier_ref, row.booking_trouble) == (f"C-{row.code}", "")
    packed.hand_over()
    assert packed.order.tracking_number.startswith("BX") and packed.order.state == "shipped"


def test_reports_read_again_are_no_news_and_one_that_comes_late_moves_nothing_back(sent, outside):
    move = {"number": sent.order.tracking_number}
    assert exporting.carrier_reports_read(now=clock.now()) == 0
    outside.control("carrier/advance", status="in_transit", **move)
    outside.control("carrier", down="refuse")
    assert exporting.carrier_reports_read(now=clock.now()) == 0
    outside.control("carrier/reset")
    assert exporting.carrier_reports_read(now=clock.now()) == 1
    assert exporting.carrier_reports_read(now=clock.now()) == 0
    outside.control("carrier/advance", status="delivered", **move)
    outside.control("carrier/advance", status="customs", **move)
    assert exporting.carrier_reports_read(now=clock.now()) == 2
    sent.order.refresh_from_db()
    assert (sent.order.state, sent.consignment.state) == ("delivered", "ended")
    assert CarrierReport.objects.filter(order=sent.order).count() == 3


def test_lost_said_twice_is_lost_once_and_found_again_is_delivered(sent, hand):
    worth = sent.order.receivable_poisha

    def said(key: str, status: str, **changes: Any) -> bool:
        told = {"number": sent.order.tracking_number, "at": clock.now(), "message": "", **changes}
        report = CarrierReportRead(event_key=key, status=status, **told)
        return exporting.carrier_report_record(carrier=NAME, report=report, now=clock.now())

    assert said("1", "lost") and not said("1", "lost") and said("2", "lost")
    assert balance(None, "export_loss") == worth > 0
    assert abroad.concerns(sent.order) == ["lost"]
    assert not said("3", "delivered", number="BX-OF-NOBODY")
    assert not said("4", "delivered", at=clock.now() + timedelta(hours=1))
    assert said("5", "delivered")
    sent.order.refresh_from_db()
    assert (sent.order.state, abroad.concerns(sent.order)) == ("delivered", [])
    assert balance(None, "export_loss") == 0


def test_a_parcel_that_is_found_after_its_consignment_ended_is_heard_of(sent, outside):
    move = {"number": sent.order.tracking_number}
    outside.control("carrier/advance", status="lost", **move)
    assert exporting.carrier_reports_read(now=clock.now()) == 1
    assert sent.consignment.state == "ended"
    outside.control("carrier/advance", status="delivered", **move)
    assert exporting.carrier_reports_read(now=clock.now()) == 1
    sent.order.refresh_from_db()
    assert sent.order.state == "delivered"
