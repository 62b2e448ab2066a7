"""What is found in photos of goods."""

import io
from functools import partial

import numpy as np
import pytest
from PIL import Image

from ekshop.producers.rules.photos import PHOTO_ADVICE, photo_findings, stops

from . import pictures


def found(image: Image.Image) -> list[str]:
    """As it comes from a telephone: through JPEG."""
    sent = Image.open(io.BytesIO(pictures.jpeg(image))).convert("RGB")
    return photo_findings(np.asarray(sent))


@pytest.mark.parametrize(
    "draw",
    [
        pictures.goods,
        partial(pictures.goods, (2400, 1800)),
        partial(pictures.goods, ground=(20, 20, 22)),
        partial(pictures.goods, ground=(252, 252, 252)),
        pictures.weave,
        pictures.checks,
        partial(pictures.blurred, 1),
    ],
    ids=["plain", "large", "dark cloth", "white cloth", "weave", "gamcha", "camera's softness"],
)
def test_goods_well_photographed_are_not_found_fault_with(draw):
    assert found(draw()) == []


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (partial(pictures.goods, (600, 400)), "too_small"),
        (partial(pictures.blurred, 3), "blurred"),
        (partial(pictures.blurred, 9), "unreadable"),
        (partial(pictures.lit, 0.25), "dark"),
        (partial(pictures.lit, 3, 130), "overexposed"),
        (pictures.busy, "busy"),
        (pictures.screen, "screen"),
        (partial(pictures.screen, frame=False), "screen_maybe"),
        (partial(pictures.screen, raster=False), "screen_maybe"),
    ],
)
def test_what_is_wrong_with_a_photo_is_found(draw, code):
    assert code in found(draw())


def test_only_what_cannot_be_used_stops_and_every_finding_says_what_to_do():
    stopping = {code for code in PHOTO_ADVICE if stops([code])}
    assert stopping == {"too_small", "unreadable", "screen"}
    assert all(str(advice.title) and str(advice.todo) for advice in PHOTO_ADVICE.values())
    assert not stops(["blurred", "dark", "busy", "screen_maybe", "twin"])
