"""The contrast of every pair of colours that meet, in both themes, from the tokens themselves."""

import re

import pytest

from ekshop.web.styles.build import colour_of
from ekshop.web.styles.freshness import STYLES

TEXT = 4.5
LARGE_OR_GRAPHIC = 3.0
COLOURS = ("green", "madder", "turmeric", "indigo")
GROUNDS = ("paper", "card", "sunk")

PAIRS = [
    *[("ink", ground, TEXT) for ground in GROUNDS],
    *[("soft", ground, TEXT) for ground in GROUNDS],
    *[("edge", ground, LARGE_OR_GRAPHIC) for ground in GROUNDS],
    *[("ink", f"{colour}-tint", TEXT) for colour in COLOURS],
    *[(f"{colour}-ink", f"{colour}-tint", TEXT) for colour in COLOURS],
    *[(f"{colour}-ink", ground, TEXT) for colour in COLOURS for ground in GROUNDS],
    *[(f"on-{colour}", colour, TEXT) for colour in COLOURS],
    # a field's hint on the green of a chosen card
    ("soft", "green-tint", TEXT),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_a_colour_can_be_read_on_the_ground_it_meets(theme, front, ground, least):
    assert contrast(colour_of(front, theme), colour_of(ground, theme)) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ring_of_focus_stands_out_from_every_ground(theme):
    for ground in GROUNDS:
        assert contrast(colour_of("focus", theme), colour_of(ground, theme)) >= LARGE_OR_GRAPHIC


def test_no_colour_is_written_outside_the_tokens():
    plain = {"#fff", "#1d2421"}  # a printed page, and the paper under a QR code, in both themes
    for path in STYLES.glob("*.css"):
        if path.name == "tokens.css":
            continue
        written = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())) - plain
        assert not written, f"{path.name}: {written}"
