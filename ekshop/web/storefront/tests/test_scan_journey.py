"""A real browser whose camera sees drawn codes: read by its own reader or by the one fetched for it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, Route, expect

from scripts import chromium

pytestmark = pytest.mark.journey

STATIC = Path(__file__).resolve().parents[2] / "components/static"
SHOP = "https://shop.test"
PAGE = """<!doctype html><script src="/scan/scan.js" defer></script>
<form id="code"><input name="q"><button type="button" data-scan-open hidden>Scan</button></form>
<dialog data-scan-box="#code" data-scan-field="q" data-scan-kind="KIND" data-scan-reader="/scan/zxing.js">
<video playsinline muted></video>
<p data-scan-words data-opening="opening" data-hold="hold" data-refused="refused" data-unread="unread"></p>
<button type="button" data-scan-stop>Close</button></dialog>"""
# The camera sees a code as a printer makes it, on grey paper, tilted, dark or upside down: rows of
# modules, a 1 for each black one.
CAMERA = """
window.sees = { rows: [], scale: 1, tall: 1, turn: 0, noise: 0, light: 1 };
window.told = () => document.documentElement.dataset;
let looks = 0;
const { drawImage } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.drawImage = function (...all) {
  if ((looks += 1) > 5) told().looked = "enough";
  return drawImage.apply(this, all);
};
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 800; canvas.height = 480;
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  const draw = () => {
    const { rows, scale, tall, turn, noise, light } = window.sees;
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.fillStyle = "#cfc8bb"; paper.fillRect(0, 0, 800, 480);
    paper.translate(400, 240); paper.rotate(turn);
    const wide = (rows[0]?.length ?? 0) * scale, high = rows.length * tall;
    paper.fillStyle = "#f4f1ea"; paper.fillRect(-wide / 2 - 50, -high / 2 - 30, wide + 100, high + 60);
    paper.fillStyle = "#2b2b2b";
    rows.forEach((row, y) => [...row].forEach((one, x) =>
      one === "1" && paper.fillRect(x * scale - wide / 2, y * tall - high / 2, scale, tall)));
    const picture = paper.getImageData(0, 0, 800, 480);
    for (let i = 0; i < picture.data.length; i += 4) {
      const off = (((i / 4) * 7919) % 17 - 8) * noise;
      for (let c = 0; c < 3; c += 1) picture.data[i + c] = picture.data[i + c] * light + off;
    }
    paper.putImageData(picture, 0, 0);
  };
  window.setInterval(draw, 60);
  draw();
  return canvas.captureStream(15);
};
document.addEventListener("submit", (event) => {
  event.preventDefault();
  told().sent = event.target.elements.q.value;
});
"""
OWN_READER = """
window.asked = 0;
window.BarcodeDetector = class {
  static async getSupportedFormats() { return FORMATS; }
  async detect() { window.asked += 1; return [{ rawValue: READS[Math.min(window.asked, READS.length) - 1] }]; }
};
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.browser() as browser:
        yield browser


@pytest.fixture
def opened(browser) -> Iterator[Callable[..., Page]]:
    """A page of one origin under the shop's policy for scripts; `page.fetched` are the files it asked for."""
    pages = []

    def opened(kind: str = "goods", before: str = "", lost: bool = False) -> Page:
        page = browser.new_page()
        pages.append(page)
        page.fetched = []

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(SHOP)
            page.fetched.append(path)
            if path == "/scan/zxing.js" and lost:
                route.abort()
            elif path.startswith("/scan/"):
                route.fulfill(path=STATIC / path[1:], content_type="text/javascript")
            else:
                route.fulfill(
                    body=PAGE.replace("KIND", kind),
                    content_type="text/html",
                    headers={"Content-Security-Policy": "default-src 'none'; script-src 'self'"},
                )

        page.route("**/*", answer)
        page.add_init_script(CAMERA + before)
        page.goto(SHOP + "/")
        return page

    yield opened
    for page in pages:
        page.close()


def seen(page: Page, rows: list[str], scale: float, **more: float) -> None:
    page.evaluate(
        "sees => Object.assign(window.sees, sees)", {"rows": rows, "scale": scale, **more}
    )


def read(page: Page) -> str:
    page.wait_for_selector("html[data-sent]", state="attached")
    return page.evaluate("[told().sent, delete told().sent][0]")


ODD = [
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
]
FIRST = [
    "000000",
    "001011",
    "001101",
    "001110",
    "010011",
    "011001",
    "011100",
    "010101",
    "010110",
    "011010",
]


