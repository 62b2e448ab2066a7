import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from sandbox.tests.conftest import Outside, Platform, until

POLICY = {
    "policy": "confirm", "decline_percent": 0, "decline_skus": [], "answer_after_s": 0, "late_s": 3600,
    "ship": True, "ship_after_s": 0, "webhook_answer": 204,
}  # fmt: skip


@pytest.fixture(autouse=True)
def obliging(outside: Outside):
    outside.control("shop/1/settings", **POLICY)


def order(code: str) -> dict:
    lines = [
        {"line_id": 11, "sku": "B000002", "title": "সহজ গণিত", "quantity": 2},
        {"line_id": 12, "sku": "B000003", "title": "গ্রামের পাখি", "quantity": 1},
    ]
    return {"type": "seller_order.placed", "data": {"code": code, "lines": lines}}


def deliver(
    outside: Outside,
    event: dict,
    *,
    id: str = "",
    secrets: tuple[str, ...] = (),
    at: datetime | None = None,
    tamper: bool = False,
):
    body, at = json.dumps(event), at or datetime.now(UTC)
    id = id or f"msg_{event['data']['code']}"
    secrets = secrets or (outside.keys("shop/1")["webhook_secret"],)
    headers = {
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(id, at, body) for secret in secrets),
    }
    return outside.post("/shops/1/webhooks/orders", content=body + " " * tamper, headers=headers)


def state(outside: Outside, code: str) -> str:
    page = outside.get("/_control/shop/1?lang=en").text
    outside.cookies.clear()
    return page.split(f"<h3>{code}</h3>")[1].split('">')[1].split("<")[0]


def test_the_key_of_an_answer_stays_short_however_many_lines_it_has(
    outside: Outside, platform: Platform
):
    long = order("S-LONG")
    long["data"]["lines"] = [
        {"line_id": 1_000_000 + number, "sku": f"B{number}", "title": "বই", "quantity": 1}
        for number in range(40)
    ]
    deliver(outside, long)
    [confirmed] = platform.told("S-LONG/confirm")
    deliver(outside, order("S-SHORT"))
    [other] = platform.told("S-SHORT/confirm")
    keys = [
        next(value for name, value in call["headers"].items() if name.lower() == "idempotency-key")
        for call in (confirmed, other)
    ]
    assert max(map(len, keys)) <= 200 and len(set(keys)) == 2


def test_an_order_is_confirmed_and_shipped(outside: Outside, platform: Platform):
    assert deliver(outside, order("S-OK")).status_code == 204
    [confirmed] = platform.told("/api/partners/v1/seller-orders/S-OK/confirm")
    assert confirmed["body"]["lines"] == [
        {"line_id": "11", "decision": "confirmed"},
        {"line_id": "12", "decision": "confirmed"},
    ]
    assert confirmed["headers"]["Authorization"] == f"Bearer {outside.keys('shop/1')['api_key']}"
    assert confirmed["headers"]["Idempotency-Key"]
    [shipped] = platform.told("/api/partners/v1/seller-orders/S-OK/shipments")
    assert shipped["body"] == {"courier": "sandbox_courier"}
    assert until(lambda: state(outside, "S-OK") == "Shipped")


def test_a_repeated_webhook_makes_one_order_and_one_answer(outside: Outside, platform: Platform):
    for _ in range(3):
        assert deliver(outside, order("S-REP")).status_code == 204
    assert deliver(outside, order("S-REP"), id="msg_other").status_code == 204
    platform.told("S-REP/shipments")
    assert len(platform.so_far("S-REP/confirm")) == 1


def test_a_forged_a_changed_and_a_stale_webhook_are_refused(outside: Outside, platform: Platform):
    other = "whsec_" + "A" * 32
    assert deliver(outside, order("S-BAD"), secrets=(other,)).status_code == 401
    assert deliver(outside, order("S-BAD"), tamper=True).status_code == 401
    assert (
        deliver(outside, order("S-BAD"), at=datetime.now(UTC) - timedelta(minutes=6)).status_code
        == 401
    )
    assert outside.post("/shops/1/webhooks/orders", json=order("S-BAD")).status_code == 401
    assert not platform.so_far("S-BAD")


