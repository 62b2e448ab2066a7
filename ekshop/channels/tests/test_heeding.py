"""What a channel finds wanting after it took a listing."""

from dataclasses import replace
from datetime import timedelta

from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.adapters import ChannelAway, Problem, Result, adapter_bring, adapters
from ekshop.channels.models import ChannelListing, ExportPicture, ListingIssue
from ekshop.channels.services import channels_heed_later, listing_answer, listings_heed
from ekshop.channels.tests import make
from ekshop.kernel import clock, states

LATER = timedelta(hours=1)
WANTING = Problem("pictures", "18027", "The picture has text on it.")


def heed(channel, after: timedelta = LATER) -> int:
    return listings_heed(channel_id=channel.pk, now=clock.now() + after)


def fresh(listing) -> ChannelListing:
    return ChannelListing.objects.get(pk=listing.pk)


def test_a_live_listing_found_wanting_waits_to_be_mended_and_sells_again(bazaar, kantha, step):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    bazaar.faults = [Result(listing.sku, ok=False, problems=(WANTING,)), Result("NEVER", ok=False)]
    assert heed(channel) == 1
    issue = ListingIssue.objects.get(listing=listing, closed_at=None)
    assert (fresh(listing).state, issue.field, issue.by_channel) == ("issue", "pictures", True)
    assert heed(channel) == 1
    assert ListingIssue.objects.filter(listing=listing).count() == 1
    bazaar.faults = []
    assert heed(channel) == 0
    assert fresh(listing).state == "live"
    assert not ListingIssue.objects.filter(closed_at=None).exists()
    actions = [each.action for each in states.history_of(listing)]
    assert actions[-2:] == ["refuse", "recover"]


def test_what_was_told_just_now_is_left_alone(bazaar, kantha, step):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    bazaar.faults = [Result(listing.sku, ok=False, problems=(WANTING,))]
    assert heed(channel, after=timedelta(minutes=5)) == 0
    assert fresh(listing).state == "live"


def test_what_our_own_check_holds_back_is_not_set_free_by_a_channel_that_says_nothing(
    people, bazaar, kantha, step
):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    bazaar.wants_fabric = True
    states.move(fresh(listing), "refuse", actor=people.omar.actor, now=clock.now())
    ListingIssue.objects.create(
        listing=listing, field="extra.fabric", code="missing", text="Fabric is missing.",
        by_channel=False, opened_at=clock.now(),
    )  # fmt: skip
    heed(channel)
    assert fresh(listing).state == "issue"
    actor = people.jamila.actor
    listing_answer(actor=actor, listing_id=listing.pk, answers={"fabric": "Cotton"}, now=clock.now())  # fmt: skip
    step(channel)
    assert fresh(listing).state == "live"


def test_stock_told_later_under_a_handle_does_not_pass_for_mended_words(
    people, bazaar, kantha, step
):
    bazaar.bulk = True
    channel = make.channel()
    listing = step.begin(kantha, channel)
    for _ in range(2):
        step(channel)
    assert fresh(listing).state == "live"
    told = fresh(listing).told_fingerprint
    ChannelListing.objects.filter(pk=listing.pk).update(
        state="issue", wanted_fingerprint="new words", wanted_quantity=3, urgency=2
    )
    step(channel)
    listing = fresh(listing)
    assert listing.handle and listing.sent_fingerprint == ""
    step(channel)
    listing = fresh(listing)
    assert (listing.told_quantity, listing.told_fingerprint) == (3, told)
    assert listing.state == "issue"


def test_only_channels_that_can_be_asked_are(bazaar, kantha, step):
    make.channel()
    make.channel(state="paused")
    make.channel(adapter="unheard-of")
    assert channels_heed_later() == 1


def test_a_channel_that_is_away_is_asked_another_time(bazaar, kantha, step):
    channel = make.channel()

    def away(_channel):
        raise ChannelAway(why="test")

    adapter_bring(replace(adapters()["bazaar"], faults=away))
    assert heed(channel) == 0
    channel.refresh_from_db()
    assert (channel.problem, channel.failures) == ("channel_away", 1)


def test_an_answer_to_a_whole_file_that_refuses_what_was_not_told_by_it_becomes_an_issue(
    people, bazaar, kantha, step, hand
):
    channel = make.channel()
    first = step.begin(kantha, channel)
    step(channel)
    hand.forward(minutes=1)
    bazaar.bulk = True
    offer = catalogue.offer(people.producer, price_poisha=300_000, on_hand=5)
    goods = make.export_goods(offer)
    ExportPicture.objects.create(
        goods=goods, position=0, digest="b" * 64, file="y", width=1600, height=1200,
        added_at=clock.now(),
    )  # fmt: skip
    second = step.begin(goods, channel)
    step(channel)
    refused = Result(first.sku, ok=False, problems=(WANTING,))
    answer = [Result(second.sku, ok=True), refused]
    adapter_bring(replace(adapters()["bazaar"], poll=lambda _channel, _handle: answer))
    step(channel)
    assert (fresh(first).state, fresh(second).state) == ("issue", "live")
    assert ListingIssue.objects.get(listing=first, closed_at=None).code == "18027"


def test_a_file_they_could_not_read_is_told_again_later_and_not_at_once(bazaar, kantha, step, hand):
    channel = make.channel()
    bazaar.bulk = True
    listing = step.begin(kantha, channel)
    step(channel)
    adapter_bring(replace(adapters()["bazaar"], poll=lambda _channel, _handle: []))
    for _round in range(3):
        step(channel)
    assert [call for call, _skus in bazaar.told].count("submit") == 1
    assert fresh(listing).attempts == 1 and fresh(listing).next_try_at > clock.now()
