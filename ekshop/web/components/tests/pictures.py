"""Pictures of the living page, kept small, to notice when its look changes unasked.

    EKSHOP_PICTURES=write pytest ekshop/web/components -k pictured   # after looking at the change

A picture is reduced eight times before it is kept or compared: what anti-aliasing or a newer
browser moves by a pixel is lost in that, a lost colour, a broken row or a missing font is not.
"""

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

KEPT = Path(__file__).parent / "pictures"
REDUCED = 8
TILE = 12
TILE_MAY_DIFFER = 26  # of 255, mean over a tile of 96 by 96 pixels on the screen
HEIGHT_MAY_DIFFER = 0.01


def difference(name: str, taken: bytes) -> str:
    """What differs between the picture taken now and the one kept, as a sentence; or nothing."""
    shown = Image.open(io.BytesIO(taken)).convert("RGB")
    small = shown.resize((shown.width // REDUCED, shown.height // REDUCED), Image.Resampling.BOX)
    path = KEPT / f"{name}.png"
    if os.environ.get("EKSHOP_PICTURES") == "write":
        KEPT.mkdir(exist_ok=True)
        small.quantize(128).save(path, optimize=True)
        return ""
    kept = Image.open(path).convert("RGB")
    if abs(kept.height - small.height) > kept.height * HEIGHT_MAY_DIFFER:
        return f"{name}: {small.height * REDUCED} px high, was {kept.height * REDUCED}"
    size = (min(kept.width, small.width), min(kept.height, small.height))
    apart = ImageChops.difference(kept.crop((0, 0, *size)), small.crop((0, 0, *size)))
    for top in range(0, size[1], TILE):
        for left in range(0, size[0], TILE):
            tile = apart.crop((left, top, left + TILE, top + TILE))
            if max(ImageStat.Stat(tile).mean) > TILE_MAY_DIFFER:
                return f"{name}: looks different about {left * REDUCED},{top * REDUCED} px"
    return ""
