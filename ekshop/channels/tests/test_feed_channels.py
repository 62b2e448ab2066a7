"""Marketplaces that speak in files, from listing to settled, against the sandbox's six."""

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from ekshop.channels.adapters import (
    Adapter,
    ChannelAway,
    ChannelBusy,
    ChannelFacts,
    ChannelRefuses,
    ListingItem,
    Parcel,
    Unread,
    adapter_bring,
    adapters,
)
from ekshop.channels.adapters.feed import adapter_of, configurations
from ekshop.channels.adapters.feed.configuration import read
from ekshop.channels.models import ChannelListing, ListingIssue, UnreadRow
from ekshop.channels.services.facts import facts_of
from ekshop.channels.services.unread import unread_forget
from ekshop.channels.tests import make
from ekshop.federation.tests.test_fetching import Shops
from ekshop.kernel import clock

from .test_feed_configurations import ITEM, SIX

pytestmark = pytest.mark.outside


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Shops]:
    shops = Shops(tmp_path_factory.mktemp("markets"))
    yield shops
    shops.kill()


class Market:
    """One of the sandbox's marketplaces, and our adapter for it."""

    def __init__(self, running: Shops, key: str) -> None:
        self.url, self.outside, self.key = running.url, running, key
        self.adapter: Adapter = adapters()[key]
        self.reported: dict[str, list[Unread]] = {}
        self.everything: list[ListingItem] = []
        keys = self.call("GET", "?format=json")["credentials"]
        it = configurations()[key]
        settings: dict[str, Any] = {"url": f"{running.url}/markets/{key}{'' if key == 'jumei' else '/files'}"}  # fmt: skip
        if it.address.way == "sftp":
            told = running.post("/_control/sftp/key", json={}).json()
            settings = {"url": f"sftp://127.0.0.1:{running.sftp_port}", "host_key": told["fingerprint"]}  # fmt: skip
        self.facts = ChannelFacts(
            1, key, key, it.country, it.currency, "en", settings, keys,
            everything=lambda: iter(self.everything), report=self._report,
        )  # fmt: skip
        self.call("POST", "/restore")
        self.call("POST", "/settings", answer_after_s=0)

    def _report(self, source: str, unread: Any) -> None:
        self.reported[source] = list(unread)

    def call(self, method: str, path: str, **told: Any) -> Any:
        at = f"/_control/market/{self.key}{path}"
        answer = self.outside.request(method, at, json=told or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def item(self, sku: str = "EK-1", **changed: Any) -> ListingItem:
        price = 12_500 * (1 if self.facts.currency == "KRW" else 100)
        return dataclasses.replace(
            ITEM, sku=sku, currency=self.facts.currency, price_minor=price, as_of=clock.now(), **changed
        )  # fmt: skip

    def told(self, *items: ListingItem) -> dict[str, Any]:
        handle = self.adapter.submit(self.facts, items).handle
        results = self.adapter.poll(self.facts, handle)
        assert results is not None
        return {each.sku: each for each in results}

    def listed(self) -> dict[str, str]:
        return {each["sku"]: each["state"] for each in self.call("POST", "/listings")["listings"]}


@pytest.fixture(params=sorted(SIX))
def market(request, running) -> Market:
    return Market(running, request.param)


@pytest.fixture
def qoove(running) -> Iterator[Market]:
    made = Market(running, "qoove")
    yield made
    made.call("POST", "/reset")


def test_from_listing_to_settled_order(market):
    result = market.told(market.item(), market.item("EK-2"))["EK-1"]
    assert result.ok and result.remote_ref and not market.reported.get("bad")
    made = market.call("POST", "/order", sku="EK-1", quantity=2, shipping="500")
    [order], cursor = market.adapter.orders(market.facts, "")
    assert (order.ref, order.currency, order.state) == (made["ref"], market.facts.currency, "new")
    assert abs(order.placed_at - clock.now()) < timedelta(minutes=2)
    [line] = order.lines
    assert (line.sku, line.quantity, line.unit_minor) == ("EK-1", 2, market.item().price_minor)
    assert order.buyer.name and order.buyer.postcode and order.buyer.country == market.facts.country
    assert market.adapter.orders(market.facts, cursor)[0] == []

    market.adapter.acknowledge(market.facts, order.ref)
    market.adapter.ship(market.facts, order.ref, Parcel("EMS", "EE123", clock.now()))
    assert market.call("POST", "/orders")["orders"][0]["state"] == "shipped"
    market.call("POST", "/settle")
    lines = market.adapter.settlements(market.facts, clock.now() - timedelta(hours=1))
    kinds = {each.kind: each for each in lines}
    sale = 2 * line.unit_minor + order.shipping_minor
    assert kinds["sale"].minor == sale and kinds["sale"].order_ref == order.ref
    assert kinds["fee"].minor < 0 and kinds["transfer"].minor == -(sale + kinds["fee"].minor)
    assert len({each.reference for each in lines}) == len(lines)

    market.call("POST", "/cancel", ref=order.ref)
    [late], _cursor = market.adapter.orders(market.facts, cursor)
    assert (late.ref, late.state) == (order.ref, "cancelled")


def test_issues_come_back_to_the_field_that_causes_them(market):
    market.call("POST", "/settings", also_needs=["brand"], refuse_words=["Secret"])
    found = market.told(market.item(), market.item("EK-2", title="Secret kantha", brand="Aarong"))
    problems = {sku: [(p.field, p.code) for p in each.problems] for sku, each in found.items()}
    assert ("title_en", "FORBIDDEN_WORD") in problems["EK-2"]
    assert not found["EK-1"].ok and problems["EK-1"][0][1] == "MISSING_ATTRIBUTE"


def test_a_whole_file_keeps_what_is_not_told_now_and_a_change_touches_only_its_own(market):
    market.told(market.item(), market.item("EK-2"), market.item("EK-3"))
    market.everything = [market.item("EK-2"), market.item("EK-3")]
    market.told(market.item("EK-1", quantity=1))
    assert set(market.listed().values()) == {"live"}
    market.everything = [market.item("EK-1"), market.item("EK-3")]
    market.adapter.end(market.facts, ["EK-2"])
    assert market.listed() == {"EK-1": "live", "EK-2": "ended", "EK-3": "live"}


def test_half_a_file_waits_until_it_is_whole_and_holds_up_nothing_behind_it(market):
    if market.key == "jumei":
        pytest.skip("its orders come by the page")
    market.told(market.item())
    market.call("POST", "/settings", half_files=1)
    first = market.call("POST", "/order", sku="EK-1")["ref"]
    second = market.call("POST", "/order", sku="EK-1")["ref"]
    orders, cursor = market.adapter.orders(market.facts, "")
    assert [each.ref for each in orders] == [second]
    assert [each[0].code for each in market.reported.values() if each] == ["not_whole"]
    market.call("POST", "/mend")
    orders, cursor = market.adapter.orders(market.facts, cursor)
    assert [each.ref for each in orders] == [first]
    assert [each for each in market.reported.values() if each] == []
    assert market.adapter.orders(market.facts, cursor)[0] == []


def test_odd_orders_are_handed_on_or_said_and_those_beside_them_taken(qoove):
    qoove.told(qoove.item())
    qoove.call("POST", "/order", sku="EK-1", currency="ZZZ")
    qoove.call("POST", "/order", sku="GONE-9", bad_address=True)
    bad = qoove.call("POST", "/order", lines=[{"sku": "EK-1", "quantity": 0}])["files"][0]
    qoove.call("POST", "/repeat", name=bad)
    qoove.call("POST", "/settings", duplicate_orders=True)
    twice = qoove.call("POST", "/order", sku="EK-1")["ref"]
    orders, _cursor = qoove.adapter.orders(qoove.facts, "")
    assert [each.currency for each in orders] == ["ZZZ", "USD", "USD", "USD"]
    assert orders[1].buyer.city == "" and orders[1].lines[0].sku == "GONE-9"
    assert [each.ref for each in orders[2:]] == [twice, twice]
    unread = [each for source in qoove.reported.values() for each in source]
    assert {each.code for each in unread} == {"quantity"} and len(unread) == 2
    assert "EK-1" in unread[0].raw and "0" in str(unread[0].text)


def test_outages_wrong_keys_and_limits_are_told_apart(qoove):
    facts, send = qoove.facts, lambda facts: qoove.adapter.submit(facts, [qoove.item()])
    with pytest.raises(ChannelRefuses):
        send(dataclasses.replace(facts, secrets={"api_key": "wrong"}))
    qoove.call("POST", "", down="refuse")
    with pytest.raises(ChannelAway):
        send(facts)
    qoove.call("POST", "/reset")
    qoove.call("POST", "/settings", uploads_a_minute=1)
    handle = send(facts).handle
    with pytest.raises(ChannelBusy) as busy:
        send(facts)
    assert 0 < busy.value.seconds <= 60
    qoove.call("POST", "", half=True)
    with pytest.raises(ChannelAway):
        qoove.adapter.poll(facts, handle)


def test_an_answer_is_waited_for_and_a_file_they_could_not_read_is_said(qoove):
    qoove.call("POST", "/settings", lose_answers=True)
    handle = qoove.adapter.submit(qoove.facts, [qoove.item()]).handle
    assert qoove.adapter.poll(qoove.facts, handle) is None


def test_a_server_with_another_key_is_sent_nothing(running):
    market = Market(running, "fmt")
    for key in ("SHA256:another", ""):
        facts = dataclasses.replace(market.facts, settings={**market.facts.settings, "host_key": key})  # fmt: skip
        with pytest.raises(ChannelRefuses):
            market.adapter.submit(facts, [market.item()])
    assert market.listed() == {}
    assert "SHA256:" in market.adapter.check(market.facts)


SEVENTH = """
key = "seventh"
name_bn = "সপ্তম বাজার"
name_en = "A seventh market"
country = "LK"
currency = "LKR"
language = "en"
time_zone = "Asia/Colombo"
time = "%d/%m/%Y %H:%M"

[address]
way = "https"
url = "https://nowhere.example"
sign_in = "basic"

[listings]
kind = "json"
mode = "changes"
path = "in/listings/{name}.json"
every_minutes = 0.01
burst = 100
columns = [
    { column = "action", from = "action", words = { told = "UPSERT", gone = "DELETE" } },
    { column = "item_code", from = "sku" },
    { column = "item_name", from = "title", as = ["upper"] },
    { column = "price_lkr", from = "price", as = ["amount"] },
    { column = "stock", from = "quantity" },
    { column = "hs", from = "hs_code" },
    { column = "origin", from = "origin" },
    { column = "weight_kg", from = "gross_g", as = ["kg"] },
]

[answers]
kind = "csv"
path = "out/answers/{name}.csv"
taken = ["OK"]
columns = { sku = "item_code", result = "outcome", code = "reason_code", field = "field", text = "reason", ref = "listing" }

[orders]
kind = "csv"
path = "out/orders"
trailer = "END"
columns = { ref = "OrderNo", at = "OrderDate", currency = "Cur", state = "Status", name = "Customer", line1 = "Address1", city = "Town", postcode = "PostCode", country = "Country" }
line = { sku = "ItemCode", quantity = "Qty", unit = "UnitPrice" }
words = { new = ["CONFIRMED"], cancelled = ["CANCELLED"] }
"""


def test_a_seventh_marketplace_is_a_file_and_nothing_else(
    running, people, kantha, step, hand, settings, tmp_path
):
    (tmp_path / "seventh.toml").write_text(SEVENTH)
    settings.CHANNEL_CONFIGURATIONS = [str(tmp_path)]
    assert "seventh" in configurations()
    adapter_bring(adapter_of(read(tmp_path / "seventh.toml")))
    market = Market(running, "fmt")
    make.exchange_rate("LKR", "0.40")
    channel = make.channel(
        "seventh", adapter="seventh", currency="LKR", country="LK",
        settings={"url": f"{running.url}/markets/fmt/files"}, secrets=_secrets(market),
    )  # fmt: skip
    listing = step.begin(kantha, channel)
    step(channel)
    until(lambda: step(channel) or ChannelListing.objects.get(pk=listing.pk).state == "live")
    [row] = market.call("POST", "/listings")["listings"]
    assert row["body"]["title"] == "NAKSHI KANTHA, HAND-STITCHED" and row["quantity"] == 10

    market.call("POST", "/settings", also_needs=["category"])
    kantha.title_en = "Nakshi kantha of Jamalpur"
    kantha.save()
    ChannelListing.objects.update(stale=True)
    wrong = ListingIssue.objects.filter(listing=listing, severity="error")
    until(lambda: step(channel) or wrong.exists())
    assert wrong.get().code == "MISSING_ATTRIBUTE"

    made = market.call("POST", "/order", sku=listing.sku, quantity=3)
    [order], _cursor = adapters()["seventh"].orders(facts_of(channel), "")
    assert (order.ref, order.lines[0].quantity) == (made["ref"], 3)


def test_what_nobody_could_read_is_kept_until_it_is_read(db, hand):
    channel = make.channel()
    report = facts_of(channel).report
    report("out/orders/1.csv", [Unread(3, "amount", "“x” is no amount", raw='{"buyer": "Nimali"}')])
    report("out/orders/1.csv", [Unread(3, "amount", "“x” is no amount"), Unread(4, "time", "odd")])
    assert UnreadRow.objects.filter(closed_at=None).count() == 2
    assert UnreadRow.objects.get(line=3).raw == '{"buyer": "Nimali"}'
    report("out/orders/1.csv", [])
    assert {row.raw for row in UnreadRow.objects.all()} == {""}
    assert not UnreadRow.objects.filter(closed_at=None).exists()


def test_what_nobody_dealt_with_is_forgotten_when_a_buyers_address_would_be(db, hand):
    report = facts_of(make.channel()).report
    report("1.csv", [Unread(3, "amount", "“x” is no amount", raw='{"buyer": "Nimali"}')])
    hand.forward(days=59)
    assert unread_forget(now=clock.now()) == 0
    hand.forward(days=2)
    assert unread_forget(now=clock.now()) == 1 and unread_forget(now=clock.now()) == 0
    row = UnreadRow.objects.get(closed_at=None)
    assert row.raw == "" and "no amount" in row.text


def _secrets(market: Market) -> str:
    return json.dumps(dict(market.facts.secrets))


def until(look: Callable[[], Any], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
