"""The operator pays sellers and watches over centres' cash, on pages."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.orders.selectors import centre_stop
from ekshop.parties.models import BankAccount
from ekshop.parties.tests.make import PLACED_AT, person, persona
from ekshop.payments.models import CollectionRow, Remittance
from ekshop.payments.services import remittance_record
from ekshop.settlement.selectors import holds_running, seller_standing, settlements_visible_to
from ekshop.settlement.services import settlements_draw
from ekshop.settlement.tests import make

NOW = PLACED_AT + timedelta(days=3)
LATER = NOW + timedelta(days=9)


def at_work(persona) -> Client:
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def people(db):
    everyone = make.orders.people()
    make.orders.rate(500)
    offer = make.orders.offer(everyone.partner, price_poisha=2_700_000, on_hand=50)
    for _each in range(2):
        share = make.arrived(everyone, make.orders.order(everyone, [(offer, 1)]))
        make.inspected(everyone, share, now=NOW)
        make.paid(everyone, share, now=NOW)
        make.handed_over(everyone, share, now=NOW)
    with clock.at(LATER):
        yield everyone


@pytest.fixture
def omar(people) -> Client:
    return at_work(people.omar)


def accounted(people, omar) -> None:
    mina = at_work(people.mina)
    form = {
        "bank": "Sonali Bank",
        "branch": "Motijheel",
        "routing_number": "200270522",
        "holder": "Somebody Else",
        "number": "0123456789012",
    }
    wrong = mina.post("/partner/settlements/account/", form)
    assert wrong.status_code == 422 and b"f-holder-error" in wrong.content
    form["holder"] = people.partner.name_en
    assert mina.post("/partner/settlements/account/", form).status_code == 302
    assert "0123456789012" in omar.get("/operator/settlements/accounts/").content.decode()
    account = BankAccount.objects.get()
    omar.post(f"/operator/settlements/accounts/{account.pk}/decide/", {"do": "confirm"})
    account.refresh_from_db()
    assert account.state == "confirmed"


def test_a_seller_is_paid_to_an_account_two_persons_agreed_on_and_reads_every_line(people, omar):
    mina = at_work(people.mina)
    assert "No bank account is confirmed" in mina.get("/partner/settlements/").content.decode()
    assert "No bank account is confirmed" in omar.get("/operator/settlements/").content.decode()
    accounted(people, omar)
    with clock.at(LATER + timedelta(days=3)) as hand:
        assert omar.post("/operator/settlements/run/").status_code == 302
        make.work(hand.when)
        settlement = settlements_visible_to(people.omar.actor).get()
        line = settlement.lines.first()
        for reader, base in ((mina, "/partner"), (omar, "/operator")):
            page = reader.get(f"{base}/settlements/{settlement.number}/")
            assert page.status_code == 200 and line.seller_order.code in page.content.decode()
            opened = reader.get(f"{base}/settlements/{settlement.number}/line/{line.pk}/")
            assert "payment:" in opened.content.decode()
            for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
                paper = reader.get(f"{base}/settlements/{settlement.number}/settlement.{kind}")
                assert paper.content.startswith(begins), kind
        tania = at_work(people.tania)
        assert tania.get(f"/partner/settlements/{settlement.number}/").status_code == 404
        for shelf in ("due", "overdue", "held", "paying", "paid"):
            assert omar.get(f"/operator/settlements/?show={shelf}").status_code == 200
            assert omar.get(f"/operator/settlements/table.csv?show={shelf}").status_code == 200


def test_money_is_held_with_words_the_seller_reads_and_let_go_with_others(people, omar):
    seller_id = people.partner.pk
    address = f"/operator/settlements/seller/{seller_id}/"
    wrong = omar.post(f"{address}hold/", {"kind": "", "text": "", "order": "S9-9999-9"})
    assert wrong.status_code == 422 and b"no such order" in wrong.content
    omar.post(f"{address}hold/", {"kind": "court", "text": "Order 12 of the court", "order": ""})
    hold = holds_running().get()
    mina = at_work(people.mina)
    assert "Order 12 of the court" in mina.get("/partner/settlements/").content.decode()
    assert "Held back" in mina.get("/partner/settlements/waiting/").content.decode()
    omar.post(f"/operator/settlements/holds/{hold.pk}/release/", {"text": "The court let it go"})
    assert not holds_running().exists()
    assert "The court let it go" in omar.get(address).content.decode()
    omar.post(f"{address}escrow/", {"escrow": "window", "note": "many returns"})
    assert seller_standing(seller_id, LATER).escrows[0].escrow == "window"
    omar.post(f"{address}escrow/", {"escrow": "rules"})
    assert seller_standing(seller_id, LATER).escrows == []


def test_an_auditor_reads_and_changes_nothing(people):
    aziz = at_work(people.aziz)
    seller_id, centre_id = people.partner.pk, people.centre.pk
    for address in (
        "/operator/settlements/",
        "/operator/settlements/accounts/",
        f"/operator/settlements/seller/{seller_id}/",
        "/operator/collections/",
        "/operator/collections/matching/",
        f"/operator/collections/{centre_id}/",
    ):
        page = aziz.get(address)
        assert page.status_code == 200 and b'class="card" method="post"' not in page.content
    for address in (
        "/operator/settlements/run/",
        f"/operator/settlements/seller/{seller_id}/hold/",
        f"/operator/collections/{centre_id}/",
        "/operator/collections/matching/",
    ):
        answer = aziz.post(
            address, {"file": SimpleUploadedFile("a.csv", b"Reference,Credit\na,1\n")}
        )
        assert answer.status_code == 403, address


def test_a_stopped_centre_is_told_why_and_what_to_do_and_a_raised_limit_frees_it(people, omar):
    asha = at_work(people.asha)
    stop = centre_stop(people.centre.pk)
    assert stop is not None
    assert "New orders wait" in asha.get(reverse("centre:order_new")).content.decode()
    cash = asha.get("/centre/money/cash/").content.decode()
    assert "New orders wait" in cash and "The oldest is from" in cash
    listed = omar.get("/operator/collections/").content.decode()
    assert "No new orders" in listed
    address = f"/operator/collections/{people.centre.pk}/"
    assert omar.post(address, {"limit": "a lot", "reason": "x"}).status_code == 422
    form = {"limit": "৳৯০,০০০", "reason": "A fair is on", "valid_to": "2026-11-30"}
    # On the day it was taken: what is past its time has to be passed on, whatever the limit.
    with clock.at(stop.since):
        assert omar.post(address, form).status_code == 302
    assert centre_stop(people.centre.pk) is None
    assert "A fair is on" in omar.get(address).content.decode()
    assert omar.get("/operator/collections/table.csv").status_code == 200


def test_a_statement_is_brought_and_what_does_not_match_is_decided_by_two(people, omar):
    for reference, amount in (("TX1", 100_000), ("TX2", 200_000)):
        remittance_record(
            actor=people.asha.actor,
            amount_poisha=amount,
            medium="bkash",
            reference=reference,
            nonce=uuid4(),
            now=LATER,
        )
    address = "/operator/collections/matching/"
    assert omar.post(address, {"medium": "bkash"}).status_code == 422
    broken = SimpleUploadedFile("a.csv", b"Name\nx\n")
    assert omar.post(address, {"medium": "bkash", "file": broken}).status_code == 422
    given = SimpleUploadedFile("b.csv", b"Trx ID,Amount\nTX1,1000\nTX8,77\nTX9,five\n")
    shown = omar.post(address, {"medium": "bkash", "file": given}, follow=True)
    assert "The amount cannot be read" in shown.content.decode()
    assert "TX8" in omar.get(address).content.decode()
    row = CollectionRow.objects.get(reference="TX8")
    omar.post(f"/operator/collections/rows/{row.pk}/aside/", {"note": "Interest of the bank"})
    row.refresh_from_db()
    assert row.state == "aside"
    lost = Remittance.objects.get(reference="TX2")
    one = f"/operator/collections/remittances/{lost.pk}/"
    assert omar.post(one, {"what": "", "note": ""}).status_code == 422
    omar.post(one, {"what": "refuse", "note": "Asked bKash, no such number"})
    assert "I agree" not in omar.get(one).content.decode()
    omar.post(f"{one}decide/", {"do": "agree"})
    lost.refresh_from_db()
    assert lost.state == "asked"
    olga = at_work(persona(person("Olga"), "operator", people.omar.organisation))
    assert "I agree" in olga.get(one).content.decode()
    olga.post(f"{one}decide/", {"do": "agree"})
    lost.refresh_from_db()
    assert lost.state == "refused"
    asha = at_work(people.asha)
    assert "Never arrived" in unescape(asha.get("/centre/money/cash/").content.decode())


def test_lists_cost_the_same_however_long(people, omar, django_assert_max_num_queries):
    accounted(people, omar)
    settlements_draw(actor=Actor.system("test"), now=LATER + timedelta(days=3))
    for address in (
        "/operator/settlements/",
        "/operator/settlements/?show=paying",
        "/operator/collections/",
        "/operator/collections/matching/",
    ):
        with django_assert_max_num_queries(30):
            assert omar.get(address).status_code == 200
