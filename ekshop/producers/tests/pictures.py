"""Photos drawn for tests: goods on a cloth, and what goes wrong with photos."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 960)


def goods(size=SIZE, *, seed: int = 1, ground=(206, 198, 180)) -> Image.Image:
    """A stitched cloth lying on a plain sheet, with the grain of a small camera."""
    draw_on = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(draw_on)
    random = np.random.default_rng(seed)
    wide, high = size
    box = (wide // 5, high // 5, wide - wide // 5, high - high // 5)
    draw.rectangle(box, fill=(150, 48, 44))
    for row in range(box[1] + 12, box[3] - 12, 18):
        for column in range(box[0] + 12, box[2] - 12, 26):
            shift = int(random.integers(-3, 4))
            draw.line(
                (column, row + shift, column + 13, row - shift), fill=(238, 222, 180), width=3
            )
    for _petal in range(60):
        x = int(random.integers(box[0] + 30, box[2] - 30))
        y = int(random.integers(box[1] + 30, box[3] - 30))
        draw.ellipse((x - 9, y - 6, x + 9, y + 6), outline=(44, 74, 138), width=3)
    return grain(draw_on, random)


def grain(image: Image.Image, random, much: float = 2.5) -> Image.Image:
    pixels = np.asarray(image, np.float32)
    noisy = pixels + random.normal(0, much, pixels.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def weave(size=SIZE) -> Image.Image:
    """A hand-woven cloth that fills the picture: periodic, and no screen."""
    rows = np.arange(size[1])[:, None]
    columns = np.arange(size[0])[None, :]
    random = np.random.default_rng(4)
    threads = 22 * np.sign(np.sin(rows / 4.7)) * np.sign(np.sin(columns / 5.3))
    uneven = np.cumsum(random.normal(0, 0.35, size[1]))[:, None]
    light = 128 + threads * (0.8 + 0.2 * np.sin(columns / 90 + uneven))
    tone = np.stack([light * 1.05, light * 0.8, light * 0.6], axis=-1)
    return grain(Image.fromarray(np.clip(tone, 0, 255).astype(np.uint8)), random, 4)


def checks(size=SIZE) -> Image.Image:
    """A gamcha: checks of two colours that fill the picture."""
    rows = np.arange(size[1])[:, None] // 11
    columns = np.arange(size[0])[None, :] // 11
    red = ((rows + columns) % 2)[..., None] * np.array([-80, -205, -195]) + 240
    return grain(Image.fromarray(red.astype(np.uint8)), np.random.default_rng(8))


def blurred(radius: float) -> Image.Image:
    return goods().filter(ImageFilter.GaussianBlur(radius))


def lit(factor: float, add: float = 0) -> Image.Image:
    pixels = np.asarray(goods(), np.float32) * factor + add
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def busy() -> Image.Image:
    """The cloth on a heap of everything there is in the house."""
    random = np.random.default_rng(7)
    image = Image.new("RGB", SIZE, (120, 110, 90))
    draw = ImageDraw.Draw(image)
    for _thing in range(900):
        x, y = int(random.integers(0, SIZE[0])), int(random.integers(0, SIZE[1]))
        wide, high = int(random.integers(14, 70)), int(random.integers(10, 60))
        colour = tuple(int(each) for each in random.integers(10, 245, 3))
        draw.rectangle((x, y, x + wide, y + high), fill=colour)
    cloth = goods().crop((SIZE[0] // 5, SIZE[1] // 5, SIZE[0] * 4 // 5, SIZE[1] * 4 // 5))
    image.paste(cloth, (SIZE[0] // 5, SIZE[1] // 5))
    return grain(image, random)


def camera(light: np.ndarray) -> np.ndarray:
    """What a telephone makes of it: each of its points sees one colour, the others are guessed from
    its neighbours. That is where the waves of a photographed screen come from."""
    seen = np.zeros_like(light)
    counts = np.zeros_like(light)
    for colour, places in ((0, [(0, 0)]), (1, [(0, 1), (1, 0)]), (2, [(1, 1)])):
        for row, column in places:
            seen[row::2, column::2, colour] = light[row::2, column::2, colour]
            counts[row::2, column::2, colour] = 1

    def around(plane: np.ndarray) -> np.ndarray:
        for axis in (0, 1):
            plane = np.roll(plane, 1, axis) + 2 * plane + np.roll(plane, -1, axis)
        return plane

    return np.stack([around(seen[..., k]) / around(counts[..., k]) for k in range(3)], axis=-1)


def screen(*, frame: bool = True, raster: bool = True) -> Image.Image:
    """A picture on a monitor, photographed: its stripes of red, green and blue meet the camera's
    own raster, and its dark frame stands around it."""
    wide, high = SIZE
    shown = np.full((high, wide, 3), (14, 14, 16) if frame else (206, 198, 180), np.float32)
    inner = np.asarray(goods((wide - 120, high - 120)), np.float32)
    rows = np.arange(inner.shape[0])[:, None]
    columns = np.arange(inner.shape[1])[None, :]
    if raster:
        at = (columns + rows * 0.03) / 2.86
        inner = np.stack(
            [inner[..., k] * (0.62 + 0.38 * np.cos(2 * np.pi * (at + k / 3))) for k in range(3)],
            axis=-1,
        )
    shown[60:-60, 60:-60] = inner
    random = np.random.default_rng(3)
    return grain(Image.fromarray(np.clip(camera(shown), 0, 255).astype(np.uint8)), random, 1.5)


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
