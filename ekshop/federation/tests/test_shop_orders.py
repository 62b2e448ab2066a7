"""Orders given to a WooCommerce shop, and what becomes of them there."""

from datetime import timedelta

import pytest

from ekshop.federation.models import ShopLink, ShopOrder
from ekshop.federation.rules import SHOP_ORDER
from ekshop.federation.services import (
    shop_order_again,
    shop_orders_requeue,
    shops_poll,
)
from ekshop.federation.services.shop_orders import shop_order_work
from ekshop.federation.tests import make_feeds
from ekshop.fulfilment.models import Shipment
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.machines import machine_problems
from ekshop.notices.models import Message
from ekshop.orders.services import seller_order_cancel
from ekshop.orders.tests import make as orders


def work(later: bool = False) -> None:
    run_jobs(queues=["default", "outgoing"], later=later)


def connected(people, woo, **settings):
    return make_feeds.feed(
        people.partner,
        connector="woocommerce",
        address=woo.address,
        settings={**woo.keys, "orders": "1", **settings},
        now=clock.now(),
    )


def placed(people, *refs: int):
    lines = [
        (orders.offer(people.partner, seller_ref=str(ref), price_poisha=50_000), 2)
        for ref in refs or (102,)
    ]
    return orders.share(orders.order(people, lines), people.partner)


def theirs(woo, code: str) -> list[dict]:
    return [
        one
        for one in woo.tell("/orders")["orders"]
        if {"ekshop_code": code}.items()
        <= {meta["key"]: meta["value"] for meta in one["meta_data"]}.items()
    ]


def news(people) -> int:
    ShopLink.objects.update(asked_at=None)
    return shops_poll(now=clock.now())


def test_every_state_of_an_order_in_a_shop_is_reached_and_left():
    assert machine_problems(SHOP_ORDER) == []


def test_an_order_appears_in_the_shop_and_what_is_done_there_is_the_answer(people, woo):
    connected(people, woo)
    mine = placed(people, 102, 202)
    work()
    given = ShopOrder.objects.get()
    assert (given.state, given.code) == ("taken", mine.code)
    (order,) = theirs(woo, mine.code)
    assert order["status"] == "on-hold" and order["shipping_total"] != "0.00"
    assert order["billing"]["phone"] and order["billing"]["company"] == f"ek-Shop {mine.code}"
    assert [(one["product_id"], one["variation_id"], one["quantity"], one["total"]) for one in order["line_items"]] == [
        (102, 0, 2, "1000.00"),
        (201, 202, 2, "1000.00"),
    ]  # fmt: skip
    assert not Message.objects.filter(template="seller_new_order").exists()
    assert news(people) == 0
    woo.tell("/answer", id=order["id"], status="processing")
    assert news(people) == 1 and news(people) == 0
    mine.refresh_from_db()
    assert mine.state == "confirmed"
    woo.tell("/ship", id=order["id"], tracking_number="SB-778")
    assert news(people) == 1
    mine.refresh_from_db()
    assert mine.state == "shipped"
    assert Shipment.objects.get().tracking_number == "SB-778"
    assert ShopOrder.objects.get().state == "over"


def test_an_order_whose_answer_is_lost_is_made_once(people, woo):
    connected(people, woo)
    run_jobs(queues=["outgoing"])
    woo.tell("", lost_answer=True)
    mine = placed(people)
    work()
    given = ShopOrder.objects.get()
    assert (given.state, given.attempts, given.ref) == ("waiting", 1, "")
    assert given.problem_bn and given.problem_en and given.problem_bn != given.problem_en
    assert not any("\u0980" <= letter <= "\u09ff" for letter in given.problem_en)
    woo.tell("/reset")
    with clock.at(given.next_attempt_at + timedelta(minutes=3)):
        shop_orders_requeue(clock.now())
        work(later=True)
    given.refresh_from_db()
    assert given.state == "taken" and len(theirs(woo, mine.code)) == 1


def test_two_made_of_one_code_become_one(people, woo):
    """The shop was slow: it made the order after it had been looked for in vain."""
    feed = connected(people, woo)
    mine = placed(people)
    work()
    (order,) = theirs(woo, mine.code)
    twin = {name: order[name] for name in ("status", "billing", "meta_data")}
    woo.api.post("orders", {**twin, "line_items": [{"product_id": 102, "quantity": 2}]})
    ShopOrder.objects.update(state="waiting", ref="", next_attempt_at=clock.now())
    shop_order_work(shop_order_id=ShopOrder.objects.get(feed=feed).pk)
    assert ShopOrder.objects.get().ref == str(order["id"])
    assert sorted(one["status"] for one in theirs(woo, mine.code)) == ["cancelled", "on-hold"]


def test_a_line_taken_out_in_the_shop_is_declined_and_a_cancelled_order_whole(people, woo):
    connected(people, woo)
    part = placed(people, 102, 103)
    work()
    (order,) = theirs(woo, part.code)
    without = [{"id": order["line_items"][1]["id"], "quantity": 0}]
    woo.api.put(f"orders/{order['id']}", {"status": "processing", "line_items": without})
    news(people)
    states = list(part.lines.order_by("position").values_list("state", "decline_reason"))
    assert states == [("confirmed", ""), ("declined", "out_of_stock")]
    whole = placed(people, 104)
    work()
    woo.tell("/answer", code=whole.code, status="cancelled")
    news(people)
    whole.refresh_from_db()
    assert whole.state == "declined"


def test_an_order_the_centre_takes_back_is_cancelled_in_the_shop(people, woo):
    connected(people, woo)
    mine = placed(people)
    work()
    seller_order_cancel(
        actor=people.asha.actor, seller_order_id=mine.pk, reason="changed her mind", now=clock.now()
    )
    work()
    assert [one["status"] for one in theirs(woo, mine.code)] == ["cancelled"]
    assert ShopOrder.objects.get().state == "called_off"


def test_a_shop_that_refuses_is_given_up_and_its_people_are_told(people, woo):
    connected(people, woo)
    woo.tell("/settings", permissions="read")
    placed(people)
    work()
    given = ShopOrder.objects.get()
    assert given.state == "failed" and "Make one with the permission" in given.problem_en
    assert "Read/Write" in given.problem_bn and "Make" not in given.problem_bn
    assert Message.objects.filter(template="seller_new_order").exists()
    woo.tell("/settings", permissions="read_write")
    shop_order_again(actor=people.mina.actor, shop_order_id=given.pk, now=clock.now())
    work()
    given.refresh_from_db()
    assert given.state == "taken"


def test_a_shop_that_takes_orders_as_processing_confirms_at_once(people, woo):
    connected(people, woo, order_status="processing")
    mine = placed(people)
    work()
    news(people)
    mine.refresh_from_db()
    assert mine.state == "confirmed"


@pytest.mark.parametrize("orders_wanted", ["", "1"])
def test_orders_go_to_the_shop_only_where_the_seller_wants_it(people, woo, orders_wanted):
    connected(people, woo, orders=orders_wanted)
    placed(people)
    work()
    assert ShopOrder.objects.exists() is bool(orders_wanted)
