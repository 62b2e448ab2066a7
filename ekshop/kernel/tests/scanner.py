"""A daemon that speaks as ClamAV's does and knows one virus: the file everybody tests with."""

import io
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PdfWriter

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
UNREADABLE = b"the daemon cannot look at this"


class _Asked(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        if EICAR in content:
            answer = b"stream: Eicar-Test-Signature FOUND\0"
        elif UNREADABLE in content:
            answer = b"stream: Can't allocate memory ERROR\0"
        else:
            answer = b"stream: OK\0"
        self.wfile.write(answer)


@contextmanager
def scanning() -> Iterator[str]:
    """The address it listens at."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def pdf(inside: bytes = b"", *, pages: int = 1, password: str = "") -> io.BytesIO:
    """A paper; `inside` stands in a comment near its end."""
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(200, 300)
    if password:
        writer.encrypt(password)
    writer.write(out)
    body, found, end = out.getvalue().rpartition(b"startxref")
    file = io.BytesIO(body + b"%" + inside + b"\n" + found + end)
    file.name = "certificate.pdf"
    return file
