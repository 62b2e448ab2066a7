"""Two products put together by hand are one page with two offers; undone, two pages again."""

from pathlib import Path

from playwright.sync_api import expect

SHOPS = Path(__file__).resolve().parent.parent / "live" / "shops"
DESK = {"width": 1280, "height": 900}


def test_a_merge_by_hand_is_seen_by_a_visitor_undone_and_left_so_by_the_next_feed(world, window):
    sarees = world.facts["offers"]
    one, other = sarees["ST-01"]["product"], sarees["HK-01"]["product"]
    assert one != other
    visitor, page = window(language="en"), window("omar", language="en", size=DESK)
    sellers = visitor.locator("section[aria-labelledby=offers] tbody tr")
    page.goto(f"/operator/matches/goods/{one}/")
    page.fill("input[name=other]", other.lower())
    page.click("form[action$='/merge/'] button")
    expect(page.locator("form[action$='/part/'] .rowitem")).to_have_count(2)
    visitor.goto(f"/p/{other}/")
    expect(sellers).to_have_count(2)
    assert f"/p/{one}/" in visitor.url or f"/p/{other}/" in visitor.url
    page.click("form[action$='/undo/'] button")
    expect(page.locator("form[action$='/part/'] .rowitem")).to_have_count(1)
    ((slug,),) = world.sql(
        "SELECT slug FROM parties_organisation WHERE id = %s", sarees["HK-01"]["seller"]
    )
    world.manage(
        "feed_ingest", "--seller", slug, "--feed", "Goods", "--trust",
        "--file", str(SHOPS / "hatkhola.jsonl"),
    )  # fmt: skip
    world.settle()
    for code in (one, other):
        visitor.goto(f"/p/{code}/")
        expect(sellers).to_have_count(1)
        assert f"/p/{code}/" in visitor.url
