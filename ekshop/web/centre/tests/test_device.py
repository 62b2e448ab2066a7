"""What the centre's device is told and what it sends by itself, over HTTP."""

import gzip
import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from ekshop.fulfilment.models import Inspection, Photo
from ekshop.notices.models import Message
from ekshop.orders.models import Order
from ekshop.parties.models import Consent
from ekshop.parties.services import consent_withdraw
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests import make
from ekshop.web.centre.views import worker

from . import parcel_make

pytestmark = pytest.mark.django_db

KNOWN = "/centre/new/known/"


@pytest.fixture
def people():
    return parcel_make.people()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def asha(people) -> Client:
    return signed_in(people.asha.person)


def owner(client: Client) -> str:
    return client.get("/centre/device/").json()["owner"]


def send(client: Client, address: str, form: dict, *, whose: str = "", later: bool = False):
    """As the queue sends it; the answer's JSON."""
    headers = {"Device-Queue": whose or owner(client)}
    if later:
        headers["Device-Queue-Later"] = "1"
    return client.post(address, form, headers=headers).json()


def order_form(offer, **other) -> dict:
    return {
        "nonce": str(uuid4()),
        "mobile": "01712-999888",
        "name": "Salma Begum",
        "agreed_by": "spoken",
        "channel": "walk_in",
        f"q-{offer.pk}": "২",
        f"p-{offer.pk}": str(offer.price_poisha),
        **other,
    }


def placed(people):
    """An offer this centre has ordered before."""
    offer = make.orders.offer(people.partner, price_poisha=45_000, on_hand=50)
    make.orders.order(people, [(offer, 1)])
    return offer


def test_pages_of_the_day_say_for_whom_they_may_be_kept_and_others_do_not(asha):
    for address in ("/centre/", "/centre/parcels/", "/centre/queue/", "/centre/no-line/", KNOWN):
        assert asha.get(address)["Kept-For"] == owner(asha), address
    for address in ("/centre/money/", "/centre/new/", "/account/profile/", "/", "/worker.js"):
        assert "Kept-For" not in asha.get(address), address


def test_two_people_have_different_names_on_a_device_and_one_keeps_hers(people, asha):
    assert owner(asha) == owner(signed_in(people.asha.person))
    assert owner(asha) != owner(signed_in(people.bina.person))


def test_the_worker_is_a_script_at_the_root_that_names_the_shell(client):
    answer = client.get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    told = json.loads(answer.content.decode().split("\n")[0].removeprefix("const TOLD = ")[:-1])
    assert any("look/look" in address for address in told["shell"])
    assert "/static/centre/device/queue.js" in told["shell"]


def test_scripts_and_styles_of_a_first_visit_to_a_centre_weigh_at_most_60_kb():
    files = [name for name in (*worker.SHELL, *worker.IMPORTED) if name.endswith((".js", ".css"))]
    packed = [gzip.compress(Path(finders.find(name)).read_bytes()) for name in files]
    assert sum(map(len, packed)) + len(gzip.compress(worker.worker_script())) <= 60_000


def test_a_parcel_on_its_way_and_its_inspection_are_worth_keeping(people, asha):
    offer = make.orders.offer(people.partner, on_hand=50)
    share, _parcel = make.packed(people, make.orders.order(people, [(offer, 1)]))
    keep = [address for address, _mark in asha.get("/centre/device/").json()["keep"]]
    assert f"/centre/parcels/{share.code}/" in keep
    ahead = f"/centre/parcels/{share.code}/inspect/?ahead=1"
    assert ahead in keep
    assert asha.get(ahead).status_code == 200
    assert asha.get(ahead.split("?")[0]).status_code == 302


def test_an_order_from_the_queue_is_one_order_however_often_it_is_sent(people, asha):
    offer = placed(people)
    form = order_form(offer)
    first = send(asha, KNOWN, form)
    told = Message.objects.count()
    again = send(asha, KNOWN, form, later=True)
    assert first["state"] == "done" and first == again
    assert Order.objects.filter(customer__name="Salma Begum").count() == 1
    assert Consent.objects.filter(customer__name="Salma Begum").count() == 1
    assert Message.objects.count() == told


def test_an_order_sent_again_asks_nobody_who_has_taken_the_consent_back_since(people, asha):
    form = order_form(placed(people))
    send(asha, KNOWN, form)
    consent = Consent.objects.get(customer__name="Salma Begum")
    consent_withdraw(actor=people.asha.actor, consent_id=consent.pk, now=PLACED_AT)
    assert send(asha, KNOWN, form)["state"] == "done"
    assert not Consent.objects.filter(customer=consent.customer, withdrawn_at=None).exists()


