"""Orders once they are placed, over HTTP."""

import io
import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from ekshop.kernel import clock
from ekshop.kernel.bangla import bengali_digits
from ekshop.orders.models import Order
from ekshop.orders.services import seller_order_answer
from ekshop.orders.tests import make
from ekshop.parties.tests.make import PLACED_AT, customer
from ekshop.settlement.tests import make as carried


@pytest.fixture
def people(db):
    with clock.at(PLACED_AT):
        yield make.people()


@pytest.fixture
def asha(client, people):
    client.force_login(people.asha.person)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def order(people):
    return make.order(
        people,
        [
            (make.offer(people.partner, title="Padma Nadir Majhi"), 2),
            (make.offer(people.producer, title="Jamdani saree"), 1),
        ],
    )


def decline(people, order, reason="out_of_stock"):
    share = make.share(order, people.partner)
    seller_order_answer(
        actor=people.mina.actor,
        seller_order_id=share.pk,
        answers=[(line.pk, "declined", reason) for line in share.lines.all()],
        now=PLACED_AT,
    )
    return share.lines.get()


def text(answer) -> str:
    return answer.content.decode()


def test_an_order_says_where_it_stands_what_is_next_by_when_and_under_which_rule(asha, order):
    page = text(asha.get(reverse("centre:order", args=[order.code])))
    assert "Waiting for the seller" in page
    assert "The seller confirms or declines." in page
    assert "Seller confirms or declines an order" in page
    assert "3 Nov" in page


def test_a_declined_line_shows_why_and_who_else_can_send_it(asha, people, order):
    line = decline(people, order)
    other = make.offer(people.pharmacy, of=line.product, price_poisha=40_000)
    page = text(asha.get(reverse("centre:order", args=[order.code])))
    assert "Out of stock" in page
    assert "Shushruta Pharmacy" in page
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    form = {"offer": other.pk, "price": other.price_poisha, "nonce": nonce}
    for _press in range(2):
        answer = asha.post(reverse("centre:line_replace", args=[line.pk]), form, follow=True)
        assert "Ordered" in text(answer)
    assert Order.objects.count() == 2
    page = text(asha.get(reverse("centre:order", args=[order.code])))
    assert Order.objects.get(replaces=line).code in page
    assert "Offer the customer instead" not in page


def test_a_part_is_cancelled_after_asking_why(asha, people, order):
    share = make.share(order, people.partner)
    address = reverse("centre:order_cancel", args=[share.code])
    assert "Cancel this part?" in text(asha.get(address))
    assert asha.post(address, {"reason": " "}).status_code == 422
    answer = asha.post(address, {"reason": "Found it in the bazaar"}, follow=True)
    assert "Found it in the bazaar" in text(answer)
    share.refresh_from_db()
    assert share.state == "cancelled"


def test_the_slip_is_a_pdf_with_the_code_in_both_languages(asha, order):
    for language in ("bn", "en"):
        asha.cookies["language"] = language
        answer = asha.get(reverse("centre:order_slip", args=[order.code]))
        assert answer["Content-Type"] == "application/pdf"
        attached = PdfReader(io.BytesIO(answer.content)).attachments
        assert any(order.code.encode() in each[0] for each in attached.values())


def test_the_list_is_searched_by_code_mobile_and_name(asha, people, order):
    rahima = customer(people.centre, "Rahima")
    make.agree(people.asha, rahima)
    other = make.order(people, [(make.offer(people.partner), 1)], customer=rahima)
    address = reverse("centre:orders")

    def found(asked):
        page = text(asha.get(address, {"q": asked}))
        return {each.code for each in (order, other) if each.code in page}

    assert found("") == {order.code, other.code}
    assert found(order.code.lower().replace("-", "")) == {order.code}
    assert found(rahima.mobile[-11:]) == {other.code}
    assert found("rahi") == {other.code}
    assert found("nobody") == set()


def test_the_list_and_its_export_are_narrowed_to_days_both_included(asha, people):
    offer = make.offer(people.partner)
    first, second, third = (
        make.order(people, [(offer, 1)], now=PLACED_AT + timedelta(days=days)) for days in range(3)
    )
    day = (PLACED_AT + timedelta(days=1)).date().isoformat()
    page = text(asha.get(reverse("centre:orders"), {"from": day, "to": day}))
    assert second.code in page and first.code not in page and third.code not in page
    assert f'name="from" type="date" value="{day}"' in page
    export = page.split(reverse("centre:orders_csv"))[1].split('"')[0]
    rows = b"".join(asha.get(reverse("centre:orders_csv") + unescape(export)).streaming_content)
    assert second.code in rows.decode() and first.code not in rows.decode()
    rest = text(asha.get(reverse("centre:orders"), {"from": bengali_digits(day)}))
    assert third.code in rest and first.code not in rest


