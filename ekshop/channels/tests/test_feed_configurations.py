"""Configurations of marketplaces that speak in files: read whole, and what is wrong is said."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from ekshop.channels.adapters import adapters
from ekshop.channels.adapters.feed import BadConfiguration, configurations, forms
from ekshop.channels.adapters.feed.configuration import read
from ekshop.channels.adapters.feed.forms import NotWhole, Shape
from ekshop.channels.adapters.feed.forms import read as rows_of
from ekshop.channels.adapters.feed.listings import Listing, manner_of
from ekshop.channels.adapters.feed.orders import name_of
from ekshop.channels.adapters.feed.values import Manner, minor_read, time_read, time_text, turned
from ekshop.channels.adapters.shape import ChannelFacts, ListingItem
from ekshop.channels.apps import configurations_read

SIX = {"qoove", "fmt", "jumei", "saholic", "thailand", "taiwan"}
ITEM = ListingItem(
    sku="EK-1", title="Nakshi kantha", text="Stitched <b>by hand</b>\nin Jamalpur", points=(),
    price_minor=12_500, currency="THB", quantity=3, hs_code="630419", origin="BD",
    materials="cotton", net_g=850, gross_g=900, length_mm=305, width_mm=200, height_mm=60,
    pictures=("https://ekshop.example/a.jpg",), category="quilts",
)  # fmt: skip
FACTS = ChannelFacts(1, "thailand", "Thailand", "TH", "THB", "en")


def thai() -> Listing:
    return Listing(configurations()["thailand"])


def test_the_six_marketplaces_are_found_and_say_what_is_to_be_confirmed():
    assert set(configurations()) == SIX and set(adapters()) >= SIX
    assert all("orders" in each.assumed for each in configurations().values())
    with override("bn"):
        told = {str(what): str(how) for what, how in adapters()["taiwan"].assumed}
        assert told["পণ্যের তালিকা"] == "CSV, প্রতিবার সব পণ্য, তারা নিজে এসে নেয়"
        assert told["বাজারের ফি"] == "১০%" and "দেশ" not in told
        assert [str(what) for what, _how in adapters()["taiwan"].confirmed] == ["দেশ"]
    facts = adapters()["jumei"].defaults
    assert (facts["country"], facts["currency"]) == ("KR", "KRW")


def test_a_row_is_what_the_columns_say():
    row = thai().row(ITEM)
    assert row["รหัสสินค้า"] == "EK-1"
    assert row["ราคา (บาท)"] == "125.00"
    assert row["ขนาด (ซม.)"] == "30.5x20x6"
    assert row["รายละเอียด"] == "Stitched by hand in Jamalpur"
    assert thai().problems(ITEM, FACTS) == []


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"gross_g": 0}, "gross_g", "missing"),
        ({"hs_code": "970610"}, "hs_code", "refused"),
        ({"currency": "USD"}, "price", "currency"),
        ({"title": ""}, "title_en", "missing"),
    ],
)
def test_what_a_marketplace_would_refuse_is_said_before_it_is_sent(change, field, code):
    item = ListingItem(**{**vars(ITEM), **change})
    assert [(each.field, each.code) for each in thai().problems(item, FACTS)] == [(field, code)]


def test_a_price_finer_than_the_marketplace_writes_is_said():
    taiwan = Listing(configurations()["taiwan"])
    item = ListingItem(**{**vars(ITEM), "currency": "TWD", "price_minor": 12_550})
    assert [each.code for each in taiwan.problems(item, FACTS)] == ["decimals"]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("qoove", "2026-11-22T08:30:00Z"),
        ("fmt", "22/11/2026 14:00"),
        ("jumei", "20261122173000"),
        ("saholic", "22-Nov-2026 02:00 PM"),
        ("thailand", "22/11/2569 15:30:00"),
        ("taiwan", "115/11/22 16:30"),
    ],
)
def test_each_calendar_and_clock_is_read_and_written(key, text):
    manner = manner_of(configurations()[key])
    at = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    assert time_read(text, manner) == at
    assert time_text(at, manner) == text


def test_amounts_are_whole_minor_units_or_no_amounts():
    assert minor_read("1,234.50", "LKR") == 123_450
    assert minor_read("-12500", "KRW") == -12_500
    for odd in ("12.5", "12,5 won", "", "1e5", "٣"):
        with pytest.raises(ValueError, match="^"):
            minor_read(odd, "KRW")


def test_turns_do_one_small_thing_each():
    manner = Manner(2, ZoneInfo("UTC"), "%Y", 0)
    assert turned(1234, "kg", manner) == "1.234"
    assert turned("one two three", "cut:8", manner) == "one two"
    assert turned(0, "stocked:yes/no", manner) == "no"
    assert turned("6304", "digits:8", manner) == "63040000"


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ('currency = "LKR"', 'currency = "XXX"', "'XXX' is not known"),
        ('mode = "changes"', 'mode = "sometimes"', "listings.mode is whole or changes"),
        ('as = ["kg"]', 'as = ["stones"]', "no turn is called 'stones'"),
        ('from = "hs_code"', 'from = "hs"', "there is no 'hs'"),
        ('trailer = "END"', 'tail = "END"', "has no tail"),
        ('taken = ["OK"]', "", "answers lacks taken"),
        ('time_zone = "Asia/Colombo"', 'time_zone = "Asia/Nowhere"', "no time zone"),
        ("sku = \"ItemCode\", ", "", "orders.line lacks sku"),
        ("burst = 4", "burst = [", "fmt.toml"),
        ('language = "en"', 'language = "qq"', "'qq' is not known"),
        ("[confirmed]", '[confirmed]\nweather = { bn = "ক", en = "a" }', "confirmed has no weather"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_configuration_is_said_with_its_place(tmp_path, was, now, says):
    from ekshop.channels.adapters.feed import OURS

    text = (OURS / "fmt.toml").read_text()
    assert was in text
    file = tmp_path / "fmt.toml"
    file.write_text(text.replace(was, now))
    with pytest.raises(BadConfiguration, match="^fmt.toml: ") as caught:
        read(file)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (b"a,b\r\n1,2\r\n1", Shape("csv")),
        (b"a,b\r\n1,2\r\n", Shape("csv", trailer="END")),
        (b"a,b\r\n1,2\r\nEND,2\r\n", Shape("csv", trailer="END")),
        (b"<orders><order><a>1</a>", Shape("xml", records="order")),
        (b'{"orders": [{"a": 1', Shape("json", records="orders")),
        (b'{"a": 1}\n{"a"', Shape("jsonl")),
        (b"PK\x03\x04 half a book", Shape("xlsx")),
        (b"", Shape("csv")),
        (b"<html>Maintenance</html>", Shape("json", records="orders")),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><order>&x;', Shape("xml")),
    ],
)
def test_half_a_file_of_any_kind_is_not_taken_for_a_whole_one(data, shape):
    with pytest.raises(NotWhole):
        rows_of(data, shape)


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_no_cell_of_a_file_for_a_marketplace_is_a_formula(kind, tmp_path):
    row = {"title": '=HYPERLINK("http://evil.example")', "left": "-5", "note": "\u200b@SUM(1)"}
    forms.write(forms.Sheet(kind, list(row)), [row], tmp_path / "listings")
    [_head, line] = (tmp_path / "listings").read_text().splitlines()
    assert "'=HYPERLINK" in line and "'\u200b@SUM" in line
    assert "-5" in line and "'-5" not in line


def test_a_wrong_configuration_stops_the_start_with_its_name_and_place(settings, tmp_path):
    settings.CHANNEL_CONFIGURATIONS = [str(tmp_path)]
    assert configurations_read(None) == []
    (tmp_path / "ninth.toml").write_text('key = "ninth"')
    [error] = configurations_read(None)
    assert error.msg.startswith("ninth.toml: ") and error.id == "channels.E001"


def test_two_orders_whose_numbers_look_alike_have_notes_of_their_own():
    refs = ("A-1", "A/1", "A_1", "A 1", "อ1", "ａ1")
    assert name_of("A-1") == "A-1" and len({name_of(each) for each in refs}) == len(refs)
