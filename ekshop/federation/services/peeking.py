"""Looking at the beginning of a file before it becomes a feed."""

import shutil
import tempfile
from pathlib import Path
from typing import IO

from ekshop.kernel.actors import Actor
from ekshop.parties.services import require

from ..adapters.feeds import PEEK_BYTES, feed_fetch
from ..ingest import peek
from ..ingest.opening import Peek
from .feeds import address_clean


def address_peek(*, actor: Actor, address: str, format: str = "auto") -> Peek:
    """Fetches the beginning of what is at an address: its columns, first rows, our guesses.

    Raises InvalidInput for what is no address, FileProblem for what is no list of goods.
    """
    require(actor, "feed.manage")
    with tempfile.TemporaryDirectory(prefix="ekshop-peek-") as folder:
        path = Path(folder) / "source"
        feed_fetch(address_clean(address), path, most=PEEK_BYTES)
        return peek(path, format=format)


def file_peek(*, actor: Actor, file: IO[bytes], format: str = "auto") -> Peek:
    """The same of an open file, which is left at its beginning. Raises FileProblem."""
    require(actor, "feed.manage")
    with tempfile.TemporaryDirectory(prefix="ekshop-peek-") as folder:
        path = Path(folder) / "source"
        file.seek(0)
        with path.open("wb") as out:
            shutil.copyfileobj(file, out)
        file.seek(0)
        return peek(path, format=format)
