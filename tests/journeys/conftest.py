"""One installation and one browser for all journeys; a window of its own for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from scripts import chromium
from tests.live import World
from tests.live.signing_in import signed_in

PHONE = {"width": 360, "height": 740}
SECONDS = 45
PICTURES = Path(__file__).resolve().parent.parent.parent / "var" / "journeys"

Window = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in str(item.path):
            item.add_marker("journey")
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="package")
def world() -> Iterator[World]:
    with World("journeys") as world:
        yield world


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.browser() as browser:
        yield browser


@pytest.fixture
def window(world: World, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Window]:
    """`window("asha", language="en", scripts=False)`: a page of a new browser session.

    What a test that failed saw last is kept under var/journeys, and its words are printed.
    """
    opened: list[BrowserContext] = []

    def open_one(
        who: str = "", *, language: str = "bn", scripts: bool = True, size: dict = PHONE
    ) -> Page:
        context = browser.new_context(
            base_url=world.url, viewport=size, java_script_enabled=scripts, reduced_motion="reduce"
        )
        context.set_default_timeout(SECONDS * 1000)
        cookies = {"language": language}
        if who:
            cookies |= dict(signed_in(world, who).cookies) | {"language": language}
        context.add_cookies(
            [{"name": name, "value": value, "url": world.url} for name, value in cookies.items()]
        )
        opened.append(context)
        return context.new_page()

    yield open_one
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(opened):
        for page in context.pages if failed else []:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png", full_page=True)
            print(f"{page.url}\n{page.inner_text('body')}")
        context.close()
