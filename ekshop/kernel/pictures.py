"""Pictures people bring: judged by their bytes, made small, and freed of what they should not tell.

A photo from a phone carries the place it was taken, is ten times larger than a screen needs, and may
be anything at all under the name ``photo.jpg``. ``picture_accept`` looks at the bytes, decodes within
limits, turns it upright and writes a new WebP without metadata, with a small one beside it;
``picture_store`` keeps both under a name nobody can guess. The original is not kept; its SHA-256 is,
so that the same picture brought twice can be recognised.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from .errors import DomainError

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
FULL_SIDE, SMALL_SIDE = 1600, 320
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}


class PictureRefused(DomainError):
    code = "picture_refused"
    message = _("This picture cannot be used.")


class NotAPicture(PictureRefused):
    code = "not_a_picture"
    message = _("This file is not a picture. Take a photo, or choose a JPEG, PNG or WebP file.")


class HeicPicture(PictureRefused):
    code = "heic_picture"
    message = _(
        "This photo is in Apple's HEIC format, which we cannot open. On the iPhone choose Settings, "
        "Camera, Formats, Most Compatible, and take it again; or send a screenshot of it."
    )


class PictureTooLarge(PictureRefused):
    code = "picture_too_large"
    message = _("This picture is larger than %(limit)s MB. Take it again with a smaller size.")


class TooManyPixels(PictureRefused):
    code = "too_many_pixels"
    message = _("This picture has too many pixels. Take it again with a smaller size.")


class BrokenPicture(PictureRefused):
    code = "broken_picture"
    message = _("This picture is damaged or came only in part. Send it again.")


class AnimatedPicture(PictureRefused):
    code = "animated_picture"
    message = _("This is a moving picture. Choose a still photo.")


@dataclass(frozen=True)
class Picture:
    """A picture made safe: WebP bytes in two sizes, and the SHA-256 (hex) of what was brought."""

    content: bytes
    small: bytes
    width: int
    height: int
    sha256: str


@dataclass(frozen=True)
class Sized:
    """A picture made safe: WebP bytes by the longest side asked for, and how large it is at most."""

    by_side: dict[int, bytes]
    width: int
    height: int
    sha256: str


@dataclass(frozen=True)
class StoredPicture:
    """Where it lies in the storage, and how large it is shown."""

    name: str
    small_name: str
    width: int
    height: int
    sha256: str


def picture_accept(
    file: IO[bytes] | bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> Picture:
    """The picture in ``file`` made safe. Raises a ``PictureRefused`` that says what to do instead."""
    original = _read(file, max_bytes)
    full = _decoded(original, FULL_SIDE, max_pixels, still=True)
    small = full.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Picture(
        content=_webp(full, quality=80),
        small=_webp(small, quality=72),
        width=full.width,
        height=full.height,
        sha256=hashlib.sha256(original).hexdigest(),
    )


def picture_sizes(
    file: IO[bytes] | bytes,
    *,
    sides: Sequence[int],
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> Sized:
    """The picture made safe in several sizes, none larger than it was; of a moving one the first
    frame. Raises a ``PictureRefused``."""
    original = _read(file, max_bytes)
    largest = _decoded(original, max(sides), max_pixels, still=False)
    by_side = {}
    for side in sides:
        sized = largest.copy()
        sized.thumbnail((side, side), Image.Resampling.LANCZOS)
        by_side[side] = _webp(sized, quality=72 if side < FULL_SIDE // 2 else 78)
    return Sized(by_side, largest.width, largest.height, hashlib.sha256(original).hexdigest())


def _decoded(original: bytes, side: int, max_pixels: int, *, still: bool) -> Image.Image:
    format_ = _sniff(original)
    try:
        with Image.open(io.BytesIO(original), formats=[format_]) as opened:
            if opened.width * opened.height > max_pixels:
                raise TooManyPixels
            # A JPEG never moves: what follows it is a second lens, or a map of depths.
            if still and format_ != "JPEG" and getattr(opened, "n_frames", 1) > 1:
                raise AnimatedPicture
            opened.draft("RGB", (side, side))
            full = _plain(_upright(opened))
            full.thumbnail((side, side), Image.Resampling.LANCZOS)
            return full
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise BrokenPicture from error


def picture_store(picture: Picture, *, folder: str) -> StoredPicture:
    """Both sizes in the storage under ``folder``; the name is random and says nothing."""
    token = secrets.token_urlsafe(24)
    stem = f"{folder}/{token[:2]}/{token}"
    return StoredPicture(
        name=default_storage.save(f"{stem}.webp", ContentFile(picture.content)),
        small_name=default_storage.save(f"{stem}-small.webp", ContentFile(picture.small)),
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
    )


def _read(file: IO[bytes] | bytes, max_bytes: int) -> bytes:
    original = file if isinstance(file, bytes) else file.read(max_bytes + 1)
    if len(original) > max_bytes:
        raise PictureTooLarge(limit=max_bytes // (1024 * 1024))
    return original


def _sniff(original: bytes) -> str:
    """Pillow's name for the format the bytes themselves declare; names and types are not asked."""
    if original.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if original.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if original[:4] == b"RIFF" and original[8:12] == b"WEBP":
        return "WEBP"
    if original[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if original[4:8] == b"ftyp" and original[8:12] in _HEIC_BRANDS:
        raise HeicPicture
    raise NotAPicture


def _upright(image: Image.Image) -> Image.Image:
    """As it was held. A phone's notes that cannot be read cost a photo no more than its turn."""
    try:
        return ImageOps.exif_transpose(image)
    except (struct.error, ArithmeticError, LookupError, TypeError, AttributeError):
        return image


def _plain(image: Image.Image) -> Image.Image:
    """Decoded pixels in RGB, or RGBA where something shows through, without any metadata."""
    see_through = "A" in image.getbands() or "transparency" in image.info
    plain = image.convert("RGBA" if see_through else "RGB")
    plain.info = {}
    return plain


def _webp(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