def modules(digits: str) -> str:
    """The bars of an EAN-13 or EAN-8, a 1 for each black module."""
    right = ["".join("10"[int(bit)] for bit in one) for one in ODD]
    even = [one[::-1] for one in right]
    half = len(digits) // 2
    if len(digits) == 13:
        sets = FIRST[int(digits[0])]
        left = [(ODD, even)[int(which)][int(d)] for which, d in zip(sets, digits[1:7], strict=True)]
        tail = digits[7:]
    else:
        left, tail = [ODD[int(d)] for d in digits[:half]], digits[half:]
    return f"101{''.join(left)}01010{''.join(right[int(d)] for d in tail)}101"


GOODS = [
    # digits, module's width, turn, noise, light
    ("4006381333931", 5, 0.0, 0, 1),
    ("8901030865275", 3, 0.06, 1, 1),
    ("0036000291452", 2.4, -0.08, 1, 1),
    ("5901234123457", 4, 3.14159, 1, 1),
    ("9789843300010", 4, 1.5708, 0, 1),
    ("96385074", 5, 0.05, 1, 1),
    ("4006381333931", 4, 0.03, 1, 0.25),
]


def test_bars_are_read_small_tilted_upside_down_dark_and_noisy_by_the_reader_fetched_for_them(
    opened,
):
    page = opened()
    assert page.fetched == ["/", "/scan/scan.js"]
    for digits, scale, turn, noise, light in GOODS:
        seen(page, [modules(digits)], scale, tall=200, turn=turn, noise=noise, light=light)
        page.click("[data-scan-open]")
        assert read(page) == digits
        expect(page.locator("dialog")).to_be_hidden()
    assert page.fetched == ["/", "/scan/scan.js", "/scan/zxing.js"]


@pytest.mark.parametrize(
    "row",
    ["1011001110001111010" * 5, modules("4006381333931").replace("0111101", "0110001", 1)],
    ids=["bars of no code", "a digit that does not fit"],
)
def test_what_is_no_barcode_is_not_read_as_one(opened, row):
    page = opened()
    seen(page, [row], 4, tall=200)
    page.click("[data-scan-open]")
    expect(page.locator("[data-scan-words]")).to_have_text("hold")
    page.wait_for_selector("html[data-looked]", state="attached")
    expect(page.locator("html[data-sent]")).to_have_count(0)
    page.click("[data-scan-stop]")
    expect(page.locator("dialog")).to_be_hidden()


# AB12 in code set B: start, the letters, the check, stop; widths of black and white in turn.
CODE_128 = "".join(
    ("1", "0")[i % 2] * int(width)
    for i, width in enumerate("2112141113231311231232212232112211322331112")
)


def test_the_square_and_the_bars_of_a_label_are_read(opened):
    page = opened("label")
    address = "https://ekshop.gov.bd/t/K7-4MX2-9"
    square = [
        "".join(str(int(one)) for one in row) for row in segno.make(address, error="m").matrix
    ]
    for turn in (0.0, 0.4, 3.14159):
        seen(page, square, 7, tall=7, turn=turn, noise=1)
        page.click("[data-scan-open]")
        assert read(page) == address
    seen(page, [CODE_128], 4, tall=150, turn=1.5708, noise=1)
    page.click("[data-scan-open]")
    assert read(page) == "AB12"


def test_a_browser_that_reads_codes_itself_is_sent_no_reader_and_believed_when_it_says_so_twice(
    opened,
):
    reads = ["4006381333932", "96385074", "4006381333931", "4006381333931"]
    own = OWN_READER.replace("FORMATS", '["ean_13"]').replace("READS", json.dumps(reads))
    page = opened(before=own)
    page.click("[data-scan-open]")
    assert (read(page), page.evaluate("window.asked")) == ("4006381333931", 4)
    assert "/scan/zxing.js" not in page.fetched


def test_a_browser_whose_own_reader_knows_no_bars_is_sent_ours(opened):
    page = opened(before=OWN_READER.replace("FORMATS", "[]").replace("READS", "['']"))
    seen(page, [modules("96385074")], 5, tall=200)
    page.click("[data-scan-open]")
    assert read(page) == "96385074"


def test_a_reader_that_does_not_come_is_said_and_the_digits_can_be_typed(opened):
    page = opened(lost=True)
    page.click("[data-scan-open]")
    expect(page.locator("[data-scan-words]")).to_have_text("unread")
    page.click("[data-scan-stop]")
    page.fill("[name=q]", "96385074")
    page.press("[name=q]", "Enter")
    assert read(page) == "96385074"
