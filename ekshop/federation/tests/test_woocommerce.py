"""A WooCommerce shop read from the sandbox over HTTP: goods, changes, and what can go wrong."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils.translation import override

from ekshop.catalogue.models import Offer
from ekshop.federation.connectors import Forged, connector
from ekshop.federation.models import CategoryMapping, Feed, FeedRun, ShopChange, ShopLink
from ekshop.federation.selectors import problem_sentence
from ekshop.federation.services import (
    address_check,
    feed_run_request,
    feed_withdraw,
    shop_hear,
    source_of,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.seal import unseal
from ekshop.parties.tests.make import personas

from . import make_feeds as make

SIMPLE, PARTS = 16, 27


@pytest.fixture
def people(db):
    make.tree()
    return personas()


@pytest.fixture
def feed(people, woo) -> Feed:
    return make.feed(
        people.partner,
        connector="woocommerce",
        address=woo.address,
        settings={**woo.keys, "orders": "1"},
        now=clock.now(),
    )


def read(feed: Feed, **more) -> FeedRun:
    run = feed_run_request(actor=make.SYSTEM, feed=feed, now=clock.now(), **more)
    run_jobs(queues=["feeds"])
    run.refresh_from_db()
    feed.refresh_from_db()
    return run


def offer(ref: int) -> Offer:
    return Offer.objects.get(seller_ref=str(ref))


def test_simple_goods_and_families_come_with_prices_stock_categories_and_pictures(feed, woo):
    assert "cs_" not in json.dumps(feed.settings) and "ck_" not in json.dumps(feed.settings)
    run = read(feed)
    assert (run.state, run.added, run.rejected) == ("done", SIMPLE + PARTS, 0), run.problem
    office = offer(102)
    assert (office.price_poisha, office.list_price_poisha, office.on_hand) == (135_000, 148_000, 9)
    assert (office.group_ref, office.image_url) == ("", f"{woo.address}/wp-content/uploads/102.png")
    part = offer(202)
    assert part.group_ref == "201" and part.attributes == {"colour": "নীল", "size": "S"}
    assert CategoryMapping.objects.filter(source_category="পোশাক > ফতুয়া").exists()
    assert offer(112).on_hand == 0 and offer(114).on_hand == 10


def test_read_again_only_what_changed_is_asked_for_and_nothing_is_withdrawn(feed, woo):
    read(feed)
    assert read(feed).state == "unchanged"
    woo.tell("/set", id=101, regular_price="1300", stock_quantity=3)
    run = read(feed)
    assert (run.state, run.rows, run.changed, run.withdrawn) == ("done", 1, 1, 0)
    assert (offer(101).price_poisha, offer(101).on_hand) == (130_000, 3)
    assert Offer.objects.filter(state="live").count() == SIMPLE + PARTS


def told(feed: Feed, topic: str, number: int, **more) -> int:
    """What the shop would send, signed with the secret it was given."""
    body = json.dumps({"id": number, **more}).encode()
    mac = hmac.new(unseal(ShopLink.objects.get(feed=feed).secret).encode(), body, hashlib.sha256)
    headers = {
        "X-WC-Webhook-Topic": topic,
        "X-WC-Webhook-Signature": base64.b64encode(mac.digest()).decode(),
    }
    count = shop_hear(feed_id=feed.pk, headers=headers, body=body, now=clock.now())
    run_jobs(queues=["feeds"])
    return count


def test_a_change_heard_by_webhook_is_read_anew_and_what_is_gone_is_withdrawn(feed, woo):
    read(feed)
    woo.tell("/set", id=205, sale_price="600")
    # What the webhook itself says is not believed.
    told(feed, "product.updated", 205, price="1")
    assert (offer(205).price_poisha, offer(205).list_price_poisha) == (60_000, 75_000)
    before = FeedRun.objects.latest("pk")
    assert (before.trigger, before.state, before.rejected) == ("push", "done", 0)
    woo.tell("/delete", sku="PK-MA-01")
    told(feed, "product.deleted", 110)
    assert offer(110).state == "withdrawn"
    woo.tell("/set", id=214, status="draft")
    told(feed, "product.updated", 214)
    gone = Offer.objects.filter(group_ref="214")
    assert gone.count() == 6 and {one.state for one in gone} == {"withdrawn"}
    woo.tell("/set", id=214, status="publish")
    told(feed, "product.updated", 214)
    assert {one.state for one in Offer.objects.filter(group_ref="214")} == {"live"}
    assert not ShopChange.objects.exists()


def test_a_forged_webhook_is_refused_and_a_ping_says_nothing(feed):
    headers = {"X-WC-Webhook-Topic": "product.updated", "X-WC-Webhook-Signature": "bm8="}
    with pytest.raises(Forged):
        shop_hear(feed_id=feed.pk, headers=headers, body=b'{"id": 101}', now=clock.now())
    assert shop_hear(feed_id=feed.pk, headers={}, body=b"webhook_id=7", now=clock.now()) == 0
    with pytest.raises(NotFound):
        shop_hear(feed_id=feed.pk + 1, headers=headers, body=b"{}", now=clock.now())
    assert not ShopChange.objects.exists()


def test_webhooks_are_asked_for_when_a_feed_is_made_and_taken_away_when_it_goes(feed, woo):
    run_jobs(queues=["outgoing"])
    mine = f"/api/shops/v1/{feed.pk}/hooks"

    def ours() -> list[str]:
        hooks = woo.tell("/webhooks")["webhooks"]
        return [one["topic"] for one in hooks if one["delivery_url"].endswith(mine)]

    assert "product.updated" in ours() and "order.updated" in ours()
    assert ShopLink.objects.get(feed=feed).connected_at
    feed_withdraw(actor=make.SYSTEM, feed=feed, now=clock.now())
    run_jobs(queues=["outgoing"])
    assert ours() == []


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [({"html": True}, "failed"), ({"half": True}, "failed")],
)
def test_a_shop_that_misbehaves_loses_nothing(feed, woo, behaviour, state):
    read(feed)
    woo.tell("", **behaviour)
    run = read(feed, trust=True)
    assert run.state == state and problem_sentence(run)
    assert Offer.objects.filter(state="live").count() == Offer.objects.count()


def test_a_shop_that_bears_few_calls_is_waited_for(feed, woo):
    woo.tell("/settings", calls_a_second=12)
    assert read(feed).state == "done"


def test_a_whole_reading_comes_every_few_hours_and_sees_what_was_deleted(feed, woo):
    read(feed)
    woo.tell("/delete", id=109)
    with clock.at(clock.now() + timedelta(hours=7)):
        run = read(feed)
    assert run.rows > SIMPLE and run.withdrawn == 1 and offer(109).state == "withdrawn"


@pytest.mark.parametrize(
    ("change", "settings", "said"),
    [
        ({}, {"consumer_secret": "cs_wrong"}, "the secret is wrong"),
        ({"permalinks": False}, {}, "Permalinks"),
        ({"woocommerce": False}, {}, "WooCommerce is not active"),
        ({"permissions": "write"}, {}, "Read/Write"),
    ],
)
def test_a_connection_that_does_not_work_is_told_in_words(people, woo, change, settings, said):
    if change:
        woo.tell("/settings", **change)
    given = {**woo.keys, **settings}
    where = {"address": woo.address, "connector": "woocommerce", "settings": given}
    with override("en"):
        last = address_check(actor=make.SYSTEM, **where)[-1]
        assert not last.fine and said in str(last.words)


def test_a_connection_that_works_says_what_it_found(people, woo):
    where = {"address": woo.address, "connector": "woocommerce"}
    found = address_check(actor=make.SYSTEM, settings={**woo.keys, "orders": "1"}, **where)
    assert all(one.fine for one in found) and len(found) == 5
    elsewhere = {"address": f"{woo.url}/nothing", "connector": "woocommerce"}
    assert not address_check(actor=make.SYSTEM, settings=woo.keys, **elsewhere)[-1].fine


def test_price_and_stock_of_given_articles_are_asked_for_now(feed, woo):
    woo.tell("/set", id=106, regular_price="1200", sale_price="", stock_quantity=2)
    answers = connector("woocommerce").live(source_of(feed), ["106", "202", "999"])
    assert answers["106"]["price"] == "1200 BDT" and answers["106"]["quantity"] == "2"
    assert set(answers) == {"106", "202"}


EXPORT = """ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,"In stock?",Stock,"Sale price","Regular price",Categories,Images,Parent,"Attribute 1 name","Attribute 1 value(s)","GTIN, UPC, EAN, or ISBN"
11,variation,TEE-R,"Tee - Red",1,0,visible,,,1,4,180,200,,https://s.example/r.jpg,TEE,Colour,Red,
10,variable,TEE,Tee,1,0,visible,,Soft cotton.,1,,,,"Clothing, Clothing > Tshirts","https://s.example/1.jpg, https://s.example/2.jpg",,Colour,"Red, Blue",
12,variation,TEE-B,"Tee - Blue",1,0,visible,,,0,0,,200,,,id:10,Colour,Blue,
13,simple,CAP,Cap &amp; scarf,1,0,visible,,"Wool.\\nWarm.",1,,,350,Clothing > Caps,,,,,4006381333931
14,"simple, virtual",GIFT,Gift card,1,0,visible,,,1,,,500,Gifts,,,,,
15,simple,OLD,Not published,-1,0,visible,,,1,,,90,Gifts,,,,,
16,variation,LOST,Lost,1,0,visible,,,1,1,,90,,,NOBODY,,,
"""


def test_the_csv_export_is_known_by_its_heading_whatever_it_was_uploaded_as(people, tmp_path):
    feed = make.feed(people.partner)
    run = make.ingest(feed, EXPORT.encode(), tmp_path)
    assert (run.state, run.rows, run.added, run.rejected) == ("done", 5, 3, 2)
    red, blue, cap = Offer.objects.order_by("seller_ref")
    assert (red.group_ref, red.price_poisha, red.list_price_poisha, red.on_hand) == ("10", 18_000, 20_000, 4)  # fmt: skip
    assert (red.image_url, red.images[0]) == ("https://s.example/r.jpg", "https://s.example/1.jpg")
    assert (blue.on_hand, red.source_category) == (0, "Clothing > Tshirts")
    assert cap.product.gtin.endswith("4006381333931")
    assert make.ingest(feed, EXPORT.encode(), tmp_path).unchanged == 3
    renamed = EXPORT.replace(",Tee,", ",T-shirt,")
    assert make.ingest(feed, renamed.encode(), tmp_path).changed == 2
