"""A list that falls silent: its seller hears of it, its goods say so, leave, and come back."""

from datetime import timedelta

import pytest

from ekshop.catalogue.models import Offer, UnconfirmedFeed
from ekshop.catalogue.search.directory import forget
from ekshop.catalogue.selectors import offers_to_order, product_shown
from ekshop.federation.models import Feed, FeedRun
from ekshop.federation.services import feed_vouch, feeds_age
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make_feeds as make


@pytest.fixture
def people(db):
    make.tree()
    return personas()


@pytest.fixture
def feed(people, tmp_path):
    made = make.feed(people.partner)
    Feed.objects.filter(pk=made.pk).update(address="http://127.0.0.1:9/list.csv")
    make.ingest(made, make.table([make.goods(1), make.goods(2)]), tmp_path)
    made.refresh_from_db()
    return made


def after(feed, **time):
    """That long after the last good reading, every one since having failed."""
    asked_at = PLACED_AT + timedelta(minutes=30)
    FeedRun.objects.get_or_create(
        feed=feed, trigger="schedule", state="failed", problem="unreachable",
        defaults={"asked_at": asked_at, "finished_at": asked_at},
    )  # fmt: skip
    feeds_age(now=PLACED_AT + timedelta(**time))
    feed.refresh_from_db()
    return feed.trouble, feed.trouble_level


def told():
    return Message.objects.filter(template="feed_silent", channel="sms").count()


def test_the_seller_is_told_then_the_operator_and_then_its_goods_leave_the_shop(feed):
    assert after(feed, hours=5) == ("", 0)
    assert after(feed, hours=7) == ("silent", 1)
    assert UnconfirmedFeed.objects.get().since == PLACED_AT
    assert (after(feed, hours=8), told()) == (("silent", 1), 1)
    assert (after(feed, hours=25), told()) == (("silent", 2), 2)
    assert Offer.objects.filter(state=Offer.LIVE).count() == 2
    assert (after(feed, hours=73), told()) == (("silent", 3), 3)
    offer = Offer.objects.first()
    assert offer.state == Offer.STALE
    assert offers_to_order([offer.pk], at=PLACED_AT)[offer.pk].refusal == "stale"


def test_the_next_reading_brings_everything_back_and_reads_no_row_twice(feed, tmp_path):
    after(feed, hours=73)
    run = make.ingest(feed, make.table([make.goods(1), make.goods(2)]), tmp_path)
    feed.refresh_from_db()
    assert (run.staged, run.unchanged, feed.trouble) == (0, 2, "")
    assert Offer.objects.filter(state=Offer.LIVE).count() == 2
    assert not UnconfirmedFeed.objects.exists()


def test_a_list_that_never_changes_is_asked_about_and_its_sellers_word_is_enough(
    feed, people, tmp_path
):
    Feed.objects.update(last_read_at=PLACED_AT + timedelta(days=31))
    assert after(feed, days=31) == ("unchanged", 1)
    feed_vouch(actor=people.mina.actor, feed=feed, now=PLACED_AT + timedelta(days=31))
    assert after(feed, days=31) == ("", 0)


def test_an_offer_not_confirmed_stands_behind_a_dearer_one_that_is(feed, people):
    from ekshop.catalogue.tests.make import offer

    mine = Offer.objects.get(seller_ref="G0001")
    other = offer(people.tania.organisation, of=mine.product, price_poisha=20_000)
    forget()
    assert product_shown(mine.product.code).offers[0] == mine
    after(feed, hours=7)
    forget()
    shown = product_shown(mine.product.code)
    assert list(shown.offers) == [other, mine]
    assert shown.unconfirmed == {mine.pk: PLACED_AT}
    forget()
