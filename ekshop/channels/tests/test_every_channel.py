"""Each marketplace we know, from a listing to money in taka, with the sandbox playing it and a carrier."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ekshop.catalogue.models import Offer
from ekshop.channels.models import Channel, ChannelListing, ExportOrder, ExportReading
from ekshop.channels.selectors.exports import concern_words
from ekshop.channels.services import exporting, listing_answer, listing_end
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from sandbox.tests.conftest import Outside, until

from .make_places import ASKED, Fetching, Place, place

pytestmark = pytest.mark.outside
EVERY = ("amazon", "alibaba", "qoove", "fmt", "jumei", "saholic", "thailand", "taiwan")


@pytest.fixture(scope="module")
def offset(tmp_path_factory) -> Path:
    """By how much the outside's clock goes before the true one."""
    return tmp_path_factory.mktemp("clock") / "offset"


@pytest.fixture(scope="module")
def outside(tmp_path_factory, offset: Path) -> Iterator[Outside]:
    state = str(tmp_path_factory.mktemp("state"))
    running = Outside(Path(state), "http://127.0.0.1:9", "--shops-data", state, "--clock-file", str(offset))  # fmt: skip
    yield running
    running.kill()


class Hours:
    """Ours and theirs, moved on together."""

    def __init__(self, hand: clock.Hand, offset: Path) -> None:
        self._hand, self._offset, self._passed = hand, offset, 0
        hand.to(datetime.now(UTC))
        offset.write_text("0")

    def pass_one(self) -> None:
        self._passed += 1
        self._hand.forward(hours=1)
        self._offset.write_text(str(3600 * self._passed))


@pytest.fixture
def hours(hand, offset) -> Hours:
    return Hours(hand, offset)


@pytest.fixture
def ready(outside, kantha, hours, settings, tmp_path) -> Outside:
    """The world outside, with a carrier, and a kantha that may be sold there."""
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path
    kantha.pictures.update(file=make.picture_kept())
    settings.CARRIER_URL = f"http://127.0.0.1:{outside.port}/carrier"
    settings.CARRIER_API_KEY = outside.keys("carrier")["api_key"]
    outside.control("carrier/settings", auto=False)
    kantha.hs_code = make.hs_code("630130", "Blankets of cotton").code
    kantha.save()
    return outside


def listed(market: Place, people: Any, kantha: Any, step: Any, hours: Hours) -> ChannelListing:
    """Asked for while the marketplace does not answer; live once it does."""
    listing = step.begin(kantha, market.channel)
    listing_answer(
        actor=people.jamila.actor,
        listing_id=listing.pk,
        answers=ASKED.get(market.key, {}),
        now=clock.now(),
    )
    market.away()
    step(market.channel)
    if market.fetches:
        # The file lies ready; that nobody is there is seen only when their answer is asked for.
        step(market.channel)
    assert Channel.objects.get(pk=market.channel.pk).problem == "channel_away"
    state = ChannelListing.objects.get(pk=listing.pk).state
    assert state == ("submitted" if market.fetches else "checking")
    market.back()
    told(market, step, hours)
    listing.refresh_from_db()
    assert listing.state == "live", list(listing.issues.values_list("field", "text"))
    return listing


def told(market: Place, step: Any, hours: Hours) -> None:
    """An hour later, and its answer after that."""
    hours.pass_one()
    for _twice in range(2):
        step(market.channel)
        market.comes()


def left(kantha: Any) -> int:
    return Offer.objects.get(pk=kantha.offer_id).available


def sent_together(people: Any, orders: list[ExportOrder]) -> None:
    """Gathered, packed, booked with the carrier that answers by itself, and given to it."""
    omar = people.omar.actor
    for order in orders:
        abroad.brought(people, order)
        order.refresh_from_db()
        abroad.packed(people, order, carrier="sandbox_carrier")
        order.refresh_from_db()
    consignment_id = orders[0].consignment_id
    assert consignment_id and {each.consignment_id for each in orders} == {consignment_id}
    exporting.consignment_close(actor=omar, consignment_id=consignment_id, now=clock.now())
    run_jobs()
    exporting.consignment_hand_over(actor=omar, consignment_id=consignment_id, now=clock.now())
    run_jobs()
    for order in orders:
        order.refresh_from_db()


def in_words(order: ExportOrder) -> list[str]:
    """Which of its concerns are open, each said with what to do about it."""
    for row in order.concerns.filter(closed_at=None):
        for words in concern_words(row):
            assert str(words).strip() and "%(" not in str(words)
    return abroad.concerns(order)


