"""A kantha made ready, refused and mended, sold in dollars, sent with its papers, settled in taka."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import expect

from ekshop.kernel.bangla import format_taka
from ekshop.kernel.clock import dhaka_date
from tests.live import World
from tests.live.abroad import KANTHA, PRICE
from tests.live.processes import until

from .visitors import Visitor

DESK = {"width": 1280, "height": 900}
SAID = {
    "materials": "Cotton",
    "net_g": "১২০০",
    "gross_g": "1500",
    "length_mm": "400",
    "width_mm": "300",
    "height_mm": "120",
    "title_en": "Nakshi kantha quilt, hand-embroidered cotton",
    "text_en": "Three layers of soft cotton, stitched by hand in Jamalpur with lotus and birds.",
    "points_en": "Stitched by hand\nPure cotton",
}
SHIPPING = 15
MONTHLY = 3_999
"""In dollars, and in cents: Amazon keeps its monthly fee of the first settlement."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World("abroad", data="tests.live.abroad") as world:
        world.control("amazon/settings", process_s=0, feed_s=0, visible_after_s=0)
        world.control("carrier/settings", step_s=0.1)
        yield world


def test_a_kantha_is_sold_abroad_from_its_first_word_to_the_last_poisha(world, window):
    jamila, asha = Visitor(world, window("jamila")), Visitor(world, window("asha"))
    omar, oli = Visitor(world, window("omar", size=DESK)), Visitor(world, window("oli", size=DESK))
    goods = it_is_made_ready(world, jamila, omar)
    amazon_refuses_it_until_it_is_mended(world, jamila, goods)
    order = somebody_abroad_buys_it(world, omar)
    it_comes_to_the_hub(world, jamila, asha, omar, order)
    it_is_sent_with_its_papers(world, omar, order)
    it_is_settled(world, omar, oli, order)
    everybody_reads_their_part(world, jamila, Visitor(world, window("bimal")), order)


def it_is_made_ready(world: World, jamila: Visitor, omar: Visitor) -> str:
    """What Amazon asks is fetched by trying the connection; she is told what is missing."""
    omar.see(f"/operator/channels/{world.facts['channel']}/")
    omar.fill_in("form[action$='/check/']")
    omar.look()
    jamila.see("/producer/export/new/", KANTHA)
    jamila.fill_in("main li form")
    goods = jamila.page.url.removeprefix(world.url)
    jamila.look()
    jamila.see(f"{goods}code/?q=কাঁথা", "630130")
    jamila.page.locator("button[name=code][value='630130']").click()
    jamila.page.wait_for_url("**#hs_code")
    form = jamila.page.locator(f"form[action='{goods}']")
    for name, value in SAID.items():
        form.locator(f"[name={name}]").fill(value)
    with jamila.page.expect_navigation():
        form.locator("button:not([type=button])").last.click()
    jamila.page.set_input_files("#pictures input[type=file]", photo())
    jamila.fill_in("#pictures form[enctype]")
    expect(jamila.page.locator("#pictures img")).to_have_count(1)
    jamila.read("আরেকজনের পড়ে দেখার অপেক্ষায়")
    theirs = goods.replace("/producer/export/", "/operator/channels/goods/")
    omar.see(theirs, KANTHA)
    expect(omar.page.locator("[name=title_en]")).to_have_value(SAID["title_en"])
    with omar.page.expect_navigation():
        omar.page.locator("#english button[value=yes]").click()
    omar.look()
    jamila.see(goods, "“সাইজ”", "“কীভাবে ধোয়া ও রাখা হয়”")
    return goods


def amazon_refuses_it_until_it_is_mended(world: World, jamila: Visitor, goods: str) -> None:
    """Our own copy of its rules stops what it can; what it asks since yesterday, Amazon refuses."""
    page, card = jamila.page, f"#channel-{world.facts['channel']}"
    jamila.fill_in(f"{card} form[action*='/list/']")
    told(world, "issue", "extra.size")
    jamila.see(goods)
    answer(jamila, card, size="Queen", care_instructions="Hand wash", color="Red")
    world.control("amazon/settings", more_required=["included_components"])
    told(world, "issue", "extra.included_components")
    jamila.see(goods)
    mend = page.locator(f"{card} a[href$='-included_components']").first
    mend.click()
    field = page.locator(f"{card}-included_components")
    expect(field).to_be_in_viewport()
    answer(jamila, card, included_components="1 quilt")
    told(world, "live")
    jamila.see(goods, "বিক্রিতে")


