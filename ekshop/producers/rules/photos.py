"""What a photo of goods is worth: too small, dark, blurred, busy, or of a screen.

Everything is reckoned from the pixels, in numbers a page can show, and every finding says what to
do. Only what a buyer could not recognise the goods by, or what is no photo of the goods at all,
stops a listing; the rest is advice.

What the numbers are taken from: blur is the variance of the Laplacian (Pech-Pacheco and others,
2000) of the sharpest part, since a plain ground behind sharp goods is no fault; a screen betrays
itself by its raster, which the camera's own raster turns into regular waves, coloured ones most of
all, and by the straight dark frame around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

MOST_PHOTOS = 6
LEAST_SIDE = 480
LEAST_LONG_SIDE = 640

SIDE = 640
"""Blur, light and ground are judged at this longest side, so that a larger camera gains nothing."""
PARTS = 5
BLURRED, UNREADABLE = 50.0, 10.0
BLACK, DARK, OVEREXPOSED = 25.0, 70.0, 0.34
BUSY_EDGES, BUSY_COLOURS, BUSY_ALIKE = 0.11, 26, 0.62
SINGLE, FEW_HOLD, OUT_OF_STEP = 24, 0.28, 0.18

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]
Waves = NDArray[np.complexfloating[Any, Any]]


@dataclass(frozen=True, slots=True)
class Advice:
    """`title`: what is wrong; `todo`: what to do about it; `stops`: it cannot be used as it is."""

    title: Any
    todo: Any
    stops: bool = False


PHOTO_ADVICE: dict[str, Advice] = {
    "too_small": Advice(
        _("The photo is too small."),
        _("Take it with the camera itself, not from a message, and send it whole."),
        stops=True,
    ),
    "unreadable": Advice(
        _("Nothing can be made out in the photo."),
        _("Wipe the lens, hold the telephone with both hands and touch the goods on the screen."),
        stops=True,
    ),
    "screen": Advice(
        _("This is a photo of a screen or of a printed picture."),
        _("Photograph the goods themselves. A picture of somebody else's goods may not be used."),
        stops=True,
    ),
    "screen_maybe": Advice(
        _("It looks a little like a photo of a screen."),
        _("If it is one, photograph the goods themselves. If it is not, leave it."),
    ),
    "blurred": Advice(
        _("The photo is blurred."),
        _("Hold the telephone with both hands, touch the goods on the screen, wait, then press."),
    ),
    "dark": Advice(
        _("The photo is too dark."),
        _("Go to a window or outside into the shade. Let the light come from behind you."),
    ),
    "overexposed": Advice(
        _("The photo is too bright: parts are only white."),
        _("Go out of the sun into the shade and switch the flash off."),
    ),
    "busy": Advice(
        _("There is too much around the goods."),
        _("Lay a plain sheet under and behind them, and put everything else away."),
    ),
    "twin": Advice(
        _("The same picture stands with another seller's goods."),
        _("Every seller shows goods of her own. Take a photo of yours."),
    ),
}


def photo_findings(pixels: Pixels) -> list[str]:
    """Keys of PHOTO_ADVICE, the gravest first, for rows × columns × RGB."""
    height, width = pixels.shape[:2]
    found = []
    if min(height, width) < LEAST_SIDE or max(height, width) < LEAST_LONG_SIDE:
        found.append("too_small")
    waves = _is_waved(pixels)
    small = _reduced(pixels)
    light = _light(small)
    framed = _framed_sides(light) >= 3
    sharp = _sharpness(light)
    if waves and framed:
        found.append("screen")
    brightest = float(np.percentile(light, 90))
    if sharp < UNREADABLE or brightest < BLACK:
        found.append("unreadable")
    elif sharp < BLURRED:
        found.append("blurred")
    if brightest < DARK:
        found.append("dark")
    if float((_middle(light) >= 240).mean()) > OVEREXPOSED:
        found.append("overexposed")
    if "screen" not in found:
        if framed and not waves or waves and not framed:
            found.append("screen_maybe")
        if _is_busy(small, light):
            found.append("busy")
    return sorted(found, key=list(PHOTO_ADVICE).index)


def stops(findings: Sequence[str]) -> bool:
    """Can a listing not be sent with such a photo?"""
    return any(PHOTO_ADVICE[code].stops for code in findings if code in PHOTO_ADVICE)


def _reduced(pixels: Pixels) -> Plane:
    """At most SIDE long: the mean of whole blocks, then every further pixel it takes."""
    block = max(1, max(pixels.shape[:2]) // SIDE)
    rows, columns = (each // block * block for each in pixels.shape[:2])
    cut = pixels[:rows, :columns].astype(np.float32)
    return cut.reshape(rows // block, block, columns // block, block, 3).mean(axis=(1, 3))


def _light(pixels: Plane) -> Plane:
    return (pixels @ np.array([0.299, 0.587, 0.114], np.float32)).astype(np.float32)


def _middle(plane: Plane) -> Plane:
    rows, columns = plane.shape
    return plane[rows // 4 : rows - rows // 4, columns // 4 : columns - columns // 4]


def _sharpness(light: Plane) -> float:
    """The variance of the Laplacian in the sharpest of the parts, after one smoothing against the
    grain of a small camera; the parts' mean light taken into account, for a dark photo has less of
    everything."""
    smooth: NDArray[np.floating[Any]] = light
    for axis in (0, 1):
        smooth = (np.roll(smooth, 1, axis) + 2 * smooth + np.roll(smooth, -1, axis)) / 4
    bend = (
        np.roll(smooth, 1, 0)
        + np.roll(smooth, -1, 0)
        + np.roll(smooth, 1, 1)
        + np.roll(smooth, -1, 1)
        - 4 * smooth
    )[2:-2, 2:-2]
    best = 0.0
    for band in np.array_split(np.arange(bend.shape[0]), PARTS):
        for strip in np.array_split(np.arange(bend.shape[1]), PARTS):
            part = np.ix_(band, strip)
            lit = float(light[2:-2, 2:-2][part].mean())
            best = max(best, float(bend[part].var()) * (110 / max(lit, 40)) ** 2)
    return best


def _is_busy(pixels: Plane, light: Plane) -> bool:
    """Many edges and many colours along the rim, and others than in the middle: goods that fill the
    whole picture are no clutter."""
    rows, columns = light.shape
    rim = np.ones_like(light, bool)
    rim[rows // 6 : rows - rows // 6, columns // 6 : columns - columns // 6] = False
    steep = np.hypot(*np.gradient(light)) > 14
    if float(steep[rim].mean()) < BUSY_EDGES:
        return False
    around, middle = _colours(pixels[rim]), _colours(pixels[~rim])
    kinds = int((np.sort(around)[::-1].cumsum() < 0.85).sum()) + 1
    alike = float(np.minimum(around, middle).sum())
    return kinds > BUSY_COLOURS and alike < BUSY_ALIKE


def _colours(pixels: Plane) -> Plane:
    """The share of each of 512 colours."""
    steps = (pixels // 32).astype(np.int64)
    numbers = steps[:, 0] * 64 + steps[:, 1] * 8 + steps[:, 2]
    counts = np.bincount(numbers, minlength=512).astype(np.float32)
    return counts / counts.sum()


def _framed_sides(light: Plane) -> int:
    """How many sides have a dark, even band with a straight edge to something brighter: the frame
    of a telephone, a monitor or a television."""
    return sum(
        _is_frame(turned)
        for turned in (light, light[::-1], np.ascontiguousarray(light.T), light.T[::-1])
    )


def _is_frame(light: Plane) -> bool:
    """Of the upper side."""
    rows, columns = light.shape
    inner = light[: rows // 3, columns // 8 : columns - columns // 8]
    bright = inner > max(48.0, float(np.median(light)) * 0.45)
    if not bright.any(axis=0).mean() > 0.85:
        return False
    begins = np.where(bright.any(axis=0), bright.argmax(axis=0), 0).astype(np.float32)
    depth = float(np.median(begins))
    if not rows * 0.015 < depth < rows * 0.28:
        return False
    along = np.arange(begins.size, dtype=np.float32)
    middle = np.abs(begins - depth) < max(4.0, rows * 0.05)
    if middle.mean() < 0.7:
        return False
    slope, start = np.polyfit(along[middle], begins[middle], 1)
    straight = float(np.mean(np.abs(begins - (slope * along + start)) < 2.5))
    band = inner[: max(2, int(depth) - 2)]
    return straight > 0.72 and float(band.mean()) < 46 and float(band.std()) < 16


def _is_waved(pixels: Pixels) -> bool:
    """Regular waves of colour in which red, green and blue do not rise and fall together: a screen's
    stripes of the three lie beside each other, the threads of a cloth have one colour each."""
    rows, columns = pixels.shape[:2]
    side = min(512, rows, columns)
    top, left = (rows - side) // 2, (columns - side) // 2
    cut = np.log(pixels[top : top + side, left : left + side].astype(np.float32) + 12)
    window = np.hanning(side)[:, None] * np.hanning(side)[None, :]
    far = np.hypot(np.abs(np.fft.fftfreq(side))[:, None], np.fft.rfftfreq(side)[None, :])
    ring = (far >= 0.06) & (far < 0.36)
    red, green, blue = (
        np.fft.rfft2((cut[..., each] - cut[..., each].mean()) * window)[ring] for each in range(3)
    )
    return _apart(red, green) or _apart(blue, green)


def _apart(one: Waves, other: Waves) -> bool:
    """Is what differs between two colours mostly in a few single waves, and are these out of step?"""
    differs = np.abs(one - other) ** 2
    few = np.argpartition(differs, -SINGLE)[-SINGLE:]
    if float(differs[few].sum()) < FEW_HOLD * max(float(differs.sum()), 1e-6):
        return False
    together = one[few] * np.conj(other[few])
    return float(np.abs(together.imag).sum()) > OUT_OF_STEP * float(np.abs(together).sum())