def test_either_of_two_signatures_will_do_while_keys_change(outside: Outside):
    secret = outside.keys("shop/1")["webhook_secret"]
    assert (
        deliver(outside, order("S-KEYS"), secrets=("whsec_" + "A" * 32, secret)).status_code == 204
    )


def test_a_key_can_be_told(outside: Outside, platform: Platform):
    was = outside.keys("shop/1")
    outside.control("shop/1/credentials", webhook_secret="whsec_" + "B" * 32, api_key="key")
    try:
        assert deliver(outside, order("S-TOLD"), secrets=("whsec_" + "B" * 32,)).status_code == 204
        assert platform.told("S-TOLD/confirm")[0]["headers"]["Authorization"] == "Bearer key"
    finally:
        outside.control("shop/1/credentials", **was)


def test_named_goods_are_declined_and_the_rest_shipped(outside: Outside, platform: Platform):
    outside.control("shop/1/settings", decline_skus=["B000003"])
    deliver(outside, order("S-PART"))
    assert platform.told("S-PART/confirm")[0]["body"]["lines"][1] == {
        "line_id": "12",
        "decision": "declined",
        "reason": "out_of_stock",
    }
    assert platform.told("S-PART/shipments")


def test_an_order_wholly_declined_is_not_shipped(outside: Outside, platform: Platform):
    outside.control("shop/1/settings", policy="decline")
    deliver(outside, order("S-NO"))
    platform.told("S-NO/confirm")
    assert until(lambda: state(outside, "S-NO") == "Declined")
    assert not platform.so_far("S-NO/shipments")


def test_time_outside_follows_the_clock_file(tmp_path, platform: Platform):
    clock = tmp_path / "clock"
    clock.write_text("86400.0")
    outside = Outside(tmp_path / "state", platform.url, "--clock-file", str(clock))
    try:
        assert deliver(outside, order("S-NOW")).status_code == 401
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        assert deliver(outside, order("S-NOW"), at=tomorrow).status_code == 204
    finally:
        outside.kill()


def test_a_silent_shop_waits_for_a_hand(outside: Outside, platform: Platform):
    outside.control("shop/1/settings", policy="silent", ship=False)
    deliver(outside, order("S-HAND"))
    assert state(outside, "S-HAND") == "Received"
    form = {"code": "S-HAND", "decision_11": "confirmed", "decision_12": "declined"}
    assert outside.post("/_control/shop/1/answer", data=form).status_code == 303
    decisions = [line["decision"] for line in platform.told("S-HAND/confirm")[0]["body"]["lines"]]
    assert decisions == ["confirmed", "declined"]
    outside.control("shop/1/ship", code="S-HAND", tracking_number="T-1")
    assert platform.told("S-HAND/shipments")[0]["body"]["tracking_number"] == "T-1"


def test_a_late_shop_answers_later(outside: Outside, platform: Platform):
    outside.control("shop/1/settings", policy="late", late_s=0.7)
    deliver(outside, order("S-LATE"))
    assert not platform.so_far("S-LATE")
    assert platform.told("S-LATE/confirm")


def test_the_same_call_tried_again_carries_the_same_key(outside: Outside, platform: Platform):
    platform.answers = [503]
    deliver(outside, order("S-KEY"))
    first, second = platform.told("S-KEY/confirm", 2)
    assert first["headers"]["Idempotency-Key"] == second["headers"]["Idempotency-Key"]
    assert first["body"] == second["body"]


def test_a_refused_answer_is_shown(outside: Outside, platform: Platform):
    platform.answers = [409]
    deliver(outside, order("S-REF"))
    assert until(lambda: state(outside, "S-REF") == "Refused by the platform")
    assert not platform.so_far("S-REF/shipments")


def test_a_shop_can_answer_webhooks_as_told(outside: Outside):
    outside.control("shop/1/settings", webhook_answer=410)
    assert deliver(outside, order("S-GONE")).status_code == 410


def test_a_cancelled_order_is_noted(outside: Outside, platform: Platform):
    outside.control("shop/1/settings", policy="silent")
    deliver(outside, order("S-CAN"))
    event = {"type": "seller_order.cancelled", "data": {"code": "S-CAN"}}
    assert deliver(outside, event, id="msg_cancel").status_code == 204
    assert state(outside, "S-CAN") == "Cancelled"
