"""Kill -9 while a marketplace is told: whatever it has heard is there once, and all of it is heard."""

from functools import partial
from typing import Any

import pytest

from ekshop.catalogue.models import Offer
from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.models import ChannelListing, ExportPicture, Quota
from ekshop.channels.services import listing_answer, listings_poll, listings_push, listings_wanted
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.settlement.tests.killing import done, killed_before

from .make_places import ASKED, Place, place
from .test_every_channel import hours, offset, outside  # noqa: F401

pytestmark = [pytest.mark.chaos, pytest.mark.outside, pytest.mark.django_db(transaction=True)]
LISTINGS = "channels_channellisting"


@pytest.fixture
def people(transactional_db, hand) -> orders.Personas:
    return orders.people()


@pytest.fixture(params=["alibaba", "amazon", "qoove"])
def market(request, people, outside, hours, settings, tmp_path) -> Place:  # noqa: F811
    """One that makes a draft at each call, one that is put one by one, one that reads files."""
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path
    return place(request.param, outside)


@pytest.fixture
def listings(people, market, step) -> list[ChannelListing]:
    """Three kanthas, not told of yet."""
    make.exchange_rate()
    made, file = [], make.picture_kept()
    for _each in range(3):
        offer = catalogue.offer(people.producer, price_poisha=300_000, on_hand=10)
        goods = make.export_goods(offer, hs_code=make.hs_code("630130", "Blankets").code)
        ExportPicture.objects.create(
            goods=goods, position=0, digest="a" * 64, file=file, width=1600, height=1200,
            added_at=clock.now(),
        )  # fmt: skip
        listing = step.begin(goods, market.channel)
        listing_answer(
            actor=people.jamila.actor,
            listing_id=listing.pk,
            answers=ASKED.get(market.key, {}),
            now=clock.now(),
        )
        made.append(listing)
    listings_wanted(clock.now())
    return made


def shown(market: Place, sku: str) -> int:
    """How many things with that number the marketplace has."""
    if market.key == "alibaba":
        return sum(each["model"] == sku for each in market.tell("drafts")["drafts"])
    if market.key == "amazon":
        return len(market.tell("items", sku=sku)["items"])
    return sum(each["sku"] == sku for each in market.tell("listings")["listings"])


def test_killed_between_telling_and_writing_the_answer_nothing_is_doubled_or_left_untold(
    market,
    listings,
    hours,  # noqa: F811
):
    """SIGKILL before anything is said; twice when it has been said and the answer is not written;
    once when what the marketplace answers later is not written; once between two batches."""
    channel_id, skus = market.channel.pk, [each.sku for each in listings]

    def worked(what: Any) -> bool:
        what(channel_id=channel_id, now=clock.now())
        return False

    push, poll = partial(worked, listings_push), partial(worked, listings_poll)
    killed_before("channels_quota", push)
    assert [shown(market, sku) for sku in skus] == [0, 0, 0]
    for _twice in range(2):
        killed_before(LISTINGS, push)
        hours.pass_one()
        assert max(shown(market, sku) for sku in skus) <= 1
        states = ChannelListing.objects.values_list("state", "told_quantity")
        assert set(states) == {("checking", None)}
    done(push)
    if ChannelListing.objects.exclude(handle="").exists():
        hours.pass_one()
        killed_before(LISTINGS, poll)
        done(poll)
    hours.pass_one()
    done(push)
    assert [shown(market, sku) for sku in skus] == [1, 1, 1]
    assert [market.left(sku) for sku in skus] == [10, 10, 10]
    rows = ChannelListing.objects.values_list("state", "urgency", "told_quantity")
    assert set(rows) == {("live", 0, 10)}

    Offer.objects.update(on_hand=6)
    hours.pass_one()
    listings_wanted(clock.now())
    Quota.objects.filter(channel=channel_id).update(tokens=1, at=clock.now())
    done(push)
    if ChannelListing.objects.filter(urgency__gt=0, handle="").exists():
        killed_before("channels_quota", push)
    hours.pass_one()
    done(push)
    hours.pass_one()
    done(poll)
    assert [market.left(sku) for sku in skus] == [6, 6, 6]
    assert [shown(market, sku) for sku in skus] == [1, 1, 1]
    assert set(ChannelListing.objects.values_list("urgency", "told_quantity")) == {(0, 6)}
