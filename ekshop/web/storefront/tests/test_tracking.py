"""Following an order without an account: the code and four digits, and nothing about the person."""

from datetime import timedelta

import pytest

from ekshop.catalogue.tests import make as catalogue
from ekshop.fulfilment.selectors import shipments_of
from ekshop.fulfilment.services import shipment_book, tracking_record
from ekshop.orders.tests import make
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests import make as settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make.people()


@pytest.fixture
def order(people):
    make.rate()
    return make.order(people, [(catalogue.offer(people.mina.organisation, price_poisha=50_000), 2)])


def tried(client, code, digits, **more):
    client.cookies["language"] = "en"
    return client.post("/track/", {"code": code, "mobile": digits}, **more)


def test_the_code_and_the_digits_show_where_the_order_stands(client, people, order):
    response = tried(client, order.code.lower(), people.karim.mobile[-4:], follow=True)
    text = response.content.decode()
    assert response.redirect_chain[-1][0] == f"/track/{order.code}/"
    assert "Waiting for the seller" in text
    assert "৳500" in text
    assert people.karim.name not in text
    assert people.karim.mobile[-4:] not in text
    assert people.asha.person.name not in text


def test_wrong_digits_and_an_unknown_code_are_answered_in_the_same_words(client, people, order):
    wrong = tried(client, order.code, "0000").content.decode()
    unknown = tried(client, "K2-2222-2", people.karim.mobile[-4:]).content.decode()
    said = "We know no order with this code and these digits"
    assert said in wrong
    assert said in unknown


def test_another_browser_is_asked_for_the_digits(client, people, order):
    text = client.get(f"/track/{order.code}/").content.decode()
    assert order.code in text
    assert 'name="mobile"' in text


def test_the_short_address_leads_to_the_form(client, order):
    assert client.get(f"/t/{order.code}")["Location"] == f"/track/{order.code}/"


def test_guessing_the_digits_is_stopped(client, people, order, settings):
    settings.ACCOUNT_RATE_LIMITS = {"track": "2/m/key"}
    for _ in range(2):
        tried(client, order.code, "0000")
    response = tried(client, order.code, people.karim.mobile[-4:])
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_writing_the_code_another_way_buys_no_more_guesses(client, people, order, settings):
    settings.ACCOUNT_RATE_LIMITS = {"track": "2/m/key"}
    for written in (order.code, order.code.replace("-", "")):
        tried(client, written, "0000")
    response = tried(client, " ".join(order.code.lower()), people.karim.mobile[-4:])
    assert response.status_code == 429


def test_the_codes_of_an_orders_parts_are_one_door(client, people, order, settings):
    settings.ACCOUNT_RATE_LIMITS = {"track": "2/m/key"}
    share = make.share(order, people.mina.organisation)
    tried(client, order.code, "0000")
    tried(client, share.code.lower(), "0000")
    for code in (order.code, share.code):
        assert tried(client, code, people.karim.mobile[-4:]).status_code == 429


def test_what_the_courier_reports_is_told_in_our_words(client, people, order):
    share = make.confirm(people.mina, make.share(order, people.mina.organisation))
    parcel = shipment_book(
        actor=people.mina.actor, seller_order_id=share.pk, courier="sandbox_courier", now=PLACED_AT
    )
    tracking_record(
        courier="sandbox_courier",
        shipment_id=parcel.pk,
        event_key="1",
        status="in_transit",
        message="Parcel left the sorting hub.",
        at=PLACED_AT,
        now=PLACED_AT,
    )
    tried(client, order.code, people.karim.mobile[-4:])
    text = client.get(f"/track/{order.code}/").content.decode()
    assert "<b>On the way</b>" in text
    assert "sorting hub" not in text


def carried(people, order):
    """Every code an order's papers bear, by its letter."""
    at = PLACED_AT + timedelta(days=3)
    share = settled.inspected(people, settled.arrived(people, order), rejected=1, now=at)
    payment = settled.paid(people, share, now=at)
    sent, back = shipments_of([share.pk])[share.pk]
    return [order.code, share.code, sent.code, back.code, payment.code]


def test_whichever_code_of_an_order_is_typed_it_leads_to_the_order(client, people, order, settings):
    settings.ACCOUNT_RATE_LIMITS = {"track": "50/m/key"}
    codes = carried(people, order)
    assert [code[0] for code in codes] == ["K", "S", "D", "D", "P"]
    for code in codes:
        client.cookies.clear()
        wrong = tried(client, code, "0000")
        assert "We know no order with this code and these digits" in wrong.content.decode()
        right = tried(client, f" {code.lower()} ", people.karim.mobile[-4:], follow=True)
        assert right.redirect_chain[-1][0] == f"/track/{order.code}/"
    for code in codes:
        again = client.get(f"/t/{code}", follow=True)
        assert again.redirect_chain[-1][0] == f"/track/{order.code}/"
        assert "Handed over" not in again.content.decode()


def test_the_codes_of_one_order_share_its_guesses(client, people, order, settings):
    codes = carried(people, order)
    settings.ACCOUNT_RATE_LIMITS = {"track": "2/m/key"}
    answers = [tried(client, code, "0000").status_code for code in codes[:4]]
    assert answers == [200, 200, 429, 429]
