"""A caller at somebody's SFTP server: the server's key held to, every step bounded in time.

The server proves itself before we say anything: its key is the one written down when we first
met, or we do not go on. The name is resolved and judged once, and the connection made to that
address (see ``http``).

    caller = Caller("sftp://user@files.example.com/lists/goods.xml", password="…", host_key="SHA256:…")
    with caller.in_words():                       # whatever goes wrong becomes an SftpTrouble
        async with asyncio.timeout(60), caller.session() as sftp:
            about = await sftp.stat(caller.path)
            async for piece in pieces(await sftp.open(caller.path, "rb", block_size=0)):
                ...

Only adapters and connectors use this module.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from . import http
from .errors import DomainError

if TYPE_CHECKING:
    import asyncssh

PIECE = 16 * 1024
AT_ONCE = 32
PORT = 22
STEP_SECONDS = 30
_PEM = re.compile(r"(-----BEGIN [A-Z ]+-----)(.*)(-----END [A-Z ]+-----)", re.DOTALL)

TROUBLES = {
    "unreachable": _("The address could not be reached: %(why)s"),
    "sign_in_refused": _("The server does not let us in. Check the user, password and key."),
    "key_unreadable": _("The private key cannot be read. It must have no passphrase."),
    "host_key": _("The server shows another key (%(shown)s) than the one we know (%(expected)s)."),
    "no_such_file": _("There is no file %(path)s on the server."),
    "file_forbidden": _("The server does not let us at %(path)s."),
}
"""Codes of SftpTrouble."""


class SftpTrouble(DomainError):
    """The server could not be reached, or would not; `code` is of TROUBLES. `passing`: the same
    may succeed later without anybody's doing."""

    code = "unreachable"

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, TROUBLES[code], **data)

    @property
    def passing(self) -> bool:
        return self.code == "unreachable"


class Caller:
    """One call. `shown`: the fingerprint of the key the server showed; an empty `host_key` takes
    any, for the first meeting."""

    def __init__(
        self, address: str, *, password: str = "", private_key: str = "", host_key: str = ""
    ) -> None:
        parts = urlsplit(address)
        self.host = parts.hostname or ""
        self.port = parts.port or PORT
        self.user = unquote(parts.username or "")
        self.path = unquote(parts.path) or "/"
        self.pinned = host_key.strip()
        self.shown = ""
        self._password = password
        self._key = private_key

    @asynccontextmanager
    async def session(self) -> AsyncIterator[asyncssh.SFTPClient]:
        import asyncssh  # here, where it is used: slow to import, and few processes need it

        known = self._known

        class Client(asyncssh.SSHClient):
            def validate_host_public_key(
                self, host: str, addr: str, port: int, key: asyncssh.SSHKey
            ) -> bool:
                return known(key.get_fingerprint())

        address = (await asyncio.to_thread(http.addresses_of, self.host, self.port))[0]
        options: dict[str, Any] = {"password": self._password or None, "client_keys": None}
        if self._key:
            options["client_keys"] = [asyncssh.import_private_key(_lines(self._key))]
        connection = await asyncssh.connect(
            address,
            self.port,
            client_factory=Client,
            # Nobody is known but by what was pinned: `Client` decides.
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

    def _known(self, shown: str) -> bool:
        self.shown = shown
        return self.pinned in ("", shown)

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Turns what can go wrong on the way into an SftpTrouble."""
        import asyncssh  # as in `session`

        try:
            yield
        except asyncssh.KeyImportError as error:
            raise SftpTrouble("key_unreadable") from error
        except asyncssh.HostKeyNotVerifiable as error:
            raise SftpTrouble("host_key", shown=self.shown, expected=self.pinned) from error
        except asyncssh.PermissionDenied as error:
            raise SftpTrouble("sign_in_refused") from error
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath) as error:
            raise SftpTrouble("no_such_file", path=self.path[:200]) from error
        except asyncssh.SFTPPermissionDenied as error:
            raise SftpTrouble("file_forbidden", path=self.path[:200]) from error
        except (asyncssh.Error, OSError, TimeoutError, http.OutgoingError) as error:
            raise SftpTrouble("unreachable", why=_why(error)) from error


async def pieces(remote: Any) -> AsyncIterator[bytes]:
    """A file in order, several pieces asked for ahead, as far as a server does give them."""
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


def _lines(key: str) -> str:
    """A key as it stood in its file, also after a form made one line of it."""
    found = _PEM.fullmatch(key.strip())
    if not found:
        return key
    begin, body, end = found.groups()
    return "\n".join([begin, *body.split(), end, ""])


def _why(error: BaseException) -> str:
    return http.failure_sentence(error if isinstance(error, Exception) else http.TookTooLong())
