"""What an entrepreneur does for her producers: answers, looks, sends together."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from ekshop.fulfilment.models import Pool, SourcingCheck
from ekshop.fulfilment.tests import make
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.orders.models import ProducerAsking
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, customer

LATER = PLACED_AT + timedelta(hours=3)


@pytest.fixture
def people(db):
    return orders.people()


@pytest.fixture
def hand():
    with clock.at(LATER):
        yield


def signed(person, language="en"):
    client = Client()
    client.force_login(person)
    client.cookies["language"] = language
    return client


@pytest.fixture
def asha(people, hand):
    return signed(people.asha.person)


def placed(people, quantity=3):
    buyer = customer(people.other_centre, "Rahima")
    orders.agree(people.bina, buyer)
    kantha = orders.offer(people.producer, price_poisha=150_000, on_hand=9)
    order = orders.order(people, [(kantha, quantity)], by=people.bina, customer=buyer)
    run_jobs()
    return orders.share(order, people.producer)


def test_from_her_word_to_the_courier(people, asha):
    share = placed(people)
    home = f"/centre/producers/orders/{share.code}/"
    assert "Has not answered" in asha.get("/centre/").text
    assert share.code in asha.get("/centre/producers/orders/").text
    refused = asha.post(f"{home}answer/", {"answer": "yes"})
    assert refused.status_code == 422 and "Read her the order" in refused.text
    said = {"heard": "telephone", "agreed": "1", "said": "On Sunday"}
    assert asha.post(f"{home}answer/", {"answer": "no", **said}).status_code == 422
    assert asha.post(f"{home}answer/", {"answer": "yes", **said}).url == home
    assert ProducerAsking.objects.get().said == "On Sunday"
    assert "On Sunday" in asha.get(home).text
    [line] = share.lines.all()
    counts = {f"good-{line.pk}": "২", f"bad-{line.pk}": "1", "nonce": str(uuid4())}
    wrong = asha.post(f"{home}check/", {**counts, "action": "review"})
    assert wrong.status_code == 422 and "Choose what is wrong" in wrong.text
    counts[f"why-{line.pk}"] = "bad_quality"
    assert "Is it so?" in asha.post(f"{home}check/", {**counts, "action": "review"}).text
    assert asha.post(f"{home}check/", {**counts, "action": "record"}).url == home
    assert SourcingCheck.objects.get().lines.get().good == 2
    ready = asha.get("/centre/pools/new/")
    assert share.code in ready.text
    with translation.override("en"):
        assert people.other_centre.centre.where in ready.text
    made = asha.post(
        "/centre/pools/new/", {"order": share.pk, "courier": "manual", "nonce": str(uuid4())}
    )
    pool = Pool.objects.get()
    assert made.url == f"/centre/pools/{pool.code}/"
    for paper in ("list.pdf", "labels.pdf"):
        assert asha.get(f"{made.url}{paper}").content.startswith(b"%PDF")
    parcel = pool.shipments.get()
    asha.post(f"{made.url}hand-over/", {"parcel": parcel.pk, "driver": "Habib"})
    share.refresh_from_db()
    assert share.state == "shipped"
    assert "Habib" in asha.get(made.url).text


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_opens_in_both_languages(people, hand, language):
    share = placed(people)
    client = signed(people.asha.person, language)
    home = f"/centre/producers/orders/{share.code}/"
    assert client.get(home).status_code == 200
    orders.confirm(people.jamila, share)
    assert client.get(f"{home}check/").status_code == 200
    make.looked_at(share, bad={1: 1}, now=LATER)
    pages = [
        "/centre/producers/orders/?shelf=sending",
        home,
        "/centre/pools/",
        "/centre/pools/new/",
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
    client.post(
        "/centre/pools/new/", {"order": share.pk, "courier": "manual", "nonce": str(uuid4())}
    )
    pool = Pool.objects.get()
    parcel = pool.shipments.get()
    assert client.get(f"/centre/pools/{pool.code}/").status_code == 200
    client.post(f"/centre/pools/{pool.code}/take-out/", {"parcel": parcel.pk})
    assert share.code in client.get(f"/centre/pools/{pool.code}/").text
    client.post(f"/centre/pools/{pool.code}/add/", {"order": share.pk})
    assert pool.shipments.exclude(state="cancelled").get().seller_order == share
    client.post(f"/centre/pools/{pool.code}/dissolve/")
    pool.refresh_from_db()
    assert pool.state == "dissolved"


def test_another_centre_sees_none_of_it(people, hand):
    share = placed(people)
    bina = signed(people.bina.person)
    assert bina.get(f"/centre/producers/orders/{share.code}/").status_code == 404
    assert share.code not in bina.get("/centre/producers/orders/?shelf=asking").text


def test_the_producer_answers_on_her_own_page(people, hand):
    share = placed(people)
    jamila = signed(people.jamila.person)
    assert share.code in jamila.get("/producer/orders/").text
    home = f"/producer/orders/{share.code}/"
    assert jamila.post(f"{home}answer/", {"answer": "no"}).status_code == 422
    assert jamila.post(f"{home}answer/", {"answer": "yes"}).url == home
    assert "Bring this to your centre" in jamila.get(home).text
    make.looked_at(share, now=LATER)
    assert "Your centre looked at it" in jamila.get(home).text
