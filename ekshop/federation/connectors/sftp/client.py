"""A file from a seller's SFTP server: the server's key held to, time and size bounded.

The server proves itself before we say anything: its key is the one written down when we first
met, or we do not go on. The name is resolved and judged once, and the connection made to that
address (see kernel.http).
"""

import asyncio
import hashlib
import re
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import asyncssh
from django.conf import settings

from ekshop.kernel import http

from ...adapters.feeds import STEP_SECONDS, Fetched, drips
from ...ingest.records import FileProblem
from ..shape import Marks, Source

PIECE = 16 * 1024
AT_ONCE = 32
PORT = 22
_PEM = re.compile(r"(-----BEGIN [A-Z ]+-----)(.*)(-----END [A-Z ]+-----)", re.DOTALL)


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
    caller = _Caller(source)
    with caller.in_words():
        async with asyncio.timeout(total), caller.session() as sftp:
            about = await sftp.stat(caller.path)
    return caller.shown, about.size or 0


async def _fetch(
    source: Source, into: Path, marks: Marks, most: int | None, total: float
) -> Fetched:
    caller = _Caller(source)
    fetched = Fetched()
    with caller.in_words():
        async with asyncio.timeout(total), caller.session() as sftp:
            about = await sftp.stat(caller.path)
            if (about.size or 0) > settings.FEED_MOST_BYTES:
                raise FileProblem("too_large")
            mark = f"{about.size}-{about.mtime}"
            if about.mtime and mark == marks.etag:
                return Fetched(same=True, learnt=caller.learnt())
            with into.open("wb") as file:
                fetched = await _written(sftp, caller.path, file, most)
            fetched = replace(fetched, etag=mark, learnt=caller.learnt())
    return fetched


async def _written(
    sftp: asyncssh.SFTPClient, path: str, file: BinaryIO, most: int | None
) -> Fetched:
    """What came, to the file. A connection that breaks after some of it leaves that much."""
    digest, size, broken = hashlib.sha256(), 0, False
    began = time.monotonic()
    try:
        async for piece in _pieces(await sftp.open(path, "rb", block_size=0)):
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


async def _pieces(remote: Any) -> AsyncIterator[bytes]:
    """The file in order, several pieces asked for ahead, as far as a server does give them."""
    asked: deque[asyncio.Task[bytes]] = deque()
    place = ahead = 0
    try:
        while True:
            while len(asked) < AT_ONCE:
                asked.append(asyncio.create_task(remote.read(PIECE, ahead)))
                ahead += PIECE
            async with asyncio.timeout(STEP_SECONDS):
                piece = await asked[0]
            asked.popleft()
            if not piece:
                return
            yield piece
            place += len(piece)
            if len(piece) != PIECE:
                # Not what was asked for: what was asked for ahead does not join on.
                _forget(asked)
                ahead = place
    finally:
        _forget(asked)


def _forget(asked: deque[asyncio.Task[bytes]]) -> None:
    for task in asked:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        task.cancel()
    asked.clear()


class _Caller(asyncssh.SSHClient):
    """One call at a seller's server. `shown`: the fingerprint of the key it showed."""

    def __init__(self, source: Source) -> None:
        parts = urlsplit(source.address)
        self.host = parts.hostname or ""
        self.port = parts.port or PORT
        self.user = unquote(parts.username or "")
        self.path = unquote(parts.path) or "/"
        self.pinned = source.settings.get("host_key", "").strip()
        self._password = source.settings.get("password", "")
        self._key = source.settings.get("private_key", "")
        self.shown = ""

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        self.shown = key.get_fingerprint()
        return self.pinned in ("", self.shown)

    def learnt(self) -> dict[str, str]:
        return {} if self.pinned else {"host_key": self.shown}

    @asynccontextmanager
    async def session(self) -> AsyncIterator[asyncssh.SFTPClient]:
        address = (await asyncio.to_thread(http.addresses_of, self.host, self.port))[0]
        options: dict[str, Any] = {"password": self._password or None, "client_keys": None}
        if self._key:
            options["client_keys"] = [asyncssh.import_private_key(_lines(self._key))]
        connection = await asyncssh.connect(
            address,
            self.port,
            client_factory=lambda: self,
            # Nobody is known but by what was pinned: `validate_host_public_key` decides.
            known_hosts=([], [], []),
            username=self.user,
            config=None,
            agent_path=None,
            connect_timeout=STEP_SECONDS,
            login_timeout=STEP_SECONDS,
            keepalive_interval=STEP_SECONDS,
            compression_algs=None,
            **options,
        )
        try:
            yield await connection.start_sftp_client()
        finally:
            # Not closed in friendship: whoever hangs would keep us.
            connection.abort()

    def in_words(self) -> "_InWords":
        return _InWords(self)


class _InWords:
    """Turns what can go wrong on the way into a FileProblem."""

    def __init__(self, caller: _Caller) -> None:
        self._caller = caller

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if error is None or isinstance(error, FileProblem):
            return
        if isinstance(error, asyncssh.KeyImportError):
            raise FileProblem("key_unreadable") from error
        if isinstance(error, asyncssh.HostKeyNotVerifiable):
            raise FileProblem(
                "host_key", shown=self._caller.shown, expected=self._caller.pinned
            ) from error
        if isinstance(error, asyncssh.PermissionDenied):
            raise FileProblem("sign_in_refused") from error
        if isinstance(error, asyncssh.SFTPNoSuchFile | asyncssh.SFTPNoSuchPath):
            raise FileProblem("no_such_file", path=self._caller.path[:200]) from error
        if isinstance(error, asyncssh.SFTPPermissionDenied):
            raise FileProblem("file_forbidden", path=self._caller.path[:200]) from error
        if isinstance(error, asyncssh.Error | OSError | TimeoutError | http.OutgoingError):
            raise FileProblem("unreachable", why=_why(error)) from error


def _lines(key: str) -> str:
    """A key as it stood in its file, also after a form made one line of it."""
    found = _PEM.fullmatch(key.strip())
    if not found:
        return key
    begin, body, end = found.groups()
    return "\n".join([begin, *body.split(), end, ""])


def _why(error: BaseException) -> str:
    return http.failure_sentence(error if isinstance(error, Exception) else http.TookTooLong())
