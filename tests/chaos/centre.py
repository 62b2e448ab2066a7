"""An entrepreneur who does not give up: sends the same form again until somebody answers."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import psycopg

from tests.live import World
from tests.live.signing_in import post, signed_in

PATIENCE = 60
PAUSE = 0.1
EXPECTED = re.compile(r'name="expected" value="(\d+)"')


class Entrepreneur:
    """Over real HTTP, with a session and a token as a browser has them.

    `tries` counts every sending, so a test can see that the killing was felt.
    """

    def __init__(self, world: World, key: str, customer: int) -> None:
        self.world = world
        self.client = signed_in(world, key)
        self.centre = world.facts["people"][key]["organisation"]
        self.customer = customer
        self.tries = 0

    def place(self, nonce: UUID, lines: list[tuple[str, int]]) -> str:
        """`lines`: the shops' own numbers and how many. The order's code; "" when it was refused."""
        offers = self.world.facts["offers"]
        answer = self.send(
            "/centre/place/",
            nonce=str(nonce),
            centre=self.centre,
            customer=self.customer,
            channel="walk_in",
            line=[f"{offers[ref]['id']}:{n}:{offers[ref]['price']}" for ref, n in lines],
        )
        found = re.search(r"/centre/orders/([^/]+)/", answer.url.path)
        return found[1] if found else ""

    def receive(self, share: str) -> None:
        self.send(f"/centre/parcels/{share}/receive/")

    def inspect(self, share: str, nonce: UUID, lines: dict[int, tuple[int, int]]) -> None:
        """`lines`: how many of each are good, and how many damaged."""
        counts: dict[str, Any] = {}
        for line, (good, bad) in lines.items():
            counts |= {f"good-{line}": good, f"bad-{line}": bad}
            counts |= {f"why-{line}": "damaged"} if bad else {}
        self.send(f"/centre/parcels/{share}/inspect/", action="record", nonce=str(nonce), **counts)

    def pay(self, share: str, nonce: UUID) -> str:
        """The payment's code."""
        page = self.patiently(
            lambda: self._answered(self.client.get(f"/centre/parcels/{share}/pay/"))
        )
        expected = EXPECTED.search(page.text)
        assert expected, f"{share} is not to be paid: {page.url}"
        answer = self.send(
            f"/centre/parcels/{share}/pay/",
            nonce=str(nonce),
            medium="cash",
            reference="",
            expected=expected[1],
        )
        found = re.search(r"/centre/receipts/([^/]+)/", answer.url.path)
        assert found, f"{share} was not paid: {answer.url}\n{answer.text[:3000]}"
        return found[1]

    def parts(self, code: str) -> dict[str, bool]:
        """Of an order: each seller's part, and whether a parcel was packed for it."""
        rows = self.patiently(
            lambda: self.world.sql(
                "SELECT s.code, p.id IS NOT NULL FROM orders_order o"
                " JOIN orders_sellerorder s ON s.order_id = o.id"
                " LEFT JOIN fulfilment_shipment p ON p.seller_order_id = s.id WHERE o.code = %s",
                code,
            )
        )
        return dict(rows)

    def send(self, path: str, **form: Any) -> httpx.Response:
        return self.patiently(lambda: self._answered(post(self.client, path, form)))

    def patiently(self, attempt: Callable[[], Any]) -> Any:
        """Again and again while nobody answers, or answers that it cannot."""
        end = time.monotonic() + PATIENCE
        while True:
            self.tries += 1
            try:
                return attempt()
            except (httpx.TransportError, httpx.HTTPStatusError, psycopg.OperationalError):
                if time.monotonic() > end:
                    raise
                time.sleep(PAUSE)

    @staticmethod
    def _answered(answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 500:
            answer.raise_for_status()
        return answer
