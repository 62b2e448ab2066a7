"""No page breaks on what nobody types: every address, asked with numbers and days beyond reckoning."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from ekshop.orders.tests import make
from ekshop.parties.rules import PERMISSIONS
from tests.addresses import addresses, rules_of

pytestmark = pytest.mark.django_db

ENDLESS = "9" * 5000
FIELDS = ("page", "after", "cursor", "month", "year", "centre", "q", "min", "max", "organisation")
ODD = [
    {**dict.fromkeys(FIELDS, ENDLESS), "from": "9999-12-31", "to": "9999-12-31"},
    {"from": "0001-01-01", "to": "0001-01-01", "page": "9" * 30, "month": "20\u00b26-01"},
    {"q": "a\x00b", "cursor": "\x00"},
]


def pages():
    for address, callback in addresses():
        rule = rules_of(callback)[0]
        if "<" not in address and "(" not in address and not address.startswith("/api/"):
            yield address, rule


@pytest.fixture
def people():
    return make.people()


@pytest.mark.parametrize("odd", ODD, ids=["endless", "early", "nul"])
def test_a_page_answers_whatever_its_address_carries(people, odd):
    broken, everyone = [], people.all()
    clients = {name: Client(raise_request_exception=False) for name in everyone}
    for name, client in clients.items():
        client.force_login(everyone[name].person)
    for address, rule in pages():
        roles = PERMISSIONS.get(rule, ())
        allowed = (name for name, persona in everyone.items() if persona.actor.role in roles)
        answer = clients[next(allowed, "asha")].get(f"{address}?{urlencode(odd)}")
        if answer.status_code == 500:
            broken.append(address)
    assert broken == []


def test_a_form_with_a_nul_is_refused_in_words(people, client):
    client.force_login(people.asha.person)
    client.cookies["language"] = "en"
    answer = client.post("/centre/money/cash/", {"amount": "5\x00"})
    assert answer.status_code == 400
    assert "characters in it that cannot be taken" in answer.content.decode()
