"""The name of Bogura's curd: claimed without right and refused, claimed rightly and shown."""

from playwright.sync_api import Page, expect

from tests.live import World
from tests.live.processes import until

from .conftest import Window
from .makers import Entrepreneur, Operator, paper, product_of
from .visitors import Visitor

NAME, PLAIN = "বগুড়ার দই", "সরার মিষ্টি দই"
CLAIM = "শেরপুরের দুধ, নিজের চুলায় জ্বাল দিয়ে মাটির সরায় পাতি। তিন পুরুষের কাজ।"
REASON = "কাগজটি অন্য কারখানার নামে। নিজের নামের কাগজ দিন।"
MARK = "main .badge:has(abbr)"


def test_a_name_claimed_without_right_is_refused_and_a_rightful_one_shown(world, window):
    bina, omar = Entrepreneur(world, window("bina")), Operator(world, window("omar"))
    people = world.facts["people"]
    hashem, sabita = (people[key]["organisation"] for key in ("hashem", "sabita"))
    claimed(bina, hashem)
    decided(omar, world, hashem, "refuse", REASON)
    bina.see(f"/centre/producers/{hashem}/gi/", REASON)
    listing = bina.write_curd(hashem, f"{NAME}, সরা", seed=21, later=True)
    bina.read(f"“{NAME}”")
    expect(bina.page.locator("form[action$='/submit/']")).to_have_count(0)
    bina.see(f"/centre/producers/{hashem}/goods/{listing}/words/")
    bina.step("words", title_bn=PLAIN)
    bina.see(f"/centre/producers/{hashem}/goods/{listing}/", PLAIN)
    bina.send_goods()
    omar.approve_goods(listing)
    plain = shown(world, window, listing)
    expect(plain.locator(MARK)).to_have_count(0)
    claimed(bina, sabita)
    decided(omar, world, sabita, "approve", "")
    listing = bina.write_curd(sabita, f"{NAME}, সরা", seed=22)
    bina.send_goods()
    omar.approve_goods(listing)
    marked = shown(world, window, listing)
    until(lambda: marked.reload() and marked.locator(MARK).count(), "the mark", pause=0.5)
    expect(marked.locator("main")).to_contain_text("নিবন্ধিত নাম")


def claimed(bina: Entrepreneur, seller: int) -> None:
    bina.see(f"/centre/producers/{seller}/")
    bina.see(f"/centre/producers/{seller}/gi/")
    form = bina.page.locator("form:has([name=statement])")
    form.locator("[name=gi_name]").select_option(label=NAME)
    form.locator("[name=statement]").fill(CLAIM)
    form.locator("[name=evidence]").set_input_files(paper())
    bina.look()
    with bina.page.expect_navigation():
        form.locator("button:not([type=button])").last.click()
    bina.read(CLAIM)
    bina.look()


def decided(omar: Operator, world: World, seller: int, step: str, reason: str) -> None:
    ((use,),) = world.sql("SELECT id FROM producers_giuse WHERE seller_id = %s", seller)
    omar.see("/operator/gi/", NAME)
    omar.see(f"/operator/gi/{use}/", CLAIM)
    omar.fill_in("form[action$='/decide/']", decision=step, reason=reason)
    omar.look()


def shown(world: World, window: Window, listing: int) -> Page:
    """The product's page as anybody sees it."""
    code = product_of(world, listing)
    page = window()
    Visitor(world, page).see(f"/p/{code}/")
    return page
