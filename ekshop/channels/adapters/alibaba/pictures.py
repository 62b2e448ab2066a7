"""Pictures in the account's picture bank: Alibaba shows no others.

A picture's name is made of its content, so one that was brought is not brought again: its address
there is kept beneath `VAR_DIR/channels/alibaba`. Where that is lost it is brought once more, and lies
in the bank twice, which harms nothing.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ...rules.sentences import sentence
from ..shape import ChannelAway, ListingItem, Problem
from .client import WEB_PAGE, Platform, Wrong

UPLOAD = "/alibaba/icbu/photobank/upload"
MOST_BYTES = 5 * 1024 * 1024

TOO_LARGE = sentence(
    "alibaba.picture_too_large",
    _("A picture is larger than the 5 MB Alibaba takes: %(name)s."),
)
GONE = sentence("alibaba.picture_gone", _("The file of a picture is not there: %(name)s."))


def banked(platform: Platform, item: ListingItem) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Its pictures' addresses in the bank, or what keeps them from it. Raises ChannelTrouble."""
    found: list[str] = []
    for address in item.pictures:
        there = _kept(platform, address)
        if not there:
            brought = _brought(platform, address)
            if isinstance(brought, Problem):
                return (), (brought,)
            there = brought
        found.append(there)
    return tuple(found), ()


def _brought(platform: Platform, address: str) -> str | Problem:
    name = address.rpartition("/")[2]
    try:
        content = platform.channel.picture(address)
    except LookupError:
        return Problem("pictures", "picture_gone", GONE(name=name))
    if len(content) > MOST_BYTES:
        return Problem("pictures", "picture_too_large", TOO_LARGE(name=name))
    try:
        told = platform.call(UPLOAD, files={"image_bytes": (name, content)}, file_name=name)
    except Wrong as wrong:
        return Problem("pictures", wrong.code, wrong.message)
    there = str((told.get("response_object") or {}).get("photobank_url") or "")
    if not there:
        raise ChannelAway(why=WEB_PAGE)
    there = f"https:{there}" if there.startswith("//") else there
    _keep(_path(platform, address), there)
    return there


def _kept(platform: Platform, address: str) -> str:
    try:
        return _path(platform, address).read_text(encoding="utf-8")
    except OSError:
        return ""


def _path(platform: Platform, address: str) -> Path:
    """By account and picture."""
    name = hashlib.sha256(f"{platform.account} {address}".encode()).hexdigest()
    return Path(settings.VAR_DIR) / "channels" / "alibaba" / "pictures" / f"{name}.txt"


def _keep(path: Path, there: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(there)
    os.replace(file.name, path)
