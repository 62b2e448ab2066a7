"""Looking at an address while somebody waits for the page."""

import socket
import threading
from contextlib import suppress

import pytest

from ekshop.federation.ingest import FileProblem
from ekshop.federation.services import address_peek
from ekshop.kernel.actors import Actor


@pytest.fixture
def trickling():
    """A server that sends a byte whenever one might lose patience, and never ends."""
    over = threading.Event()

    def serve(listening: socket.socket) -> None:
        taken, _address = listening.accept()
        taken.recv(65536)
        taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\nid,title,price\n")
        while not over.wait(0.1):
            try:
                taken.sendall(b"1")
            except OSError:
                break
        taken.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=[listening], daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/feed.csv"
        over.set()


def test_a_page_does_not_wait_for_an_address_that_never_ends(trickling, settings):
    settings.FEED_PEEK_SECONDS = 1.0
    with suppress(FileProblem):
        address_peek(actor=Actor.system("test"), address=trickling)
