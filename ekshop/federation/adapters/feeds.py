"""Fetching a seller's file over HTTP, to disk, without ever holding it."""

import hashlib
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from django.conf import settings

from ekshop.kernel import http

from ..ingest.records import FileProblem
from ..rules import incoming as rules

STEP_SECONDS = 30
PEEK_BYTES = 256 * 1024
PIECE = 1 << 20


@dataclass(frozen=True)
class Fetched:
    """`same`: the other side says that nothing changed; then there is no file.

    `partial`: the file has only what changed, so that what it lacks is still there.
    `broken_off`: the connection ended before the file did. `learnt`: settings of the feed that
    the other side told, to be kept for the next time.
    """

    same: bool = False
    size: int = 0
    sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    broken_off: bool = False
    partial: bool = False
    learnt: Mapping[str, str] = field(default_factory=dict)


def drips(size: int, began: float) -> bool:
    """Whether a sender is so slow that a worker has better to do. `began`: by time.monotonic."""
    seconds = time.monotonic() - began
    return (
        seconds > settings.FEED_SLOW_AFTER_SECONDS
        and size < seconds * settings.FEED_LEAST_BYTES_A_SECOND
    )


def feed_fetch(
    address: str,
    into: Path,
    *,
    etag: str = "",
    last_modified: str = "",
    most: int | None = None,
    total: float | None = None,
) -> Fetched:
    """Writes what the address answers into a file. `most`: stop, content, after so many bytes.
    `total`: seconds after which the other side has taken too long, if not as the house has it.

    A connection that breaks after some of the file has come leaves that much, and says so.
    Raises FileProblem.
    """
    began = time.monotonic()
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    digest, size, broken = hashlib.sha256(), 0, False
    try:
        with (
            http.client(
                timeout=STEP_SECONDS,
                total=total or settings.FEED_FETCH_SECONDS,
                max_bytes=settings.FEED_MOST_BYTES,
                redirects=3,
            ) as client,
            client.stream("GET", address, headers=headers) as response,
        ):
            if response.status_code == 304:
                return Fetched(same=True)
            if response.status_code != 200:
                raise FileProblem("http_status", status=response.status_code)
            with into.open("wb") as file:
                try:
                    body = _Body(response)
                    for piece in body:
                        file.write(piece)
                        digest.update(piece)
                        size += len(piece)
                        if size > settings.FEED_MOST_BYTES:
                            raise FileProblem("too_large")
                        if rules.is_bomb(response.num_bytes_downloaded, size):
                            raise FileProblem("too_large")
                        if drips(size, began):
                            raise http.TookTooLong
                        if most is not None and size >= most:
                            break
                    else:
                        broken = body.cut_off
                except http.AnswerTooLarge:
                    raise FileProblem("too_large") from None
                except http.FAILURES:
                    if not size:
                        raise
                    broken = True
            return Fetched(
                size=size,
                sha256=digest.hexdigest(),
                etag=response.headers.get("ETag", "")[:300],
                last_modified=response.headers.get("Last-Modified", "")[:100],
                broken_off=broken,
            )
    except http.FAILURES as error:
        raise FileProblem("unreachable", why=http.failure_sentence(error)) from error


class _Body:
    """A body unpacked as it comes. What follows the end of a packed one is not read.

    `cut_off`: it ended before its packing did. Raises FileProblem for what cannot be unpacked.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.cut_off = False

    def __iter__(self) -> Iterator[bytes]:
        encoding = self._response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("gzip", "x-gzip"):
            yield from http.chunks(self._response)
            return
        unpacker = zlib.decompressobj(31)
        try:
            for packed in http.chunks(self._response, packed=True):
                data = packed
                while data and not unpacker.eof:
                    yield unpacker.decompress(data, PIECE)
                    data = unpacker.unconsumed_tail
                if unpacker.eof:
                    return
        except zlib.error as error:
            raise FileProblem("gzip_broken") from error
        self.cut_off = True
