"""What these tests share: the personas, a new order at Mina's, and a receiver."""

from collections.abc import Iterator

import pytest

from ekshop.federation.tests import make
from ekshop.federation.tests.make_woo import Woo
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


@pytest.fixture(scope="session")
def running_woo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Woo]:
    """A shop that does nothing by itself."""
    woo = Woo(tmp_path_factory.mktemp("woo"))
    woo.tell("/settings", policy="silent")
    yield woo
    woo.kill()


@pytest.fixture
def woo(running_woo: Woo) -> Iterator[Woo]:
    yield running_woo
    running_woo.tell("/reset")
    running_woo.tell("/restore")
    plain = {"permalinks": True, "woocommerce": True, "permissions": "read_write"}
    running_woo.tell("/settings", **plain, currency="BDT", calls_a_second=0)
