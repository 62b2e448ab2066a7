"""What a person says of offers stands whatever feeds say, and can be taken back."""

import pytest
from django.db import IntegrityError, transaction

from ekshop.catalogue.models import (
    MatchDecision,
    MatchMove,
    MatchPair,
    Offer,
    Product,
)
from ekshop.catalogue.services import (
    CannotUndo,
    NothingLeft,
    move_undo,
    offers_part,
    pair_reopen,
    pairs_decide,
    products_merge,
)
from ekshop.catalogue.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import NotAllowed
from ekshop.kernel.ids import tracking_code

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


def test_the_last_offer_stays_and_only_operators_decide(shops):
    one, _other = two_offers(shops, LAMP, LAMP_TOO)
    offers = list(one.offers.values_list("pk", flat=True))
    with pytest.raises(NothingLeft):
        offers_part(actor=OMAR, product_id=one.pk, offer_ids=offers, now=clock.now())
    mina = Actor(kind="person", role="partner_officer", organisation_id=shops[0].pk)
    with pytest.raises(NotAllowed):
        products_merge(actor=mina, product_ids={one.pk}, now=clock.now())
