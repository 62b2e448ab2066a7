"""One listing a channel stumbles over, and an answer nobody understands: what is around it goes on."""

from dataclasses import replace
from typing import Any

import pytest

from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.adapters import (
    ChannelAway,
    ChannelFacts,
    ListingItem,
    Plan,
    Problem,
    Result,
    adapter_bring,
    adapters,
)
from ekshop.channels.adapters.batches import told_one_by_one
from ekshop.channels.models import Channel, ChannelListing, ListingIssue, UnreadRow
from ekshop.channels.tests import make
from ekshop.kernel import clock


class Stumbling:
    """A marketplace that takes goods one by one, and fails at some of them."""

    def __init__(self, bazaar: make.Bazaar) -> None:
        self.bazaar, self.over = bazaar, set[str]()

    def submit(self, _channel: ChannelFacts, items: Any) -> Any:
        self.bazaar.told.append(("submit", tuple(item.sku for item in items)))
        return told_one_by_one(items, self._take)

    def _take(self, item: ListingItem) -> Result:
        if item.sku in self.over:
            raise ChannelAway(why="error 500")
        return self.bazaar._take(item)


@pytest.fixture
def stumbling() -> Stumbling:
    bazaar = make.bazaar("stumbling", per_item=True, most=20)
    made = Stumbling(bazaar)
    adapter_bring(replace(adapters()["stumbling"], submit=made.submit))
    return made


@pytest.fixture
def channel(kantha, stumbling) -> Channel:
    return make.channel(adapter="stumbling")


def more(people, kantha, number: int):
    offer = catalogue.offer(people.producer, price_poisha=100_000, seller_ref=f"o{number}")
    goods = make.export_goods(offer)
    picture = kantha.pictures.get()
    picture.pk, picture.goods = None, goods
    picture.save()
    return goods


def fresh(listing) -> ChannelListing:
    return ChannelListing.objects.get(pk=listing.pk)


def test_a_listing_the_channel_fails_at_waits_by_itself_and_the_others_go_on_sale(
    people, stumbling, channel, kantha, step, hand
):
    bad = step.begin(kantha, channel)
    others = [step.begin(more(people, kantha, n), channel) for n in range(3)]
    stumbling.over = {bad.sku}
    step(channel)
    channel.refresh_from_db()
    assert [fresh(each).state for each in others] == ["live"] * 3
    assert (fresh(bad).state, fresh(bad).attempts, channel.problem) == ("checking", 1, "")
    stumbling.over = set()
    hand.forward(minutes=2)
    step(channel)
    assert fresh(bad).state == "live"


def test_alone_it_is_an_outage_at_first_and_then_its_own_and_shown(
    people, stumbling, channel, kantha, step, hand
):
    bad = step.begin(kantha, channel)
    stumbling.over = {bad.sku}
    for failures in (1, 2, 3):
        step(channel)
        channel.refresh_from_db()
        assert channel.failures == failures
        hand.forward(hours=1)
    step(channel)
    channel.refresh_from_db()
    assert channel.failures == 3 and channel.next_try_at < clock.now()
    [issue] = ListingIssue.objects.filter(listing=bad)
    assert (issue.code, issue.severity) == ("no_answer", "warning")
    other = step.begin(more(people, kantha, 1), channel)
    step(channel)
    assert fresh(other).state == "live"
    stumbling.over = set()
    hand.forward(hours=1)
    step(channel)
    assert fresh(bad).state == "live"
    assert not ListingIssue.objects.filter(closed_at=None).exists()


def test_two_it_fails_at_do_not_hold_up_those_behind_them(
    people, stumbling, channel, kantha, step, hand
):
    bad = [step.begin(kantha, channel), step.begin(more(people, kantha, 0), channel)]
    others = [step.begin(more(people, kantha, n), channel) for n in (1, 2)]
    stumbling.over = {each.sku for each in bad}
    step(channel)
    hand.forward(minutes=2)
    late = step.begin(more(people, kantha, 3), channel)
    for _round in range(3):
        step(channel)
        hand.forward(minutes=5)
    assert {fresh(each).state for each in (*others, late)} == {"live"}


def test_a_file_that_twice_came_to_nothing_is_told_one_by_one(people, kantha, step, hand):
    bulk = make.bazaar("bulky", bulk=True)
    adapter_bring(
        replace(
            adapters()["bulky"],
            plan=lambda count: Plan("submit", 20, per_item=count == 1),
        )
    )
    channel = make.channel(adapter="bulky")
    listings = [step.begin(kantha, channel), step.begin(more(people, kantha, 1), channel)]
    for _round in range(2):
        step(channel)
        bulk.waiting = {handle: [] for handle in bulk.waiting}
        step(channel)
        hand.forward(hours=1)
    assert {fresh(each).attempts for each in listings} == {2}
    bulk.bulk = False
    step(channel)
    assert {fresh(each).state for each in listings} == {"live"}


def test_an_answer_that_leaves_goods_out_is_not_asked_for_again_without_end(
    people, bazaar, kantha, step, hand
):
    bazaar._take = lambda item: Result(f"{item.sku}-other", ok=True)  # type: ignore[method-assign]
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    assert len(bazaar.told) == 1 and fresh(listing).attempts == 1


def test_an_answer_nobody_understands_is_set_aside_and_new_goods_are_told(
    people, bazaar, kantha, step, hand
):
    bazaar.bulk = True
    channel = make.channel()
    step.begin(kantha, channel)
    step(channel)
    [handle] = bazaar.waiting
    bazaar.waiting[handle] = None  # type: ignore[assignment]
    step.begin(more(people, kantha, 1), channel)
    bazaar.bulk = False
    step(channel)
    channel.refresh_from_db()
    assert channel.problem == "" and len(bazaar.shelves) == 1
    [unread] = UnreadRow.objects.filter(channel=channel)
    assert (unread.source, unread.code) == (f"answer {handle}", "answer")


def test_what_a_channel_refuses_of_one_listing_leaves_it_well(people, bazaar, kantha, step):
    channel = make.channel()
    bazaar.refuses[f"EK-{kantha.offer_id:08d}"] = (Problem("", "InvalidInput", "Not readable."),)
    other = step.begin(more(people, kantha, 1), channel)
    step.begin(kantha, channel)
    step(channel)
    channel.refresh_from_db()
    assert (channel.problem, fresh(other).state) == ("", "live")


def test_goods_that_cannot_be_checked_are_kept_back_and_no_others(people, bazaar, kantha, step):
    def problems(item: ListingItem, _channel: ChannelFacts) -> list[Problem]:
        return [] if item.price_minor < 3_000 else [Problem("price", "odd", str(1 // 0))]

    adapter_bring(replace(adapters()["bazaar"], problems=problems))
    channel = make.channel()
    odd, fine = step.begin(kantha, channel), step.begin(more(people, kantha, 1), channel)
    step(channel)
    channel.refresh_from_db()
    assert (channel.problem, fresh(odd).state, fresh(fine).state) == ("", "issue", "live")
    assert ListingIssue.objects.get(listing=odd, severity="error").code == "not_checked"


def test_an_answer_that_writes_a_sku_small_is_about_the_listing_it_means(
    people, bazaar, kantha, step
):
    bazaar._take = lambda item: Result(f" {item.sku.lower()}", ok=True)  # type: ignore[method-assign]
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    assert fresh(listing).state == "live"
