"""What couriers and the SMS gateway push to us: forged, repeated, late and out of order."""

import json
from typing import Any

import pytest
from django.test import Client

from ekshop.fulfilment.models import Shipment, TrackingEvent
from ekshop.fulfilment.services import shipment_book, shipment_courier_booked
from ekshop.kernel.actors import Actor
from ekshop.notices.models import IncomingMessage, Message
from ekshop.notices.services import notice_send
from ekshop.orders.tests import make as orders

EVENTS = "/api/couriers/v1/sandbox_courier/events"


def push(path: str, body: Any, secret: str = "sandbox", language: str = "en") -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body)
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": language}
    return Client().post(path, raw, content_type="application/json", headers=headers)


@pytest.fixture
def parcel(people, share, hand) -> Shipment:
    orders.confirm(people.mina, share)
    made = shipment_book(
        actor=people.mina.actor,
        seller_order_id=share.pk,
        courier="sandbox_courier",
        now=hand.when,
    )
    shipment_courier_booked(shipment_id=made.pk, courier_ref="1000001", tracking_number="TRK1")
    return made


def event(parcel: Shipment, status: str, at: str, number: str = "") -> dict[str, Any]:
    return {
        "notification_type": "tracking_update",
        "consignment_id": 1000001,
        "invoice": parcel.code,
        "status": status,
        "cod_amount": 0,
        "tracking_message": f"now {status}",
        "updated_at": at,
        "event_id": number or status,
    }


def test_reports_repeated_late_and_out_of_order_end_where_the_parcel_is(parcel, share, hand):
    hand.forward(days=2)
    for status, at in [
        ("out_for_delivery", "2026-11-03T12:00:00+06:00"),
        ("picked_up", "2026-11-02T11:00:00+06:00"),
        ("in_transit", "2026-11-02T18:00:00+06:00"),
        ("in_transit", "2026-11-02T18:00:00+06:00"),
        ("delivered", "2026-11-03T15:00:00+06:00"),
        ("picked_up", "2026-11-02T11:00:00+06:00"),
    ]:
        assert push(EVENTS, event(parcel, status, at)).status_code == 200
    parcel.refresh_from_db()
    share.refresh_from_db()
    assert (parcel.state, share.state) == ("out_for_delivery", "shipped")
    assert TrackingEvent.objects.count() == 4


def test_a_report_that_overtakes_our_own_booking_finds_the_parcel_by_our_code(people, share, hand):
    orders.confirm(people.mina, share)
    made = shipment_book(
        actor=people.mina.actor, seller_order_id=share.pk, courier="sandbox_courier", now=hand.when
    )
    answer = push(EVENTS, event(made, "picked_up", "2026-11-02T10:00:00+06:00"))
    assert answer.json() == {"taken": True, "new": True}


@pytest.mark.parametrize("secret", ["", "wrong", "sandbox2", "sandbox\u00e9"])
def test_a_forged_report_changes_nothing(parcel, secret):
    answer = push(EVENTS, event(parcel, "delivered", "2026-11-02T10:00:00+06:00"), secret)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert not TrackingEvent.objects.exists()


def test_no_secret_of_ours_means_that_nobody_is_let_in(parcel, settings):
    for nothing in ({}, {"sandbox_courier": ""}):
        settings.COURIER_EVENT_SECRETS = nothing
        told = event(parcel, "lost", "2026-11-02T10:00:00+06:00")
        assert push(EVENTS, told, "").status_code == 401


def test_a_courier_opens_its_own_address_and_no_other(parcel, settings):
    settings.COURIER_EVENT_SECRETS = {"sandbox_courier": "ours", "other_courier": "theirs"}
    told = event(parcel, "picked_up", "2026-11-02T10:00:00+06:00")
    assert push(EVENTS, told, "theirs").status_code == 401
    assert not TrackingEvent.objects.exists()
    assert push(EVENTS, told, "ours").json() == {"taken": True, "new": True}


def test_an_unknown_consignment_courier_or_status_is_told_apart(parcel):
    strange = {**event(parcel, "in_transit", "2026-11-02T10:00:00+06:00"), "consignment_id": 7}
    strange["invoice"] = "D00-0000-0"
    answer = push(EVENTS, strange)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    there = EVENTS.replace("sandbox_courier", "nobody")
    assert push(there, event(parcel, "in_transit", "2026-11-02T10:00:00+06:00")).status_code == 401
    odd = push(EVENTS, event(parcel, "thinking", "2026-11-02T10:00:00+06:00"))
    assert odd.json() == {"taken": True, "new": False}


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b"[]", {}, {"status": 1}, {"status": "in_transit", "updated_at": "yesterday"}],
)
def test_a_report_that_cannot_be_read_says_what_is_missing(parcel, body):
    answer = push(EVENTS, body)
    assert answer.status_code in (400, 422)
    assert answer.json()["message"]


def test_a_time_that_has_not_come_is_refused(parcel):
    answer = push(EVENTS, event(parcel, "lost", "2027-01-01T10:00:00+06:00"))
    assert (answer.status_code, list(answer.json()["field_errors"])) == (422, ["updated_at"])


def test_the_gateways_reports_reach_their_message(people, hand):
    message = notice_send(
        actor=Actor.system("tests"),
        template="parcel_arrived",
        to=people.karim.mobile,
        language="bn",
        context={"code": "S22-2222-2", "seller_name": "পাঠশালা", "centre_name": "ভুলতা"},
        reference="S22-2222-2",
        now=hand.when,
    )
    Message.objects.filter(pk=message.pk).update(state="sent")
    body = {"csms_id": message.key, "status": "DELIVERED", "reference_id": "r1"}
    assert push("/api/gateway/sms-report", body, "forged").status_code == 401
    assert push("/api/gateway/sms-report", body).json() == {"taken": True, "new": True}
    assert push("/api/gateway/sms-report", body).json() == {"taken": True, "new": False}
    assert push("/api/gateway/sms-report", {**body, "csms_id": "no"}).status_code == 404
    assert push("/api/gateway/sms-report", {}).status_code == 422
    message.refresh_from_db()
    assert message.state == "delivered"


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\x00b"])
def test_what_no_database_keeps_is_refused_wherever_it_stands(parcel, text):
    told = event(parcel, "in_transit", "2026-11-02T10:00:00+06:00")
    for name in ("consignment_id", "tracking_message", "event_id"):
        answer = push(EVENTS, {**told, name: text})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_json"), name


def test_an_sms_to_us_is_taken_once_and_only_from_the_gateway(people, hand):
    body = {"message_id": "in-1", "msisdn": people.karim.mobile, "sms": "YES"}
    address = "/api/gateway/sms-incoming"
    assert push(address, body, "forged").status_code == 401
    assert push(address, body).json() == {"taken": True, "new": True}
    assert push(address, body).json() == {"taken": True, "new": False}
    assert push(address, {**body, "sms": "NO"}).status_code == 409
    assert push(address, {"msisdn": 7}).status_code == 422
    # A sender that is no mobile, as an operator's advertisements have, is kept and not answered.
    assert push(address, {**body, "message_id": "in-2", "msisdn": "Offer"}).json()["new"]
    assert list(IncomingMessage.objects.order_by("id").values_list("mobile", "text")) == [
        (people.karim.mobile, "YES"),
        ("", "YES"),
    ]
