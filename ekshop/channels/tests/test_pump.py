"""Listings kept in step with the shop, within quotas, through outages and deaths."""

import pytest
from django.db.models import F

from ekshop.catalogue.models import Offer
from ekshop.catalogue.services import stock_reserve
from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.adapters import Problem
from ekshop.channels.models import ChannelListing, ListingIssue, ListingPrice, Quota
from ekshop.channels.services import (
    listing_answer,
    listing_end,
    listing_pause,
    listing_resume,
    listings_push,
    listings_wanted,
)
from ekshop.channels.tests import make
from ekshop.kernel import clock, states
from ekshop.kernel.errors import NotFound


def fresh(listing) -> ChannelListing:
    return ChannelListing.objects.get(pk=listing.pk)


def test_goods_go_on_sale_with_their_landed_price_and_its_rate(people, bazaar, kantha, step):
    channel = make.channel(fee_bp=1500, price_step=100, price_ending=99)
    listing = step.begin(kantha, channel)
    step(channel)
    listing = fresh(listing)
    assert listing.state == "live" and listing.remote_ref == f"B-{listing.sku}"
    assert (listing.told_quantity, listing.urgency) == (10, 0)
    shown = bazaar.shelves[listing.sku]
    # 3,000 + 1,000 taka, 15% of the price for the channel: 4,705.89 taka at 120 are $39.22.
    assert (shown.price_minor, shown.currency) == (3999, "USD")
    assert [p.became_minor for p in ListingPrice.objects.filter(listing=listing)] == [3999]
    assert listing.rate.rate == 120_000_000
    assert [c.action for c in states.history_of(listing)] == ["begin", "check", "submit", "accept"]


def test_stock_and_price_follow_the_shop_and_what_is_in_step_is_not_told_again(
    people, bazaar, kantha, step
):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    stock_reserve(items=[(kantha.offer_id, 3, "line:1")], now=clock.now())
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 7
    calls = len(bazaar.told)
    step(channel)
    assert len(bazaar.told) == calls
    Offer.objects.filter(pk=kantha.offer_id).update(price_poisha=350_000)
    step(channel)
    assert bazaar.shelves[listing.sku].price_minor == 3750
    assert bazaar.shelves[listing.sku].changed == {"price"}


def test_stock_that_is_gone_is_told_before_anything_else(people, bazaar, kantha, step):
    slow = make.bazaar("slow", most=1, rate=0.001, burst=3)
    channel = make.channel(adapter="slow")
    others = []
    for number in range(2):
        offer = catalogue.offer(people.producer, price_poisha=100_000, seller_ref=f"o{number}")
        goods = make.export_goods(offer)
        pic = kantha.pictures.get()
        pic.pk, pic.goods = None, goods
        pic.save()
        others.append(step.begin(goods, channel))
    listing = step.begin(kantha, channel)
    step(channel)
    assert len(slow.shelves) == 3
    Offer.objects.filter(pk__in=[each.offer_id for each in others]).update(
        price_poisha=F("price_poisha") + 5_000
    )
    Offer.objects.filter(pk=kantha.offer_id).update(on_hand=0)
    Quota.objects.update(tokens=1)
    step(channel)
    assert slow.told[-1] == ("submit", (listing.sku,))
    assert slow.shelves[listing.sku].quantity == 0


def test_a_lost_answer_is_made_up_for_without_doubling(people, bazaar, kantha, step, hand):
    channel = make.channel()
    bazaar.deaf = True
    listing = step.begin(kantha, channel)
    step(channel)
    channel.refresh_from_db()
    assert channel.problem == "channel_away" and channel.failures == 1
    assert fresh(listing).state == "checking"
    bazaar.deaf = False
    hand.forward(minutes=2)
    step(channel)
    channel.refresh_from_db()
    assert list(bazaar.shelves) == [listing.sku] and fresh(listing).state == "live"
    assert channel.problem == "" and channel.next_try_at is None


def test_while_a_channel_is_away_it_is_left_alone_ever_longer_and_nothing_is_lost(
    people, bazaar, kantha, step, hand
):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    bazaar.away = True
    for _round in range(4):
        step(channel)
        hand.forward(seconds=61)
    channel.refresh_from_db()
    assert channel.failures == 3
    Offer.objects.filter(pk=kantha.offer_id).update(on_hand=4)
    bazaar.away = False
    hand.forward(hours=1)
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 4


def test_a_channel_that_answers_later_is_asked_until_it_does(people, bazaar, kantha, step, hand):
    bazaar.bulk = True
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    under_way = fresh(listing)
    assert under_way.state == "submitted" and under_way.handle
    # What changes meanwhile is told once the first answer is there.
    Offer.objects.filter(pk=kantha.offer_id).update(on_hand=8)
    step(channel)
    step(channel)
    assert fresh(listing).told_quantity == 8 and fresh(listing).state == "live"


