"""What these tests share: the personas, a new order at Mina's, and a receiver."""

from collections.abc import Iterator

import pytest

from ekshop.federation.tests import make
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT


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
def receiver() -> Iterator[make.Receiver]:
    with make.receiver() as known:
        yield known
