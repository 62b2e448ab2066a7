"""Offers of one thing come together, and apart; what a person said stands whatever feeds say."""

from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from ekshop.catalogue.matching import Postings
from ekshop.catalogue.models import (
    MatchDecision,
    MatchEntry,
    MatchMove,
    MatchPair,
    MatchWord,
    Offer,
    Product,
    SearchChange,
)
from ekshop.catalogue.selectors.matching import pair_shown
from ekshop.catalogue.services import (
    OFFER,
    CannotUndo,
    NothingLeft,
    StagedRow,
    matching_run,
    move_undo,
    offers_merge,
    offers_part,
    offers_stage,
    pair_reopen,
    pairs_decide,
    products_merge,
    words_learn,
)
from ekshop.catalogue.services.matching.entries import entries_read
from ekshop.catalogue.services.matching.postings import AllPostings, postings_of_keys
from ekshop.catalogue.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import NotAllowed
from ekshop.kernel.ids import tracking_code
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.rulebook import rules_load
from ekshop.parties.tests import make as parties

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("feeds")
OMAR = Actor(kind="person", person_id=1, role="operator", label="Omar")
_batch = count(1)


def shop():
    return parties.seller().organisation


@pytest.fixture
def shops():
    """Two sellers, and enough other goods that words have their rarity."""
    rules_load()
    one, other, third = shop(), shop(), shop()
    for brand in ("Pran", "Fresh", "Teer", "Radhuni", "Bata", "Aarong"):
        for thing in ("rice", "sugar", "soap", "lamp", "chair", "kettle"):
            made = make.product(f"{brand} {thing}", brand=brand)
            make.offer(third, of=made)
    return one, other


def feed(seller, *rows: dict, feed_id: int = 0):
    """A seller's whole list, as its feed brings it."""
    batch = next(_batch)
    offers_stage(
        batch=batch,
        rows=[
            StagedRow(
                position=n,
                verdict=OFFER,
                fingerprint=f"{n:032x}",
                code=f"X-{batch}-{n}",
                source_category="",
                **{
                    "title_bn": "", "title_en": row.get("title", ""), "description": "",
                    "url": "", "image_url": "", "price_poisha": 3_800_000, "stock": 5,
                    "brand": "", "mpn": "", "gtin": "", **row,
                },
            )
            for n, row in enumerate(rows, 1)
        ],
    )  # fmt: skip
    return offers_merge(
        actor=SYSTEM,
        batch=batch,
        seller_id=seller.pk,
        feed_id=feed_id or seller.pk,
        complete=True,
        now=clock.now(),
        categories={},
        other_category=make.category().pk,
    )


TV = {"title": "Walton LED television 43 inch WD43R", "brand": "Walton", "mpn": "WD-43R"}
TV_TOO = {"title": "Walton 43 inch LED television WD43R full HD", "brand": "Walton"}
LAMP = {"title": "Jonak study lamp swan neck warm light adjustable", "brand": "Jonak"}
LAMP_TOO = {"title": "Jonak study lamp swan neck with dimmer adjustable", "brand": "Jonak"}


def matched(**how):
    return matching_run(now=clock.now(), **how)


def product_of(seller, ref: str) -> Product:
    return Offer.objects.get(seller=seller, seller_ref=ref).product


def two_offers(shops, mine=TV, theirs=TV_TOO) -> tuple[Product, Product]:
    one, other = shops
    feed(one, {"seller_ref": "a", **mine})
    feed(other, {"seller_ref": "b", **theirs})
    return product_of(one, "a"), product_of(other, "b")


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


def test_said_to_be_the_same_they_stay_together_whatever_the_seller_writes(shops):
    one, other = two_offers(shops, LAMP, LAMP_TOO)
    products_merge(actor=OMAR, product_ids={one.pk, other.pk}, now=clock.now())
    feed(shops[1], {"seller_ref": "b", "title": "Something else", "brand": "Otobi", "mpn": "Z-9",
                    "match_key": "mpn:otobi|z9"})  # fmt: skip
    matched()
    assert product_of(shops[1], "b") == one
    assert MatchDecision.objects.get(in_force=True).verdict == "same"


def test_said_to_be_different_they_are_not_put_together_nor_asked_again(shops):
    one, other = two_offers(shops, LAMP, LAMP_TOO)
    matched()
    pair = MatchPair.objects.get()
    pairs_decide(actor=OMAR, pair_ids=[pair.pk], same=False, now=clock.now())
    feed(shops[1], {"seller_ref": "b", **LAMP})
    matched()
    assert product_of(shops[1], "b") == other
    assert not MatchPair.objects.filter(state=MatchPair.OPEN).exists()


def test_taken_apart_they_stay_apart_though_they_share_a_gtin(shops):
    gtin = {"match_key": "gtin:08901234567894", "gtin": "08901234567894"}
    together, same = two_offers(shops, {**TV, **gtin}, {**TV_TOO, **gtin})
    assert together == same
    offer = Offer.objects.get(seller_ref="b")
    move = offers_part(
        actor=OMAR, product_id=together.pk, offer_ids=[offer.pk], reason="wrong", now=clock.now()
    )
    own = product_of(shops[1], "b")
    assert own == move.gone != together
    feed(shops[1], {"seller_ref": "b", **TV_TOO, **gtin, "stock": 3})
    matched()
    assert product_of(shops[1], "b") == own
    assert product_of(shops[0], "a") == together


