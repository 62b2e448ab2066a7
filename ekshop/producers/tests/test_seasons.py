"""When the country's goods come: seasons over the new year, bans, and what is soon."""

from datetime import date

import pytest

from ekshop.catalogue.models import Category
from ekshop.parties.tests.make import personas
from ekshop.producers.models import DistrictBrand, SeasonItem
from ekshop.producers.rules import seasons as rules
from ekshop.producers.selectors.brand import season_items, season_named, seasons_on
from ekshop.producers.services.brand import district_brands_load, season_items_load


@pytest.mark.parametrize(
    ("starts", "ends", "inside", "outside"),
    [
        (610, 705, date(2026, 7, 5), date(2026, 7, 6)),
        (1120, 305, date(2026, 1, 1), date(2026, 11, 19)),
        (1101, 630, date(2026, 6, 30), date(2026, 7, 1)),
    ],
)
def test_both_ends_count_and_a_season_may_run_over_the_new_year(starts, ends, inside, outside):
    assert rules.is_in(starts, ends, inside) and not rules.is_in(starts, ends, outside)


def test_the_months_of_a_season_are_told_from_its_first():
    assert rules.months_of(1120, 305) == [11, 12, 1, 2, 3]
    assert rules.months_of(610, 620) == [6]
    assert len(rules.months_of(1120, 1110)) == 12


def test_a_day_no_year_has_is_not_taken():
    with pytest.raises(ValueError, match="day"):
        rules.day_code("02-30")
    assert rules.next_start(229, date(2026, 3, 2)) == date(2027, 3, 1)


def row(slug, starts, ends, kind="fruit", **given):
    named = {"name_bn": "ল্যাংড়া আম", "name_en": "Langra mango", "note_bn": "", "note_en": ""}
    words = {"words_bn": "ল্যাংড়া আম", "words_en": "Langra mango", "sources": "", "categories": ""}
    return {
        "slug": slug,
        "starts": starts,
        "ends": ends,
        "kind": kind,
        **named,
        **words,
        **given,
    }


@pytest.mark.django_db
def test_the_calendar_becomes_what_the_table_says():
    home = personas().jamila.organisation.seller.hub_district
    Category.objects.create(slug="fruits", name_bn="ফল", name_en="Fruit", drawing="mango")
    rows = [
        row("langra", "06-10", "07-05", districts=home.code, categories="fruits"),
        row("gur", "11-20", "03-05", districts=home.code, name_bn="গুড়", name_en="Gur"),
        row("ban", "10-04", "10-25", kind="ban", districts=home.code, words_bn="", words_en=""),
    ]
    season_items_load(rows, {})
    season_items_load(rows[:2], {})
    assert set(SeasonItem.objects.values_list("slug", flat=True)) == {"langra", "gur"}
    items = season_items(home.pk)
    now = seasons_on(items, date(2026, 11, 22))
    assert [(one.item.slug, one.now, one.ends) for one in now] == [("gur", True, date(2027, 3, 5))]
    soon = seasons_on(items, date(2026, 5, 20))
    assert [(one.item.slug, one.begins) for one in soon] == [("langra", date(2026, 6, 10))]
    assert [item.slug for item in season_named(["ল্যাংড়া আম ৫ কেজি"], "fruits")] == ["langra"]
    assert season_named(["আম"], "fruits") == []
    assert season_named(["ল্যাংড়া আম ছাপা শাড়ি"], "sarees") == []
    with pytest.raises(KeyError):
        season_items_load([row("x", "06-10", "07-05", districts=home.code, categories="no")], {})


@pytest.mark.django_db
def test_a_district_tells_its_story_and_where_it_can_be_checked():
    home = personas().jamila.organisation.seller.hub_district
    told = {
        "district": home.code,
        "about_bn": "নদীর জেলা",
        "about_en": "A district of rivers",
        "story_bn": "",
        "story_en": "",
        "sources": "paper|book",
    }
    known = {
        key: {"title": key, "publisher": "P", "url": "https://p.org", "looked_on": "2026-11-23"}
        for key in ("paper", "book")
    }
    assert district_brands_load([told], known) == district_brands_load([told], known) == 1
    assert [each.title for each in DistrictBrand.objects.get().read_at] == ["paper", "book"]
    with pytest.raises(KeyError):
        district_brands_load([{**told, "sources": "nobody"}], known)
