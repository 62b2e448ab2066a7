"""A kantha on its way to Amazon and from there to a buyer, and the money back in taka."""

import json
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db.models import Q

from ekshop.catalogue.services import stock_reserve
from ekshop.channels.models import Channel, ChannelListing, ListingIssue, Quota
from ekshop.channels.services import exporting, listing_answer, listing_end, listings_heed
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals

from .make_amazon import Amazon

SAID = {"size": "Queen", "care_instructions": "Hand wash", "color": "Red"}


@pytest.fixture
def channel(amazon: Amazon, kantha) -> Channel:
    kantha.hs_code = make.hs_code("630130", "Blankets of cotton").code
    kantha.save()
    facts = amazon.channel
    return make.channel(
        key="amazon-us", adapter="amazon", settings=dict(facts.settings),
        secrets=json.dumps(dict(facts.secrets)),
    )  # fmt: skip


def fresh(listing) -> ChannelListing:
    return ChannelListing.objects.get(pk=listing.pk)


def issues(listing) -> dict[str, str]:
    found = ListingIssue.objects.filter(listing=listing, closed_at=None, severity="error")
    return {each.field: each.text for each in found}


def answer(people, listing, **told: str) -> None:
    actor = people.jamila.actor
    listing_answer(actor=actor, listing_id=listing.pk, answers=told, now=clock.now())


def test_refused_for_a_missing_attribute_mended_live_and_kept_in_step(
    people, amazon, channel, kantha, step, hand
):
    listing = step.begin(kantha, channel)
    step(channel)
    assert fresh(listing).state == "issue" and amazon.writes() == 0
    assert set(issues(listing)) == {"extra.size", "extra.care_instructions", "extra.color"}
    assert issues(listing)["extra.size"] == "Amazon asks for “Size” of these goods, and nobody has said it yet."  # fmt: skip
    answer(people, listing, **SAID)
    step(channel)
    listing = fresh(listing)
    assert (listing.state, listing.urgency, issues(listing)) == ("live", 0, {})
    assert listing.remote_ref.startswith("B0")
    assert amazon.listed(listing.sku)["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
    stock_reserve(items=[(kantha.offer_id, 4, "line:1")], now=clock.now())
    step(channel)
    assert amazon.listed(listing.sku)["fulfillmentAvailability"][0]["quantity"] == 6
    assert amazon.calls("PUT", listing.sku) == 1
    listing_end(actor=people.jamila.actor, listing_id=listing.pk, now=clock.now())
    step(channel)
    assert amazon.listed(listing.sku) is None


def test_one_fault_of_a_field_at_a_time_is_said_and_is_over_once_it_is_mended(
    people, amazon, channel, kantha, step, hand
):
    kantha.hs_code = make.hs_code("570110", "Carpets, knotted").code
    kantha.save()
    listing = step.begin(kantha, channel)
    told = {"size": "5 x 7", "construction_type": "Handmade", "item_shape": "Oval", "color": "Red"}
    answer(people, listing, **told, item_length_width="5 feet")
    step(channel)
    name = "“Item Length and Width”"
    assert issues(listing) == {
        "extra.item_length_width": f"Amazon does not know “feet” for {name}. It knows: millimeters, centimeters, inches.",
    }
    answer(people, listing, item_length_width="150 cm")
    step(channel)
    assert issues(listing) == {
        "extra.item_length_width": f"Of {name} Amazon still wants to know: width."
    }
    answer(people, listing, item_length_width="150 x 210 cm")
    step(channel)
    assert (fresh(listing).state, issues(listing)) == ("live", {})
    found = ListingIssue.objects.filter(listing=listing, severity="error")
    assert [each.code for each in found.order_by("id")] == ["enum", "part_required"]
    assert not found.filter(Q(closed_at=None) | Q(by_channel=True)).exists()


def test_an_outage_and_a_storm_lose_nothing(people, amazon, channel, kantha, step, hand):
    listing = step.begin(kantha, channel)
    answer(people, listing, **SAID)
    amazon.tell("settings", unavailable=2)
    step(channel)
    channel.refresh_from_db()
    assert (channel.problem, fresh(listing).state) == ("channel_away", "checking")
    hand.forward(hours=1)
    amazon.tell("settings", unavailable=0, storm=1)
    step(channel)
    hand.forward(hours=1)
    amazon.tell("settings", storm=1)
    step(channel)
    assert Quota.objects.filter(channel=channel, refused__gt=0).exists()
    hand.forward(hours=1)
    step(channel)
    assert fresh(listing).state == "live"


def test_what_amazon_finds_late_stops_the_listing_until_it_is_mended(
    people, amazon, channel, kantha, step, hand
):
    amazon.tell("settings", late_attribute="included_components")
    listing = step.begin(kantha, channel)
    answer(people, listing, **SAID)
    step(channel)
    assert fresh(listing).state == "live"
    hand.forward(hours=1)
    listings_heed(channel_id=channel.pk, now=clock.now())
    assert fresh(listing).state == "issue"
    assert set(issues(listing)) == {"extra.included_components"}
    answer(people, listing, included_components="1 quilt")
    step(channel)
    assert (fresh(listing).state, issues(listing)) == ("live", {})


def buy(amazon: Amazon, listing, **told: Any) -> str:
    return amazon.tell("buy", **{"sku": listing.sku, **told})["order"]


def test_sold_in_dollars_cancelled_late_shipped_and_settled_in_taka(
    people, amazon, channel, kantha, step, hand
):
    hand.to(datetime.now(UTC))
    listing = step.begin(kantha, channel)
    answer(people, listing, **SAID)
    step(channel)
    amazon.tell("settings", repeat_orders=True)
    sold, regretted, odd = buy(amazon, listing, quantity=2, shipping=15), buy(amazon, listing), buy(amazon, listing, trouble="address")  # fmt: skip
    amazon.tell("settings", unavailable=1)
    read = partial(exporting.channel_orders_read, channel_id=channel.pk)
    assert read(now=clock.now()) == exporting.Taken(0, 0)
    assert read(now=clock.now()).new == 3
    assert abroad.concerns(abroad.order_of(odd)) == ["address"]
    step(channel)
    assert amazon.listed(listing.sku)["fulfillmentAvailability"][0]["quantity"] == 7
    amazon.tell("cancel", order=regretted)
    assert read(now=clock.now()).new == 0
    assert abroad.order_of(regretted).state == "cancelled"
    order = abroad.order_of(sold)
    run_jobs()
    abroad.brought(people, order)
    order.refresh_from_db()
    abroad.sent(people, order)
    run_jobs()
    (known,) = [one for one in amazon.tell("orders")["orders"] if one["AmazonOrderId"] == sold]
    assert (known["OrderStatus"], known["packages"][0]["trackingNumber"]) == ("Shipped", "BX1")
    omar = people.omar.actor
    exporting.parcel_report_by_hand(actor=omar, order_id=order.pk, status="delivered", now=clock.now())  # fmt: skip
    amazon.tell("settle")
    settled = exporting.channel_settlements_read(channel_id=channel.pk, now=clock.now())
    assert settled.new and not exporting.channel_settlements_read(channel_id=channel.pk, now=clock.now()).new  # fmt: skip
    order.refresh_from_db()
    assert order.state == "settled"
    assert balance(None, "export_receivable") == balance(None, "channel_balance") == 0
    assert mismatches() == [] and unbalanced_journals() == []
