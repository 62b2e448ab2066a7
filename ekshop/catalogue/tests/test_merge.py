from datetime import timedelta

import pytest

from ekshop.catalogue import rules
from ekshop.catalogue.models import Offer, Product, SearchChange, StagedOffer
from ekshop.catalogue.services import (
    DROP,
    KEEP,
    OFFER,
    StagedRow,
    StockItem,
    catch_all_category,
    offers_merge,
    offers_stage,
    stock_reserve,
)
from ekshop.kernel.actors import Actor
from ekshop.kernel.rulebook import rules_load
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make

SYSTEM = Actor.system("feeds")
FEED = 7


@pytest.fixture
def people(db):
    rules_load()
    return personas()


def row(position, ref, **fields):
    given = {
        "title": f"Thing {ref}",
        "title_bn": "",
        "title_en": f"Thing {ref}",
        "description": "",
        "url": "",
        "image_url": "",
        "price_poisha": 10_000,
        "stock": 5,
        "brand": "",
        "mpn": "",
        "gtin": "",
        "source_category": "Things",
        "fingerprint": f"{ref}{fields}"[:32],
        **fields,
    }
    return StagedRow(position, given.pop("verdict", OFFER), ref, **given)


def merge(seller, *rows, complete=True, **more):
    given = {
        "feed_id": FEED,
        "categories": {},
        "other_category": catch_all_category(),
        "now": PLACED_AT,
        **more,
    }
    offers_stage(batch=1, rows=rows)
    return offers_merge(actor=SYSTEM, batch=1, seller_id=seller.pk, complete=complete, **given)


def offers_of(seller):
    return {offer.seller_ref: offer for offer in Offer.objects.filter(seller=seller)}


def test_new_rows_become_offers_and_products_that_search_will_hear_of(people):
    saree = make.category("saree")
    counts = merge(people.partner, row(1, "a"), row(2, "b"), categories={"Things": saree.pk})
    assert (counts.added, counts.products_added, counts.changed) == (2, 2, 0)
    a = offers_of(people.partner)["a"]
    assert (a.state, a.price_poisha, a.on_hand, a.feed_id) == (Offer.LIVE, 10_000, 5, FEED)
    assert a.product.category == saree
    assert set(Product.objects.values_list("id", flat=True)) <= set(
        SearchChange.objects.values_list("product_id", flat=True)
    )
    assert not StagedOffer.objects.exists()


def test_the_same_batch_again_changes_nothing(people):
    merge(people.partner, row(1, "a"), row(2, "b"))
    before = Offer.objects.get(seller_ref="a").updated_at
    counts = merge(people.partner, row(1, "a"), row(2, "b"), now=PLACED_AT + timedelta(days=1))
    assert (counts.added, counts.changed, counts.unchanged, counts.withdrawn) == (0, 0, 2, 0)
    assert Offer.objects.get(seller_ref="a").updated_at == before


def test_price_stock_and_title_change_in_place(people):
    merge(people.partner, row(1, "a"))
    offer = offers_of(people.partner)["a"]
    counts = merge(people.partner, row(1, "a", price_poisha=9_000, stock=0, title="New name"))
    assert (counts.added, counts.changed) == (0, 1)
    after = offers_of(people.partner)["a"]
    assert (after.pk, after.product_id) == (offer.pk, offer.product_id)
    assert (after.price_poisha, after.on_hand, after.title) == (9_000, 0, "New name")
    assert after.product.title == "New name"


def test_a_feed_never_takes_stock_that_orders_hold(people):
    merge(people.partner, row(1, "a", stock=5))
    offer = offers_of(people.partner)["a"]
    stock_reserve(items=[StockItem(offer.pk, 4, "line:1")], now=PLACED_AT)
    merge(people.partner, row(1, "a", stock=1))
    offer.refresh_from_db()
    assert (offer.on_hand, offer.reserved) == (4, 4)


def test_out_of_season_too_what_a_whole_file_no_longer_names_is_withdrawn_for_good(people):
    merge(people.partner, row(1, "a"), row(2, "b"), row(3, "c"))
    Offer.objects.filter(seller_ref__in=["b", "c"]).update(state=Offer.OFF_SEASON)
    counts = merge(people.partner, row(1, "a"), row(2, "b"))
    assert (counts.withdrawn, counts.returned) == (1, 0)
    states = {ref: offer.state for ref, offer in offers_of(people.partner).items()}
    assert states == {"a": "live", "b": "off_season", "c": "withdrawn"}


def test_what_a_whole_file_no_longer_names_is_withdrawn_and_comes_back(people):
    merge(people.partner, row(1, "a"), row(2, "b"))
    counts = merge(people.partner, row(1, "a"))
    assert counts.withdrawn == 1
    assert offers_of(people.partner)["b"].state == Offer.WITHDRAWN
    counts = merge(people.partner, row(1, "a"), row(2, "b"))
    assert (counts.returned, counts.changed) == (1, 1)
    assert offers_of(people.partner)["b"].state == Offer.LIVE


def test_half_a_file_withdraws_nothing(people):
    merge(people.partner, row(1, "a"), row(2, "b"))
    assert merge(people.partner, row(1, "a"), complete=False).withdrawn == 0
    assert offers_of(people.partner)["b"].state == Offer.LIVE


def test_offers_of_another_feed_or_seller_are_left_alone(people):
    merge(people.partner, row(1, "a"), feed_id=1)
    merge(people.pharmacy, row(1, "a"), feed_id=2)
    counts = merge(people.partner, row(1, "b"), feed_id=3)
    assert (counts.added, counts.withdrawn) == (1, 0)


