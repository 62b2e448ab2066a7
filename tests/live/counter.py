"""An entrepreneur who does not give up: sends the same form again until somebody answers."""

import re
import time
from collections.abc import Callable
from typing import Any, Self
from uuid import UUID

import httpx
import psycopg

from ekshop.kernel.phones import parse_mobile

from .processes import until
from .signing_in import post, signed_in
from .world import World

PATIENCE = 60
PAUSE = 0.1
EXPECTED = re.compile(r'name="expected" value="(\d+)"')


class Entrepreneur:
    """Over real HTTP, with a session and a token as a browser has them.

    `tries` counts every sending, so a test can see that the killing was felt.
    """

    def __init__(self, world: World, key: str) -> None:
        self.world = world
        self.client = signed_in(world, key)
        self.centre = world.facts["people"][key]["organisation"]
        self.customer = 0
        self.tries = 0

    def attend(self, mobile: str, name: str) -> Self:
        """A customer, new or known, who agrees by word of mouth to be ordered for."""
        form = {"mobile": mobile, "name": name, "agreed_by": "spoken", "channel": "walk_in"}
        self.send("/centre/new/", centre=self.centre, **form)
        known = "SELECT id FROM parties_customer WHERE centre_id = %s AND mobile = %s"
        ((self.customer,),) = self.patiently(
            lambda: self.world.sql(known, self.centre, parse_mobile(mobile))
        )
        return self

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

    def packed(self, code: str, *, seconds: float = PATIENCE) -> list[str]:
        """The parts of an order, once there is a parcel for each."""
        until(
            lambda: all(self.parts(code).values()),
            f"{code} to be packed",
            seconds=seconds,
            pause=0.3,
        )
        return list(self.parts(code))

    def lines(self, share: str) -> dict[int, int]:
        """A part's lines, and how many of each."""
        rows = self.patiently(
            lambda: self.world.sql(
                "SELECT l.id, l.quantity FROM orders_orderline l"
                " JOIN orders_sellerorder s ON s.id = l.seller_order_id WHERE s.code = %s",
                share,
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
