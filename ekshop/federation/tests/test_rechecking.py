"""At order time a seller's own system says whether price and stock are still so."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from ekshop.catalogue.models import Offer
from ekshop.federation.connectors import connector
from ekshop.federation.models import Feed, OfferRecheck
from ekshop.federation.services import offer_recheck
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make_feeds as make

NOW = PLACED_AT


@pytest.fixture
def offers(db, tmp_path):
    """Three goods of one seller, each at its price and seven in stock."""
    make.tree()
    feed = make.feed(personas().partner)
    make.ingest(feed, make.table([make.goods(n) for n in (1, 2, 3)]), tmp_path)
    return {offer.seller_ref: offer for offer in Offer.objects.all()}


def asked(offers, says, now=NOW, **more):
    """`says`: what the seller's system answers, or a function of the numbers asked for."""
    live = says if callable(says) else lambda _source, _refs: says
    found = offer_recheck(
        offer_ids=[offer.pk for offer in offers.values()],
        now=now,
        known={"google": replace(connector("google"), live=live)},
        **more,
    )
    refs = {offer.pk: ref for ref, offer in offers.items()}
    return {refs[each.offer_id]: each.outcome for each in found}


def test_a_higher_price_and_stock_that_is_gone_stand_in_the_shop_at_once(offers):
    said = {
        "G0001": {"price": "999.00 BDT", "quantity": "5"},
        "G0002": {"price": "102.00 BDT", "quantity": "0"},
    }
    assert asked(offers, said) == {"G0001": "dearer", "G0002": "gone", "G0003": "gone"}
    now = {offer.seller_ref: (offer.price_poisha, offer.on_hand) for offer in Offer.objects.all()}
    assert now == {
        "G0001": (99_900, 5),
        "G0002": (offers["G0002"].price_poisha, 0),
        "G0003": (offers["G0003"].price_poisha, 0),
    }


def test_a_lower_price_waits_for_the_next_reading_which_judges_it(offers):
    said = {ref: {"price": "1.50 BDT", "quantity": "7"} for ref in offers}
    assert set(asked(offers, said).values()) == {"cheaper"}
    assert Offer.objects.get(seller_ref="G0001").price_poisha == offers["G0001"].price_poisha


def test_a_silent_seller_holds_nobody_up_and_is_then_left_alone_for_a_while(offers):
    enough = threading.Event()

    def slow(_source, _refs):
        enough.wait(60)
        return {}

    try:
        for _time in range(3):
            assert set(asked(offers, slow, limit_seconds=0.02).values()) == {"silent"}
        assert asked(offers, slow, limit_seconds=0.02) == {}
        assert not enough.is_set()
    finally:
        enough.set()
    assert OfferRecheck.objects.filter(outcome="silent").count() == 9
    assert asked(offers, {}, now=NOW + timedelta(minutes=6)) != {}
    assert Feed.objects.get().live_silences == 0


def test_who_has_just_answered_is_not_asked_again(offers):
    said = {ref: {"price": "101.00 BDT", "quantity": "7"} for ref in offers}
    assert len(asked(offers, said)) == 3
    assert asked(offers, said, now=NOW + timedelta(seconds=30)) == {}


def test_where_nobody_can_be_asked_it_costs_next_to_nothing(offers, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert offer_recheck(offer_ids=[each.pk for each in offers.values()], now=NOW) == []


def test_what_cannot_be_read_counts_as_silence(offers):
    assert asked(offers, {ref: {"price": "call us"} for ref in offers}) == dict.fromkeys(
        offers, "silent"
    )
