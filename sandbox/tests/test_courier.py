import pytest

from sandbox.tests.conftest import Outside, Platform, until

EVENTS = "/api/couriers/v1/sandbox_courier/events"


@pytest.fixture(autouse=True)
def by_hand(outside: Outside):
    outside.control("courier/settings", auto=False, step_s=0.05, route="delivered")


def keys(outside: Outside) -> dict[str, str]:
    known = outside.keys("courier")
    return {"Api-Key": known["api_key"], "Secret-Key": known["secret_key"]}


def book(outside: Outside, invoice: str, **other):
    parcel = {
        "invoice": invoice,
        "recipient_name": "আশা",
        "recipient_phone": "01712344321",
        "recipient_address": "ইউনিয়ন ডিজিটাল সেন্টার, বোয়ালমারী, ফরিদপুর",
        "cod_amount": 0,
        "note": "K7-4MX2-9",
    }
    return outside.post(
        "/courier/api/v1/create_order", json={**parcel, **other}, headers=keys(outside)
    )


def statuses(platform: Platform, invoice: str = "") -> list[str]:
    pushed = [call["body"] for call in platform.so_far(EVENTS)]
    return [body["status"] for body in pushed if body["invoice"] == (invoice or body["invoice"])]


def test_a_parcel_is_booked_once_however_often_it_is_asked(outside: Outside):
    first, second = book(outside, "INV-1").json(), book(outside, "INV-1").json()
    assert first == second
    assert first["status"] == 200
    assert first["consignment"]["status"] == "in_review"
    assert first["consignment"]["recipient_name"] == "আশা"
    assert (
        book(outside, "INV-2").json()["consignment"]["consignment_id"]
        > first["consignment"]["consignment_id"]
    )


def test_a_parcel_is_found_by_id_invoice_and_tracking_code(outside: Outside):
    parcel = book(outside, "INV-find").json()["consignment"]
    for path in (
        f"status_by_cid/{parcel['consignment_id']}",
        "status_by_invoice/INV-find",
        f"status_by_trackingcode/{parcel['tracking_code']}",
    ):
        answer = outside.get(f"/courier/api/v1/{path}", headers=keys(outside))
        assert answer.json() == {"status": 200, "delivery_status": "in_review"}
    missing = outside.get("/courier/api/v1/status_by_cid/5", headers=keys(outside))
    assert missing.status_code == 404
    assert (
        outside.get("/courier/api/v1/get_balance", headers=keys(outside)).json()["current_balance"]
        == 25000
    )


def test_a_parcel_may_be_fetched_from_elsewhere_if_all_of_it_is_said(outside: Outside):
    where = {"pickup_name": "ভুলতা সেন্টার", "pickup_phone": "01712000001", "pickup_address": "ভুলতা"}
    parcel = book(outside, "INV-back", **where).json()["consignment"]
    assert {name: parcel[name] for name in where} == where
    half = book(outside, "INV-half", pickup_name="ভুলতা সেন্টার", pickup_phone="1")
    assert set(half.json()["errors"]) == {"pickup_phone", "pickup_address"}


def test_strangers_and_bad_parcels_are_refused(outside: Outside):
    assert outside.post("/courier/api/v1/create_order", json={}).status_code == 401
    answer = book(outside, "INV 3", recipient_phone="+8801712344321", cod_amount=-1)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"invoice", "recipient_phone", "cod_amount"}
    assert (
        outside.post(
            "/courier/api/v1/create_order", content=b"{", headers=keys(outside)
        ).status_code
        == 400
    )


def test_a_journey_by_hand_is_pushed_step_by_step(outside: Outside, platform: Platform):
    parcel = book(outside, "INV-hand").json()["consignment"]
    for _ in range(4):
        outside.control("courier/advance", invoice="INV-hand")
    pushed = platform.told(EVENTS, 4)
    assert statuses(platform) == ["picked_up", "in_transit", "out_for_delivery", "delivered"]
    assert [call["body"]["notification_type"] for call in pushed] == [
        *["tracking_update"] * 3,
        "delivery_status",
    ]
    assert {call["body"]["consignment_id"] for call in pushed} == {parcel["consignment_id"]}
    assert len({call["body"]["event_id"] for call in pushed}) == 4
    assert (
        pushed[0]["headers"]["Authorization"]
        == f"Bearer {outside.keys('courier')['webhook_secret']}"
    )
    assert (
        outside.post("/_control/courier/advance", json={"invoice": "INV-hand"}).status_code == 400
    )


def test_a_parcel_goes_its_way_by_itself(outside: Outside, platform: Platform):
    outside.control("courier/settings", auto=True, route="returned")
    book(outside, "INV-auto")
    journey = ["picked_up", "in_transit", "out_for_delivery", "returning", "returned"]
    assert until(lambda: statuses(platform, "INV-auto") == journey)


def test_the_platforms_own_words_for_a_step_are_understood(outside: Outside):
    book(outside, "INV-words")
    assert (
        outside.control("courier/advance", invoice="INV-words", status="arrived")["status"]
        == "delivered"
    )


def test_events_come_twice_when_told(outside: Outside, platform: Platform):
    outside.control("courier", repeat=True)
    book(outside, "INV-twice")
    outside.control("courier/advance", invoice="INV-twice")
    about = until(
        lambda: (
            found
            if len(
                found := [c for c in platform.so_far(EVENTS) if c["body"]["invoice"] == "INV-twice"]
            )
            > 1
            else None
        )
    )
    assert about[0]["body"] == about[1]["body"]


def test_events_come_in_the_wrong_order_when_told(outside: Outside, platform: Platform):
    outside.control("courier", disorder=True)
    book(outside, "INV-mixed")
    for _ in range(3):
        outside.control("courier/advance", invoice="INV-mixed")
    platform.told(EVENTS, 3)
    assert sorted(statuses(platform)) == ["in_transit", "out_for_delivery", "picked_up"]
    assert statuses(platform) != ["picked_up", "in_transit", "out_for_delivery"]


def test_events_come_late_when_told(outside: Outside, platform: Platform):
    outside.control("courier", late_s=0.8)
    book(outside, "INV-late")
    outside.control("courier/advance", invoice="INV-late")
    assert outside.get("/_control/courier?format=json").json()["calls_waiting"] == 1
    assert platform.told(EVENTS)


def test_an_event_the_platform_could_not_take_comes_again_before_the_next(
    outside: Outside, platform: Platform
):
    platform.answers = [500, 503]
    book(outside, "INV-again")
    outside.control("courier/advance", invoice="INV-again")
    outside.control("courier/advance", invoice="INV-again")
    platform.told(EVENTS, 4)
    assert statuses(platform) == ["picked_up"] * 3 + ["in_transit"]


def test_an_event_the_platform_refuses_is_not_sent_again_until_told(
    outside: Outside, platform: Platform
):
    platform.answers = [422]
    book(outside, "INV-refused")
    outside.control("courier/advance", invoice="INV-refused")
    platform.told(EVENTS)

    def last() -> dict:
        return outside.get("/_control/courier?format=json").json()["calls_out"][0]

    refused = until(lambda: last() if last()["state"] == "failed" else None)
    assert refused["status"] == 422
    outside.control("courier/resend", id=refused["id"])
    platform.told(EVENTS, 2)
