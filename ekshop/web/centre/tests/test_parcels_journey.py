"""A phone's browser over the parcel pages: nothing for axe, nothing too wide, counts that agree,
and a photo that is none beside one that is; with scripts and without."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from ekshop.catalogue.tests import make as catalogue
from ekshop.fulfilment.models import Photo, Shipment
from ekshop.kernel import clock
from ekshop.payments.models import Payment
from ekshop.producers.tests import make as producers
from ekshop.settlement.tests import make
from scripts import chromium

from . import parcel_make

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as environment:
        # The browser's driver runs an event loop in this thread; the tests' own statements are
        # none the less synchronous.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium.browser() as browser:
            yield browser


@pytest.fixture
def people():
    return parcel_make.people()


@pytest.fixture
def share(people):
    return parcel_make.arrived(people)


@pytest.fixture
def window(live_server, browser, people):
    """`window(scripts=False)`: Asha's telephone."""
    opened = []
    client = Client()
    client.force_login(people.asha.person)
    cookies = {"sessionid": client.cookies["sessionid"].value}

    def open_one(*, language: str = "bn", scripts: bool = True, size: dict = PHONE) -> Page:
        context = browser.new_context(
            viewport=size,
            java_script_enabled=scripts,
            base_url=live_server.url,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        named = {**cookies, "language": language}
        context.add_cookies(
            [{"name": name, "value": each, "url": live_server.url} for name, each in named.items()]
        )
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def photos(tmp_path) -> list[Path]:
    torn, bill = tmp_path / "torn.jpg", tmp_path / "bill.jpg"
    torn.write_bytes(parcel_make.picture().read())
    bill.write_bytes(parcel_make.no_picture().read())
    return [torn, bill]


def test_counts_agree_and_the_sum_follows_while_one_types(window, share):
    saree, book = share.lines.order_by("position")
    page = window()
    page.goto(f"/centre/parcels/{share.code}/inspect/")
    expect(page.locator("#sum")).to_contain_text("৳৫,৪৩০")
    card = page.locator(f"#line-{saree.pk}")
    card.locator("summary").click()
    card.locator(f"input[name=why-{saree.pk}][value=damaged]").check(force=True)
    expect(card.locator(f"input[name=good-{saree.pk}]")).to_have_value("১")
    expect(card.locator(f"input[name=bad-{saree.pk}]")).to_have_value("১")
    expect(page.locator("#sum")).to_contain_text("৳২,৯৪০")
    card.locator(".stepper").first.locator("[data-step='1']").click()
    expect(card.locator(f"input[name=bad-{saree.pk}]")).to_have_value("০")
    expect(page.locator("#sum")).to_contain_text("৳৫,৪৩০")


STOP = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return {seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
          lost: at === document.body};
}"""


def tab_to(page: Page, selector: str, most: int = 40) -> None:
    """By the Tab key alone, with the focus seen at every stop."""
    for _stop in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert stop["seen"] and not stop["lost"], f"focus not seen on the way to {selector}"
        if page.evaluate("to => document.activeElement.matches(to)", selector):
            return
    raise AssertionError(f"{selector} is not reached")


def is_at(page: Page, selector: str) -> bool:
    return bool(page.evaluate("at => document.activeElement.matches(at)", selector))


def test_a_parcel_is_looked_at_with_the_keys_alone(window, share):
    saree = share.lines.order_by("position").first()
    page = window(size=DESK)
    page.goto(f"/centre/parcels/{share.code}/inspect/")
    tab_to(page, f"#line-{saree.pk} [data-step='-1']")
    page.keyboard.press("Space")
    expect(page.locator("#sum")).to_contain_text("৳২,৯৪০")
    assert is_at(page, f"#line-{saree.pk} [data-step='-1']")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, f"input[name=why-{saree.pk}]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"input[name=bad-{saree.pk}]")).to_have_value("১")
    assert is_at(page, f"input[name=why-{saree.pk}][value=damaged]")
    tab_to(page, "button[value=review]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("ঠিক আছে তো?")
    tab_to(page, ".button-primary")


def test_goods_are_written_with_the_keys_alone(window, people):
    her = producers.approved(people)
    kind = catalogue.category("quilts", name_bn="কাঁথা", name_en="Quilts")
    kind.parent = catalogue.category("handicraft", name_bn="হস্তশিল্প", name_en="Handicrafts")
    kind.save()
    page = window(size=DESK)
    page.goto(f"/centre/producers/{her.seller_id}/goods/")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/photos/")
    tab_to(page, ".button-primary")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    tab_to(page, "button[name=later]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/words/")
    tab_to(page, "#f-kind")
    page.keyboard.type("কাঁথা")
    expect(page.locator("#f-category")).to_have_value(str(kind.pk))
    assert is_at(page, "#f-kind")
    page.keyboard.press("Enter")
    expect(page.locator("#f-category")).to_be_focused()
    tab_to(page, ".button-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/price/")
    tab_to(page, "#f-price")
    page.keyboard.type("৪৫০০")
    expect(page.locator("#shares")).to_contain_text("৳৪,৫০০")
    assert is_at(page, "#f-price")


def test_paper_holds_what_is_read_and_nothing_that_is_typed(window, share):
    page = window(size={"width": 703, "height": 1000})
    page.emulate_media(media="print")
    for address in (f"/centre/orders/{share.order.code}/", "/centre/parcels/", "/centre/claims/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 703
        expect(page.locator("main form[method=get]:visible, .crumbs:visible")).to_have_count(0)
        expect(page.locator("h1")).to_be_visible()


CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "https://ekshop.example/t/%s" }]; }
};
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d");
  window.setInterval(() => brush.fillRect(0, 0, 9, 9), 40);
  return canvas.captureStream(25);
};
"""
NO_CAMERA = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
"""


def test_the_camera_reads_a_label_where_the_browser_can(window, share):
    page = window()
    page.add_init_script(CAMERA % Shipment.objects.get().code)
    page.goto("/centre/parcels/")
    page.click("[data-scan-open]")
    page.wait_for_url(f"**/centre/parcels/{share.code}/")


def test_a_camera_that_does_not_open_leaves_the_field_to_type_in(window, share):
    page = window()
    page.add_init_script(NO_CAMERA)
    page.goto("/centre/parcels/")
    page.click("[data-scan-open]")
    expect(page.locator("[data-scan-words]")).to_contain_text("কোডটি লিখুন")
    page.click("[data-scan-stop]")
    page.fill("input[name=code]", share.code)
    page.press("input[name=code]", "Enter")
    page.wait_for_url(f"**/centre/parcels/{share.code}/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_received_to_handed_over_with_a_bad_photo_on_the_way(
    window, people, share, photos, scripts
):
    saree = share.lines.order_by("position").first()
    page = window(scripts=scripts)
    page.goto("/centre/parcels/?shelf=inspecting")
    page.fill("input[name=code]", Shipment.objects.get().code)
    page.press("input[name=code]", "Enter")
    page.click(f"a[href$='/{share.code}/inspect/']")
    card = page.locator(f"#line-{saree.pk}")
    card.locator(f"input[name=good-{saree.pk}]").fill("১")
    card.locator("summary").click()
    card.locator(f"input[name=bad-{saree.pk}]").fill("১")
    card.locator(f"input[name=why-{saree.pk}][value=bad_quality]").check(force=True)
    card.locator(f"input[name=note-{saree.pk}]").fill("পাড়ে দাগ")
    card.locator("input[type=file]").set_input_files(photos)
    page.locator("button[name=action][value=review]").last.click()
    expect(card.locator(".field-error")).to_contain_text("bill.jpg")
    expect(card.locator(f"input[name=note-{saree.pk}]")).to_have_value("পাড়ে দাগ")
    expect(card.locator("img[src^='/photos/kept/']")).to_have_count(1)
    page.locator("button[name=action][value=review]").last.click()
    expect(page.locator("main")).to_contain_text("৳২,৯৪০")
    page.click("button[value=record]")
    page.wait_for_url("**/pay/")
    assert Photo.objects.get().inspection_line.order_line_id == saree.pk
    page.locator("input[name=medium][value=bkash]").check(force=True)
    page.fill("input[name=reference]", "9KA7XYZ1")
    page.locator("form[action$='/pay/'] button").last.click()
    page.wait_for_url("**/centre/receipts/**")
    assert Payment.objects.get().medium == "bkash"
    make.work(clock.now())
    page.click("a[href$='/hand-over/']")
    page.fill("input[name=code]", make.hand_over_code())
    page.click("button[form=hand]")
    page.wait_for_url(f"**/centre/parcels/{share.code}/")
    share.refresh_from_db()
    assert share.state == "handed_over"


@pytest.mark.parametrize("language", ["bn", "en"])
def test_nothing_is_wider_than_its_screen_and_axe_finds_nothing(window, people, share, language):
    now = clock.now()
    other = parcel_make.arrived(people)
    make.inspected(people, share, rejected=1, now=now - timedelta(hours=3))
    pages = [f"/centre/parcels/{other.code}/", f"/centre/parcels/{other.code}/inspect/"]
    page = window(language=language)
    looked(page, [f"/centre/parcels/{share.code}/pay/"])
    payment = make.paid(people, share, now=now - timedelta(hours=2))
    looked(page, [f"/centre/parcels/{share.code}/hand-over/"])
    make.handed_over(people, share, now=now - timedelta(hours=1))
    back = Shipment.objects.get(direction="return")
    month = clock.month_of(now)
    pages += [
        "/centre/parcels/",
        "/centre/parcels/?shelf=waiting",
        f"/centre/parcels/{share.code}/",
        f"/centre/parcels/{share.code}/return/",
        f"/centre/receipts/{payment.code}/",
        f"/centre/back/{back.code}/",
        "/centre/returns/",
        "/centre/money/",
        "/centre/money/lines/",
        "/centre/money/expected/",
        "/centre/money/cash/",
        "/centre/money/collected/",
        "/centre/statements/",
        f"/centre/statements/{month}/{people.partner.pk}/{people.centre.pk}/",
    ]
    looked(page, pages)


def looked(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            answer = page.goto(address)
            assert answer is not None and answer.status == 200, address
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (address, size)
        if "bn" not in page.locator("html").get_attribute("lang"):
            continue  # the same page in other words
        found = Axe().run(page)
        assert found.violations_count == 0, address + found.generate_report()