def test_a_code_that_is_taken_is_drawn_again_within_the_same_transaction(shops):
    taken, fresh = make.product(match_key="gtin:1"), tracking_code("G")
    told = {"category": taken.category, "created_at": clock.now(), "updated_at": clock.now()}
    codes = iter([taken.code, taken.code, fresh])
    with transaction.atomic():
        made = coded_insert(Product(**told), "G", draw=lambda _letter: next(codes))
    assert made.code == fresh and Product.objects.filter(pk=made.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        coded_insert(Product(match_key="gtin:1", **told), "G")


def test_a_split_undone_is_one_product_again_and_its_address_leads_there(shops):
    gtin = {"match_key": "gtin:08901234567894"}
    together, _same = two_offers(shops, {**TV, **gtin}, {**TV_TOO, **gtin})
    offer = Offer.objects.get(seller_ref="b")
    move = offers_part(actor=OMAR, product_id=together.pk, offer_ids=[offer.pk], now=clock.now())
    move_undo(actor=OMAR, move_id=move.pk, now=clock.now())
    offer.refresh_from_db()
    move.gone.refresh_from_db()
    assert offer.product == together and not offer.held_fast
    assert move.gone.merged_into == together
    assert not MatchDecision.objects.filter(in_force=True).exists()


def test_a_merge_undone_is_two_products_and_the_next_feed_leaves_it_so(shops):
    one, other = two_offers(shops)
    matched()
    move = move_undo(actor=OMAR, move_id=MatchMove.objects.get().pk, now=clock.now())
    assert (move.undone_by, product_of(shops[1], "b")) == ("Omar", other)
    other.refresh_from_db()
    assert other.merged_into is None
    feed(shops[1], {"seller_ref": "b", **TV_TOO, "stock": 2})
    feed(shops[0], {"seller_ref": "a", **TV, "title": TV_TOO["title"]})
    matched()
    assert product_of(shops[1], "b") == other
    assert product_of(shops[0], "a") == one
    with pytest.raises(CannotUndo):
        move_undo(actor=OMAR, move_id=move.pk, now=clock.now())


def test_merges_upon_merges_are_undone_from_the_last(shops):
    one, other = two_offers(shops, LAMP, LAMP_TOO)
    third = make.offer(shop(), of=make.product("lamp"))
    [first] = products_merge(actor=OMAR, product_ids={other.pk, third.product_id}, now=clock.now())
    [second] = products_merge(actor=OMAR, product_ids={one.pk, other.pk}, now=clock.now())
    assert one.offers.count() == 3
    with pytest.raises(CannotUndo):
        move_undo(actor=OMAR, move_id=first.pk, now=clock.now())
    move_undo(actor=OMAR, move_id=second.pk, now=clock.now())
    move_undo(actor=OMAR, move_id=first.pk, now=clock.now())
    assert [pk.offers.count() for pk in (one, other)] == [1, 1]


def test_a_decision_of_the_queue_is_taken_back(shops):
    one, other = two_offers(shops, LAMP, LAMP_TOO)
    matched()
    pair = MatchPair.objects.get()
    for same in (True, False):
        pairs_decide(actor=OMAR, pair_ids=[pair.pk], same=same, now=clock.now())
        pair_reopen(actor=OMAR, pair_id=pair.pk, now=clock.now())
        pair.refresh_from_db()
        assert pair.state == MatchPair.OPEN
        assert product_of(shops[1], "b") == other
        assert not MatchDecision.objects.filter(in_force=True).exists()


def test_a_decision_upon_another_is_taken_back_alone(shops):
    one, other = two_offers(shops, LAMP, LAMP_TOO)
    matched()
    first = make.offer(shop(), of=make.product("lamp")).product
    products_merge(actor=OMAR, product_ids={first.pk, other.pk}, now=clock.now())
    pair = MatchPair.objects.get(one=one, other=other)
    pairs_decide(actor=OMAR, pair_ids=[pair.pk], same=True, now=clock.now())
    assert one.offers.count() == 3
    pair_reopen(actor=OMAR, pair_id=pair.pk, now=clock.now())
    assert (one.offers.count(), other.offers.count()) == (1, 2)


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


def test_the_last_offer_stays_and_only_operators_decide(shops):
    one, _other = two_offers(shops, LAMP, LAMP_TOO)
    offers = list(one.offers.values_list("pk", flat=True))
    with pytest.raises(NothingLeft):
        offers_part(actor=OMAR, product_id=one.pk, offer_ids=offers, now=clock.now())
    mina = Actor(kind="person", role="partner_officer", organisation_id=shops[0].pk)
    with pytest.raises(NotAllowed):
        products_merge(actor=mina, product_ids={one.pk}, now=clock.now())


def test_goods_of_one_seller_in_both_languages_bring_together_those_of_two_in_one_each(shops):
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
    assert words_learn() == 2 and words_learn() == 0
    (after,) = score()
    assert not before or after > before[0] + 2
    shown = pair_shown(MatchPair.objects.get(one=pair[0], other=pair[1]).pk)
    marks = {piece.text: piece.mark for side in shown.sides for piece in side.pieces}
    assert marks["কাঁধের"] == marks["Shoulder"] == "same"
