"""The published Python client against a running shop, and against one that fails."""

import ast
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from ekshop_partner import (
    Conflict,
    ConnectionFailed,
    Good,
    NotFound,
    Partner,
    PriceChange,
    RateLimited,
    Refused,
    WrongSignature,
    verify,
)

from ekshop.federation.adapters.webhooks import signed_headers
from ekshop.federation.tests import make_feeds
from ekshop.federation.tests.make import SECRET, api_key
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders

PACKAGE = Path(__file__).parents[2] / "clients" / "python"


def good(number: int, **more: Any) -> Good:
    given = {"title": f"শাড়ি {number}", "price": Decimal("450.50"), "quantity": 3, **more}
    return Good(ref=f"R/{number} %", updated_at=clock.now() - timedelta(minutes=5), **given)


def test_a_seller_lives_by_the_client_alone(live_server: Any, tmp_path: Path) -> None:
    people = orders.people()
    orders.rate()
    make_feeds.tree()
    key = api_key(people.partner)
    with Partner(key, base_url=live_server.url) as ekshop:
        batches = list(ekshop.push_goods(good(n) for n in range(501)))
        assert [batch.taken for batch in batches] == [500, 1]
        bad = ekshop.put_goods([good(900, price=Decimal(0)), good(901)])
        assert [row.outcome for row in bad.results] == ["refused", "taken"]
        assert bad.results[0].problems[0].code == "price_not_positive"
        assert sum(1 for _each in ekshop.goods()) == 502
        change = PriceChange("R/1 %", clock.now(), price=Decimal("440.00"), quantity=0)
        assert ekshop.put_prices([change], key="once").taken == 1
        assert ekshop.put_prices([change], key="once").taken == 1
        with pytest.raises(Conflict):
            ekshop.put_prices([PriceChange("R/2 %", clock.now(), quantity=1)], key="once")
        assert ekshop.good("R/1 %").price == Decimal("440.00")
        assert ekshop.withdraw_good("R/1 %").state == "withdrawn"
        with pytest.raises(NotFound):
            ekshop.good("none")

        orders.order(people, [(orders.offer(people.partner), 2)])
        [placed] = ekshop.orders(state="placed")
        assert ekshop.confirm_order(placed).state == "confirmed"
        parcel = ekshop.book_parcel(placed.code)
        assert ekshop.hand_over(parcel.code, tracking_number="EMS-1").state == "handed_over"
        assert ekshop.order(placed.code).parcels[0].code == parcel.code
    with Partner("eks_wrong", base_url=live_server.url) as stranger, pytest.raises(Refused):
        next(stranger.orders())
    table = tmp_path / "stock.csv"
    table.write_text("sku,name,price,pieces,changed\nT1,বই,120,4,2026-01-05T10:00:00+06:00\n")
    environment = {**os.environ, "EKSHOP_KEY": key, "EKSHOP_URL": live_server.url}
    environment["PYTHONPATH"] = str(PACKAGE / "src")
    done = subprocess.run(
        [sys.executable, str(PACKAGE / "examples" / "push_goods.py"), str(table)],
        env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "1 taken" in done.stdout


def failing(answers: list[Any], keys: list[str]) -> httpx.MockTransport:
    """Answers or breaks off as told, one after the other, and notes the idempotency keys."""

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers.get("Idempotency-Key", ""))
        told = answers.pop(0)
        if isinstance(told, Exception):
            raise told
        return httpx.Response(told, headers={"Retry-After": "7"} if told == 429 else {}, json=TAKEN)

    return httpx.MockTransport(answer)


TAKEN = {"taken": 1, "held": 0, "unchanged": 0, "stale": 0, "refused": 0, "results": []}


def test_a_call_without_an_answer_is_tried_again_under_its_key() -> None:
    keys: list[str] = []
    waits: list[float] = []
    answers = [httpx.ReadTimeout("lost"), 503, 429, 200]
    with Partner("k", transport=failing(answers, keys), sleep=waits.append) as ekshop:
        assert ekshop.put_goods([good(1)]).taken == 1
    assert len(set(keys)) == 1 and len(keys) == 4 and waits[2] == 7.0
    assert 0 < waits[0] < waits[1] < 2


def test_it_gives_up_in_the_end_and_says_under_which_key_to_go_on() -> None:
    dead = failing([httpx.ConnectError("no")] * 2, [])
    ekshop = Partner("k", transport=dead, attempts=2, sleep=lambda _s: None)
    with ekshop, pytest.raises(ConnectionFailed) as caught:
        ekshop.put_goods([good(1)], key="mine")
    assert caught.value.idempotency_key == "mine"
    ekshop = Partner("k", transport=failing([429], []), attempts=1)
    with ekshop, pytest.raises(RateLimited) as limited:
        ekshop.put_goods([good(1)])
    assert limited.value.retry_after == 7


def test_a_time_without_its_zone_is_refused_before_it_is_sent() -> None:
    naive = Good("A", datetime(2026, 1, 1), "x", Decimal(1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        naive.to_wire()


def test_our_webhooks_are_known_and_forged_or_old_ones_are_not() -> None:
    body = (
        '{"type": "webhook.test", "timestamp": "2026-11-22T04:00:00Z", "data": {"message": "হ্যাঁ"}}'
    )
    at = datetime.now(UTC)
    headers = signed_headers(secrets=["whsec_b3RoZXI=", SECRET], webhook_id="m1", body=body, at=at)
    event = verify(SECRET, headers, body.encode())
    assert (event.id, event.type, event.data["message"]) == ("m1", "webhook.test", "হ্যাঁ")
    for wrong in (
        {**headers, "webhook-timestamp": "1"},
        {**headers, "webhook-signature": "v1,AAAA"},
        {**headers, "webhook-id": "m2"},
        {},
    ):
        with pytest.raises(WrongSignature):
            verify(SECRET, wrong, body)
    with pytest.raises(WrongSignature):
        verify(SECRET, headers, body, now=time.time() + 3600)


def test_the_client_knows_nothing_of_the_shop_but_its_wire() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.split(".")[0] in ("ekshop", "django") for name in names), path
