"""Sizes and colours of one thing stand together, whoever sells them and in whatever order they come."""

import json
from datetime import timedelta
from itertools import permutations

import pytest

from ekshop.catalogue.models import AttributeValue, Family, Offer, PriceChange, Product
from ekshop.catalogue.services import families_settle
from ekshop.catalogue.variants.known import attribute_book_read
from ekshop.catalogue.variants.titles import common, remainder
from ekshop.kernel.rulebook import rules_load
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make
from .test_merge import merge, row


@pytest.fixture
def people(db):
    rules_load()
    return personas()


def shirt(position, ref, colour, size, group="SHIRT", **fields):
    said = json.dumps({"colour": colour, "size": size}, ensure_ascii=False)
    given = {"title": f"Cotton shirt {colour} {size}", "group_ref": group, "attributes": said}
    return row(position, ref, **{**given, **fields})


def families():
    return {
        frozenset(family.products.values_list("title", flat=True)): family
        for family in Family.objects.all()
    }


def test_a_sellers_group_is_one_family_that_says_by_what_it_differs(people):
    merge(
        people.partner,
        shirt(1, "a", "লাল", "M"),
        shirt(2, "b", "Red", "L"),
        shirt(3, "c", "blue", "M"),
        row(4, "d"),
    )
    family = Family.objects.get()
    assert (family.axes, family.title) == (["colour", "size"], "Cotton shirt")
    variants = {p.offers.get().seller_ref: p.variant for p in family.products.all()}
    assert variants["a"] == {"colour": "লাল", "size": "M"}
    assert Product.objects.get(offers__seller_ref="d").family is None


def test_a_family_of_one_is_no_family_and_one_that_shrinks_to_one_ends(people):
    merge(people.partner, shirt(1, "a", "red", "M"), shirt(2, "b", "red", "L"))
    assert Family.objects.count() == 1
    merge(people.partner, shirt(1, "a", "red", "M", group=""), shirt(2, "b", "red", "L"))
    assert not Family.objects.exists()
    assert set(Product.objects.values_list("family", "variant__size")) == {(None, None)}


def test_families_of_two_sellers_meet_in_a_product_both_sell(people):
    shared = "gtin:09521000000001"
    merge(people.partner, shirt(1, "a", "red", "M", match_key=shared), shirt(2, "b", "red", "L"))
    merge(
        people.producer,
        shirt(1, "x", "Red", "M", group="9", match_key=shared),
        shirt(2, "y", "blue", "M", group="9"),
        feed_id=8,
    )
    family = Family.objects.get()
    assert (family.products.count(), family.axes) == (3, ["colour", "size"])


def test_what_comes_out_does_not_depend_on_the_order_of_coming(people):
    """Three groups that hang together, settled in every order of asking."""
    groups = [("A", [0, 1]), ("B", [1, 2]), ("C", [2, 3])]
    goods = [make.product(f"Shirt {size}") for size in "SMLX"]
    for group, members in groups:
        for number in members:
            make.offer(
                people.partner,
                of=goods[number],
                group_ref=group,
                attributes={"size": "SMLX"[number]},
            )
    seen = set()
    for order in permutations(range(4), 2):
        Family.objects.all().delete()
        Product.objects.update(family=None, variant={})
        for number in order:
            families_settle(product_ids=[goods[number].pk], now=PLACED_AT)
        seen.add(
            (
                Family.objects.count(),
                tuple(Product.objects.order_by("pk").values_list("variant__size", flat=True)),
            )
        )
    assert seen == {(1, ("S", "M", "L", "X"))}


def test_goods_of_another_kind_or_without_end_are_no_family(people):
    books = make.category("books", name_en="Books")
    shirt_, book = make.product("Shirt"), make.product("Book", in_category=books)
    for product in (shirt_, book):
        make.offer(people.partner, of=product, group_ref="ALL")
    many = [make.product(f"Thing {n}") for n in range(201)]
    for product in many:
        make.offer(people.partner, of=product, group_ref="SHELF")
    families_settle(product_ids=[shirt_.pk, many[0].pk], now=PLACED_AT)
    assert not Family.objects.exists()