def answer(jamila: Visitor, card: str, **said: str) -> None:
    form = jamila.page.locator(f"{card} form[action$='/answers/']")
    for name, value in said.items():
        field = form.locator(f"[name='extra.{name}']")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with jamila.page.expect_navigation():
        form.locator("button").last.click()
    jamila.look()


def told(world: World, state: str, field: str = "") -> None:
    """Rounds with the channel, until the listing stands so and, if named, for want of that field."""
    wanting = "SELECT 1 FROM channels_listingissue WHERE closed_at IS NULL AND field = %s"

    def stands() -> bool:
        world.manage("channels_step")
        so = world.sql("SELECT state FROM channels_channellisting") == [(state,)]
        return so and (not field or bool(world.sql(wanting, field)))

    until(stands, f"the listing to be {state}", seconds=90, pause=0.3)


def somebody_abroad_buys_it(world: World, omar: Visitor) -> str:
    ((sku,),) = world.sql("SELECT sku FROM channels_channellisting")
    world.control("amazon/buy", sku=sku, quantity=1, shipping=SHIPPING)
    world.tick("channels.orders_read", queue="outgoing")
    found = "SELECT code FROM channels_exportorder WHERE state = 'reserved'"
    ((code,),) = until(lambda: world.sql(found), "the order")
    omar.see("/operator/exports/", code)
    return code


def it_comes_to_the_hub(
    world: World, jamila: Visitor, asha: Visitor, omar: Visitor, order: str
) -> None:
    """She says yes, her own centre looks at it and sends it, the hub looks again."""
    ((share, line),) = world.sql(
        "SELECT s.code, l.id FROM orders_sellerorder s JOIN orders_orderline l"
        " ON l.seller_order_id = s.id"
    )
    jamila.see("/producer/export/orders/", order, KANTHA)
    jamila.page.click(f"a[href$='/orders/{share}/']")
    with jamila.page.expect_navigation():
        jamila.page.locator("button[name=answer][value=yes]").click()
    asha.see(f"/centre/producers/orders/{share}/check/", KANTHA)
    asha.page.locator(f"input[name=good-{line}]").fill("1")
    asha.page.locator("button[name=action][value=review]").last.click()
    asha.page.click("button[name=action][value=record]")
    asha.page.wait_for_url(f"**/orders/{share}/")
    asha.see("/centre/pools/new/")
    asha.fill_in("main form")
    asha.fill_in("#hand-over")
    asha.look()
    world.settle()
    page = f"/operator/exports/{order}/"
    omar.page.goto(f"/operator/orders/{share}/")
    omar.page.wait_for_url(f"**{page}")
    omar.fill_in("form:has(button[value=receive])")
    omar.page.click("a[href*='/inspect/']")
    omar.look()
    omar.fill_in("main form")
    world.settle()
    ((delivery,),) = world.sql("SELECT delivery_poisha FROM orders_sellerorder")
    # Jamila's centre has one and a half per cent of her price.
    for_her_centre = PRICE * 15 // 1000
    omar.see(page, taka(PRICE - for_her_centre), taka(delivery), taka(for_her_centre))


def it_is_sent_with_its_papers(world: World, omar: Visitor, order: str) -> None:
    page = f"/operator/exports/{order}/"
    omar.fill_in("form:has(button[value=pack])", weighed_g="১৫০০", carrier="sandbox_carrier")
    papers_are_right(omar, page)
    ((consignment,),) = world.sql("SELECT code FROM channels_consignment")
    there = f"/operator/exports/consignments/{consignment}/"
    omar.see(there)
    omar.fill_in("form:has(button[value=close])")
    world.settle()
    omar.see(there, "BX")
    omar.fill_in("form:has(button[value=hand_over])")
    world.settle()
    ((sold, state),) = world.sql("SELECT ref, state FROM channels_exportorder")
    assert state == "shipped"
    known = world.control("amazon/orders")["orders"]
    assert [each["OrderStatus"] for each in known if each["AmazonOrderId"] == sold] == ["Shipped"]

    def delivered() -> bool:
        world.tick("channels.carriers_read", queue="outgoing")
        return world.sql("SELECT state FROM channels_exportorder") == [("delivered",)]

    until(delivered, "the parcel to be there", pause=0.5)
    omar.see(page, "BX")