def test_an_order_at_another_price_is_refused_in_words_and_leaves_nothing(people, asha):
    offer = placed(people)
    answer = send(asha, KNOWN, order_form(offer, **{f"p-{offer.pk}": "44000"}))
    assert answer["state"] == "refused" and answer["code"] == "price_changed"
    assert "450" in answer["words"]
    assert not Order.objects.filter(customer__name="Salma Begum").exists()


def test_a_form_of_another_person_is_not_taken(people, asha):
    offer = placed(people)
    other = owner(signed_in(people.bina.person))
    assert send(asha, KNOWN, order_form(offer), whose=other) == {"state": "other"}
    assert not Order.objects.filter(customer__name="Salma Begum").exists()


def test_who_has_signed_out_is_sent_to_the_sign_in_page_and_nothing_is_done(people):
    offer = placed(people)
    answer = Client().post(KNOWN, order_form(offer), headers={"Device-Queue": "anybody"})
    assert answer.status_code == 302 and answer["Location"].startswith("/account/sign-in/")
    assert Client().get("/centre/device/").status_code == 302


def test_filled_in_with_a_line_it_goes_on_to_the_reading_back(people, asha):
    offer = placed(people)
    page = asha.get(KNOWN).content.decode()
    assert f'name="q-{offer.pk}"' in page and f'value="{offer.price_poisha}"' in page
    answer = asha.post(KNOWN, order_form(offer), follow=True)
    assert answer.redirect_chain[-1][0].endswith("/read-back/")
    assert "2 pieces" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mobile": "12"}, "mobile"),
        ({"agreed_by": ""}, "Read the words aloud"),
        ({"name": ""}, "name"),
        ({"nothing": True}, "Say of something how many."),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(
    people, asha, change, words
):
    offer = placed(people)
    if change.pop("nothing", False):
        change = {f"q-{offer.pk}": "0"}
    answer = asha.post(KNOWN, order_form(offer, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "12-999888" in answer.content.decode() or change.get("mobile")


def test_an_inspection_from_the_queue_brings_its_photos_and_is_recorded_once(people, asha):
    share = parcel_make.arrived(people)
    saree, book = share.lines.order_by("position")
    address = f"/centre/parcels/{share.code}/inspect/"

    def form(nonce: str) -> dict:
        return {
            "nonce": nonce,
            "action": "record",
            f"good-{saree.pk}": "1",
            f"bad-{saree.pk}": "1",
            f"why-{saree.pk}": "damaged",
            f"good-{book.pk}": "1",
            f"bad-{book.pk}": "0",
            f"photo-{saree.pk}": parcel_make.picture(),
        }

    nonce = str(uuid4())
    first = send(asha, address, form(nonce))
    again = send(asha, address, form(nonce), later=True)
    assert first == again == {"state": "done", "to": f"/centre/parcels/{share.code}/pay/"}
    assert Inspection.objects.count() == 1
    assert Photo.objects.filter(inspection_line__order_line=saree).count() == 1
    assert Photo.objects.count() == 1
    other = send(asha, address, form(str(uuid4())))
    assert other["state"] == "refused" and other["words"]


def test_a_photo_that_is_none_is_refused_in_words_and_nothing_is_recorded(people, asha):
    share = parcel_make.arrived(people)
    form = {"nonce": str(uuid4()), "action": "record"}
    for line in share.lines.all():
        form |= {f"good-{line.pk}": str(line.quantity), f"bad-{line.pk}": "0"}
        form |= {f"photo-{line.pk}": parcel_make.no_picture()}
    answer = send(asha, f"/centre/parcels/{share.code}/inspect/", form)
    assert answer["state"] == "refused" and "bill.jpg" in answer["words"]
    assert not Inspection.objects.exists()


def test_receiving_twice_answers_twice_with_the_same_and_tells_the_customer_once(people, asha):
    offer = make.orders.offer(people.partner, on_hand=50)
    share, _parcel = make.packed(people, make.orders.order(people, [(offer, 1)]))
    told = Message.objects.count()
    address = f"/centre/parcels/{share.code}/receive/"
    first, again = send(asha, address, {}), send(asha, address, {})
    assert first == again == {"state": "done", "to": f"/centre/parcels/{share.code}/inspect/"}
    assert Message.objects.count() == told + 1


def test_what_was_sent_later_leaves_no_words_of_success_for_the_next_page(people, asha):
    share = parcel_make.arrived(people)
    send(asha, f"/centre/parcels/{share.code}/receive/", {}, later=True)
    assert "Received. The customer is told" not in asha.get("/centre/").content.decode()
