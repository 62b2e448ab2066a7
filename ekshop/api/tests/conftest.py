"""What these tests share: the personas, a stopped clock, and a seller's machine with its key."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from ekshop.federation.tests.make import api_key
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT


@dataclass
class Machine:
    """A caller of the partner API; each write has a new key unless one is given."""

    key: str
    language: str = "en"
    base: str = "/api/partners/v1"

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(f"{self.base}{path}", query, headers=self.headers())

    def post(self, path: str, body: Any = None, **more: str) -> Any:
        return self.write("POST", path, body, **more)

    def put(self, path: str, body: Any, **more: str) -> Any:
        return self.write("PUT", path, body, **more)

    def delete(self, path: str, **more: str) -> Any:
        return self.write("DELETE", path, b"", **more)

    def write(
        self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str
    ) -> Any:
        raw = body if isinstance(body, bytes | str) else json.dumps(body or {})
        return Client().generic(
            method,
            f"{self.base}{path}",
            raw,
            content_type="application/json",
            headers={**self.headers(), "Idempotency-Key": key or uuid4().hex, **headers},
        )

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", "Accept-Language": self.language}


@pytest.fixture
def hand() -> Iterator[clock.Hand]:
    with clock.at(PLACED_AT) as moved:
        yield moved


@pytest.fixture
def people(db: None, hand: clock.Hand) -> orders.Personas:
    everyone = orders.people()
    orders.rate()
    return everyone


@pytest.fixture
def mina(people: orders.Personas) -> Machine:
    return Machine(api_key(people.partner))


@pytest.fixture
def tania(people: orders.Personas) -> Machine:
    return Machine(api_key(people.pharmacy))


@pytest.fixture
def share(people: orders.Personas) -> Any:
    """A new order of Mina's, of two lines."""
    lines = [(orders.offer(people.partner), 2), (orders.offer(people.partner), 1)]
    return orders.share(orders.order(people, lines), people.partner)
