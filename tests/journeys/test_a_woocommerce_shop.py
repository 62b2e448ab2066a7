"""A seller whose shop is WooCommerce: from nothing to its first live order."""

from uuid import uuid4

import httpx
from playwright.sync_api import expect

from tests.live.counter import Entrepreneur
from tests.live.processes import until

DESK = {"width": 1280, "height": 900}
TOWEL = "103"
LOOK, SAVE = "form[action$='/feeds/look/']", "form[action$='/feeds/save/']"
BUTTON = "button:not([type=button])"


def test_a_shop_is_connected_its_goods_arrive_and_its_first_order_moves(world, window):
    world.control("woo/settings", policy="silent")
    known = httpx.get(f"{world.sandbox_url}/_control/woo?format=json").json()["credentials"]
    seller = world.facts["people"]["nasrin"]["organisation"]
    page = window("nasrin", size=DESK)
    page.goto("/partner/feeds/new/")
    page.click("a[href$='/feeds/new/woocommerce/']")

    def try_with(secret: str) -> None:
        page.fill("input[name=name]", "পাটকথা")
        page.fill("input[name=address]", f"{world.sandbox_url}/woo")
        page.fill("input[name=setting-consumer_key]", known["consumer_key"])
        page.fill("input[name=setting-consumer_secret]", secret)
        page.check("input[name=setting-orders]")
        page.click(f"{LOOK} {BUTTON}")

    try_with("cs_wrong")
    expect(page.locator("main")).to_contain_text("সিক্রেট ভুল")
    try_with(known["consumer_secret"])
    expect(page.locator("main")).to_contain_text("কি দুটি ঠিক আছে")
    expect(page.locator("main")).to_contain_text("গামছা")
    assert known["consumer_secret"] not in page.content()
    page.click(f"{SAVE} {BUTTON}")
    done = (
        "SELECT r.added, r.feed_id FROM federation_feedrun r JOIN federation_feed f"
        " ON f.id = r.feed_id WHERE f.seller_id = %s AND r.state = 'done'"
    )
    ((added, feed),) = until(lambda: world.sql(done, seller), "the goods to arrive")
    assert added == 43
    page.goto("/partner/categories/?how=suggested")
    if not page.locator("select[name^='category-']").count():
        page.goto("/partner/categories/?how=unsure")
    expect(page.locator("main")).to_contain_text("গামছা")

    def listening() -> bool:
        hooks = world.control("woo/webhooks")["webhooks"]
        return {"product.updated", "order.updated"} <= {each["topic"] for each in hooks}

    until(listening, "the shop to be asked for webhooks")
    world.control("woo/set", id=TOWEL, regular_price="190")
    offer = "SELECT id, price_poisha FROM catalogue_offer WHERE seller_id = %s AND seller_ref = %s"

    def repriced() -> bool:
        return world.sql(offer, seller, TOWEL)[0][1] == 19_000

    until(repriced, "the new price to be heard of")
    ((towel, price),) = world.sql(offer, seller, TOWEL)
    world.facts["offers"][TOWEL] = {"id": towel, "price": price}
    asha = Entrepreneur(world, "asha").attend("01811000071", "রহিমা")
    placed = asha.place(uuid4(), [(TOWEL, 2)])
    share = (
        "SELECT s.code, s.state FROM orders_sellerorder s JOIN orders_order o ON o.id = s.order_id"
        " WHERE o.code = %s"
    )
    ((code, _state),) = world.sql(share, placed)

    def theirs() -> list[dict]:
        orders = world.control("woo/orders")["orders"]
        return [each for each in orders if code in each["billing"]["company"]]

    (order,) = until(theirs, "the order to appear in the shop")
    assert (order["status"], order["line_items"][0]["quantity"]) == ("on-hold", 2)

    def is_(state: str) -> None:
        until(lambda: world.sql(share, placed)[0][1] == state, f"the order to be {state}")

    world.control("woo/answer", id=order["id"], status="processing")
    is_("confirmed")
    world.control("woo/ship", id=order["id"], tracking_number="SB-7781")
    is_("shipped")
    page.goto(f"/partner/orders/{code}/")
    expect(page.locator("main")).to_contain_text("SB-7781")
    page.goto(f"/partner/feeds/{feed}/")
    expect(page.locator("main")).to_contain_text(code)

    # The shop raises a price and nobody here hears of it, until somebody is about to order.
    another = (
        "SELECT o.id, o.seller_ref, p.code FROM catalogue_offer o JOIN catalogue_product p"
        " ON p.id = o.product_id WHERE o.seller_id = %s AND o.group_ref = '' AND o.on_hand > 3"
        " AND o.state = 'live' AND o.seller_ref <> %s ORDER BY o.seller_ref LIMIT 1"
    )
    ((other, ref, product),) = world.sql(another, seller, TOWEL)
    counter = window("asha")
    counter.goto("/centre/new/?mobile=01811000071")
    counter.click("button[form=attend]")
    counter.wait_for_url("**/centre/baskets/*/")
    basket = counter.url.rstrip("/").rsplit("/", 1)[1]
    counter.goto(f"/centre/baskets/{basket}/choose/{product}/")
    counter.locator(f"form:has(input[name=offer][value='{other}']) button").first.click()
    expect(counter.locator(f"#held-{other}")).not_to_be_empty()
    world.kill("worker")
    try:
        world.control("woo/set", id=ref, regular_price="5432")
        counter.goto(f"/centre/baskets/{basket}/read-back/")
        expect(counter.locator("main")).to_contain_text("এখন ৳৫,৪৩২")
        assert world.sql(offer, seller, ref)[0][1] == 543_200
    finally:
        world.start("worker")
