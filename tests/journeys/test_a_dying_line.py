"""A centre whose line dies in the middle of the day: everything arrives, and each thing once."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.live import World
from tests.live.counter import Entrepreneur
from tests.live.processes import until
from tests.live.signing_in import signed_in

MOBILE = "01811000031"
REF = "ST-04"
STRIP = "[data-line-words]"
KNOWN = "/centre/new/known/"
LOSES_THE_FIRST_ANSWER = """
const ask = window.fetch;
window.fetch = async (...asked) => {
    const address = String(asked[0]?.url ?? asked[0]);
    if (!address.includes("/centre/place/") || sessionStorage.getItem("lost")) return ask(...asked);
    sessionStorage.setItem("lost", "1");
    await ask(...asked);
    throw new TypeError("the answer was lost");
};
"""
"""The server does the work, and the line dies before the page hears of it."""


@pytest.fixture(scope="module")
def asha(world: World) -> Iterator[Entrepreneur]:
    world.control("shop/3/settings", answer_after_s=0, ship_after_s=0, courier="manual")
    yield Entrepreneur(world, "asha").attend(MOBILE, "করিম মিয়া")
    world.control("shop/3/settings", courier="sandbox_courier")


@pytest.fixture(scope="module")
def share(asha: Entrepreneur) -> str:
    """Two pieces on their way to the centre."""
    (share,) = asha.packed(asha.place(uuid4(), [(REF, 2)]))
    return share


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "torn.jpg"
    Image.effect_noise((800, 600), 40).convert("RGB").save(path, "JPEG", quality=80)
    return path


def settled(page: Page) -> Page:
    """Where the worker rules the page and has kept what is worth keeping."""
    page.goto("/centre/")
    until(lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"), "the worker")
    return page


def keeps(page: Page, address: str) -> None:
    has = "address => caches.match(address).then(Boolean)"
    until(lambda: page.evaluate(has, address), f"{address} to be kept")


def press(page: Page, button: str) -> None:
    """Once the page's scripts are at work; before, a form goes off the plain way."""
    expect(page.locator(STRIP)).not_to_be_empty()
    page.locator(button).last.click()


def counted(world: World, sql: str, *given: object) -> int:
    return int(world.sql(sql, *given)[0][0])


def orders_of(world: World) -> int:
    return counted(
        world,
        "SELECT count(*) FROM orders_order o JOIN parties_customer c ON c.id = o.customer_id"
        " WHERE c.mobile = %s",
        "+88" + MOBILE,
    )


def test_a_parcel_is_received_and_inspected_without_a_line_and_recorded_once(
    world, window, asha, share, photo
):
    ((line, _count),) = asha.lines(share).items()
    page = settled(window("asha", language="en"))
    keeps(page, f"/centre/parcels/{share}/inspect/")

    page.context.set_offline(True)
    page.goto("/centre/money/")
    expect(page.locator("main")).to_contain_text("This page was never seen on this device")
    page.goto("/centre/")
    expect(page.locator(STRIP)).to_contain_text("the line is down")
    page.fill("input[name=code]", share.replace("-", "").lower())
    page.press("input[name=code]", "Enter")
    page.wait_for_url(f"**/centre/parcels/{share}/")
    press(page, "form[action$='/receive/'] button")
    page.wait_for_url("**/inspect/")
    page.fill(f"input[name=good-{line}]", "1")
    page.locator(f"#line-{line} summary").click()
    page.fill(f"input[name=bad-{line}]", "1")
    page.check(f"input[name=why-{line}][value=damaged]", force=True)
    page.locator(f"#line-{line} input[type=file]").set_input_files(photo)
    expect(page.locator(STRIP)).to_contain_text("saved on this device")
    expect(page.locator("#sum")).to_contain_text("counted when the line is back")

    page.close()
    page = page.context.new_page()
    page.goto(f"/centre/parcels/{share}/inspect/")
    page.click("[data-draft-take]")
    expect(page.locator(f"input[name=good-{line}]")).to_have_value("1")
    press(page, "button[name=action][value=review]")
    expect(page.locator("[data-read-back]")).to_contain_text("Torn or broken; photos: 1")
    page.click("[data-read-back-yes]")
    page.wait_for_url("**/centre/queue/")
    expect(page.locator("[data-list=queue] li")).to_have_count(2)
    page.close()
    state = "SELECT state FROM orders_sellerorder WHERE code = %s"
    assert world.sql(state, share)[0][0] in ("confirmed", "shipped")

    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto("/centre/queue/")
    expect(page.locator("[data-list=sent] li")).to_have_count(2)
    assert world.sql(state, share)[0][0] == "inspected"
    found = (
        "SELECT count(*), sum(l.accepted), sum(l.rejected), count(p.id)"
        " FROM fulfilment_inspectionline l LEFT JOIN fulfilment_photo p"
        " ON p.inspection_line_id = l.id WHERE l.order_line_id = %s"
    )
    assert world.sql(found, line)[0] == (1, 1, 1, 1)


