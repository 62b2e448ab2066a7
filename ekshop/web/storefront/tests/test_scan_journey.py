"""A real browser without a barcode reader of its own: ours reads the bars, and typing always works."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts import chromium

pytestmark = pytest.mark.journey

SCRIPT = Path(__file__).resolve().parents[2] / "components/static/scan/scan.js"
# Draws a barcode as a printer does, on grey paper, tilted, dark or upside down.
DRAW = """([modules, scale, turn, noise]) => {
  const canvas = document.createElement("canvas");
  canvas.width = 800; canvas.height = 480;
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#cfc8bb"; paper.fillRect(0, 0, 800, 480);
  paper.translate(400, 240); paper.rotate(turn);
  paper.fillStyle = "#f4f1ea"; paper.fillRect(-330, -130, 660, 260);
  paper.fillStyle = "#2b2b2b";
  [...modules].forEach((one, i) => one === "1" && paper.fillRect((i - modules.length / 2) * scale, -100, scale, 200));
  const picture = paper.getImageData(0, 0, 800, 480);
  for (let i = 0; i < picture.data.length; i += 4) {
    const off = ((i * 7919) % 17 - 8) * noise;
    for (let c = 0; c < 3; c += 1) picture.data[i + c] += off;
  }
  return window.barcodeIn(picture);
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium.browser() as browser:
        page = browser.new_page()
        page.add_script_tag(path=str(SCRIPT))
        yield page


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


@pytest.mark.parametrize(
    ("digits", "scale", "turn", "noise"),
    [
        ("4006381333931", 5, 0.0, 0),
        ("8901030865275", 3, 0.06, 1),
        ("0036000291452", 2.4, -0.08, 1),
        ("5901234123457", 4, 3.14159, 1),
        ("9789843300010", 4, 1.5708, 0),
        ("96385074", 5, 0.05, 1),
    ],
)
def test_bars_are_read_small_tilted_upside_down_and_noisy(page, digits, scale, turn, noise):
    assert page.evaluate(DRAW, [modules(digits), scale, turn, noise]) == digits


def test_what_is_no_barcode_is_not_read_as_one(page):
    assert page.evaluate(DRAW, ["1011001110001111010" * 5, 4, 0.0, 1]) == ""
    wrong = modules("4006381333931").replace("0111101", "0110001", 1)
    assert page.evaluate(DRAW, [wrong, 4, 0.0, 0]) == ""
