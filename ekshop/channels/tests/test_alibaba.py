"""Alibaba told of our goods as drafts, and its orders read, against the sandbox."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from ekshop.channels.adapters import (
    ChannelAway,
    ChannelBusy,
    ChannelFacts,
    ChannelRefuses,
    Parcel,
    adapters,
)
from ekshop.channels.adapters.alibaba import ADAPTER, client
from ekshop.channels.adapters.alibaba.schemas import read as schema_read
from ekshop.kernel import clock
from sandbox.tests.conftest import Outside

from .make_amazon import kantha

JPEG = b"\xff\xd8\xff\xe0 a small picture"
EXTRA = {"p-20": "Handmade", "cat_id": "100006792"}


class Alibaba:
    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        keys = outside.keys("alibaba")
        self.channel = ChannelFacts(
            id=2,
            key="alibaba",
            name="Alibaba.com",
            country="CN",
            currency="USD",
            language="en",
            settings={
                "app_key": keys["app_key"],
                "gateway": f"http://127.0.0.1:{outside.port}/alibaba/rest",
                "categories": "6301 100006792\n4202 100005792",
                "payouts": "/alibaba/order/fund/list",
            },
            secrets={name: keys[name] for name in ("app_secret", "refresh_token")},
            picture=self.picture,
        )
        self.code = keys["code"]
        self.asked_for: list[str] = []
        self.content: bytes | None = JPEG

    def picture(self, address: str) -> bytes:
        self.asked_for.append(address)
        if self.content is None:
            raise LookupError(address)
        return self.content

    def tell(self, action: str = "", **told: Any) -> Any:
        return self.outside.control(f"alibaba/{action}".rstrip("/"), **told)

    def drafts(self) -> list[dict[str, Any]]:
        return self.tell("drafts")["drafts"]


@pytest.fixture(scope="module")
def place(outside: Outside) -> Alibaba:
    return Alibaba(outside)


@pytest.fixture
def alibaba(place: Alibaba, settings: Any, tmp_path: Any) -> Iterator[Alibaba]:
    settings.VAR_DIR = tmp_path
    place.asked_for, place.content = [], JPEG
    place.tell("restore")
    place.tell("reset")
    place.tell("settings", busy=0, busy_after=0, page_most=100, audit=True, repeat_orders=False)
    with translation.override("en"):
        yield place


def quilt(**changes: Any):
    return kantha(**{"extra": EXTRA, **changes})


def submitted(alibaba: Alibaba, *items):
    return ADAPTER.submit(alibaba.channel, items).results


def test_it_is_found_as_an_adapter_and_signs_in(alibaba):
    assert adapters()["alibaba"] is ADAPTER
    assert ADAPTER.check(alibaba.channel) == "Alibaba lets us in; it has 0 of our products."


def test_a_code_of_the_sign_in_gives_the_tokens(alibaba):
    address = client.address_to_sign_in(alibaba.channel, "https://ekshop.example/back")
    assert "client_id=sandbox_" in address and "redirect_uri=https" in address
    with client.Platform(alibaba.channel) as platform:
        told = platform.tokens_of_code(alibaba.code)
        assert told["refresh_token"] == alibaba.channel.secrets["refresh_token"]
        with pytest.raises(ChannelRefuses, match="code"):
            platform.tokens_of_code("used")


def test_a_category_is_asked_for_where_neither_goods_nor_settings_say_one(alibaba):
    vase = kantha(hs_code="691200", extra={})
    (found,) = ADAPTER.problems(vase, alibaba.channel)
    assert (found.field, found.severity) == ("extra.cat_id", "error")
    assert [one.name for one in ADAPTER.asks(vase, alibaba.channel)] == ["cat_id"]
    assert submitted(alibaba, vase)[0].problems[0].field == "extra.cat_id"


@pytest.mark.parametrize("named", ["7", "²", "9" * 300])
def test_a_category_alibaba_does_not_know_is_said_and_stops_no_other_goods(alibaba, named):
    odd = quilt(sku="NK-2", extra={**EXTRA, "cat_id": named})
    refused, taken = submitted(alibaba, odd, quilt())
    assert (refused.sku, refused.problems[0].field, taken.ok) == ("NK-2", "extra.cat_id", True)


def test_what_we_know_of_goods_is_not_to_be_answered_otherwise(alibaba):
    forged = {"price": "0.01", "inventory": "999", "productTitle": "Cure", "p-3": "NK-1"}
    submitted(alibaba, quilt(sku="NK-2", extra={**EXTRA, **forged}))
    (draft,) = alibaba.drafts()
    assert (draft["subject"], draft["model"], draft["price"], draft["left"]) == (quilt().title, "NK-2", "89.00", 5)  # fmt: skip


def test_goods_are_filled_into_the_schema_and_saved_as_a_draft(alibaba):
    (result,) = submitted(alibaba, quilt())
    assert result.ok, [str(one.text) for one in result.problems]
    (draft,) = alibaba.drafts()
    assert draft["product_id"] == result.remote_ref
    assert (draft["subject"], draft["model"], draft["price"], draft["left"]) == (quilt().title, "NK-1", "89.00", 5)  # fmt: skip
    assert "<value>BD</value>" in draft["xml"] and "<value>1.5</value>" in draft["xml"]
    kinds = {"complex": "complex-value", "multiComplex": "complex-values"}
    wrapped = re.findall(r'type="(complex|multiComplex)"><([\w-]+)>', draft["xml"])
    assert wrapped and all(kinds[kind] == tag for kind, tag in wrapped)


def test_what_breaks_the_schema_is_said_in_words_and_not_sent(alibaba):
    bad = quilt(title="ন" * 60, extra={"p-20": "By elves"}, gross_g=0, origin="FR")
    (result,) = submitted(alibaba, bad)
    assert {one.field: str(one.text) for one in result.problems} == {
        "title_en": "Alibaba takes at most 128 letters for “Product name”; there are 180.",
        "origin": "Alibaba does not know “FR” for “Place of origin”. It knows: Bangladesh, India, China.",
        "extra.p-20": "Alibaba does not know “By elves” for “Technique”. It knows: Handmade, Woven, Knitted.",
        "gross_g": "Alibaba asks for “Parcel weight in kg” of these goods, and nobody has said it yet.",
    }
    assert alibaba.drafts() == []
    assert {one.field for one in ADAPTER.problems(bad, alibaba.channel)} == {one.field for one in result.problems}  # fmt: skip
    asked = {one.name: one for one in ADAPTER.asks(quilt(extra={}), alibaba.channel)}
    assert set(asked) == {"p-20"} and asked["p-20"].choices[0] == ("1", "Handmade")


def test_what_alibaba_refuses_comes_back_by_field(alibaba, tmp_path):
    submitted(alibaba, quilt())
    kept = next(tmp_path.glob("channels/alibaba/*.xml"))
    looser = kept.read_text().replace('<rule name="requiredRule" value="true"/>', "")
    kept.write_text(looser)
    (result,) = submitted(alibaba, quilt(sku="NK-2", materials="", extra=EXTRA))
    assert [(one.field, one.code) for one in result.problems] == [("materials", "600003")]


def test_a_change_goes_to_the_product_there_is(alibaba):
    (first,) = submitted(alibaba, quilt())
    (again,) = submitted(alibaba, quilt(quantity=2, price_minor=9999, remote_ref=first.remote_ref))
    assert again.remote_ref == first.remote_ref
    (draft,) = alibaba.drafts()
    assert (draft["left"], draft["price"]) == (2, "99.99")


def test_a_draft_whose_answer_was_lost_is_found_and_not_made_twice(alibaba):
    submitted(alibaba, quilt(sku="OTHER"))
    alibaba.tell(lost_answer=True)
    with pytest.raises(ChannelAway):
        submitted(alibaba, quilt())
    alibaba.tell("reset")
    submitted(alibaba, quilt())
    (result,) = submitted(alibaba, quilt())
    assert len(alibaba.drafts()) == 2 and result.remote_ref


def test_a_product_they_deleted_is_made_anew(alibaba):
    assert submitted(alibaba, quilt(remote_ref="123"))[0].remote_ref not in ("", "123")


def test_it_stops_where_alibaba_is_busy_and_goes_on_later(alibaba):
    submitted(alibaba, quilt())
    alibaba.tell("settings", busy=1)
    with pytest.raises(ChannelBusy):
        submitted(alibaba, quilt())
    bad = quilt(sku="BAD", origin="FR")
    alibaba.tell("settings", busy=1)
    answer = ADAPTER.submit(alibaba.channel, [bad, quilt()])
    assert [one.sku for one in answer.results] == ["BAD"]
    assert answer.unsent == ("NK-1",) and answer.wait


def test_what_the_gateway_cannot_read_of_one_thing_is_that_things_own(alibaba):
    alibaba.tell("decline", text="Odd title", code="InvalidParameter", message="xml cannot be read")
    odd, fine = submitted(alibaba, quilt(sku="ODD", title="Odd title"), quilt())
    assert [(one.code, one.text) for one in odd.problems] == [("InvalidParameter", "xml cannot be read")]  # fmt: skip
    assert fine.ok and len(alibaba.drafts()) == 1
    alibaba.tell("decline", text="NK-1", code="InsufficientPermission", message="no permission")
    with pytest.raises(ChannelRefuses, match="permission"):
        submitted(alibaba, quilt(quantity=3))


@pytest.mark.parametrize("how", [{"html": True}, {"down": "refuse"}, {"down": "close"}, {"half": True}])  # fmt: skip
def test_no_answer_is_never_taken_for_one(alibaba, how):
    alibaba.tell(**how)
    with pytest.raises(ChannelAway):
        submitted(alibaba, quilt())


def test_a_forgotten_token_is_got_anew_and_a_wrong_secret_is_said(alibaba):
    submitted(alibaba, quilt())
    alibaba.tell("forget")
    assert submitted(alibaba, quilt())[0].ok
    wrong = replace(alibaba.channel, secrets={**alibaba.channel.secrets, "app_secret": "no"})
    with pytest.raises(ChannelRefuses, match="signature"):
        ADAPTER.submit(wrong, [quilt()])


def test_taken_away_they_are_shown_no_more_and_what_is_not_there_is_fine(alibaba):
    submitted(alibaba, quilt())
    answer = ADAPTER.end(alibaba.channel, ["NK-1", "NEVER"])
    assert all(one.ok for one in answer.results)
    assert alibaba.drafts()[0]["display"] == "off"


def test_taken_away_is_what_its_number_says_and_what_alibaba_keeps_on_display_is_not(alibaba):
    (first,) = submitted(alibaba, quilt())
    channel = replace(alibaba.channel, number=lambda _sku: first.remote_ref)
    assert ADAPTER.end(channel, ["NK-1"]).results[0].ok
    assert alibaba.drafts()[0]["display"] == "off"
    alibaba.tell("settings", keep_shown=True)
    (kept,) = ADAPTER.end(channel, ["NK-1"]).results
    alibaba.tell("settings", keep_shown=False)
    assert not kept.ok and kept.problems[0].code == "DISPLAY"


def test_a_schema_reads_nothing_outside_itself():
    bomb = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><itemSchema><field id="a" name="&e;" type="input"/></itemSchema>'  # fmt: skip
    with pytest.raises(ValueError, match="external"):
        schema_read(bomb)


def buy(alibaba: Alibaba, **told: Any) -> str:
    return alibaba.tell("buy", **{"sku": "NK-1", **told})["order"]


def test_orders_come_with_cancellations_and_odd_ones_and_are_not_asked_for_twice(alibaba):
    submitted(alibaba, quilt())
    kinds = ("", "ended", "currency", "address")
    numbers = [buy(alibaba, trouble=kind, quantity=2, shipping=15) for kind in kinds]
    alibaba.tell("settings", repeat_orders=True)
    found, cursor = ADAPTER.orders(alibaba.channel, "")
    good, ended, odd, bad = sorted(found, key=lambda one: numbers.index(one.ref))
    assert (good.currency, good.shipping_minor, good.buyer.country) == ("USD", 1500, "CN")
    assert good.buyer.lines == ("88 Huaihai Road", "Unit 1203")
    assert (good.buyer.name, good.buyer.phone) == ("Mei Chen", "+86 13900000188")
    assert [(one.sku, one.quantity, one.unit_minor) for one in good.lines] == [("NK-1", 2, 8900)]
    assert (ended.lines[0].sku, odd.currency, bad.buyer.country) == ("NK-1", "XTS", "ZZ")
    assert ADAPTER.orders(alibaba.channel, cursor)[0] == []
    alibaba.tell("cancel", order=numbers[0])
    changed, _cursor = ADAPTER.orders(alibaba.channel, cursor)
    assert [(one.ref, one.state) for one in changed] == [(numbers[0], "cancelled")]


def all_read(alibaba: Alibaba, cursor: str = "", stops: int = 0) -> tuple[list[str], str, int]:
    """Reads until nothing new comes; with `stops` so many calls after each beginning it is cut off, and
    begins again where it had noted that it was."""
    found: list[str] = []
    rounds = 0
    while rounds < 40:
        rounds += 1
        if stops and rounds % 2:
            alibaba.tell("settings", busy_after=stops)
        try:
            orders, after = ADAPTER.orders(alibaba.channel, cursor)
        except ChannelBusy:
            continue
        found += [one.ref for one in orders]
        if after == cursor:
            break
        cursor = after
    return found, cursor, rounds


@pytest.mark.parametrize("stops", [0, 9])
def test_more_orders_than_one_reading_has_pages_for_are_all_read_also_where_it_is_cut_off(
    alibaba, stops
):
    submitted(alibaba, quilt())
    spread = [buy(alibaba, ago_s=3600 * day) for day in (90, 60, 30, 8, 3)]
    close = [buy(alibaba, ago_s=900 + 5 * n) for n in range(12)]
    at_once = [buy(alibaba) for _ in range(14)]
    alibaba.tell("settings", page_most=1)
    found, cursor, rounds = all_read(alibaba, stops=stops)
    assert sorted(found) == sorted([*spread, *close, *at_once]) and rounds > 3
    late = buy(alibaba)
    assert all_read(alibaba, cursor)[0] == [late]


def test_one_order_alibaba_refuses_or_fails_at_holds_up_no_other(alibaba):
    submitted(alibaba, quilt())
    refused, fine = buy(alibaba), buy(alibaba)
    heard: list[str] = []
    channel = replace(alibaba.channel, report=lambda source, unread: heard.extend(f"{source} {one.code}" for one in unread))  # fmt: skip
    alibaba.tell("decline", text=refused, code="404", message="order not exist")
    found, cursor = ADAPTER.orders(channel, "")
    assert [one.ref for one in found] == [fine] and heard == [f"order {refused} order"]
    assert ADAPTER.orders(channel, cursor)[0] == []
    silent, other = buy(alibaba), buy(alibaba)
    alibaba.tell("decline", text=silent, code="ISPError", message="later")
    found, cursor = ADAPTER.orders(channel, cursor)
    assert [one.ref for one in found] == [other] and list(json.loads(cursor)["again"]) == [silent]
    alibaba.tell("decline", text=silent)
    found, cursor = ADAPTER.orders(channel, cursor)
    assert [one.ref for one in found] == [silent] and "again" not in json.loads(cursor)


@pytest.mark.parametrize(
    ("odd", "read"),
    [
        ({"trade_status": None, "modify_date": {}}, False),
        ({"modify_date": {"timestamp": "4102444800000000"}}, True),
    ],
)
def test_an_order_that_is_listed_oddly_holds_up_no_other_and_none_that_comes_later(
    alibaba, odd, read
):
    submitted(alibaba, quilt())
    strange, fine = buy(alibaba, listed=odd), buy(alibaba)
    heard: list[str] = []
    channel = replace(alibaba.channel, report=lambda source, unread: heard.extend(one.raw for one in unread))  # fmt: skip
    assert ADAPTER.orders is not None
    found, cursor = ADAPTER.orders(channel, "")
    assert {one.ref for one in found} == ({strange, fine} if read else {fine})
    assert bool(heard) is not read
    late = buy(alibaba)
    assert [one.ref for one in ADAPTER.orders(channel, cursor)[0]] == [late]


def test_an_order_of_before_is_there_once_and_is_read_as_it_was_told(alibaba):
    told = {"ref": "200000009001", "currency": "USD", "shipping": "1.50"}
    for _twice in range(2):
        alibaba.tell("order", **told, lines=[{"ref": "1", "sku": "NK-9", "quantity": 3, "unit": "15.00"}])  # fmt: skip
    (order,), _cursor = ADAPTER.orders(alibaba.channel, "")
    assert (order.ref, order.shipping_minor) == ("200000009001", 150)
    assert [(one.ref, one.sku, one.quantity, one.unit_minor) for one in order.lines] == [("1", "NK-9", 3, 1500)]  # fmt: skip


def test_an_order_is_shipped_or_refused_twice_as_once_and_paid_out(alibaba):
    submitted(alibaba, quilt())
    sent, refused = buy(alibaba), buy(alibaba)
    parcel = Parcel("DHL", "JD1", datetime(2026, 11, 20, tzinfo=UTC))
    for _ in range(2):
        ADAPTER.ship(alibaba.channel, sent, parcel)
        ADAPTER.cancel(alibaba.channel, refused, "no_stock")
    alibaba.tell("settle")
    lines = ADAPTER.settlements(alibaba.channel, clock.now() - timedelta(days=1))
    assert {one.kind: one.minor for one in lines} == {"sale": 8900, "fee": -267, "transfer": -8633}
    assert {one.order_ref for one in lines} == {sent, ""}
    with pytest.raises(ChannelRefuses):
        ADAPTER.ship(alibaba.channel, refused, parcel)


def test_pictures_are_brought_into_the_bank_once_and_shown_from_there(alibaba):
    for _twice in range(2):
        assert submitted(alibaba, quilt())[0].ok
    assert alibaba.asked_for == list(quilt().pictures)
    [draft] = alibaba.drafts()
    assert draft["xml"].count("/alibaba/kf/") == 2 and "ekshop.example" not in draft["xml"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "picture_gone"),
        (JPEG + b" " * 5 * 1024 * 1024, "picture_too_large"),
        (b"<html>", "-2"),
    ],
)
def test_a_picture_that_cannot_be_brought_is_said_at_the_pictures(alibaba, content, code):
    alibaba.content = content
    [result] = submitted(alibaba, quilt())
    assert not result.ok and alibaba.drafts() == []
    assert [(each.field, each.code) for each in result.problems] == [("pictures", code)]


def test_without_a_path_for_payouts_none_are_asked_for(alibaba):
    told = {name: value for name, value in alibaba.channel.settings.items() if name != "payouts"}
    quiet = replace(alibaba.channel, settings=told)
    assert ADAPTER.settlements(quiet, clock.now() - timedelta(days=1)) == []