def test_where_no_attribute_tells_them_apart_the_rest_of_the_title_does(people):
    merge(
        people.partner,
        row(1, "a", title="Green tea 100 bags", group_ref="T"),
        row(2, "b", title="Green tea lemon", group_ref="T"),
    )
    family = Family.objects.get()
    assert (family.axes, family.title) == (["kind"], "Green tea")
    kinds = set(family.products.values_list("variant__kind", flat=True))
    assert kinds == {"100 bags", "lemon"}


def test_where_each_says_something_else_of_itself_that_is_what_one_chooses_by(people):
    cotton, festive = make.product("Pinon in cotton"), make.product("Pinon, festive")
    for each, said in ((cotton, {"material": "cotton"}), (festive, {"kind": "festive"})):
        make.offer(people.partner, of=each, group_ref="PINON", attributes=said)
    families_settle(product_ids=[cotton.pk], now=PLACED_AT)
    family = Family.objects.get()
    assert family.axes == ["kind"]
    told = family.products.order_by("pk").values_list("variant__kind", flat=True)
    assert list(told) == ["cotton", "festive"]


def test_titles_share_their_beginning():
    assert common(["Shirt, red / M", "Shirt, red / L"]) == "Shirt, red"
    turned = ["Pothik Shirt, Red, Size M", "Shirt, Red, Size L - Pothik"]
    assert common(turned, without=["Red", "M", "L", "Size"]) == "Pothik Shirt"
    assert common(["Shirt M", "Trousers L"]) == "Shirt M"
    assert remainder(["Tea", "Tea green"]) == ["Tea", "Tea green"]


def test_values_meet_in_both_languages_and_stand_in_their_order(db):
    book = attribute_book_read()
    assert {book.key_of(name) for name in ("Colour", "color", "রঙ", "রং")} == {"colour"}
    assert {book.value("colour", text).code for text in ("RED", "লাল", "Crimson")} == {"red"}
    assert book.value("colour", "লাল/কালো").name_en == "Red and Black"
    sizes = sorted(("XL", "42", "S", "3XL", "m", "40"), key=lambda s: book.value("size", s).order)
    assert sizes == ["S", "m", "XL", "3XL", "40", "42"]
    grams = sorted(("1 kg", "৫০০ গ্রাম", "250gm"), key=lambda s: book.value("net_quantity", s).order)
    assert grams == ["250gm", "৫০০ গ্রাম", "1 kg"]
    assert book.value("net_quantity", "500 gm").name_bn == "৫০০ গ্রাম"
    assert book.value("size", "  ") is None


def test_values_nobody_listed_are_kept_once_with_their_name(people):
    rows = [shirt(1, "a", "Peacock", "M"), shirt(2, "b", "peacock", "44")]
    merge(people.partner, *rows)
    merge(people.partner, *rows)
    learnt = set(AttributeValue.objects.values_list("key", "code", "learnt"))
    assert learnt == {("colour", "peacock", True), ("size", "44", True)}
    book = attribute_book_read()
    assert book.by_number[book.value("size", "৪৪").number].name_bn == "৪৪"


def test_every_change_of_a_price_is_kept_and_cannot_be_rewritten(people):
    merge(people.partner, row(1, "a"), row(2, "b"))
    later = PLACED_AT + timedelta(days=1)
    merge(people.partner, row(1, "a", price_poisha=9_000), row(2, "b", stock=3), now=later)
    change = PriceChange.objects.get()
    assert (change.offer, change.was_poisha, change.became_poisha, change.at) == (
        Offer.objects.get(seller_ref="a"), 10_000, 9_000, later,
    )  # fmt: skip
