"""What a complaint's words say, on the desk: shown where it differs, taken over with a click."""

import pytest
from django.test import Client

from ekshop.complaints.tests import make
from ekshop.complaints.tests.test_suggesting import SURE

pytestmark = pytest.mark.django_db


def page(who, address, language="en"):
    client = Client()
    client.force_login(who.person)
    client.cookies["language"] = language
    return client.get(address).content.decode()


def test_a_suggestion_is_taken_over_with_one_click_by_the_coordinator():
    people = make.people()
    same, other = make.case(people), make.case(people, category="price", story=SURE)
    queue = page(people.nila, "/desk/")
    assert queue.count("suggested: ") == 1 and "of 100" in queue
    address = f"/desk/cases/{other.code}/"
    assert "Take it over" in page(people.nila, address)
    assert "এটাই নিন" not in page(people.nila, f"/desk/cases/{same.code}/", "bn")
    assert "Take it over" not in page(people.aziz, address)
    client = Client()
    client.force_login(people.nila.person)
    client.post(f"{address}act/recategorise/", {"category": "advance_taken"})
    other.refresh_from_db()
    assert other.category == "advance_taken"
    assert "suggested: " not in page(people.nila, address)
