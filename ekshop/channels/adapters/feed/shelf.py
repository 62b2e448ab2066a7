"""Files a marketplace comes and fetches: the newest of each channel lies here until the next."""

import shutil
from pathlib import Path

from django.conf import settings

from ..shape import ChannelFacts
from .configuration import Configuration

YES = "yes"


def is_fetched(it: Configuration, channel: ChannelFacts) -> bool:
    """Whether the marketplace can come for its file, and this channel says that it does."""
    return it.listings.fetched and channel.settings.get("fetched") == YES


def shelve(channel_key: str, name: str, file: Path) -> None:
    """`name` rises with time. Whoever is reading the one before reads it to its end."""
    folder = _folder(channel_key)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{name}"
    shutil.copyfile(file, fresh)
    fresh.replace(folder / name)
    for old in folder.iterdir():
        if old.name < name and not old.name.startswith("."):
            old.unlink(missing_ok=True)


def shelved(channel_key: str) -> Path | None:
    """The newest file, None where there was none yet."""
    folder = _folder(channel_key)
    there = [each for each in folder.iterdir() if not each.name.startswith(".")] if folder.is_dir() else []  # fmt: skip
    return max(there, key=lambda each: each.name, default=None)


def _folder(channel_key: str) -> Path:
    return Path(settings.VAR_DIR) / "channels" / "fetched" / channel_key