def test_shelves_hold_the_orders_they_are_named_for(asha, people, order):
    address = reverse("centre:orders")
    assert order.code in text(asha.get(address, {"shelf": "confirming"}))
    assert order.code not in text(asha.get(address, {"shelf": "unmended"}))
    decline(people, order)
    assert order.code in text(asha.get(address, {"shelf": "unmended"}))
    assert order.code not in text(asha.get(address, {"shelf": "nonsense"}))


def test_the_list_goes_on_page_by_page_with_the_same_number_of_statements(asha, people):
    offer = make.offer(people.partner, on_hand=100)
    address = reverse("centre:orders")

    def statements(asked):
        with CaptureQueriesContext(connection) as captured:
            answer = asha.get(address, asked)
        return len(captured), answer

    made = [make.order(people, [(offer, 1)]).code for _ in range(3)]
    few, _answer = statements({})
    made += [make.order(people, [(offer, 1)]).code for _ in range(27)]
    many, answer = statements({})
    assert many == few
    page = text(answer)
    assert sum(code in page for code in made) == 25
    cursor = page.split("cursor=")[1].split('"')[0]
    rest = text(asha.get(address, {"cursor": unquote(cursor)}))
    assert sum(code in rest for code in made) == 5


def test_the_export_is_the_list_as_a_table_and_runs_no_formula(asha, people, order):
    evil = customer(people.centre, "=HYPERLINK(1)")
    make.agree(people.asha, evil)
    make.order(people, [(make.offer(people.partner), 1)], customer=evil)
    answer = asha.get(reverse("centre:orders_csv"))
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    assert "'=HYPERLINK(1)" in rows[1]


def test_today_counts_what_waits_and_lists_what_is_declined(asha, people, order):
    page = text(asha.get(reverse("centre:today")))
    assert "Due next" in page
    decline(people, order)
    page = text(asha.get(reverse("centre:today")))
    assert "Declined: offer another" in page
    assert "Padma Nadir Majhi" in page


def test_another_centre_finds_neither_order_nor_slip(client, people, order):
    client.force_login(people.bina.person)
    share = make.share(order, people.partner)
    for name, code in (
        ("order", order.code),
        ("order_slip", order.code),
        ("order_cancel", share.code),
    ):
        assert client.get(reverse(f"centre:{name}", args=[code])).status_code == 404
    assert order.code not in text(client.get(reverse("centre:orders")))


def test_a_sloppy_code_leads_to_the_orders_own_address(asha, order):
    sloppy = order.code.lower().replace("-", "")
    answer = asha.get(reverse("centre:order", args=[sloppy]))
    assert answer.url == reverse("centre:order", args=[order.code])


def figures(page):
    """{label: amount} of the figures on the page."""
    found = re.findall(r"<summary>([^<]+)</summary>.*?</dt><dd>(.*?)</dd>", page, re.S)
    return {
        label.strip(): " ".join(re.sub(r"<[^>]+>", "", amount).split()) for label, amount in found
    }


def test_what_was_declined_is_taken_off_what_was_ordered(asha, people, order):
    decline(people, order)
    page = text(asha.get(reverse("centre:order", args=[order.code])))
    whole = figures(page)
    assert whole["Goods ordered"] == "৳4,500"
    assert whole["Does not come"] == "− ৳3,000"
    assert whole["To pay if all that comes is accepted"] == "৳1,560"
    assert "2 × ৳1,500 =" in page


def test_what_was_sent_back_or_missing_is_taken_off_and_what_was_paid_is_told(asha, people):
    offer = make.offer(people.partner, price_poisha=50_000)
    share = carried.arrived(people, make.order(people, [(offer, 3)]))
    at = PLACED_AT + timedelta(days=3)
    carried.inspected(people, share, rejected=1, now=at)
    address = reverse("centre:order", args=[share.order.code])
    due = figures(text(asha.get(address)))
    assert due["Goods ordered"] == "৳1,500"
    assert due["Sent back at inspection"] == "− ৳500"
    assert due["To pay"] == "৳1,110"
    listed = text(asha.get(reverse("centre:orders")))
    assert "৳1,110" in listed and "ordered ৳1,610" in listed
    payment = carried.paid(people, share, now=at)
    paid = text(asha.get(address))
    assert figures(paid)["Paid"] == "৳1,110" and "To pay" not in figures(paid)
    assert payment.code in paid