def test_an_order_whose_answer_was_lost_is_one_order(world, window, asha):
    page = settled(window("asha", language="bn"))
    page.add_init_script(LOSES_THE_FIRST_ANSWER)
    page.goto(f"/centre/new/?mobile={MOBILE}")
    page.click("button[form=attend]")
    page.wait_for_url("**/centre/baskets/*/")
    page.goto(page.url + "?q=jamdani")
    offer = world.facts["offers"]["ST-01"]["id"]
    page.locator(f"#o-{offer} button").click()
    expect(page.locator(f"#held-{offer}")).not_to_be_empty()
    page.click("#basket-bar a")
    page.click("button[name=next]")
    page.wait_for_url("**/read-back/")
    before = orders_of(world)

    press(page, "form[action='/centre/place/'] button:not([type=button])")
    page.wait_for_url("**/centre/queue/")
    assert orders_of(world) == before + 1
    page.click("[data-send-now]")
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert orders_of(world) == before + 1
    page.click("[data-list=sent] [data-open]")
    page.wait_for_url("**/centre/orders/*/?placed=1")


def order_kept(page: Page, offer: int) -> None:
    """Karim wants one of what the centre ordered before; there is no line."""
    page.context.set_offline(True)
    page.goto(f"/centre/new/?mobile={MOBILE}")
    page.wait_for_url(f"**{KNOWN}?mobile={MOBILE}")
    page.fill(f"input[name=q-{offer}]", "১")
    press(page, "button[name=action][value=review]")
    page.click("[data-read-back-yes]")
    page.wait_for_url("**/centre/queue/")
    expect(page.locator("[data-list=queue] li")).to_have_count(1)


def test_an_order_kept_while_the_price_rose_is_refused_in_words_and_mended(
    world, window, asha, share
):
    offer = world.facts["offers"][REF]["id"]
    raised = (
        "UPDATE catalogue_offer SET price_poisha = price_poisha + %s WHERE id = %s RETURNING id"
    )
    page = settled(window("asha", language="en"))
    keeps(page, KNOWN)
    before = orders_of(world)
    order_kept(page, offer)
    world.sql(raised, 1000, offer)
    try:
        page.context.set_offline(False)
        expect(page.locator("[data-list=queue] [data-words]")).to_contain_text("has changed")
        assert orders_of(world) == before
        page.click("[data-mend]")
        expect(page.locator(f"input[name=q-{offer}]")).to_have_value("১")
        page.click("button[name=action][value=review]")
        page.wait_for_url("**/read-back/")
        page.click("form[action='/centre/place/'] button:not([type=button])")
        page.wait_for_url("**/centre/orders/*/?placed=1")
    finally:
        world.sql(raised, -1000, offer)
    assert orders_of(world) == before + 1


def test_another_person_sees_nothing_of_what_is_kept_and_it_waits_for_its_own(
    world, window, asha, share
):
    page = settled(window("asha", language="en"))
    keeps(page, KNOWN)
    before = orders_of(world)
    order_kept(page, world.facts["offers"][REF]["id"])
    page.close()
    page = sits_down(world, page, "bina")
    expect(page.locator(STRIP)).to_contain_text("another person")
    assert orders_of(world) == before
    page.context.set_offline(True)
    page.goto("/centre/queue/")
    expect(page.locator("[data-list=queue] li")).to_have_count(0)
    page.close()
    page = sits_down(world, page, "asha")
    expect(page.locator(STRIP)).to_contain_text("Everything is sent, the last at")
    assert orders_of(world) == before + 1
    page.click("details.menu:has(form[action$='/sign-out/']) > summary")
    page.click("form[action$='/sign-out/'] button")
    page.wait_for_url(lambda address: "/centre/" not in address)
    left = "caches.keys().then(names => names.filter(name => name.startsWith('pages-')).length)"
    world.facts["cookies"].pop("asha")
    until(lambda: page.evaluate(left) == 0, "the kept pages to be gone")


def sits_down(world: World, page: Page, who: str) -> Page:
    """Another session on the same device, with a line."""
    session = signed_in(world, who).cookies["sessionid"]
    page.context.set_offline(False)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": world.url}])
    page = page.context.new_page()
    page.goto("/centre/")
    return page
