"""Mina's partner and Jamila the weaver at their pages, at a stopped clock."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, Persona


@pytest.fixture
def hand() -> Iterator[clock.Hand]:
    with clock.at(PLACED_AT) as moved:
        yield moved


@pytest.fixture
def people(db: None, hand: clock.Hand) -> orders.Personas:
    everyone = orders.people()
    orders.rate()
    return everyone


def at_work(persona: Persona, language: str = "en") -> Client:
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = language
    return client


@pytest.fixture
def mina(people: orders.Personas) -> Client:
    return at_work(people.mina)


@pytest.fixture
def tania(people: orders.Personas) -> Client:
    return at_work(people.tania)


@pytest.fixture
def share(people: orders.Personas) -> Any:
    """A new order of Mina's, of two lines."""
    lines = [
        (orders.offer(people.partner, title="Padma Nadir Majhi"), 2),
        (orders.offer(people.partner, title="Lalsalu"), 1),
    ]
    return orders.share(orders.order(people, lines), people.partner)
