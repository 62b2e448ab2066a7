"""The partner API as a seller's machine meets it."""

from typing import Any

import pytest
from django.test import Client

from ekshop.federation.models import ApiKey
from ekshop.federation.services import api_key_create, api_key_revoke
from ekshop.fulfilment.models import Shipment, TrackingEvent
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.orders.tests import make as orders


def answers(share: Any, decision: str = "confirmed", **more: str) -> dict[str, Any]:
    return {
        "lines": [
            {"line_id": str(line.pk), "decision": decision, **more} for line in share.lines.all()
        ]
    }


def test_a_seller_sees_its_orders_and_not_the_customer(mina, share, people):
    told = mina.get("/seller-orders/").json()
    assert [each["code"] for each in told["items"]] == [share.code]
    one = mina.get(f"/seller-orders/{share.code.lower().replace('-', ' ')}")
    assert one.status_code == 200
    assert people.karim.mobile[-10:] not in one.content.decode()
    assert [line["quantity"] for line in one.json()["lines"]] == [2, 1]


def test_another_sellers_order_is_not_found_whatever_is_asked_of_it(tania, share):
    path = f"/seller-orders/{share.code}"
    assert tania.get("/seller-orders/").json()["items"] == []
    for answer in (
        tania.get(path),
        tania.post(f"{path}/confirm", answers(share)),
        tania.post(f"{path}/shipments", {"courier": "manual"}),
    ):
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"
    share.refresh_from_db()
    assert share.state == "placed"


def test_lists_are_paged_and_cost_the_same_however_long(
    mina, people, django_assert_max_num_queries
):
    offer = orders.offer(people.partner, on_hand=500)
    for _ in range(7):
        orders.order(people, [(offer, 1)])
    seen: list[str] = []
    cursor = ""
    for size in (3, 3, 3):
        with django_assert_max_num_queries(9):
            page = mina.get("/seller-orders/", size=size, cursor=cursor).json()
        seen += [each["code"] for each in page["items"]]
        cursor = page["next_cursor"] or ""
    assert len(set(seen)) == 7 and not cursor
    assert mina.get("/seller-orders/", state="declined").json()["items"] == []
    assert mina.get("/seller-orders/", state="odd").status_code == 422
    assert mina.get("/seller-orders/", cursor="forged").json()["code"] == "invalid_cursor"


def test_lines_are_confirmed_and_declined_one_by_one(mina, share):
    first, second = share.lines.order_by("position")
    body = {
        "lines": [
            {"line_id": str(first.pk), "decision": "confirmed"},
            {"line_id": second.pk, "decision": "declined", "reason": "out_of_stock"},
        ]
    }
    answer = mina.post(f"/seller-orders/{share.code}/confirm", body)
    assert answer.status_code == 200
    assert [line["state"] for line in answer.json()["lines"]] == ["confirmed", "declined"]


