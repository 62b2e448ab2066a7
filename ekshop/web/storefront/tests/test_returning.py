"""A customer asks for a return from the page that follows the order."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from ekshop.fulfilment.models import Photo, ReturnRequest
from ekshop.kernel import clock
from ekshop.kernel.bangla import bengali_digits
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests import make
from ekshop.web.centre.tests import parcel_make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)


@pytest.fixture(autouse=True)
def moment():
    with clock.at(LATER + timedelta(hours=1)):
        yield


@pytest.fixture
def share():
    people = parcel_make.people()
    share = parcel_make.arrived(people)
    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    make.handed_over(people, share, now=LATER)
    return share


@pytest.fixture
def karim(share) -> Client:
    """Has shown the code and the digits of his mobile."""
    client = Client()
    client.cookies["language"] = "en"
    mobile = share.order.customer.mobile
    client.post("/track/", {"code": share.order.code, "mobile": bengali_digits(mobile[-4:])})
    return client


def text(response) -> str:
    return unescape(response.content.decode())


def page(share) -> str:
    return f"/track/{share.order.code}/return/"


def test_it_is_asked_once_line_number_and_reason_are_told(share, karim):
    saree = share.lines.order_by("position").first()
    assert "Something is to go back" in text(karim.get(f"/track/{share.order.code}/"))
    nonce = karim.get(page(share)).context["nonce"]
    form = {"quantity": "১", "reason": "wrong_item", "note": "blue, not red", "nonce": nonce}
    photos = [parcel_make.picture(), parcel_make.no_picture()]
    first = karim.post(page(share), {**form, "photos": photos})
    assert first.status_code == 422 and "not a picture" in text(first)
    (token,) = first.context["kept"]
    form["kept"] = token
    for wrong, words in (
        ({}, "Choose what goes back"),
        ({"line": saree.pk, "quantity": "৩"}, "Only 2 of these"),
        ({"line": saree.pk, "quantity": "many"}, "whole number"),
        ({"line": saree.pk, "reason": "moon"}, "Say why it goes back"),
        ({"line": 0}, "Choose what goes back"),
    ):
        answer = karim.post(page(share), {**form, **wrong})
        assert answer.status_code == 422 and words in text(answer), wrong
        assert "blue, not red" in text(answer) and answer.context["kept"] == [token]
    for _press in range(2):
        done = karim.post(page(share), {**form, "line": saree.pk})
        assert done.url == f"/track/{share.order.code}/"
    wanted = ReturnRequest.objects.get()
    assert (wanted.order_line_id, wanted.quantity, wanted.photos.count()) == (saree.pk, 1, 1)


def test_nobody_asks_who_has_not_shown_the_digits(share):
    saree = share.lines.order_by("position").first()
    form = {"line": saree.pk, "quantity": "1", "reason": "wrong_item"}
    answer = Client().post(page(share), form)
    assert answer.status_code == 302 and answer.url == f"/track/{share.order.code}/"
    assert not ReturnRequest.objects.exists()


def test_after_the_window_nothing_can_be_chosen(share, karim):
    with clock.at(LATER + timedelta(days=30)):
        answer = karim.get(page(share))
    assert answer.status_code == 200 and "Nothing here can be returned now" in text(answer)


def test_photos_are_not_taken_without_end(share, karim, settings):
    settings.ACCOUNT_RATE_LIMITS = {"photo": "3/h/key"}
    two = [parcel_make.picture(), parcel_make.picture("other.jpg", "red")]
    first = karim.post(page(share), {"photos": two, "action": "keep"})
    assert len(first.context["kept"]) == 2
    more = {"photos": two, "kept": first.context["kept"], "note": "torn"}
    for picture in two:
        picture.seek(0)
    second = karim.post(page(share), more)
    assert second.status_code == 429 and "Too many photos" in text(second)
    assert second.context["kept"] == first.context["kept"] and "torn" in text(second)
    assert Photo.objects.count() == 2


def test_photos_for_an_order_of_which_nothing_can_go_back_are_not_stored(share, karim):
    with clock.at(LATER + timedelta(days=30)):
        karim.post(page(share), {"photos": [parcel_make.picture()], "action": "keep"})
    assert not Photo.objects.exists()
