"""What these tests share: the personas, a marketplace, and Jamila's kantha ready for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.models import ChannelListing, ExportPicture
from ekshop.channels.services import listing_begin, listings_poll, listings_push, listings_wanted
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT
from sandbox.tests.conftest import Outside

from .make_amazon import Amazon


@pytest.fixture
def hand() -> Iterator[clock.Hand]:
    with clock.at(PLACED_AT) as moved:
        yield moved


@pytest.fixture
def people(db: None, hand: clock.Hand) -> orders.Personas:
    return orders.people()


@pytest.fixture
def bazaar() -> make.Bazaar:
    return make.bazaar()


@pytest.fixture
def kantha(people: orders.Personas):
    """Jamila's kantha: 3,000 taka, ten of them, everything said that a channel may ask."""
    make.exchange_rate()
    offer = catalogue.offer(people.producer, price_poisha=300_000, on_hand=10)
    goods = make.export_goods(offer)
    ExportPicture.objects.create(
        goods=goods, position=0, digest="a" * 64, file="x", width=1600, height=1200,
        added_at=clock.now(),
    )  # fmt: skip
    return goods


@pytest.fixture
def channel(kantha, bazaar):
    return make.channel()


class Step:
    """The pump by hand."""

    def __init__(self, people: orders.Personas) -> None:
        self.people = people

    def __call__(self, channel) -> None:
        now = clock.now()
        listings_wanted(now)
        listings_poll(channel_id=channel.pk, now=now)
        listings_push(channel_id=channel.pk, now=now)

    def begin(self, goods, channel) -> ChannelListing:
        actor = self.people.jamila.actor
        return listing_begin(actor=actor, goods_id=goods.pk, channel_id=channel.pk, now=clock.now())


@pytest.fixture
def step(people: orders.Personas) -> Step:
    return Step(people)


@pytest.fixture
def sku(step: Step, kantha, channel) -> str:
    listing = step.begin(kantha, channel)
    step(channel)
    return listing.sku


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    """The sandbox in a process of its own, one for a module."""
    state = tmp_path_factory.mktemp("state")
    running = Outside(state, "http://127.0.0.1:9", "--shops-data", str(state))
    yield running
    running.kill()


@pytest.fixture(scope="module")
def amazon_place(outside: Outside) -> Amazon:
    return Amazon(outside)


@pytest.fixture
def amazon(amazon_place: Amazon, settings: Any, tmp_path: Path) -> Amazon:
    """As on its first day, and we know nothing of its rules."""
    settings.VAR_DIR = tmp_path
    amazon_place.begin()
    return amazon_place
