import subprocess
import sys
import time

import httpx
import pytest

from sandbox.beside import TOP, free_port
from sandbox.tests.conftest import Outside, until

FEED = "/shops/2/feed.tsv"


def test_a_slow_service_answers_later(outside: Outside):
    outside.control("shop/2", slow_ms=300)
    began = time.monotonic()
    assert outside.get(FEED).status_code == 200
    assert time.monotonic() - began >= 0.3


def test_a_service_that_is_down_refuses_or_hangs_up_and_others_stay_up(outside: Outside):
    outside.control("shop/2", down="refuse")
    assert outside.get(FEED).status_code == 503
    outside.control("shop/2", down="close")
    with pytest.raises(httpx.RemoteProtocolError):
        outside.get(FEED)
    assert outside.get("/shops/3/feed.csv").status_code == 200
    assert outside.get("/health").status_code == 200


def test_every_nth_call_fails(outside: Outside):
    outside.control("shop/2", fail_every=3)
    assert [outside.get(FEED).status_code for _ in range(6)] == [200, 200, 500, 200, 200, 500]


def test_half_an_answer_breaks_off(outside: Outside):
    outside.control("shop/2", half=True)
    with pytest.raises(httpx.RemoteProtocolError):
        outside.get(FEED)
    with outside.stream("GET", FEED, headers={"Accept-Encoding": "identity"}) as answer:
        got = b""
        with pytest.raises(httpx.RemoteProtocolError):
            for piece in answer.iter_raw():
                got += piece
    assert got.startswith(b"id\t")


def test_an_html_page_comes_instead(outside: Outside):
    outside.control("sms", html=True)
    answer = outside.post("/sms/api/v3/send-sms", json={})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_work_is_done_though_the_answer_is_lost(outside: Outside):
    keys = outside.keys("courier")
    outside.control("courier/settings", auto=False)
    parcel = {
        "invoice": "LOST-1",
        "recipient_name": "A",
        "recipient_phone": "01712344321",
        "recipient_address": "B",
        "cod_amount": 0,
    }
    headers = {"Api-Key": keys["api_key"], "Secret-Key": keys["secret_key"]}
    outside.control("courier", lost_answer=True)
    with pytest.raises(httpx.RemoteProtocolError):
        outside.post("/courier/api/v1/create_order", json=parcel, headers=headers)
    outside.control("courier/reset")
    found = outside.get("/courier/api/v1/status_by_invoice/LOST-1", headers=headers)
    assert found.json()["delivery_status"] == "in_review"


def test_reset_ends_all_misbehaviour(outside: Outside):
    outside.control("shop/2", slow_ms=50, down="refuse", half=True)
    outside.control("shop/2/reset")
    assert outside.get(FEED).status_code == 200
    assert outside.get("/_control/shop/2?format=json").json()["misbehaving"] == {}


@pytest.mark.parametrize(
    "told", [{"slow": 3}, {"slow_ms": "fast"}, {"slow_ms": -1}, {"down": "maybe"}]
)
def test_what_cannot_be_told_is_refused_in_words(outside: Outside, told: dict):
    answer = outside.post("/_control/sms", json=told)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_body_that_is_no_object_is_refused(outside: Outside, body: bytes):
    assert outside.post("/_control/sms", content=body).status_code == 400


def test_unknown_services_and_actions_are_said_to_be_unknown(outside: Outside):
    assert outside.post("/_control/nagad", json={}).status_code == 404
    assert outside.post("/_control/sms/dance", json={}).status_code == 404
    assert outside.get("/_control/nothing").status_code == 404
    assert outside.get("/nothing").status_code == 404


def test_the_page_shows_every_service_and_takes_orders_without_script(outside: Outside):
    services = outside.get("/_control").json()["services"]
    assert {s["service"] for s in services} == {
        "alibaba",
        "amazon",
        "bank",
        "bkash",
        "carrier",
        "courier",
        "mail",
        "nothi",
        "sftp",
        "sms",
        *(f"market/{name}" for name in ("fmt", "jumei", "qoove", "saholic", "taiwan", "thailand")),
        *(f"shop/{n}" for n in range(1, 7)),
        "woo",
    }
    for lang in ("bn", "en"):
        home = outside.get(f"/?lang={lang}").text
        assert all(f'href="/_control/{s["service"]}"' in home for s in services)
        for service in services:
            page = outside.get(f"/_control/{service['service']}?lang={lang}")
            assert page.status_code == 200
            assert "<script" not in page.text
    outside.cookies.clear()
    sent = outside.post("/_control/shop/3", data={"slow_ms": "20", "repeat": "1", "down": ""})
    assert (sent.status_code, sent.headers["location"]) == (303, "/_control/shop/3")
    assert outside.get("/_control/shop/3?format=json").json()["misbehaving"] == {
        "slow_ms": 20,
        "repeat": True,
    }


def test_a_form_from_another_site_steers_nothing(outside: Outside):
    sent = outside.post(
        "/_control/sms", data={"down": "close"}, headers={"Origin": "http://evil.example"}
    )
    assert sent.status_code == 403
    assert outside.get("/_control/sms?format=json").json()["misbehaving"] == {}


def test_calls_are_shown(outside: Outside):
    outside.get("/shops/4/feed.csv")
    calls = outside.get("/_control/shop/4?format=json").json()["calls_in"]
    assert (calls[0]["method"], calls[0]["path"], calls[0]["status"]) == (
        "GET",
        "/shops/4/feed.csv",
        200,
    )


def test_a_taken_port_is_a_plain_sentence(outside: Outside, tmp_path):
    command = [
        sys.executable,
        "-m",
        "sandbox",
        "--port-base",
        str(outside.port),
        "--state",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    assert "cannot listen" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_platform_may_start_after_the_sandbox(tmp_path, platform):
    port = free_port()
    outside = Outside(tmp_path, f"http://127.0.0.1:{port}")
    try:
        keys = outside.keys("sms")
        sms = {
            "api_token": keys["api_token"],
            "sid": keys["sid"],
            "msisdn": "01712344321",
            "sms": "x",
            "csms_id": "early",
        }
        outside.post("/sms/api/v3/send-sms", json=sms)

        def tried() -> bool:
            return outside.get("/_control/sms?format=json").json()["calls_out"][0]["attempts"] >= 1

        assert until(tried)
        assert outside.get("/_control/sms?format=json").json()["calls_waiting"] == 1
    finally:
        outside.kill()
