"""Amazon told of our goods, through its published client, against the sandbox."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from ekshop.channels.adapters import ChannelAway, ChannelBusy, ChannelRefuses, adapters
from ekshop.channels.adapters.amazon import ADAPTER, definitions, listings
from ekshop.channels.adapters.amazon.attributes import PACKING_DAYS
from ekshop.channels.adapters.amazon.words import problem_said
from ekshop.kernel import clock
from sandbox.tests.conftest import until

from .make_amazon import Amazon, kantha

FIGURES = frozenset({"price", "stock"})


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def problems(item, amazon: Amazon) -> dict[str, str]:
    return {one.field: str(one.text) for one in ADAPTER.problems(item, amazon.channel)}


def answered(amazon: Amazon, handle: str):
    """Asked for again and again, also where Amazon says that it is asked too often."""

    def told():
        try:
            return ADAPTER.poll(amazon.channel, handle)
        except ChannelBusy:
            return None

    return until(told)


def test_it_is_found_as_an_adapter_and_says_that_it_can_be_reached(amazon):
    assert adapters()["amazon"] is ADAPTER
    assert "US, CA, MX" in ADAPTER.check(amazon.channel)


def test_without_its_rules_goods_are_checked_when_they_are_sent(amazon):
    item = kantha(extra={})
    found = ADAPTER.problems(item, amazon.channel)
    assert [(one.code, one.severity) for one in found] == [("rules_not_here", "warning")]
    assert ADAPTER.asks(item, amazon.channel) == []
    answer = ADAPTER.submit(amazon.channel, [item])
    assert not answer.results[0].ok and amazon.writes() == 0
    assert {one.field for one in answer.results[0].problems} == {
        "extra.size",
        "extra.care_instructions",
    }


def test_each_breach_of_the_rules_names_our_field_in_words(amazon):
    amazon.fetch_rules()
    assert problems(kantha(), amazon) == {}
    found = problems(
        kantha(
            title="x" * 201,
            origin="FR",
            text="Short",
            points=tuple(f"Point {n}" for n in range(12)),
            net_g=0,
            extra={"size": "Queen", "number_of_items": "many"},
            attributes={},
        ),
        amazon,
    )
    assert found == {
        "title_en": "Amazon takes at most 200 letters for “Title”; there are 201.",
        "origin": "Amazon does not know “FR” for “Country of Origin”. It knows: BD, IN, PK, NP, LK, CN, US.",
        "text_en": "Amazon wants at least 20 letters for “Product Description”; there are 5.",
        "points_en": "Amazon takes at most 10 values for “Bullet Point”; there are 12.",
        "net_g": "Amazon asks for “Item Weight” of these goods, and nobody has said it yet.",
        "extra.number_of_items": "Amazon wants a number for “Number of Items”, not “many”.",
        "extra.care_instructions": "Amazon asks for “Care Instructions” of these goods, and nobody has said it yet.",
        "extra.color": "Amazon asks for “Color” of these goods, and nobody has said it yet.",
    }
    with translation.override("bn"):
        assert "200" not in problems(kantha(), amazon)


def test_it_asks_for_what_only_amazon_wants_to_know(amazon):
    amazon.fetch_rules()
    bag = kantha(hs_code="420222", extra={"closure_type": "Zipper"}, attributes={"colour": "Jute"})
    asked = {one.name: one for one in ADAPTER.asks(bag, amazon.channel)}
    assert set(asked) == {"closure_type", "target_gender", "item_dimensions"}
    assert ("female", "Female") in asked["target_gender"].choices
    told = {"target_gender": "Female", "closure_type": "Zipper", "item_dimensions": "40 x 30 x 12 cm"}  # fmt: skip
    assert problems(kantha(hs_code="420222", extra=told), amazon) == {}


@pytest.mark.parametrize(
    ("hs_code", "extra"),
    [
        ("520811", {"target_gender": "Female", "age_range_description": "Adult", "department": "Womens"}),
        ("570110", {"size": "5 x 7 ft", "construction_type": "Handmade", "item_shape": "Oval", "item_length_width": "150 x 210 cm"}),
        ("170113", {"ingredients": "Date palm sap", "unit_count": "500 Gram", "item_form": "Block", "is_expiration_dated_product": "yes"}),
        ("691200", {}),
    ],
)  # fmt: skip
def test_goods_of_every_kind_are_taken(amazon, hs_code, extra):
    answer = ADAPTER.submit(amazon.channel, [kantha(hs_code=hs_code, extra=extra)])
    assert [str(one.text) for one in answer.results[0].problems] == []
    assert answer.results[0].ok and answer.results[0].remote_ref.startswith("B0")


def test_new_goods_are_put_and_price_and_stock_only_patched(amazon):
    answer = ADAPTER.submit(amazon.channel, [kantha()])
    assert answer.results[0].ok and answer.rates == {"listings": 5.0}
    assert amazon.listed("NK-1")["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
    changed = kantha(price_minor=9550, quantity=2, title="", changed=FIGURES, remote_ref="B0X")
    assert ADAPTER.submit(amazon.channel, [changed]).results[0].ok
    item = amazon.listed("NK-1")
    assert item["offers"][0]["price"]["amount"] == "95.50"
    assert item["fulfillmentAvailability"][0]["quantity"] == 2
    assert item["attributes"]["item_name"][0]["value"] == kantha().title
    assert (amazon.calls("PUT", "NK-1"), amazon.calls("PATCH", "NK-1")) == (1, 1)


def test_what_is_made_to_order_is_promised_so_much_later(amazon):
    for made in (kantha(), kantha(making_days=10)):
        assert ADAPTER.submit(amazon.channel, [made]).results[0].ok
        [there] = amazon.listed("NK-1")["attributes"]["fulfillment_availability"]
        days = made.making_days + PACKING_DAYS if made.making_days else None
        assert there.get("lead_time_to_ship_max_days") == days


def test_a_patch_of_what_amazon_lost_puts_it_whole_again(amazon):
    assert ADAPTER.submit(amazon.channel, [kantha(changed=FIGURES)]).results[0].ok
    assert amazon.listed("NK-1")["attributes"]["item_name"]


def test_told_twice_it_is_one_listing(amazon):
    for _ in range(2):
        ADAPTER.submit(amazon.channel, [kantha()])
    assert len(amazon.tell("items")["items"]) == 1


def test_a_lost_answer_is_told_and_the_same_again_changes_nothing(amazon):
    amazon.fetch_rules()
    amazon.tell(lost_answer=True)
    with pytest.raises(ChannelAway):
        ADAPTER.submit(amazon.channel, [kantha()])
    amazon.tell("reset")
    assert amazon.listed("NK-1")
    assert ADAPTER.submit(amazon.channel, [kantha()]).results[0].ok
    assert len(amazon.tell("items")["items"]) == 1


@pytest.mark.parametrize("how", [{"html": True}, {"down": "refuse"}, {"down": "close"}, {"half": True}])  # fmt: skip
def test_no_answer_is_never_taken_for_one(amazon, how):
    ADAPTER.submit(amazon.channel, [kantha()])
    amazon.tell(**how)
    with pytest.raises(ChannelAway):
        ADAPTER.submit(amazon.channel, [kantha()])
    with pytest.raises(ChannelAway):
        ADAPTER.orders(amazon.channel, "")


def test_a_storm_stops_the_batch_and_says_how_long_to_wait(amazon):
    amazon.fetch_rules()
    amazon.tell("quota", operation="putListingsItem", rate=0.1, burst=2)
    answer = ADAPTER.submit(amazon.channel, [kantha(f"NK-{n}") for n in range(4)])
    assert [one.sku for one in answer.results] == ["NK-0", "NK-1"]
    assert answer.unsent == ("NK-2", "NK-3")
    assert answer.wait == pytest.approx(10) and answer.rates == {"listings": 0.1}
    with pytest.raises(ChannelBusy) as busy:
        ADAPTER.submit(amazon.channel, [kantha("NK-2")])
    # Of a call it refuses Amazon does not say the rate.
    assert busy.value.operation == "listings" and busy.value.seconds == pytest.approx(0.2)


def test_an_outage_in_the_middle_keeps_what_was_said_till_then(amazon):
    amazon.fetch_rules()
    ADAPTER.submit(amazon.channel, [kantha("NK-0")])
    amazon.tell("settings", unavailable=1)
    with pytest.raises(ChannelAway):
        ADAPTER.submit(amazon.channel, [kantha("NK-1")])
    answer = ADAPTER.submit(amazon.channel, [kantha("BAD", origin="FR"), kantha("NK-1")])
    assert {one.sku: one.ok for one in answer.results} == {"BAD": False, "NK-1": True}


def test_a_token_no_longer_taken_is_fetched_anew_and_wrong_keys_are_said(amazon):
    ADAPTER.submit(amazon.channel, [kantha()])
    amazon.tell("forget")
    assert ADAPTER.submit(amazon.channel, [kantha()]).results[0].ok
    amazon.outside.control("amazon/credentials", client_secret="another")
    amazon.tell("forget")
    with pytest.raises(ChannelRefuses, match="Client authentication failed"):
        ADAPTER.submit(amazon.channel, [kantha()])
    amazon.outside.control("amazon/credentials", client_secret=amazon.channel.secrets["client_secret"])  # fmt: skip


def test_many_go_in_one_feed_and_its_report_is_read_back(amazon):
    amazon.fetch_rules()
    items = [kantha(f"NK-{n}") for n in range(30)]
    amazon.tell("settings", more_required=["included_components"])
    answer = ADAPTER.submit(amazon.channel, items)
    assert answer.handle.startswith("feed:") and answer.rates == {"feeds": 0.0083}
    found = {one.sku: one for one in answered(amazon, answer.handle)}
    assert len(found) == 30 and not any(one.ok for one in found.values())
    assert found["NK-7"].problems[0].field == "extra.included_components"
    told = [kantha(one.sku, extra={**one.extra, "included_components": "1 quilt"}) for one in items]
    again = {one.sku: one for one in answered(amazon, ADAPTER.submit(amazon.channel, told).handle)}
    assert all(one.ok and one.remote_ref for one in again.values())
    less = [kantha(one.sku, quantity=1, changed=FIGURES) for one in items]
    assert all(one.ok for one in answered(amazon, ADAPTER.submit(amazon.channel, less).handle))
    assert amazon.listed("NK-29")["fulfillmentAvailability"][0]["quantity"] == 1


def test_a_feed_whose_answer_was_lost_is_found_and_not_sent_again(amazon):
    amazon.fetch_rules()
    amazon.tell("settings", lose_feeds=1)
    answer = ADAPTER.submit(amazon.channel, [kantha(f"NK-{n}") for n in range(25)])
    assert answer.handle.startswith("lost:")
    assert len(answered(amazon, answer.handle)) == 25
    assert amazon.calls("POST", "/feeds/2021-06-30/feeds") == 1
    amazon.begin()
    assert ADAPTER.poll(amazon.channel, answer.handle) is None
    with clock.at(clock.now() + timedelta(hours=1)):
        assert ADAPTER.poll(amazon.channel, answer.handle) == []


def test_among_many_what_breaks_the_rules_is_said_before_the_feed(amazon):
    items = [kantha(f"NK-{n}", origin="FR" if n == 3 else "BD") for n in range(25)]
    answer = ADAPTER.submit(amazon.channel, items)
    assert [one.sku for one in answer.results] == ["NK-3"] and len(answer.unsent) == 24
    assert amazon.writes() == 0


def test_the_sixth_feed_in_five_minutes_waits(amazon):
    amazon.fetch_rules()
    items = [kantha(f"NK-{n}", changed=FIGURES) for n in range(21)]
    for _ in range(5):
        ADAPTER.submit(amazon.channel, items)
    with pytest.raises(ChannelBusy) as busy:
        ADAPTER.submit(amazon.channel, items)
    assert busy.value.operation == "feeds"


def test_what_amazon_finds_late_comes_back_with_the_field(amazon):
    assert ADAPTER.faults(amazon.channel) == []
    amazon.tell("settings", late_attribute="included_components")
    assert ADAPTER.submit(amazon.channel, [kantha()]).results[0].ok
    (found,) = ADAPTER.faults(amazon.channel)
    assert (found.sku, found.ok, found.problems[0].field) == ("NK-1", False, "extra.included_components")  # fmt: skip
    mended = kantha(extra={**kantha().extra, "included_components": "1 quilt"})
    ADAPTER.submit(amazon.channel, [mended])
    assert ADAPTER.faults(amazon.channel) == []
    amazon.tell("note", sku="NK-1", message="The picture has text on it.", attribute="main_product_image_locator")  # fmt: skip
    assert ADAPTER.faults(amazon.channel)[0].problems[0].field == "pictures"


def test_pictures_without_an_attribute_have_their_field_and_what_is_exempt_stops_nothing(amazon):
    issue = {"code": "18027", "severity": "ERROR", "message": "Text.", "categories": ["INVALID_IMAGE"]}  # fmt: skip
    assert (problem_said(issue).field, problem_said(issue).severity) == ("pictures", "error")
    exempt = {"actions": [{"action": "SEARCH_SUPPRESSED"}], "exemption": {"status": "EXEMPT"}}
    assert problem_said({**issue, "enforcements": exempt}).severity == "warning"


def test_more_faulty_listings_than_one_question_shows_are_all_found(amazon):
    amazon.fetch_rules()
    answer = ADAPTER.submit(amazon.channel, [kantha(f"NK-{n}") for n in range(21)])
    assert len(answered(amazon, answer.handle)) == 21
    second = int(time.time())
    until(lambda: int(time.time()) > second)
    ADAPTER.submit(amazon.channel, [kantha(f"NK-{n}") for n in range(21, 24)])
    amazon.tell("settings", late_attribute="included_components", search_most=22)
    assert len(ADAPTER.faults(amazon.channel)) == 24


def test_taken_away_it_is_gone_and_taken_away_twice_it_still_is(amazon):
    ADAPTER.submit(amazon.channel, [kantha()])
    for _ in range(2):
        answer = ADAPTER.end(amazon.channel, ["NK-1"])
        assert [(one.sku, one.ok) for one in answer.results] == [("NK-1", True)]
    assert amazon.listed("NK-1") is None


def test_rules_are_kept_a_day_and_taken_only_whole(amazon):
    amazon.fetch_rules()
    before = amazon.calls("GET", "/definitions")
    ADAPTER.submit(amazon.channel, [kantha()])
    assert amazon.calls("GET", "/definitions") == before
    amazon.tell("settings", more_required=["theme"], spoil_schema=True)
    with clock.at(clock.now() + timedelta(days=2)):
        assert ADAPTER.submit(amazon.channel, [kantha()]).results[0].problems[0].code == "90220"
        amazon.tell("settings", spoil_schema=False)
        answer = ADAPTER.submit(amazon.channel, [kantha()])
    assert answer.results[0].problems[0].field == "extra.theme"
    assert answer.results[0].problems[0].code == "required"


def test_half_a_schema_is_not_gone_by(amazon):
    amazon.tell("settings", spoil_schema=True)
    with pytest.raises(ChannelAway, match="incomplete"):
        ADAPTER.submit(amazon.channel, [kantha()])
    assert definitions.known("ATVPDKIKX0DER", "BLANKET") is None


@pytest.mark.parametrize("named", ["boat", "../blanket"])
def test_a_product_type_amazon_does_not_know_is_said_and_stops_no_other_goods(amazon, named):
    boat = kantha("NK-2", extra={"product_type": named})
    refused, taken = ADAPTER.submit(amazon.channel, [boat, kantha()]).results
    assert (refused.sku, refused.problems[0].field) == ("NK-2", "extra.product_type")
    assert named.upper() in str(refused.problems[0].text) and taken.ok


def test_what_we_know_of_goods_is_not_to_be_answered_otherwise(amazon):
    forged = {
        "item_name": "Cure for everything",
        "purchasable_offer": "0.01",
        "fulfillment_availability": "999",
        "main_product_image_locator": "https://elsewhere.example/1.jpg",
    }
    ADAPTER.submit(amazon.channel, [kantha(), kantha("NK-2", extra={**kantha().extra, **forged})])
    first, second = (amazon.listed(sku) for sku in ("NK-1", "NK-2"))
    assert first["summaries"][0]["itemName"] == second["summaries"][0]["itemName"]
    assert first["fulfillmentAvailability"] == second["fulfillmentAvailability"]
    assert "elsewhere" not in json.dumps(second)


def test_pages_without_an_end_are_left(amazon):
    ADAPTER.submit(amazon.channel, [kantha()])
    amazon.tell("settings", late_attribute="included_components", search_endless=True)
    with pytest.raises(ChannelBusy):
        ADAPTER.faults(amazon.channel)


def test_few_are_told_one_by_one_and_many_in_feeds():
    assert (listings.plan(20).operation, listings.plan(20).per_item) == ("listings", True)
    assert (listings.plan(21).operation, listings.plan(21).most) == ("feeds", 25_000)


def test_what_amazon_does_not_even_look_at_is_that_listings_own_at_the_field_it_names(amazon):
    amazon.fetch_rules()
    said = {"message": "Request has an invalid parameter.", "details": "The value of 'bullet_point' cannot be read."}  # fmt: skip
    amazon.tell("decline", sku="BAD", **said)
    refused, taken = ADAPTER.submit(amazon.channel, [kantha("BAD"), kantha()]).results
    assert (refused.sku, refused.ok, taken.ok) == ("BAD", False, True)
    (found,) = refused.problems
    assert (found.field, found.code, found.text) == ("points_en", "InvalidInput", " ".join(said.values()))  # fmt: skip
    amazon.tell("decline", sku="NK-1", **said, status=409)
    assert not ADAPTER.submit(amazon.channel, [kantha(changed=FIGURES)]).results[0].ok
    assert not ADAPTER.end(amazon.channel, ["NK-1"]).results[0].ok
    amazon.tell("decline", sku="NK-1", message="The marketplaceIds are not yours.")
    with pytest.raises(ChannelRefuses, match="marketplaceIds"):
        ADAPTER.submit(amazon.channel, [kantha()])


def test_one_item_amazon_fails_at_stops_no_other_and_two_in_a_row_are_an_outage(amazon):
    amazon.fetch_rules()
    amazon.tell("quota", operation="putListingsItem", rate=5, burst=50)
    amazon.tell("decline", sku="BAD", message="Something went wrong.", status=500)
    answer = ADAPTER.submit(amazon.channel, [kantha("BAD"), kantha(), kantha("NK-2")])
    assert ([one.sku for one in answer.results], answer.stuck) == (["NK-1", "NK-2"], ("BAD",))
    amazon.tell("decline", sku="WORSE", message="Something went wrong.", status=503)
    answer = ADAPTER.submit(amazon.channel, [kantha(), kantha("BAD"), kantha("WORSE")])
    assert (answer.unsent, answer.stuck, answer.wait > 0) == ((), ("BAD", "WORSE"), True)
    answer = ADAPTER.submit(amazon.channel, [kantha("BAD"), kantha("WORSE"), kantha()])
    assert (answer.unsent, answer.stuck) == (("NK-1",), ("BAD", "WORSE"))
    assert isinstance(answer.trouble, ChannelAway)


def test_rules_that_come_broken_stop_only_the_goods_they_are_for(amazon):
    amazon.fetch_rules()
    amazon.tell("settings", spoil_schema=True)
    definitions._path("ATVPDKIKX0DER", "BLANKET").unlink()
    told = {"target_gender": "Female", "closure_type": "Zipper", "item_dimensions": "40 x 30 x 12 cm"}  # fmt: skip
    bag = kantha("BAG", hs_code="420222", extra=told)
    answer = ADAPTER.submit(amazon.channel, [kantha(), bag])
    assert ([one.sku for one in answer.results if one.ok], answer.stuck) == (["BAG"], ("NK-1",))


def test_a_feed_that_could_not_be_read_is_told_anew_and_is_kept_for_a_person(amazon):
    amazon.fetch_rules()
    heard: list[tuple[str, list[str]]] = []
    channel = replace(amazon.channel, report=lambda source, unread: heard.append((source, [one.code for one in unread])))  # fmt: skip
    amazon.tell("settings", fatal_feeds=1)
    handle = ADAPTER.submit(channel, [kantha(f"NK-{n}") for n in range(21)]).handle
    found = until(lambda: None if (told := ADAPTER.poll(channel, handle)) is None else [told])
    assert found == [[]] and heard == [(f"feed {handle.removeprefix('feed:')}", ["fatal"])]
