"""A real browser over the living page: nothing for axe to find, nothing wider than the phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from scripts import chromium

from .pictures import difference

pytestmark = pytest.mark.journey

FRAMES = [f"/components/layouts/{name}/" for name in ("public", "work", "focus", "plain")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The pages over real HTTP, without a database: none of these frames may need one."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


def opened(
    browser: Browser, base: str, address: str, *, width: int, language: str, theme: str, js=True
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=js, reduced_motion="reduce"
    )
    context.add_cookies(
        [
            {"name": "language", "value": language, "url": base},
            {"name": "theme", "value": theme, "url": base},
        ]
    )
    page = context.new_page()
    page.goto(base + address)
    return page


@pytest.mark.parametrize(("language", "theme"), [("bn", "light"), ("bn", "dark"), ("en", "light")])
def test_axe_finds_nothing_on_the_living_page(browser, site, language, theme):
    for address, width in [("/components/", 1280), ("/components/", 360)]:
        page = opened(browser, site, address, width=width, language=language, theme=theme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_frame(browser, site, theme):
    for address in FRAMES:
        page = opened(browser, site, address, width=360, language="bn", theme=theme)
        found = Axe().run(page)
        assert found.violations_count == 0, address + found.generate_report()
        page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_living_page_looks_as_it_was_pictured(browser, site, width, theme):
    page = opened(browser, site, "/components/", width=width, language="bn", theme=theme)
    page.evaluate(
        """async () => {
            for (const name of ['pictures', 'utilities']) document.getElementById(name).remove();
            for (const image of document.images) image.loading = 'eager';
            await Promise.all([...document.images].map(image => image.decode()));
            await document.fonts.ready;
        }"""
    )
    taken = page.screenshot(full_page=True, animations="disabled")
    assert difference(f"living_{width}_{theme}", taken) == ""
    page.context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_frame_is_wider_than_the_screen(browser, site, width):
    for address in ["/components/", *FRAMES]:
        page = opened(browser, site, address, width=width, language="bn", theme="light")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, address
        page.context.close()


def test_what_can_be_pressed_on_a_phone_is_44_pixels_high(browser, site):
    page = opened(browser, site, "/components/layouts/focus/", width=360, language="bn", theme="")
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main input:not([type=radio]), .button')]
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
        .filter(([, height]) => height > 0 && height < 44)"""
    )
    assert small == []
    page.context.close()


def test_the_stepper_counts_in_bengali_and_stops_at_its_ends(browser, site):
    page = opened(browser, site, "/components/layouts/focus/", width=360, language="bn", theme="")
    box = page.locator(".stepper").first
    box.locator("[data-step='1']").click()
    assert box.locator("input").input_value() == "২"
    assert box.locator("[data-step='1']").is_disabled()
    page.context.close()


def test_without_scripts_a_light_is_still_chosen_and_the_menu_still_opens(browser, site):
    page = opened(
        browser,
        site,
        "/components/layouts/public/",
        width=360,
        language="bn",
        theme="light",
        js=False,
    )
    page.locator(".menu > summary").click()
    assert page.locator(".menu-sheet").is_visible()
    page.locator("button[name=theme][value=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.context.close()
