"""Makers for this package's tests and those above: a seller's receiver, over real HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ekshop.federation.models import WebhookEndpoint
from ekshop.federation.services import api_key_create, webhook_set
from ekshop.kernel.actors import Actor
from ekshop.parties.models import Organisation
from ekshop.parties.tests.make import PLACED_AT

PLATFORM = Actor.system("tests")
SECRET = "whsec_" + "c2VjcmV0LW9mLXRoZS1zZWxsZXItMDEyMzQ1Njc4OQ=="


@dataclass
class Heard:
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    """Keeps what it was sent; answers 204, or what `answers` says, one after the other."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            known.heard.append(Heard(headers, body))
            self.send_response(known.answers.pop(0) if known.answers else 204)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_address[1]}/webhooks"
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


def endpoint(seller: Organisation, url: str, secret: str = SECRET) -> WebhookEndpoint:
    made, _ = webhook_set(
        actor=PLATFORM, seller_id=seller.pk, url=url, secret=secret, now=PLACED_AT
    )
    return made


def api_key(seller: Organisation, label: str = "shop server") -> str:
    return api_key_create(actor=PLATFORM, seller_id=seller.pk, label=label, now=PLACED_AT)[1]


def api_key_known(seller: Organisation, key: str) -> None:
    """A key agreed elsewhere."""
    api_key_create(actor=PLATFORM, seller_id=seller.pk, label="shop", key=key, now=PLACED_AT)
