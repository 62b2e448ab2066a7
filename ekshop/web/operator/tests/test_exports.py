"""Orders from abroad on the operator's pages: the work list, one order's chain, its papers, its money."""

import io
import json
from datetime import date

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ekshop.channels.rules.exporting import DOUBTS
from ekshop.channels.selectors.export_chain import dues_of
from ekshop.channels.selectors.exports import supplies_of
from ekshop.channels.services import exporting
from ekshop.channels.tests import abroad, make
from ekshop.channels.tests.conftest import (  # noqa: F401
    bazaar,
    hand,
    kantha,
    people,
    step,
)
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.selectors import balance
from ekshop.parties.services import export_hub, licence_add, organisation_update
from ekshop.parties.tests import make as parties
from ekshop.reporting.selectors import causes_of
from ekshop.settlement.selectors import sourced_poisha


@pytest.fixture
def omar(client, people):  # noqa: F811
    client.force_login(people.omar.person)
    return client


@pytest.fixture
def channel(kantha, bazaar):  # noqa: F811
    return make.channel()


@pytest.fixture
def sku(step, kantha, channel) -> str:  # noqa: F811
    listing = step.begin(kantha, channel)
    step(channel)
    return listing.sku


def do(omar, order, **sent):
    return omar.post(reverse("operator:export_order_do", args=[order.code]), sent)


def test_an_order_is_taken_through_all_its_pages_by_hand(people, kantha, channel, sku, omar):  # noqa: F811
    abroad.take(channel, abroad.told(sku, quantity=2))
    order = abroad.order_of()
    listed = omar.get(reverse("operator:exports")).content.decode()
    assert order.code in listed and "USD ১৩৫.০০" in listed
    assert order.code in omar.get(reverse("operator:exports_csv")).content.decode()
    abroad.sent_by_jamila(people, order)
    [share] = abroad.shares(order)
    assert do(omar, order, do="receive", share=share.pk).status_code == 302
    inspect = reverse("operator:export_inspect", args=[order.code, share.pk])
    [line] = share.lines.all()
    assert omar.get(inspect).status_code == 200
    wrong = omar.post(inspect, {f"accepted.{line.pk}": "5"})
    assert wrong.status_code == 422
    assert omar.post(inspect, {f"accepted.{line.pk}": "2"}).status_code == 302
    run_jobs()
    assert do(omar, order, do="pack", weighed_g="500", carrier="manual").status_code == 422
    assert do(omar, order, do="pack", weighed_g="১৯০০", carrier="manual").status_code == 302
    do(omar, order, do="number", number="BX77")
    order.refresh_from_db()
    row = order.consignment
    act = reverse("operator:consignment_do", args=[row.code])
    assert omar.post(act, {"do": "close"}).status_code == 302
    assert omar.post(act, {"do": "hand_over"}).status_code == 302
    page = omar.get(reverse("operator:export_order", args=[order.code])).content.decode()
    assert "USD ১৩৫.০০" in page and "BX77" in page and "Emma Stone" in page
    supplied = supplies_of(order)
    dues = dues_of(supplied, sourced_poisha([share.pk]))[share.pk]
    assert sum(due.poisha for due in dues) == supplied[0].payment.amount_poisha
    assert {due.key for due in dues} >= {"producer", "courier"}
    assert page.count("এখনো বাকি") == len(dues)
    assert omar.get(reverse("operator:consignments")).content.decode().count(row.code) >= 1
    assert omar.get(reverse("operator:consignment", args=[row.code])).status_code == 200
    assert (
        omar.post(act, {"do": "freight", "amount": "১,২০০", "reference": "B-9"}).status_code == 302
    )
    assert balance(None, "export_freight") == 120_000
    assert do(omar, order, do="report", status="delivered").status_code == 302
    order.refresh_from_db()
    assert order.state == "delivered"


