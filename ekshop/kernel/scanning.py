"""ClamAV's daemon over its socket: the one thing asked of it is whether a stream is clean.

Whatever people bring that is not written anew waits as "pending" until the daemon has looked; only
what it calls clean is opened by anybody: no answer, "infected" and "error" are not.
"""

import socket
import struct
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

SCAN_STATES = [
    ("pending", _("Being checked")),
    ("clean", _("Checked")),
    ("infected", _("Refused: a virus was found")),
    ("error", _("Could not be checked")),
]
CHUNK = 64 * 1024
TIMEOUT = 60.0


class ScannerSilent(Exception):
    """No answer came: nothing is known, and nothing is clean."""


def first_state() -> str:
    """Of a file just brought: it waits, where there is a scanner."""
    return "pending" if settings.CLAMD_SOCKET else "clean"


def stored_verdict(name: str) -> str:
    """What the scanner says of a stored file, as `scan`. Raises ScannerSilent, also where there is
    no scanner any more: what waits is not clean for that."""
    if not settings.CLAMD_SOCKET:
        raise ScannerSilent("no scanner is named")
    with default_storage.open(name) as file:
        return scan(file, address=settings.CLAMD_SOCKET)


def scan(stream: IO[bytes], *, address: str) -> str:
    """ "clean", "infected", or "error" when the daemon could not look at it.

    `address` is a path of a Unix socket, or host:port. Raises ScannerSilent.
    """
    try:
        with _connected(address) as line:
            was_cut = not _sent(line, stream)
            try:
                answer = _answer(line)
            except ConnectionResetError:
                # Hung up on us before all was sent: it refused what is too large for it, and its
                # word to say so was lost with the line.
                if not was_cut:
                    raise
                answer = b""
    except OSError as error:
        raise ScannerSilent(f"clamd at {address}: {error}") from error
    if answer.endswith(b" FOUND"):
        return "infected"
    return "clean" if answer == b"stream: OK" else "error"


def _sent(line: socket.socket, stream: IO[bytes]) -> bool:
    """False where the daemon hung up before all was sent."""
    try:
        line.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _connected(address: str) -> socket.socket:
    if "/" in address:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)


def _answer(line: socket.socket) -> bytes:
    parts = []
    while part := line.recv(4096):
        parts.append(part)
    answer = b"".join(parts).rstrip(b"\0\n")
    if not answer:
        raise ConnectionResetError("closed without a word")
    return answer
