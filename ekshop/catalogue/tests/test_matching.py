"""Offers of one thing come together by themselves, once, however a run ends."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from ekshop.catalogue.matching import Postings
from ekshop.catalogue.models import (
    MatchEntry,
    MatchMove,
    MatchPair,
    MatchWord,
    SearchChange,
)
from ekshop.catalogue.selectors.matching import pair_shown
from ekshop.catalogue.services import (
    matching_run,
    pairs_decide,
    products_merge,
    words_learn,
)
from ekshop.catalogue.services.matching.entries import entries_read
from ekshop.catalogue.services.matching.postings import AllPostings, postings_of_keys
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests import make as parties

from .make_matching import (
    LAMP,
    LAMP_TOO,
    OMAR,
    TV,
    TV_TOO,
    feed,
    matched,
    product_of,
    shop,
    two_offers,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [1, 1_000], ids=["all lists at once", "each product's own"])
def test_what_is_surely_one_thing_comes_under_one_product_by_itself(shops, many):
    kept, gone = two_offers(shops)
    SearchChange.objects.all().delete()
    done = matched(many=many)
    assert done.done and done.merged
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert {offer.seller_ref for offer in kept.offers.all()} == {"a", "b"}
    assert set(SearchChange.objects.values_list("product_id", flat=True)) >= {kept.pk, gone.pk}
    move = MatchMove.objects.get()
    assert (move.automatic, move.kept, move.gone, move.by) == (True, kept, gone, "matching")
    assert move.parts["number"] > 0 and move.score > 10


def test_all_lists_at_once_tell_what_each_products_own_do(shops):
    two_offers(shops)
    entries_read({})
    keys = [key for entry in MatchEntry.objects.all() for key in entry.keys]
    useful = list(
        MatchWord.objects.filter(key__in=keys, products__gt=1).values_list("key", flat=True)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        apart = postings_of_keys(cursor, useful)
    at_once = AllPostings.read()
    gone = MatchEntry.objects.order_by("-product_id").first().product_id
    without = at_once._replace(
        held=Postings(*(column[at_once.held.numbers != gone] for column in at_once.held))
    )
    for held in (at_once, without.further([gone])):
        assert sorted(zip(*held.of(useful), strict=True)) == sorted(zip(*apart, strict=True))


def test_only_what_changed_is_matched_again(shops):
    one, _other = shops
    two_offers(shops)
    matched()
    assert matched().read == 0
    feed(one, {"seller_ref": "a", **TV, "price_poisha": 3_700_000})
    assert matched().read == 0
    feed(one, {"seller_ref": "a", **TV, "title": "Walton television WD43R new model"})
    assert matched().read == 1


def test_what_is_told_otherwise_during_a_run_is_not_compared_by_memory(shops):
    one, other = two_offers(shops, LAMP, LAMP_TOO)
    told: list[str] = []

    def tell_otherwise(what, how_many):
        if what == "paired" and not told:
            told.append(what)
            feed(shops[0], {"seller_ref": "a", **LAMP, "mpn": "JN-2041"})
            feed(shops[1], {"seller_ref": "b", **LAMP, "mpn": "JN-2041"})

    assert matched(watch=tell_otherwise, many=1).merged
    assert product_of(shops[1], "b") == product_of(shops[0], "a") == one


def test_a_run_that_was_killed_is_taken_up_where_it_stood(shops):
    two_offers(shops)

    class Killed(Exception):
        pass

    def die(what, how_many):
        raise Killed

    with pytest.raises(Killed):
        matching_run(now=clock.now(), watch=die)
    assert not MatchEntry.objects.filter(stage=MatchEntry.DUE).exists()
    assert matched().merged
    assert not MatchEntry.objects.exclude(stage="").exists()


def test_two_do_not_match_at_once(shops):
    kept, gone = two_offers(shops)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('catalogue.matching'), 0)")
            with pytest.raises(CommandError, match="under way"), translation.override("en"):
                call_command("products_match")
            run_jobs()
            cursor.execute("SELECT pg_advisory_unlock(hashtext('catalogue.matching'), 0)")
    finally:
        other.close()
    waiting = ProcrastinateJob.objects.get(task_name="catalogue.products_match", status="todo")
    assert waiting.scheduled_at
    assert product_of(shops[1], "b") == gone
    call_command("products_match")
    assert product_of(shops[1], "b") == kept


def test_a_key_of_the_emptied_product_brings_later_offers_to_the_one_that_stayed(shops):
    kept, gone = two_offers(
        shops, {**TV, "gtin": ""}, {**TV_TOO, "match_key": "gtin:08901234567894"}
    )
    matched()
    third = shop()
    feed(third, {"seller_ref": "c", "title": "TV", "match_key": "gtin:08901234567894"})
    assert product_of(third, "c") == kept
    feed(shops[1], {"seller_ref": "b", **TV_TOO, "match_key": "gtin:08901234567894", "stock": 9})
    assert product_of(shops[1], "b") == kept


def test_what_is_perhaps_one_thing_waits_for_a_person(shops):
    one, other = two_offers(shops, LAMP, LAMP_TOO)
    matched()
    pair = MatchPair.objects.get(one=one, other=other)
    assert (pair.state, pair.verdict) == (MatchPair.OPEN, "review")
    assert sorted(pair.sellers) == sorted([shops[0].pk, shops[1].pk])
    [done] = pairs_decide(actor=OMAR, pair_ids=[pair.pk], same=True, now=clock.now())
    assert done.state == MatchPair.SAME
    assert product_of(shops[1], "b") == one


def test_a_number_each_shop_gives_itself_says_nothing(shops):
    inside = {"gtin": "02900000090019"}
    one, other = two_offers(
        shops, {**LAMP, **inside, "mpn": "A-1"}, {**TV, **inside, "brand": "Jonak"}
    )
    matched()
    assert product_of(shops[1], "b") == other != one


def test_two_of_one_seller_are_never_put_together_by_themselves(shops):
    one, other = shops
    feed(one, {"seller_ref": "a", **TV})
    feed(other, {"seller_ref": "b", **TV_TOO}, {"seller_ref": "c", **TV_TOO})
    matched()
    assert product_of(one, "a").offers.count() == 2


def test_what_two_makers_make_by_hand_is_never_one_thing_whatever_it_is_called(shops):
    shop, _other = shops
    maker, another = (parties.seller(kind="producer").organisation for _ in range(2))
    kantha = {"title": "Nakshi kantha lotus and birds quilt hand stitched Jamalpur"}
    feed(maker, {"seller_ref": "a", **kantha})
    feed(another, {"seller_ref": "b", **kantha})
    feed(shop, {"seller_ref": "c", **kantha})
    done = matched()
    assert (done.merged, done.for_review) == (0, 0) and not MatchPair.objects.exists()
    one, two = product_of(maker, "a"), product_of(another, "b")
    products_merge(actor=OMAR, product_ids=[one.pk, two.pk], now=clock.now())
    assert product_of(another, "b") == product_of(maker, "a")


def test_goods_told_in_both_languages_by_two_sellers_bring_together_what_is_told_in_one(shops):
    one, other = shops
    both = [
        ("কাঁধের ব্যাগ নীল", "Shoulder Bag Blue"), ("পাটের কাঁধের ব্যাগ", "Jute Shoulder Bag"),
        ("চামড়ার বেল্ট", "Leather Belt"), ("চামড়ার মানিব্যাগ", "Leather Wallet"),
    ]  # fmt: skip
    lamps = [{"seller_ref": f"l{at}", "title": f"Lamp {at} with a shade"} for at in range(40)]
    taught = [
        {"seller_ref": f"t{at}", "title": english, "title_bn": bengali, "title_en": english}
        for at, (bengali, english) in enumerate(both)
    ]
    bag = {"brand": "Methopoth", "price_poisha": 120_000}
    feed(
        one, *taught, *lamps, {"seller_ref": "a", "title": "Methopoth Leather Shoulder Bag", **bag}
    )
    bengali = "মেঠোপথ চামড়ার কাঁধের ব্যাগ"
    told = {"title": bengali, "title_bn": bengali, "title_en": ""}
    feed(other, {"seller_ref": "b", **told, **bag, "brand": "মেঠোপথ"})
    pair = tuple(sorted((product_of(one, "a").pk, product_of(other, "b").pk)))

    def score():
        matched()
        return MatchPair.objects.filter(one=pair[0], other=pair[1]).values_list("score", flat=True)

    before = list(score())
    # By one seller's word alone, however often it is said, nothing comes together.
    assert words_learn() == 0
    feed(other, *taught)
    assert words_learn() == 3 and words_learn() == 0
    (after,) = score()
    assert not before or after > before[0] + 2
    shown = pair_shown(MatchPair.objects.get(one=pair[0], other=pair[1]).pk)
    marks = {piece.text: piece.mark for side in shown.sides for piece in side.pieces}
    assert marks["কাঁধের"] == marks["Shoulder"] == "same"
