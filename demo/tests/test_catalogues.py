"""The generated catalogues: enough of them, well formed, both languages, the same every time."""

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from demo.content.build import write
from demo.content.customers import customers
from demo.content.goods import products
from demo.content.offers import Offer, catalogues, origins, overlap, same_things
from demo.content.seeded import SEED, check_digit, gtin13
from demo.content.shops import SHOPS, mapping
from demo.content.tables import read

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="module")
def shelves() -> dict[str, list[Offer]]:
    return catalogues()


def good(shelves: dict[str, list[Offer]]) -> list[Offer]:
    return [row for rows in shelves.values() for row in rows if "-X" not in row["id"]]


def test_a_gtin_ends_in_the_digit_gs1_would_give_it():
    assert check_digit("629104150021") == "3"
    assert gtin13(1) == "9520000000011"


def test_there_is_enough_to_choose_from(shelves):
    assert len(good(shelves)) >= 6_000
    assert set(shelves) == {shop.slug for shop in SHOPS}
    assert min(len(rows) for rows in shelves.values()) >= 300


def test_the_same_article_is_sold_by_two_to_four_shops(shelves):
    shared = overlap(shelves)
    assert shared[2] > 1_200 and shared[3] > 100 and shared[4] > 0


def test_every_good_offer_is_complete_and_valid(shelves):
    for row in good(shelves):
        assert 0 < len(row["id"]) <= 50
        assert 0 < len(row["title"]) <= 150 and row["description"]
        assert row["price"].endswith(".00 BDT") and float(row["price"].split()[0]) > 0
        assert (row["availability"] == "in_stock") == (row["quantity"] > 0)
        if gtin := row.get("gtin"):
            assert gtin.startswith("952") and check_digit(gtin[:-1]) == gtin[-1]
        if sale := row.get("sale_price"):
            assert 0 < float(sale.split()[0]) < float(row["price"].split()[0])


def test_ids_are_never_repeated_within_a_shop_but_by_the_row_meant_to_be(shelves):
    for rows in shelves.values():
        repeated = [ref for ref, times in Counter(row["id"] for row in rows).items() if times > 1]
        assert repeated in ([], ["HK-X0007"])


def test_text_is_nfc_and_in_the_script_it_claims(shelves):
    for row in good(shelves):
        for name, text in row.items():
            assert not isinstance(text, str) or unicodedata.is_normalized("NFC", text), (
                row["id"],
                name,
            )
        if "title_bn" in row:
            assert any("\u0980" <= letter <= "\u09ff" for letter in row["title_bn"])
            assert not any(
                "\u0980" <= letter <= "\u09ff" for letter in row["title_en"] + row["description_en"]
            )


def test_no_good_offer_carries_a_hole_from_its_pattern(shelves):
    for row in good(shelves):
        assert not set("{}|") & set(row["title"] + row["description"])
        assert "  " not in row["title"]


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    write(tmp_path / "one")
    write(tmp_path / "two")
    write(tmp_path / "other", seed="another")
    for shop in SHOPS:
        name = f"shops/{shop.slug}.jsonl"
        first = (tmp_path / "one" / name).read_bytes()
        assert first == (tmp_path / "two" / name).read_bytes()
        assert first != (tmp_path / "other" / name).read_bytes()
        assert all(json.loads(line)["id"] for line in first.decode().splitlines())


def test_each_category_word_of_a_shop_means_one_of_our_categories(shelves):
    leaves = {row["slug"] for row in read("categories") if row["parent"]}
    for shop in SHOPS:
        ours = mapping(shop.slug)
        assert len(ours) == len(shop.words), f"{shop.slug} says the same of two categories"
        assert set(ours.values()) <= leaves
        assert {row["product_type"] for row in shelves[shop.slug]} <= set(ours)


def test_the_goods_reach_every_leaf_of_the_tree(shelves):
    leaves = {row["slug"] for row in read("categories") if row["parent"]}
    sold = {mapping(slug)[row["product_type"]] for slug, rows in shelves.items() for row in rows}
    assert leaves == sold


def test_customers_are_many_and_each_has_a_mobile_of_their_own():
    people = list(customers())
    assert 1_800 <= len(people) <= 2_200
    assert len({person.mobile for person in people}) == len(people)
    assert {person.centre for person in people} == {row["slug"] for row in read("centres")}
    staff = {row["mobile"] for row in read("people") if row["key"] != "karim"}
    assert not staff & {person.mobile for person in people}
    assert people == list(customers())


def test_every_district_has_goods_on_the_shelves_and_some_are_gi(shelves):
    known = {(slug, row["id"]) for slug, rows in shelves.items() for row in rows}
    found = list(origins())
    assert {(slug, ref) for slug, ref, *_ in found} <= known
    assert {district for *_, district, _ in found} == {r["district"] for r in read("districts")}
    assert sum(is_gi for *_, is_gi in found) > 200


def test_only_goods_of_the_gazetted_list_carry_the_mark_of_origin():
    listed = read("gi_products")

    def stands(title, district):
        return any(
            district in row["districts"].split("|")
            and all(word in title.lower() for word in row["words"].split("|"))
            for row in listed
        )

    homes = {row["slug"]: row["district"] for row in read("producers")}
    marked = [(one.title_en, one.district) for one in products(SEED) if one.is_gi] + [
        (row["title_en"], homes[row["producer"]]) for row in read("producer_goods") if row["is_gi"]
    ]
    assert len(marked) > 200
    assert [one for one in marked if not stands(*one)] == []
    assert not stands("Nimtola Body Spray", "district-43")
    assert not stands("Moyurpech Jamdani Saree, 60 Count, Red", "district-44")


def test_it_is_known_of_every_offer_which_thing_it_is_of(shelves):
    things = same_things()
    by_gtin: dict[str, set[int]] = {}
    for slug, rows in shelves.items():
        for row in rows:
            if row.get("gtin") and "-X" not in row["id"]:
                by_gtin.setdefault(row["gtin"], set()).add(things[slug, row["id"]])
    assert by_gtin and all(len(numbers) == 1 for numbers in by_gtin.values())


def test_two_kinds_of_one_model_have_two_numbers():
    by_number: dict[tuple[str, str], list[str]] = {}
    for product in products(SEED):
        if product.mpn:
            by_number.setdefault((product.brand_en, product.mpn), []).append(product.title_en)
    assert [titles for titles in by_number.values() if len(titles) > 1] == []
