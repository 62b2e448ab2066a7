"""Takes the pictures the README shows, from a running copy: `.venv/bin/python scripts/pictures.py`.

    --address http://127.0.0.1:8000   where `make run` says it is
    --sandbox http://127.0.0.1:8100   where the sign-in code arrives

Nothing is recorded on the way: the inspection is filled in and left. Needs the development
environment (`make test` makes it) and Chromium.
"""

import argparse
import io
import json
import random
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import chromium
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import BrowserContext, Locator, Page

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ASHA = "01700001064"
PHONE = {"width": 360, "height": 720}
DESK = {"width": 1280, "height": 800}
MOST_BYTES = 120_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--sandbox", default="http://127.0.0.1:8100")
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with chromium.browser() as browser:
        phone = browser.new_context(
            viewport=PHONE, device_scale_factor=2, base_url=options.address, locale="bn"
        )
        sign_in(phone, options.sandbox)
        desk = browser.new_context(viewport=DESK, base_url=options.address, locale="bn")
        desk.add_cookies(phone.cookies())
        search(desk.new_page())
        today(phone.new_page())
        inspection(phone.new_page())
        statement(desk.new_page())
    return 0


def sign_in(context: BrowserContext, sandbox: str) -> None:
    """As anyone would: the number, then the code from the message."""
    page = context.new_page()
    page.goto("/account/sign-in/")
    before = len(codes(sandbox))
    page.fill("input[name=phone]", ASHA)
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=code]")
    until = time.monotonic() + 30
    while len(found := codes(sandbox)) <= before and time.monotonic() < until:
        time.sleep(0.3)
    page.fill("input[name=code]", found[0])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.close()


def codes(sandbox: str) -> list[str]:
    with urlopen(f"{sandbox}/inbox?to={ASHA[1:]}&format=json") as answer:  # noqa: S310
        messages = json.load(answer)["messages"]
    return [message["codes"][0] for message in messages if message.get("codes")]


def search(page: Page) -> None:
    page.goto("/search/?q=jamdani")
    take(page, "search")


def today(page: Page) -> None:
    page.goto("/centre/")
    take(page, "today")


def inspection(page: Page) -> None:
    """One piece of the first parcel that waits is torn."""
    page.goto("/centre/parcels/?shelf=inspecting")
    parcel = page.locator("main li a[href^='/centre/parcels/']").first
    page.goto(f"{parcel.get_attribute('href')}inspect/")
    line = page.locator("main input[name^=good-]").last
    number = (line.get_attribute("name") or "").removeprefix("good-")
    page.locator(f"main details:has(input[name=bad-{number}]) > summary").click()
    line.fill("১")
    page.fill(f"input[name=bad-{number}]", "১")
    page.locator(f"input[name=bad-{number}]").blur()
    page.check(f"input[name=why-{number}][value=damaged]", force=True)
    page.set_input_files(
        f"input[name=photo-{number}]",
        {"name": "torn.jpg", "mimeType": "image/jpeg", "buffer": torn_cloth()},
    )
    page.wait_for_timeout(1500)
    take(page, "inspection", show=line)


def statement(page: Page) -> None:
    """The one with the most lines."""
    page.goto("/centre/statements/")
    links = page.locator("main a[href*='/centre/statements/20']")
    addresses = {links.nth(i).get_attribute("href") or "" for i in range(links.count())}
    longest, lines = "", -1
    for address in sorted(addresses):
        page.goto(address)
        rows = page.locator("main tbody tr").count()
        if rows > lines:
            longest, lines = address, rows
    page.goto(longest)
    take(page, "statement")


def take(page: Page, name: str, show: Locator | None = None) -> None:
    """What the window shows, in as few colours as keep it clear."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    if show is not None:
        show.evaluate("at => window.scrollBy(0, at.getBoundingClientRect().top - 220)")
        page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        small = picture.quantize(colours, dither=Image.Dither.NONE)
        small.save(OUT / f"{name}.png", optimize=True)
        size = (OUT / f"{name}.png").stat().st_size
        if size <= MOST_BYTES:
            break
    print(f"{name}.png {picture.width}x{picture.height} {size / 1000:.0f} kB, {colours} colours")
    page.close()


def torn_cloth() -> bytes:
    """A photo of our own: woven cloth with a tear."""
    chance = random.Random(7)
    picture = Image.new("RGB", (900, 900), (168, 50, 45))
    draw = ImageDraw.Draw(picture)
    for at in range(0, 900, 6):
        shade = chance.randint(-14, 14)
        draw.line([(0, at), (900, at)], fill=(160 + shade, 46 + shade, 42 + shade), width=3)
        draw.line([(at, 0), (at, 900)], fill=(178 + shade, 60 + shade, 52 + shade), width=1)
    for row in range(90, 900, 180):
        for column in range(90 + row % 360 // 4, 900, 180):
            draw.ellipse([column - 24, row - 24, column + 24, row + 24], fill=(226, 178, 74))
            draw.ellipse([column - 11, row - 11, column + 11, row + 11], fill=(168, 50, 45))
    edge = [(180 + step * 14, 610 - step * 9 + chance.randint(-16, 16)) for step in range(40)]
    wide = [(x + 6, y + 34 + chance.randint(-14, 20)) for x, y in reversed(edge)]
    draw.polygon(edge + wide, fill=(38, 22, 18))
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=85)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