@pytest.mark.parametrize("key", EVERY)
def test_from_a_listing_to_settled_orders_through_outages_repeats_and_late_cancellations(
    key, ready, people, kantha, step, hours
):
    the_whole_way(place(key, ready), people, kantha, step, hours, ready)


@pytest.mark.django_db(transaction=True)
def test_the_same_where_the_marketplace_comes_for_its_list_of_goods(
    live_server, ready, people, kantha, step, hours
):
    the_whole_way(Fetching(ready, live_server.url), people, kantha, step, hours, ready)


def the_whole_way(
    market: Place, people: Any, kantha: Any, step: Any, hours: Hours, outside: Outside
) -> None:
    omar = people.omar.actor
    listing = listed(market, people, kantha, step, hours)
    assert market.left(listing.sku) == 10

    # Bought, in every way; told twice, and not at all for a while.
    market.say_everything_twice()
    sold = market.buy(listing.sku, quantity=2, shipping="15")
    late, early = market.buy(listing.sku), market.buy(listing.sku)
    odd, lost = (market.buy(listing.sku, trouble=each) for each in ("currency", "address"))
    read = partial(exporting.channel_orders_read, channel_id=market.channel.pk)
    market.away()
    assert read(now=clock.now()) == exporting.Taken(0, 0)
    assert ExportReading.objects.get(channel=market.channel).trouble
    market.back()
    assert read(now=clock.now()).new == 5
    assert read(now=clock.now()).new == 0
    taken = {each.ref: each for each in ExportOrder.objects.all()}
    assert {ref for ref, each in taken.items() if each.state == "reserved"} == {sold, late, early}
    assert in_words(taken[odd]) == ["currency"] and taken[odd].currency == "XTS"
    assert "address" in in_words(taken[lost])
    assert left(kantha) == 6
    told(market, step, hours)
    assert market.left(listing.sku) == 6

    # One buyer changes their mind in time, one when it has been sent.
    market.cancel(early)
    read(now=clock.now())
    assert (abroad.order_of(early).state, left(kantha)) == ("cancelled", 7)
    sent_together(people, [taken[sold], taken[late]])
    for ref in (sold, late):
        assert market.order(ref).state == "shipped"
        assert market.order(ref).number == taken[ref].tracking_number != ""
    market.cancel(late)
    read(now=clock.now())
    read(now=clock.now())
    assert in_words(abroad.order_of(late)) == ["late_cancel"]
    assert abroad.order_of(late).state == "shipped"

    # Ended here, and still ordered there.
    listing_end(actor=people.jamila.actor, listing_id=listing.pk, now=clock.now())
    told(market, step, hours)
    assert market.left(listing.sku) is None
    ended = market.buy(listing.sku, trouble="ended")
    assert read(now=clock.now()).new == 1
    assert in_words(abroad.order_of(ended)) == ["listing_ended"]
    for ref in (ended, odd, lost):
        exporting.export_order_refuse(
            actor=omar, order_id=abroad.order_of(ref).pk, reason="It cannot be sent", now=clock.now()
        )  # fmt: skip
    market.away()
    run_jobs()
    market.back()
    hours.pass_one()
    exporting.tellings_run(channel_id=market.channel.pk, now=clock.now())
    until(lambda: {market.order(ref).state for ref in (ended, odd, lost)} == {"cancelled"})

    # Delivered, the other come back, and the money.
    outside.control("carrier/advance", number=taken[sold].code, status="delivered")
    outside.control("carrier/advance", number=taken[late].code, status="returned")
    assert exporting.carrier_reports_read(now=clock.now()) == 2
    market.settle()
    settled = exporting.channel_settlements_read(channel_id=market.channel.pk, now=clock.now())
    again = exporting.channel_settlements_read(channel_id=market.channel.pk, now=clock.now())
    assert settled.new and not again.new
    assert abroad.order_of(sold).state == "settled"
    [line] = taken[late].lines.all()
    exporting.export_return_record(
        actor=omar, order_id=taken[late].pk, cause="changed_mind", pieces={line.pk: 1},
        note="Cancelled when it was on its way", now=clock.now(),
    )  # fmt: skip
    assert (abroad.order_of(late).state, in_words(abroad.order_of(late))) == ("returned", [])

    # Every piece and every poisha is somewhere.
    assert left(kantha) == 7
    assert balance(None, "export_receivable") == balance(None, "channel_balance") == 0
    assert balance(None, "export_goods") == 0
    assert mismatches() == [] and unbalanced_journals() == []
