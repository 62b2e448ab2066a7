"""Bengali first, whatever the browser says."""

import pytest
from django.urls import reverse

from ekshop.parties.tests.make import personas

pytestmark = pytest.mark.django_db
ENGLISH_BROWSER = {"Accept-Language": "en-GB,en;q=0.9"}


def language(client, address="/account/sign-in/"):
    return client.get(address, headers=ENGLISH_BROWSER).headers["Content-Language"]


def test_a_stranger_with_an_english_browser_is_answered_in_bengali(client):
    assert language(client) == "bn"


def test_the_language_chosen_by_hand_holds(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert language(client) == "en"


def test_a_cookie_with_another_language_is_not_followed(client):
    client.cookies["language"] = "fr"
    assert language(client) == "bn"


def test_someone_known_to_read_english_is_answered_in_english_until_they_choose(client):
    person = personas().omar.person
    person.language = "en"
    person.save()
    client.force_login(person)
    assert language(client, "/operator/centres/") == "en"
    client.cookies["language"] = "bn"
    assert language(client, "/operator/centres/") == "bn"


def test_a_page_that_is_kept_by_a_cache_is_kept_for_each_language(client):
    answer = client.get("/account/sign-in/", headers=ENGLISH_BROWSER)
    assert "Cookie" in answer.headers["Vary"]
    assert "Accept-Language" not in answer.headers["Vary"]


def test_a_machine_that_asks_for_english_gets_it(client):
    answer = client.get("/api/nothing/", headers=ENGLISH_BROWSER)
    assert answer.headers["Content-Language"] == "en"
