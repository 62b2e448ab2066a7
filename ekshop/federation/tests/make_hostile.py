"""A sender who means harm, over real HTTP: it goes on for as long as anyone listens."""

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 64 * 1024


@contextmanager
def sender(pieces: Callable[[], Iterator[bytes]], **headers: str) -> Iterator[str]:
    """Serves what `pieces` gives, without an end of its own; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            try:
                for piece in pieces():
                    self.wfile.write(piece)
            except OSError:
                pass

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/feed"
    finally:
        server.shutdown()


def one_element() -> Iterator[bytes]:
    """Ten gigabytes of one article, if anyone took them."""
    yield b'<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>'
    while True:
        yield b"x" * PIECE


def nothing() -> Iterator[bytes]:
    """A billion rows of nothing."""
    yield b"id,title,price\n"
    while True:
        yield b"\n" * PIECE


def drip() -> Iterator[bytes]:
    yield b"id,title,price\n"
    while True:
        yield b"1"
        time.sleep(0.02)


def packed_nothing() -> Iterator[bytes]:
    """Zeros, packed a thousandfold, as often as anyone likes."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    while True:
        yield packer.compress(bytes(1 << 20))


def packed_with_a_tail() -> Iterator[bytes]:
    """A small packed list, and behind its end something that never ends."""
    yield gzip.compress(b"id,title,price\n1,Book,100\n")
    while True:
        yield b"x" * PIECE
