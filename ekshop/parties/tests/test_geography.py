"""Places, under every name they go by."""

import pytest

from ekshop.parties.models import Place
from ekshop.parties.rules import fold
from ekshop.parties.selectors import (
    children_of,
    place_by_code,
)
from ekshop.parties.services import geography_load


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield geography_load()
        Place.objects.filter(kind="union").delete()
        Place.objects.filter(kind="upazila").delete()
        Place.objects.update(district=None)
        Place.objects.filter(kind="district").delete()
        Place.objects.all().delete()


def called(name, kind):
    return Place.objects.filter(kind=kind, aliases__folded=fold(name)).distinct()


@pytest.mark.django_db
def test_the_whole_country_is_there(country):
    assert country == {"division": 8, "district": 64, "upazila": 494, "union": 4540}


@pytest.mark.django_db
def test_loading_again_adds_nothing(country):
    geography_load()
    assert Place.objects.count() == 8 + 64 + 494 + 4540


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chittagong", "Chattogram"),
        ("চট্টগ্রাম", "Chattogram"),
        ("barisal", "Barishal"),
        ("Jessore", "Jashore"),
        ("COMILLA", "Cumilla"),
        ("Bogra", "Bogura"),
        ("cox's bazar", "Cox's Bazar"),
        ("নারায়নগঞ্জ", "Narayanganj"),
        ("নারায়ণগঞ্জ", "Narayanganj"),
        ("মুন্সীগঞ্জ", "Munshiganj"),
    ],
)
def test_a_district_is_found_by_old_and_new_names_in_both_languages(country, typed, meant):
    assert called(typed, "district").get().name_en == meant


@pytest.mark.django_db
def test_a_name_may_stand_for_several_places(country):
    assert called("Kaliganj", "upazila").count() == 4


@pytest.mark.django_db
def test_names_are_stored_in_one_spelling_without_stray_spaces(country):
    assert place_by_code("upazila-54").name_bn == "শাহরাস্তি"
    assert place_by_code("union-1349").name_bn == "তুলশীগংগা"


@pytest.mark.django_db
def test_upazilas_of_a_district_know_their_district(country):
    dhaka = Place.objects.get(kind="district", slug="dhaka")
    upazilas = children_of(dhaka)
    assert upazilas
    assert {each.district_id for each in upazilas} == {dhaka.pk}
    assert {each.district_id for each in children_of(upazilas[0])} == {dhaka.pk}