def test_papers_come_as_pdf_with_their_data_inside_and_as_data(people, kantha, channel, sku, omar):  # noqa: F811
    wang = abroad.moved_to(
        name="王小明 😀\x07",
        lines=("김철수 สมชาย", "සිංහල 山田 محمد", "Ångström é, বাংলা"),
        city="北京",
    )
    abroad.take(channel, abroad.told(sku), abroad.told(sku, "A-2", quantity=2, buyer=wang))
    for ref in ("A-1", "A-2"):
        order = abroad.order_of(ref)
        abroad.brought(people, order)
        order.refresh_from_db()
        abroad.packed(people, order)
    row = abroad.order_of("A-2").consignment
    hub = export_hub(now=clock.now()).centre_id
    organisation_update(
        actor=people.omar.actor,
        organisation_id=hub,
        name_bn="ঢাকা রপ্তানি কেন্দ্র",
        name_en="Dhaka Export House",
        address="House 7, Road 3, Dhanmondi",
        mobile="01712345678",
        email="",
        now=clock.now(),
    )
    licence_add(
        actor=people.omar.actor,
        organisation_id=hub,
        kind="trade",
        number="TL-9",
        valid_from=date(2020, 1, 1),
        now=clock.now(),
    )
    for kind in ("commercial_invoice", "packing_list", "customs_data"):
        pdf = omar.get(reverse("operator:consignment_paper", args=[row.code, kind, "pdf"]))
        file = pypdf.PdfReader(io.BytesIO(pdf.content))
        inside, printed = file.attachments, file.pages[0].extract_text()
        assert ("WangXiaoMing" in printed) is (kind != "customs_data")
        twin = json.loads(
            omar.get(reverse("operator:consignment_paper", args=[row.code, kind, "json"])).content
        )
        carried = inside[f"{kind.replace('_', '-')}.json"][0]
        assert json.loads(carried) == twin and twin["number"] == row.code
        assert twin["gross_weight"] == "2.700 kg"
        assert twin["shipper"] == {
            "name": "ek-Shop, Dhaka Export House",
            "address": "House 7, Road 3, Dhanmondi",
            "area": "Narayanganj, Bangladesh",
            "phone": "+8801712345678",
            "registration": "Trade licence TL-9",
        }
    [heading] = twin["headings"]
    assert (heading["quantity"], heading["value"]) == (3, "USD 180.00")
    assert heading["gross_weight"] == "2.700 kg"
    own = omar.get(
        reverse("operator:export_paper", args=[order.code, "commercial_invoice", "json"])
    )
    [one] = own.json()["orders"]
    assert one["code"] == order.code and "王小明" in one["consignee"]["name"]
    missing = reverse("operator:export_paper", args=[order.code, "passport", "pdf"])
    assert omar.get(missing).status_code == 404


def test_what_needs_a_person_is_said_and_settled_there(people, kantha, channel, sku, omar):  # noqa: F811
    nowhere = abroad.moved_to(postcode="no", city="")
    abroad.take(channel, abroad.told(sku, buyer=nowhere), abroad.told("NEVER", "A-2"))
    waiting = omar.get(reverse("operator:exports") + "?show=person").content.decode()
    first, second = abroad.order_of(), abroad.order_of("A-2")
    assert first.code in waiting and second.code in waiting and "NEVER" in waiting
    mended = {
        "do": "address",
        "name": "Emma",
        "lines": "1 Elm",
        "city": "Austin",
        "postcode": "73301",
    }
    assert do(omar, first, **mended, country="US").status_code == 302
    first.refresh_from_db()
    assert first.state == "reserved"
    assert do(omar, second, do="refuse", reason="").status_code == 422
    assert do(omar, second, do="refuse", reason="Not ours").status_code == 302
    second.refresh_from_db()
    assert second.state == "refused"


def test_a_statement_is_brought_and_what_does_not_fit_set_aside(channel, omar):
    file = SimpleUploadedFile(
        "s.csv",
        f"reference,order,kind,amount,currency,date\nr1,NEVER,sale,5.00,USD,{clock.now():%Y-%m-%d}\n".encode(),
    )
    sent = {"channel": channel.pk, "file": file}
    assert omar.post(reverse("operator:export_settled_file"), sent).status_code == 302
    page = omar.get(reverse("operator:export_settled"))
    assert "NEVER" in page.content.decode()
    [(_words, difference, _amount)] = page.context["differences"]
    aside = reverse("operator:export_row_aside", args=[difference.row.pk])
    assert omar.post(aside, {"note": ""}).status_code == 422
    assert omar.post(aside, {"note": "Another firm's"}).status_code == 302
    make.channel(adapter="qoove", name_en="Sends files", name_bn="ফাইল পাঠায়")
    shown = omar.get(reverse("operator:export_settled")).context
    assert shown["differences"] == []
    assert [name for _pk, name in shown["channels"]] == ["ফাইল পাঠায়"]


