"""Curd that spoils: not to be ordered where it would be too long on the way, with the reason."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.live import World, counter
from tests.live.processes import until

from .makers import Entrepreneur, Operator, product_of
from .ordering import Journey
from .visitors import Visitor

TITLE = "সরার টক দই"
TOO_FAR = "পথে ৩ দিনের বেশি থাকলে নষ্ট হয়ে যাবে"


@pytest.fixture
def curd(world: World, window) -> dict[str, object]:
    """Hashem's, in the shop: made in Bogura, at most three days on the way."""
    seller = world.facts["people"]["hashem"]["organisation"]
    bina, omar = Entrepreneur(world, window("bina")), Operator(world, window("omar"))
    listing = bina.write_curd(seller, TITLE, seed=31)
    bina.send_goods()
    omar.approve_goods(listing)
    code = product_of(world, listing)
    ((offer, ref, price),) = world.sql(
        "SELECT o.id, o.seller_ref, o.price_poisha FROM catalogue_offer o"
        " JOIN producers_listing l ON l.offer_id = o.id WHERE l.id = %s",
        listing,
    )
    world.facts["offers"][ref] = {"id": offer, "price": price, "seller": seller, "product": code}
    return {"code": code, "offer": offer, "ref": ref}


def test_curd_goes_to_the_next_village_and_not_across_the_country(world, window, curd):
    karim = Visitor(world, window())
    karim.see(f"/p/{curd['code']}/?to=kurigram", "কুড়িগ্রাম জেলায় পাঠানো যায় না", TOO_FAR)
    expect(karim.page.locator("main")).not_to_contain_text("মজুদ নেই")
    karim.see(f"/p/{curd['code']}/?to=bogura")
    expect(karim.page.locator("main")).not_to_contain_text("জেলায় পাঠানো যায় না")
    far = Journey(world, window("asha"), "01811000091", "আজিজ")
    far.attend()
    row = far.page.locator(f"#o-{curd['offer']}")

    def found(order: Journey) -> bool:
        order.find(TITLE)
        return bool(order.page.get_by_text(TITLE).count())

    until(lambda: found(far), "the search to know it", pause=0.5)
    Visitor(world, far.page).look()
    far.page.goto(f"{far.page.url.split('?')[0]}choose/{curd['code']}/")
    Visitor(world, far.page).read("এই সেন্টারে আনা যায় না", TOO_FAR)
    expect(row.locator("button")).to_have_count(0)
    Visitor(world, far.page).look()
    insists = counter.Entrepreneur(world, "asha").attend("01811000091", "আজিজ")
    assert insists.place(uuid4(), [(curd["ref"], 1)]) == ""
    placed = "SELECT count(*) FROM orders_orderline WHERE offer_id = %s"
    assert world.sql(placed, curd["offer"]) == [(0,)]
    near = Journey(world, window("bina"), "01811000092", "মরিয়ম")
    near.attend()
    near.find(TITLE)
    near.put_in_basket(curd["ref"])
    near.count_and_place(curd["ref"], 1)
    assert world.sql(placed, curd["offer"]) == [(1,)]
