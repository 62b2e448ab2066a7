"""A shop's list loses a nought in two prices overnight: nobody buys at a tenth by mistake."""

from ekshop.kernel.bangla import format_taka
from tests.live import World
from tests.live.processes import until

from .conftest import Window

SHOP, SALE, SLIP = "shop/6", "HK-04", "HK-05"


def shown(world: World, ref: str, poisha: int) -> bool:
    """Whether the shop shows that price for it."""
    page = world.get(f"/p/{world.facts['offers'][ref]['product']}/").text
    return format_taka(poisha, "bn") in page


def test_a_price_collapse_is_held_and_released_or_refused(world: World, window: Window) -> None:
    old = {ref: world.facts["offers"][ref]["price"] for ref in (SALE, SLIP)}
    for ref, price in old.items():
        world.control(f"{SHOP}/set", id=ref, price=f"{price / 1000:.2f} BDT")
    zubayer = window("zubayer", scripts=False)
    zubayer.goto("/partner/feeds/")
    zubayer.locator("main table a").first.click()
    zubayer.get_by_role("button", name="এখনই পড়ুন").click()
    until(
        lambda: world.sql("SELECT count(*) FROM catalogue_heldchange") == [(2,)],
        "changes held",
        seconds=60,
    )
    assert all(shown(world, ref, old[ref]) for ref in old)

    zubayer.goto("/partner/held/")
    assert zubayer.locator("tbody tr").count() == 2
    omar = window("omar", scripts=False)
    omar.goto("/operator/held/")
    names = {
        ref: world.sql("SELECT title FROM catalogue_offer WHERE seller_ref = %s", ref)[0][0]
        for ref in old
    }
    for ref, button in ((SALE, "ছাড়ুন"), (SLIP, "আগেরটাই থাকুক")):
        omar.get_by_role("checkbox", name=names[ref]).check()
        omar.get_by_role("button", name=button, exact=True).click()
    assert shown(world, SALE, old[SALE] // 10)
    assert shown(world, SLIP, old[SLIP])
    assert omar.get_by_text("কিছুই আটকে নেই").is_visible()