def test_a_line_that_fits_nothing_is_booked_by_one_and_confirmed_by_another(
    people,  # noqa: F811
    channel,
    omar,
):
    line = abroad.row("fee", -500, clock.now(), order="NEVER")
    exporting.settlement_lines_take(channel_id=channel.pk, lines=[line], now=clock.now())
    settled = reverse("operator:export_settled")
    [(_words, difference, _amount)] = omar.get(settled).context["differences"]
    book = reverse("operator:export_row_book", args=[difference.row.pk])
    assert book in omar.get(settled).content.decode()
    assert omar.post(book, {"account": "channel_fees", "note": ""}).status_code == 422
    told = {"account": "channel_fees", "note": "Monthly fee of the shop"}
    assert omar.post(book, told).status_code == 302
    page = omar.get(settled)
    [(booking, amount)] = page.context["bookings"]
    assert amount in page.content.decode() and book not in page.content.decode()
    decide = reverse("operator:export_booking", args=[booking.pk])
    assert 'value="confirm"' not in page.content.decode()
    assert omar.post(decide, {"do": "confirm"}).status_code == 422
    oli = parties.persona(
        parties.person("Oli Ahmed", "অলি আহমেদ"), "operator", people.omar.organisation
    )
    client = Client()
    client.force_login(oli.person)
    assert 'value="confirm"' in client.get(settled).content.decode()
    assert client.post(decide, {"do": "confirm"}).status_code == 302
    back = reverse("operator:export_row_unbook", args=[booking.pk])
    page = client.get(settled).content.decode()
    assert "Monthly fee of the shop" in page and back in page
    assert client.post(back, {"note": ""}).status_code == 422
    assert client.post(back, {"note": "Another shop's"}).status_code == 302
    assert client.post(decide, {"do": "undo"}).status_code == 422
    assert omar.post(decide, {"do": "undo"}).status_code == 302
    assert book in omar.get(settled).content.decode()


def test_what_was_sent_to_our_bank_is_shown_as_sent_and_not_as_lost(channel, omar):
    line = abroad.row("transfer", -4_995, clock.now(), ref="to-bank")
    before = abroad.row("fee", 4_995, clock.now(), order="")
    exporting.settlement_lines_take(channel_id=channel.pk, lines=[line, before], now=clock.now())
    page = omar.get(reverse("operator:export_settled"))
    (row, amount, poisha), _before = page.context["rows"]
    assert amount == "USD ৪৯.৯৫" and poisha == -row.poisha
    assert "আমাদের ব্যাংকে পাঠানো" in page.content.decode()


def test_a_line_that_cannot_be_right_is_shown_twice_and_decided(people, channel, sku, omar):  # noqa: F811
    abroad.take(channel, abroad.told(sku))
    abroad.brought(people, abroad.order_of())
    abroad.sent(people, abroad.order_of())
    line = abroad.row("refund", -99_000, clock.now(), ref="odd")
    exporting.settlement_lines_take(channel_id=channel.pk, lines=[line], now=clock.now())
    unread = omar.get(reverse("operator:channel", args=[channel.pk])).content.decode()
    statements = reverse("operator:export_settled")
    assert "হিসাবের লাইন odd" in unread and statements in unread
    [(words, difference, _amount)] = omar.get(statements).context["differences"]
    assert words == DOUBTS["refund_above"]
    believe = reverse("operator:export_row_believe", args=[difference.row.pk])
    assert believe in omar.get(statements).content.decode()
    assert omar.post(believe, {"note": ""}).status_code == 422
    assert omar.post(believe, {"note": "They confirm it"}).status_code == 302
    page = omar.get(statements)
    [(booking, _amount)] = page.context["bookings"]
    assert believe not in page.content.decode() and "They confirm it" in page.content.decode()
    decide = reverse("operator:export_booking", args=[booking.pk])
    assert omar.post(decide, {"do": "confirm"}).status_code == 422
    second = Client()
    second.force_login(abroad.oli(people).person)
    assert second.post(decide, {"do": "confirm"}).status_code == 302
    assert omar.post(believe, {"note": "They confirm it"}).status_code == 404


def test_the_order_at_home_that_brings_its_goods_leads_to_it(people, kantha, channel, sku, omar):  # noqa: F811
    abroad.take(channel, abroad.told(sku))
    order = abroad.order_of()
    [share] = abroad.shares(order)
    for code in (share.code, share.order.code):
        answer = omar.get(reverse("operator:order", args=[code]))
        assert answer.url == reverse("operator:export_order", args=[order.code])
    assert omar.get(reverse("operator:order", args=["K7-4MX2-9"])).status_code == 404
    abroad.brought(people, order)
    order.refresh_from_db()
    abroad.sent(people, order)
    found = causes_of([("export_order", order.pk), ("consignment", order.consignment_id)])
    assert [(each.leads_to, each.key) for each in found.values()] == [
        ("export_order", order.code),
        ("consignment", order.consignment.code),
    ]
