"""Fetching a seller's file over HTTP, to disk, without ever holding it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ekshop.kernel import http

from ..ingest.records import FileProblem
from ..rules import incoming as rules

TOTAL_SECONDS = 1800
STEP_SECONDS = 30
PEEK_BYTES = 256 * 1024


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


def feed_fetch(
    address: str,
    into: Path,
    *,
    etag: str = "",
    last_modified: str = "",
    most: int | None = None,
    total: float = TOTAL_SECONDS,
) -> Fetched:
    """Writes what the address answers into a file. `most`: stop, content, after so many bytes.
    `total`: seconds after which the other side has taken too long.

    A connection that breaks after some of the file has come leaves that much, and says so.
    Raises FileProblem.
    """
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    digest, size, broken = hashlib.sha256(), 0, False
    try:
        with (
            http.client(
                timeout=STEP_SECONDS, total=total, max_bytes=rules.MOST_BYTES, redirects=3
            ) as client,
            client.stream("GET", address, headers=headers) as response,
        ):
            if response.status_code == 304:
                return Fetched(same=True)
            if response.status_code != 200:
                raise FileProblem("http_status", status=response.status_code)
            with into.open("wb") as file:
                try:
                    for piece in http.chunks(response):
                        file.write(piece)
                        digest.update(piece)
                        size += len(piece)
                        if most is not None and size >= most:
                            break
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