def test_the_same_key_and_body_gets_the_same_answer_and_another_body_is_refused(mina, share):
    path = f"/seller-orders/{share.code}/confirm"
    first = mina.post(path, answers(share), key="k1")
    again = mina.post(path, answers(share), key="k1")
    assert again.json() == first.json() and again["Idempotency-Replayed"] == "true"
    other = mina.post(path, answers(share, "declined", reason="other"), key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")


def test_a_refused_write_may_be_tried_again_under_its_key(mina, share, hand):
    path = f"/seller-orders/{share.code}/shipments"
    assert mina.post(path, {"courier": "manual"}, key="k").status_code == 409
    mina.post(f"/seller-orders/{share.code}/confirm", answers(share))
    assert mina.post(path, {"courier": "manual"}, key="k").status_code == 201


def test_two_sellers_keys_do_not_meet(mina, tania, share, people):
    mine = orders.share(orders.order(people, [(orders.offer(people.pharmacy), 1)]), people.pharmacy)
    assert (
        mina.post(f"/seller-orders/{share.code}/confirm", answers(share), key="1").status_code
        == 200
    )
    assert (
        tania.post(f"/seller-orders/{mine.code}/confirm", answers(mine), key="1").status_code == 200
    )


def test_a_write_without_an_idempotency_key_is_refused_beside_its_name(mina, share):
    answer = Client().post(
        f"{mina.base}/seller-orders/{share.code}/confirm",
        answers(share),
        content_type="application/json",
        headers=mina.headers(),
    )
    assert answer.status_code == 422
    assert answer.json()["field_errors"] == {"Idempotency-Key": "This is missing."}


def test_a_parcel_is_booked_handed_over_and_followed(mina, share, hand):
    mina.post(f"/seller-orders/{share.code}/confirm", answers(share))
    made = mina.post(f"/seller-orders/{share.code}/shipments", {"courier": "manual"})
    assert made.status_code == 201
    code = made.json()["code"]
    left = mina.post(f"/shipments/{code}/hand-over", {"tracking_number": "EMS-77"})
    assert (left.json()["state"], left.json()["tracking_number"]) == ("handed_over", "EMS-77")
    report = {"status": "out_for_delivery", "at": "2026-11-03T10:00:00+06:00", "event_id": "7"}
    hand.forward(days=2)
    late = {"status": "in_transit", "at": "2026-11-02T20:00:00+06:00", "event_id": "6"}
    assert mina.post(f"/shipments/{code}/events", report).json()["new"] is True
    assert mina.post(f"/shipments/{code}/events", report).json()["new"] is False
    assert mina.post(f"/shipments/{code}/events", late).json()["new"] is True
    assert Shipment.objects.get().state == "out_for_delivery"
    assert TrackingEvent.objects.count() == 2
    assert [each["code"] for each in mina.get("/shipments/").json()["items"]] == [code]
    share.refresh_from_db()
    assert share.state == "shipped"


def test_another_sellers_parcel_is_not_found(mina, tania, share):
    mina.post(f"/seller-orders/{share.code}/confirm", answers(share))
    code = mina.post(f"/seller-orders/{share.code}/shipments", {"courier": "manual"}).json()["code"]
    assert tania.get(f"/shipments/{code}").status_code == 404
    assert tania.post(f"/shipments/{code}/hand-over").status_code == 404
    lost = {"status": "lost", "at": "2026-11-03T10:00:00Z"}
    assert tania.post(f"/shipments/{code}/events", lost).status_code == 404


@pytest.mark.parametrize(
    "header",
    ["", "Bearer ", "Bearer nothing-like-it", "Basic abc", "Bearer " + "x" * 5000, "Bearer \xff"],
)
def test_without_a_right_key_nothing_is_told(people, share, header):
    answer = Client().get(
        f"/api/partners/v1/seller-orders/{share.code}", headers={"Authorization": header}
    )
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"


def test_a_revoked_key_opens_nothing_any_more(mina, people, hand):
    key = ApiKey.objects.get()
    assert mina.key.startswith(key.prefix) and mina.key not in (key.key_hash, key.prefix)
    with pytest.raises(NotFound):
        api_key_revoke(actor=people.tania.actor, key_id=key.pk, now=hand.when)
    api_key_revoke(actor=people.mina.actor, key_id=key.pk, now=hand.when)
    assert mina.get("/seller-orders/").status_code == 401


def test_keys_are_made_for_ones_own_organisation_with_a_label(people, hand):
    with pytest.raises(NotAllowed):
        api_key_create(
            actor=people.mina.actor, seller_id=people.pharmacy.pk, label="x", now=hand.when
        )
    with pytest.raises(NotAllowed):
        api_key_create(
            actor=people.asha.actor, seller_id=people.centre.pk, label="x", now=hand.when
        )
    with pytest.raises(InvalidInput):
        api_key_create(
            actor=people.mina.actor, seller_id=people.partner.pk, label="  ", now=hand.when
        )


def test_every_answer_says_what_is_left_and_past_it_is_429(mina, share, settings, hand):
    settings.PARTNER_API_CALLS_A_MINUTE = 2
    first = mina.get("/seller-orders/")
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert mina.get("/seller-orders/S22-2222-2")["RateLimit-Remaining"] == "0"
    refused = mina.get("/seller-orders/")
    assert (refused.status_code, refused["RateLimit-Remaining"]) == (429, "0")
    assert int(refused["Retry-After"]) <= 60
    hand.forward(minutes=1)
    assert mina.get("/seller-orders/").status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"\xff\xfe{}", b"[1, 2]", b'"text"', b"null", b'{"lines": {}}', b'{"lines": []}',
     b'{"lines": [{"line_id": 1e400, "decision": "confirmed"}]}',
     b'{"lines": [{"line_id": 1, "decision": "perhaps"}]}',
     b'{"lines": [{"line_id": 1, "decision": "declined", "reason": "\\u0000"}]}',
     b'{"lines": [{"line_id": 1, "decision": "confirmed", "typo": 1}]}',
     b'{"lines": ' + b"[" * 5000],
)  # fmt: skip
def test_a_body_that_cannot_be_taken_is_refused_plainly(mina, share, body):
    answer = mina.post(f"/seller-orders/{share.code}/confirm", body)
    assert answer.status_code in (400, 422)
    told = answer.json()
    assert told["code"] in ("bad_json", "invalid_input")
    assert told["message"] and "Traceback" not in answer.content.decode()


def test_a_body_too_large_is_refused_before_it_is_read(mina, share):
    answer = mina.post(f"/seller-orders/{share.code}/confirm", b" " * 300_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_refusals_are_in_the_language_asked_for(mina, share):
    english = mina.post(f"/seller-orders/{share.code}/confirm", {"lines": []})
    mina.language = "bn-BD, en;q=0.5"
    bengali = mina.post(f"/seller-orders/{share.code}/confirm", {"lines": []})
    assert english.json()["field_errors"]["lines"] == "At least 1 is needed."
    assert bengali.json()["code"] == "invalid_input"
    assert "\u0980" <= bengali.json()["field_errors"]["lines"][0] <= "\u09ff"


def test_what_is_wrong_with_a_line_stands_under_its_number(mina, share):
    first = share.lines.order_by("position").first()
    answer = mina.post(
        f"/seller-orders/{share.code}/confirm",
        {"lines": [{"line_id": first.pk, "decision": "declined", "reason": "no idea"}]},
    )
    assert answer.status_code == 422
    assert answer.json()["field_errors"][str(first.pk)] == "Give a reason for declining."


def test_an_address_that_is_none_is_told_in_json(mina):
    answer = Client().get("/api/partners/v1/nothing-here/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


def test_the_description_tells_every_operation_and_its_key():
    told = Client().get("/api/partners/v1/openapi.json").json()
    writes = [each["post"] for each in told["paths"].values() if "post" in each]
    assert len(writes) >= 6
    for each in writes:
        assert "Idempotency-Key" in [one["name"] for one in each["parameters"]]
        assert each["security"]