def test_the_first_of_two_rows_with_one_id_is_kept(people):
    counts = merge(people.partner, row(1, "a", price_poisha=1_000), row(2, "a", price_poisha=1_200))
    assert [(refused.position, refused.code) for refused in counts.refused] == [(2, "duplicate_id")]
    assert offers_of(people.partner)["a"].price_poisha == 1_000


def test_a_row_whose_offer_was_already_met_unchanged_is_a_second_one(people):
    merge(people.partner, row(1, "a", price_poisha=1_000))
    counts = merge(people.partner, row(2, "a", price_poisha=1_200), unseen=[])
    assert [refused.code for refused in counts.refused] == ["duplicate_id"]
    assert offers_of(people.partner)["a"].price_poisha == 1_000


def test_a_bad_row_keeps_what_we_have_and_a_forbidden_one_takes_it_away(people):
    merge(people.partner, row(1, "a"), row(2, "b"))
    counts = merge(
        people.partner,
        StagedRow(1, KEEP, "a"),
        StagedRow(2, DROP, "b"),
        StagedRow(3, DROP, "never seen"),
    )
    assert (counts.kept, counts.withdrawn, counts.added) == (1, 1, 0)
    states = {ref: offer.state for ref, offer in offers_of(people.partner).items()}
    assert states == {"a": Offer.LIVE, "b": Offer.WITHDRAWN}


def test_blocked_offers_stay_blocked(people):
    merge(people.partner, row(1, "a"))
    Offer.objects.update(state=Offer.BLOCKED)
    merge(people.partner, row(1, "a", price_poisha=9_500))
    offer = offers_of(people.partner)["a"]
    assert (offer.state, offer.price_poisha) == (Offer.BLOCKED, 9_500)


def test_two_sellers_with_one_gtin_or_part_number_share_a_product(people):
    keyed = {"match_key": "gtin:09521000000001", "gtin": "09521000000001"}
    merge(people.partner, row(1, "a", **keyed), row(2, "b", match_key="mpn:epson|elp1"))
    counts = merge(people.pharmacy, row(1, "x", **keyed), row(2, "y", match_key="mpn:epson|elp1"))
    assert (counts.added, counts.products_added) == (2, 0)
    assert offers_of(people.pharmacy)["x"].product == offers_of(people.partner)["a"].product
    assert offers_of(people.pharmacy)["y"].product == offers_of(people.partner)["b"].product


def test_only_the_offer_that_made_a_product_says_what_it_is(people):
    merge(people.partner, row(1, "a", match_key="mpn:epson|1"))
    merge(people.pharmacy, row(1, "x", match_key="mpn:epson|1"))
    merge(people.pharmacy, row(1, "x", match_key="mpn:epson|1", title="Other"))
    assert Product.objects.get().title == "Thing a"
    merge(people.partner, row(1, "a", match_key="mpn:epson|1", title="Better"))
    assert Product.objects.get().title == "Better"


def test_a_product_that_learns_its_gtin_keeps_its_place(people):
    merge(people.partner, row(1, "a"))
    product = Product.objects.get()
    merge(people.partner, row(1, "a", match_key="gtin:1", gtin="1"))
    assert (offers_of(people.partner)["a"].product, Product.objects.get().match_key) == (
        product,
        "gtin:1",
    )


def test_several_offers_of_one_new_product_in_one_file_make_it_once(people):
    counts = merge(people.partner, *(row(n, f"r{n}", match_key="gtin:1") for n in range(1, 4)))
    assert (counts.added, counts.products_added) == (3, 1)


def test_what_waited_for_a_licence_comes_back_as_the_list_says_it_now(people):
    merge(people.partner, row(1, "A"))
    Offer.objects.update(state=Offer.UNLICENSED)
    counts = merge(people.partner, row(1, "A", price_poisha=12_000))
    offer = Offer.objects.get()
    assert (offer.state, offer.price_poisha, counts.added) == ("live", 12_000, 0)


def test_what_the_seller_may_not_sell_is_refused_and_withdrawn(people):
    medicine = make.category("medicine", regulation="medicine")
    merge(people.partner, row(1, "a"), categories={})
    counts = merge(
        people.partner,
        row(1, "a"),
        row(2, "b"),
        categories={"Things": medicine.pk},
        refused_categories=[medicine.pk],
    )
    assert {refused.code for refused in counts.refused} == {"licence"}
    assert (len(counts.refused), counts.withdrawn, counts.added) == (2, 1, 0)


def test_codes_already_taken_are_drawn_again(people):
    taken = make.product()
    merge(people.partner, row(1, "a", code=taken.code), row(2, "b", code=taken.code), row(3, "c"))
    assert Product.objects.values("code").distinct().count() == 4


def test_texts_with_tabs_backslashes_and_lines_arrive_as_they_were(people):
    odd = "a\\b\tc\nd\r\\N"
    merge(people.partner, row(1, "a", description=odd))
    assert Product.objects.get().description == odd


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9521000000001", "09521000000001"),
        ("9521000000000", None),
        ("036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("952-1000 000001", "09521000000001"),
        ("0000000000000", None),
        ("x", None),
    ],
)
def test_a_gtin_counts_only_with_its_right_check_digit(typed, expected):
    assert rules.gtin14(typed) == expected


def test_numbers_that_each_shop_gives_itself_match_nothing():
    assert rules.match_key(gtin="02900000000018", brand="", mpn="") is None
    assert rules.match_key(gtin="02900000000018", brand="Ep Son", mpn="E-1") == "mpn:ep son|e1"