def test_that_stock_is_gone_is_said_at_once_and_once(people, bazaar, kantha, step, hand):
    bazaar.bulk = True
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    step(channel)
    Offer.objects.filter(pk=kantha.offer_id).update(on_hand=7)
    listings_wanted(clock.now())
    listings_push(channel_id=channel.pk, now=clock.now())
    # Something of it is under way as the last piece goes.
    Offer.objects.filter(pk=kantha.offer_id).update(on_hand=0)
    listings_wanted(clock.now())
    before = len(bazaar.told)
    for _twice in range(2):
        listings_push(channel_id=channel.pk, now=clock.now())
    assert bazaar.told[before:] == [("submit", (listing.sku,))]
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 0 and fresh(listing).urgency == 0


def test_a_submission_never_answered_is_made_again(people, bazaar, kantha, step, hand):
    bazaar.bulk = True
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    bazaar.waiting.clear()
    hand.forward(hours=13)
    step(channel)
    assert fresh(listing).handle
    step(channel)
    assert fresh(listing).state == "live"


def test_what_the_channel_refuses_is_an_issue_of_the_field_that_causes_it(
    people, bazaar, kantha, step, hand
):
    channel = make.channel()
    sku = f"EK-{kantha.offer_id:08d}"
    bazaar.refuses[sku] = (Problem("materials", "90220", "Fibre content is missing."),)
    listing = step.begin(kantha, channel)
    step(channel)
    issue = ListingIssue.objects.get(listing=listing, closed_at=None)
    assert (issue.field, issue.code, issue.by_channel) == ("materials", "90220", True)
    assert fresh(listing).state == "issue" and fresh(listing).urgency == 0
    bazaar.refuses.clear()
    listing_answer(
        actor=people.jamila.actor,
        listing_id=listing.pk,
        answers={"fibre": "cotton"},
        now=clock.now(),
    )
    step(channel)
    assert fresh(listing).state == "live"
    assert not ListingIssue.objects.filter(closed_at=None).exists()


def test_of_a_listing_that_is_taken_away_nothing_is_to_be_mended(people, bazaar, kantha, step):
    channel = make.channel()
    refused = (Problem("materials", "90220", "Fibre content is missing."),)
    bazaar.refuses[f"EK-{kantha.offer_id:08d}"] = refused
    listing = step.begin(kantha, channel)
    step(channel)
    listing_end(actor=people.jamila.actor, listing_id=listing.pk, now=clock.now())
    assert not ListingIssue.objects.filter(closed_at=None).exists()


def test_a_missing_answer_to_the_channels_own_question_is_found_before_it_is_asked(
    people, bazaar, kantha, step
):
    bazaar.wants_fabric = True
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    issue = ListingIssue.objects.get(listing=listing, severity="error")
    assert (issue.field, issue.by_channel) == ("extra.fabric", False)
    assert bazaar.told == []
    listing_answer(
        actor=people.jamila.actor,
        listing_id=listing.pk,
        answers={"fabric": "khadi"},
        now=clock.now(),
    )
    step(channel)
    assert bazaar.shelves[listing.sku].extra == {"fabric": "khadi"}


def test_paused_goods_cannot_be_bought_and_ended_ones_are_taken_away(people, bazaar, kantha, step):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    mine = {"actor": people.jamila.actor, "listing_id": listing.pk, "now": clock.now()}
    listing_pause(**mine)
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 0
    listing_resume(**mine)
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 10 and fresh(listing).state == "live"
    listing_end(**mine)
    step(channel)
    assert bazaar.shelves == {} and fresh(listing).told_quantity is None


def test_an_offer_that_ends_ends_its_listings(people, bazaar, kantha, step):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    Offer.objects.filter(pk=kantha.offer_id).update(state=Offer.WITHDRAWN)
    step(channel)
    assert (fresh(listing).state, fresh(listing).ended_why) == ("ended", "offer")
    assert bazaar.shelves == {}


def test_pieces_kept_back_are_never_offered_abroad(people, bazaar, kantha, step):
    channel = make.channel(stock_kept_back=8)
    listing = step.begin(kantha, channel)
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 2


def test_no_more_is_called_than_the_channel_allows(people, kantha, step, hand):
    slow = make.bazaar("slow", rate=0.1, burst=1, per_item=True)
    channel = make.channel(adapter="slow")
    step.begin(kantha, channel)
    step(channel)
    stock_reserve(items=[(kantha.offer_id, 1, "line:1")], now=clock.now())
    step(channel)
    assert len(slow.told) == 1
    hand.forward(seconds=11)
    step(channel)
    assert len(slow.told) == 2
    assert Quota.objects.get(channel=channel, operation="submit").used == 2


def test_a_seller_touches_only_its_own_listings(people, bazaar, kantha, step):
    listing = step.begin(kantha, make.channel())
    with pytest.raises(NotFound):
        listing_end(actor=people.mina.actor, listing_id=listing.pk, now=clock.now())
