"""Pictures in each channel's size: JPEG, on a white square where the channel wants one."""

import io
import re
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image

from ekshop.kernel.errors import NotFound

from ..models import ExportPicture

_NAME = re.compile(r"^([0-9a-f]{64})-(\d{3,4})-(square|whole)\.jpg$")
SIDES = range(200, 3001)
SHARE_FILLED = 0.9
"""Of a square's side that the goods themselves take."""


def export_picture_file(name: str) -> Path:
    """The file a channel fetches as `DIGEST-SIDE-SHAPE.jpg`, made when first asked for.

    Raises NotFound, also for a size no channel could want.
    """
    match = _NAME.match(name)
    if match is None or int(match[2]) not in SIDES:
        raise NotFound(name=name)
    path = Path(settings.VAR_DIR) / "export-pictures" / match[1][:2] / name
    if not path.exists():
        kept = ExportPicture.objects.filter(digest=match[1]).first()
        if kept is None or not default_storage.exists(kept.file):
            raise NotFound(name=name)
        with default_storage.open(kept.file) as file:
            made = picture_sized(file.read(), side=int(match[2]), square=match[3] == "square")
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(made)
        fresh.replace(path)
    return path


def picture_sized(content: bytes, *, side: int, square: bool) -> bytes:
    """JPEG whose longer side is `side` at most, never larger than it was; `square`: centred on a
    white square of exactly that side, enlarged if it must be."""
    with Image.open(io.BytesIO(content)) as opened:
        image = opened.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    image = Image.alpha_composite(white, image).convert("RGB")
    if square:
        inner = int(side * SHARE_FILLED)
        scale = inner / max(image.size)
        sized = image.resize(
            (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
        )
        image = Image.new("RGB", (side, side), "white")
        image.paste(sized, ((side - sized.width) // 2, (side - sized.height) // 2))
    else:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
