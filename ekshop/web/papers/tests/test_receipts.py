"""A receipt opened by its number and four digits, or by its QR."""

from datetime import timedelta

import pytest

from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests import make
from ekshop.web.centre.tests import parcel_make
from ekshop.web.papers.receipt import seal

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)


@pytest.fixture
def payment():
    people = parcel_make.people()
    share = parcel_make.arrived(people)
    make.inspected(people, share, now=LATER)
    return make.paid(people, share, now=LATER)


def tried(client, number, digits):
    client.cookies["language"] = "en"
    return client.post(f"/receipts/{number}/", {"digits": digits})


def digits_of(payment) -> str:
    return payment.seller_order.order.customer.mobile[-4:]


def test_the_number_and_the_digits_lead_to_the_receipt(client, payment):
    answer = tried(client, payment.code.lower(), digits_of(payment))
    assert answer.url == f"/receipts/{payment.code}/{seal(payment.code)}/"
    assert "This receipt is genuine" in client.get(answer.url).content.decode()
    assert client.get(f"/receipts/{payment.code}/{'0' * 16}/").status_code == 404


def test_guessing_the_digits_is_stopped_however_the_number_is_written(client, payment, settings):
    settings.ACCOUNT_RATE_LIMITS = {"receipt": "2/m/key"}
    for written in (payment.code, payment.code.replace("-", "")):
        assert "No receipt of this number" in tried(client, written, "0000").content.decode()
    answer = tried(client, " ".join(payment.code.lower()), digits_of(payment))
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
