"""The pages for what goes back: nobody came, and a courier that fetches it."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from ekshop.fulfilment.models import Shipment
from ekshop.kernel import clock, deadlines
from ekshop.parties.tests.make import PLACED_AT
from ekshop.reporting.selectors import stuck
from ekshop.settlement.tests import make

from . import parcel_make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)
LONG_AFTER = PLACED_AT + timedelta(days=20)


@pytest.fixture
def people():
    return parcel_make.people()


@pytest.fixture
def asha(people) -> Client:
    client = Client()
    client.force_login(people.asha.person)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def share(people):
    return parcel_make.arrived(people)


@pytest.fixture
def lying(share):
    """Until its last day is over, and the centre's own time too."""
    for day in (8, 10, 13, 20):
        at = PLACED_AT + timedelta(days=day)
        with clock.at(at):
            deadlines.deadlines_run(at)
        make.work(at)
    with clock.at(LONG_AFTER):
        yield share


def text(response) -> str:
    return unescape(response.content.decode())


def test_a_parcel_somebody_may_still_come_for_offers_nothing_of_the_kind(share, asha):
    with clock.at(LATER):
        assert "not-collected" not in text(asha.get(f"/centre/parcels/{share.code}/"))
        page = asha.get(f"/centre/parcels/{share.code}/not-collected/")
        assert page.url == f"/centre/parcels/{share.code}/"
        refused = asha.post(f"/centre/parcels/{share.code}/not-collected/")
        assert refused.status_code == 409
        assert "Nobody came" not in text(asha.get("/centre/"))


def test_nobody_came_is_on_todays_page_and_leads_to_a_parcel_with_its_label(lying, asha):
    today = text(asha.get("/centre/"))
    assert "Nobody came: send back" in today and "To send back: " in today
    assert "To send back" in text(asha.get("/centre/parcels/?shelf=waiting"))
    assert f"/centre/parcels/{lying.code}/not-collected/" in text(
        asha.get(f"/centre/parcels/{lying.code}/")
    )
    ask = text(asha.get(f"/centre/parcels/{lying.code}/not-collected/"))
    assert "The customer paid nothing and owes nothing." in ask
    assert "ek-Shop's own rule" in ask
    sent = asha.post(f"/centre/parcels/{lying.code}/not-collected/")
    back = Shipment.objects.get(direction="return")
    assert sent.url == f"/centre/back/{back.code}/"
    assert "Nobody came for these goods" in text(asha.get(sent.url))
    assert asha.get(f"{sent.url}label.pdf").content[:5] == b"%PDF-"
    done = text(asha.get(f"/centre/parcels/{lying.code}/"))
    assert "Not collected, sent back" in done and "Open and inspect" not in done
    assert back.code in text(asha.get("/centre/parcels/?shelf=back"))
    assert "Nobody came" not in text(asha.get("/centre/"))


def test_what_a_customer_gets_back_is_said_before_anything_is_sent(people, lying, asha):
    make.inspected(people, lying, now=LONG_AFTER)
    payment = make.paid(people, lying, now=LONG_AFTER)
    ask = text(asha.get(f"/centre/parcels/{lying.code}/not-collected/"))
    assert "Given back to the customer" in ask and "Give this cash to the customer" in ask
    assert payment.amount_poisha > 2 * lying.delivery_poisha


def test_another_centre_finds_no_such_page(people, lying):
    client = Client()
    client.force_login(people.bina.person)
    for ask in (client.get, client.post):
        assert ask(f"/centre/parcels/{lying.code}/not-collected/").status_code == 404


def test_the_operator_sees_what_a_centre_does_not_send_back(people, lying):
    kinds = {each.kind.name: each.number for each in stuck(people.omar.actor, now=LONG_AFTER)}
    assert kinds["send_back"] == 1


@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_courier_is_asked_to_come_and_said_to_have_come(people, share, asha, language):
    with clock.at(LATER):
        make.inspected(people, share, rejected=1, now=LATER)
        back = Shipment.objects.get(direction="return")
        page = f"/centre/back/{back.code}/"
        asha.cookies["language"] = language
        assert 'value="sandbox_courier"' in text(asha.get(page))
        asha.post(page, {"courier": "sandbox_courier", "tracking_number": ""})
        back.refresh_from_db()
        assert (back.state, back.courier) == ("booked", "sandbox_courier")
        assert 'name="taken"' in text(asha.get(page))
        assert text(asha.get("/centre/parcels/?shelf=back")).count(back.code)
        asha.post(page, {"taken": "1"})
        back.refresh_from_db()
        assert back.state == "handed_over"
        assert 'name="taken"' not in text(asha.get(page))
        refused = asha.post(page, {"courier": "pigeon"})
        assert refused.status_code == 422
