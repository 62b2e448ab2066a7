"""How pictures are named and where their sizes lie."""

import hashlib
from pathlib import Path

from django.conf import settings

SIDES = (160, 480, 960)


def key_of(address: str) -> str:
    return hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()


def picture_path(digest: str, side: int) -> Path:
    """Where a size of a picture lies; the name is its content's, so it never changes."""
    return Path(settings.VAR_DIR) / "pictures" / digest[:2] / f"{digest}-{side}.webp"
