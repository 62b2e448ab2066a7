"""A file from a seller's SFTP server, through `kernel.sftp`: its key held to, time and size bounded."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from ekshop.kernel.sftp import Caller, SftpTrouble, pieces

from ...adapters.feeds import Fetched, drips
from ...ingest.records import FileProblem
from ..shape import Marks, Source

if TYPE_CHECKING:
    import asyncssh


def fetch(
    source: Source,
    into: Path,
    *,
    marks: Marks = Marks(),  # noqa: B008 - frozen
    most: int | None = None,
    total: float | None = None,
) -> Fetched:
    """As `Fetched.etag`, the file's size and time of change: the same again is not fetched."""
    return asyncio.run(_fetch(source, into, marks, most, total or settings.FEED_FETCH_SECONDS))


def greet(source: Source, *, total: float) -> tuple[str, int]:
    """The server's fingerprint and the file's size. Raises FileProblem."""
    return asyncio.run(_greet(source, total))


async def _greet(source: Source, total: float) -> tuple[str, int]:
    caller = _caller(source)
    with _in_words(caller):
        async with asyncio.timeout(total), caller.session() as sftp:
            about = await sftp.stat(caller.path)
    return caller.shown, about.size or 0


async def _fetch(
    source: Source, into: Path, marks: Marks, most: int | None, total: float
) -> Fetched:
    caller = _caller(source)
    fetched = Fetched()
    with _in_words(caller):
        async with asyncio.timeout(total), caller.session() as sftp:
            about = await sftp.stat(caller.path)
            if (about.size or 0) > settings.FEED_MOST_BYTES:
                raise FileProblem("too_large")
            mark = f"{about.size}-{about.mtime}"
            if about.mtime and mark == marks.etag:
                return Fetched(same=True, learnt=_learnt(caller))
            with into.open("wb") as file:
                fetched = await _written(sftp, caller.path, file, most)
            fetched = replace(fetched, etag=mark, learnt=_learnt(caller))
    return fetched


async def _written(
    sftp: asyncssh.SFTPClient, path: str, file: BinaryIO, most: int | None
) -> Fetched:
    """What came, to the file. A connection that breaks after some of it leaves that much."""
    import asyncssh  # here, where it is used: slow to import, and few processes need it

    digest, size, broken = hashlib.sha256(), 0, False
    began = time.monotonic()
    try:
        async for piece in pieces(await sftp.open(path, "rb", block_size=0)):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            if size > settings.FEED_MOST_BYTES:
                raise FileProblem("too_large")
            if drips(size, began):
                raise TimeoutError
            if most is not None and size >= most:
                break
    except (asyncssh.Error, OSError, TimeoutError, asyncio.CancelledError):
        # Cancelled: the time for the whole of it is over.
        if not size:
            raise
        broken = True
    return Fetched(size=size, sha256=digest.hexdigest(), broken_off=broken)


def _caller(source: Source) -> Caller:
    return Caller(
        source.address,
        **{key: source.settings.get(key, "") for key in ("password", "private_key", "host_key")},
    )


def _learnt(caller: Caller) -> dict[str, str]:
    return {} if caller.pinned else {"host_key": caller.shown}


@contextmanager
def _in_words(caller: Caller) -> Iterator[None]:
    """A feed's trouble is a FileProblem."""
    try:
        with caller.in_words():
            yield
    except SftpTrouble as trouble:
        raise FileProblem(trouble.code, **trouble.data) from trouble