def papers_are_right(omar: Visitor, page: str) -> None:
    """Each opens as a PDF in English with the data inside that the other address gives."""
    for kind in ("commercial_invoice", "packing_list", "customs_data"):
        pdf = omar.page.request.get(f"{omar.world.url}{page}{kind}.pdf")
        assert pdf.ok and pdf.body().startswith(b"%PDF")
        data = omar.page.request.get(f"{omar.world.url}{page}{kind}.json").json()
        read = pypdf.PdfReader(io.BytesIO(pdf.body()))
        text = " ".join(each.extract_text() for each in read.pages)
        assert "Nakshi kantha" in text and "6301" in text.replace(".", "")
        inside = read.attachments[f"{kind.replace('_', '-')}.json"][0]
        assert json.loads(inside) == data
    [heading] = data["headings"]
    assert heading["gross_weight"] == "1.500 kg"


def it_is_settled(world: World, omar: Visitor, oli: Visitor, order: str) -> None:
    """Days later and at another rate; what that makes is a line of its own."""
    world.clock_move(days=6)
    today = dhaka_date(world.now())
    oli.see("/operator/channels/rates/")
    oli.fill_in(
        "main form", currency="USD", taka_for_one="১২২", on=str(today), source="Bangladesh Bank"
    )
    oli.look()
    world.control("amazon/settle")
    world.clock_move(days=3)
    world.tick("channels.settlements_read", queue="outgoing")
    until(
        lambda: world.sql("SELECT state FROM channels_exportorder") == [("settled",)],
        "the settlement",
    )
    world.settle()
    ((minor, share, delivery),) = world.sql(
        "SELECT l.unit_minor, s.code, s.delivery_poisha FROM channels_exportline l,"
        " orders_sellerorder s"
    )
    sold = minor + SHIPPING * 100
    fee = round(minor * 15 / 100)
    figures = {
        "sold": sold * 120,
        "fee": -fee * 122,
        "exchange": sold * 122 - sold * 120,
        "producer": -(PRICE - PRICE * 150 // 10_000),
        "courier": -delivery,
        "sourcing": -(PRICE * 150 // 10_000),
    }
    omar.see(f"/operator/exports/{order}/", *(taka(each) for each in figures.values()))
    omar.read(taka(sum(figures.values())))
    balances = dict(
        world.sql(
            "SELECT purpose, sum(balance_poisha)::bigint FROM ledger_account GROUP BY purpose"
        )
    )
    assert balances["bank"] == (sold - fee - MONTHLY) * 122
    assert balances["channel_fees"] == (fee + MONTHLY) * 122
    assert balances["exchange_difference"] == -figures["exchange"]
    for purpose in ("export_receivable", "export_goods", "channel_balance"):
        assert balances[purpose] == 0, purpose
    assert sum(balances.values()) == 0
    assert "agree" in world.manage("ledger_verify")


def everybody_reads_their_part(world: World, jamila: Visitor, bimal: Visitor, order: str) -> None:
    jamila.see("/producer/export/orders/", order, taka(PRICE - PRICE * 150 // 10_000))
    body = jamila.page.inner_text("main")
    assert "USD" not in body and "Street" not in body
    ((account,),) = world.sql("SELECT id FROM ledger_account WHERE purpose = 'export_receivable'")
    bimal.see(f"/operator/ledger/accounts/{account}/", order)
    bimal.page.locator(f"main a[href$='/exports/{order}/']").first.click()
    bimal.page.wait_for_url(f"**/operator/exports/{order}/")
    bimal.look()


def taka(poisha: int) -> str:
    return format_taka(poisha, "bn")


def photo() -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (1400, 1400), (150, 40, 50)).save(out, "JPEG")
    return {"name": "কাঁথা.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
