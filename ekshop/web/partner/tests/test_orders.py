"""Sellers at their orders: answer, book, label, hand over; each sees its own only."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from ekshop.fulfilment.models import Shipment, TrackingEvent
from ekshop.orders.tests import make as orders
from ekshop.web.partner.tests.conftest import at_work


def text(answer) -> str:
    return answer.content.decode()


def answered(client, share, **given):
    return client.post(reverse("partner:order_answer", args=[share.code]), given, follow=True)


def test_the_day_shows_what_waits_by_when_and_under_which_rule(mina, share):
    page = text(mina.get(reverse("partner:today")))
    assert share.code in page
    assert "1 day left" in page
    assert "Say which of these you can send." in page


def test_a_promise_broken_is_shown_as_late_with_its_rule(mina, people, share, hand):
    orders.confirm(people.mina, share)
    from ekshop.fulfilment.handlers import promises_on_confirm
    from ekshop.orders.events import SellerOrderConfirmed

    promises_on_confirm(SellerOrderConfirmed(share.pk))
    hand.forward(hours=51)
    for address in (reverse("partner:today"), reverse("partner:order", args=[share.code])):
        page = text(mina.get(address))
        assert "3 hours late" in page
        assert "Digital Commerce Operation Guidelines 2021" in page


def test_lines_are_confirmed_and_declined_one_by_one(mina, share):
    first, second = share.lines.order_by("position")
    answer = answered(
        mina,
        share,
        **{f"d-{first.pk}": "confirmed", f"d-{second.pk}": "declined", f"r-{second.pk}": "other"},
    )
    assert "Confirmed. Pack it and book the parcel." in text(answer)
    assert [line.state for line in share.lines.order_by("position")] == ["confirmed", "declined"]


def test_nothing_that_rejects_is_chosen_beforehand_nor_by_the_browsers_memory(mina, share):
    page = text(mina.get(reverse("partner:order", args=[share.code])))
    chosen = re.findall(r'<input class="radio"[^>]*value="(\w+)"[^>]* checked', page)
    assert chosen == ["confirmed"] * share.lines.count()
    assert " selected" not in page.split("<form")[1].split("</form>")[0]
    assert (
        'autocomplete="off"'
        in page.split(reverse("partner:order_answer", args=[share.code]))[1][:40]
    )


def test_a_line_declined_without_a_reason_is_told_beside_it_and_the_form_is_kept(mina, share):
    first, second = share.lines.order_by("position")
    answer = mina.post(
        reverse("partner:order_answer", args=[share.code]),
        {f"d-{first.pk}": "confirmed", f"d-{second.pk}": "declined"},
    )
    page = text(answer)
    assert answer.status_code == 422
    assert "Give a reason for declining." in page
    assert f'name="d-{second.pk}" value="declined" checked' in page.replace('id="', 'id="')
    share.refresh_from_db()
    assert share.state == "placed"


def test_many_are_confirmed_booked_labelled_and_handed_over_at_once(mina, people):
    offer = orders.offer(people.partner, on_hand=50)
    shares = [orders.share(orders.order(people, [(offer, 2)]), people.partner) for _ in range(3)]
    codes = [each.code for each in shares]
    mina.post(reverse("partner:bulk_confirm"), {"code": codes, "shelf": "to_confirm"})
    page = mina.post(
        reverse("partner:bulk_book"),
        {"code": codes, "shelf": "to_ship", "courier": "manual"},
        follow=True,
    )
    assert "3 parcels booked." in text(page)
    file = mina.get(reverse("partner:labels"), {"code": codes})
    assert len(PdfReader(io.BytesIO(file.content)).pages) == 3
    page = mina.post(
        reverse("partner:bulk_hand_over"), {"code": codes, "shelf": "to_ship"}, follow=True
    )
    assert "3 parcels handed over." in text(page)
    assert set(Shipment.objects.values_list("state", flat=True)) == {"handed_over"}


def test_what_cannot_be_done_to_one_is_named_and_the_others_go_on(mina, people, share):
    other = orders.share(orders.order(people, [(orders.offer(people.partner), 1)]), people.partner)
    orders.confirm(people.mina, other)
    page = text(
        mina.post(
            reverse("partner:bulk_book"),
            {"code": [share.code, other.code], "shelf": "to_ship", "courier": "manual"},
            follow=True,
        )
    )
    assert "1 parcel booked." in page
    assert share.code in page and "Only a confirmed order can be shipped" in page


@pytest.mark.parametrize("name", ["bulk_confirm", "bulk_book", "bulk_hand_over"])
def test_nothing_ticked_is_told(mina, share, name):
    came_from = {"HTTP_REFERER": "http://testserver" + reverse("partner:orders")}
    page = mina.post(reverse(f"partner:{name}"), {}, follow=True, **came_from)
    assert "Tick at least one order." in text(page)


def test_a_parcel_is_booked_by_hand_and_followed_by_hand(mina, people, share):
    orders.confirm(people.mina, share)
    mina.post(
        reverse("partner:book", args=[share.code]),
        {"courier": "manual", "tracking_number": "EMS-1"},
    )
    parcel = Shipment.objects.get()
    file = mina.get(reverse("partner:label", args=[parcel.code]))
    assert file.content.startswith(b"%PDF")
    mina.post(reverse("partner:hand_over", args=[parcel.code]), {"tracking_number": "EMS-2"})
    page = mina.post(
        reverse("partner:report", args=[parcel.code]),
        {"status": "in_transit", "at": "", "message": "Left Dhaka"},
        follow=True,
    )
    assert "Left Dhaka" in text(page) and "EMS-2" in text(page)
    share.refresh_from_db()
    assert share.state == "shipped"
    wrong = mina.post(
        reverse("partner:report", args=[parcel.code]),
        {"status": "in_transit", "at": "tomorrow"},
        follow=True,
    )
    assert "Write the time like" in text(wrong)
    assert TrackingEvent.objects.count() == 1


def test_another_seller_finds_neither_order_nor_parcel(tania, people, share):
    orders.confirm(people.mina, share)
    mina = at_work(people.mina)
    mina.post(reverse("partner:book", args=[share.code]), {"courier": "manual"})
    parcel = Shipment.objects.get()
    reads = [("order", share.code), ("label", parcel.code)]
    for name, code in reads:
        assert tania.get(reverse(f"partner:{name}", args=[code])).status_code == 404
    for name, code in [
        ("order_answer", share.code),
        ("book", share.code),
        ("hand_over", parcel.code),
        ("report", parcel.code),
    ]:
        assert tania.post(reverse(f"partner:{name}", args=[code]), {"all": "1"}).status_code == 404
    tania.post(reverse("partner:bulk_hand_over"), {"code": [share.code]})
    parcel.refresh_from_db()
    assert parcel.state == "booked"
    assert share.code not in text(tania.get(reverse("partner:orders")))


def test_a_list_is_filtered_by_its_address_and_costs_the_same_however_long(
    mina, people, django_assert_max_num_queries
):
    offer = orders.offer(people.partner, on_hand=100, title="Lalsalu")
    for _ in range(4):
        orders.order(people, [(offer, 1)])
    with django_assert_max_num_queries(16):
        page = text(mina.get(reverse("partner:orders"), {"shelf": "to_confirm", "q": "lalsalu"}))
    assert page.count("Lalsalu") >= 4
    assert "Nothing to send now" in text(mina.get(reverse("partner:orders"), {"shelf": "to_ship"}))
    assert "No such orders" in text(mina.get(reverse("partner:orders"), {"shelf": "odd"}))
    none = mina.get(reverse("partner:orders"), {"from": "2026-11-03", "q": ""})
    assert "No such orders" in text(none)


def test_the_list_is_exported_with_a_row_for_each_line(mina, share):
    answer = mina.get(reverse("partner:orders_csv"))
    rows = b"".join(answer.streaming_content).decode().strip().splitlines()
    assert len(rows) == 3 and "Padma Nadir Majhi" in rows[1]


def test_a_producer_works_at_the_same_pages_in_bengali(people):
    offer = orders.offer(people.producer, title="জামদানি শাড়ি")
    share = orders.share(orders.order(people, [(offer, 1)]), people.producer)
    jamila = at_work(people.jamila, "bn")
    page = text(jamila.get(reverse("partner:order", args=[share.code])))
    assert "জামদানি শাড়ি" in page and "সব দিতে পারব" in page
    assert reverse("partner:keys") not in page
    answered(jamila, share, all="1")
    share.refresh_from_db()
    assert share.state == "confirmed"


def test_a_booking_is_taken_back_and_made_otherwise(mina, people, share):
    orders.confirm(people.mina, share)
    mina.post(reverse("partner:book", args=[share.code]), {"courier": "sandbox_courier"})
    first = Shipment.objects.get()
    mina.post(reverse("partner:parcel_cancel", args=[first.code]))
    mina.post(reverse("partner:book", args=[share.code]), {"courier": "manual"})
    states = Shipment.objects.order_by("id").values_list("courier", "state")
    assert list(states) == [("sandbox_courier", "cancelled"), ("manual", "booked")]
