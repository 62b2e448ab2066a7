"""What comes back to a seller, and its record."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ekshop.catalogue.models import SellerRecord
from ekshop.federation.services import seller_records_reckon
from ekshop.fulfilment.models import Shipment
from ekshop.fulfilment.services import FoundLine, inspection_record, return_ask, return_send
from ekshop.orders.tests import make as orders
from ekshop.settlement.tests import make as settled
from ekshop.web.centre.tests.parcel_make import picture


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def refused_one(people, share, hand):
    """One of the two books is torn, with a photo; both lines confirmed and arrived."""
    settled.arrived(people, share.order, now=hand.when)
    hand.forward(days=2)
    first, second = share.lines.order_by("position")
    arrived = Shipment.objects.get()
    inspection_record(
        actor=people.asha.actor,
        shipment_id=arrived.pk,
        found=[
            FoundLine(first.pk, 1, 1, "damaged", "torn cover", [picture()]),
            FoundLine(second.pk, 1),
        ],
        nonce=uuid4(),
        now=hand.when,
    )
    return share


def test_the_seller_sees_what_was_refused_with_its_photo_and_nobody_else_does(
    mina, tania, refused_one
):
    page = text(mina.get(reverse("partner:order", args=[refused_one.code])))
    assert "1 rejected: Torn or broken" in page and "torn cover" in page
    address = page.split('<img src="/photos/')[1].split('"')[0]
    assert mina.get(f"/photos/{address}").status_code == 200
    assert tania.get(f"/photos/{address}").status_code == 404


def test_refused_goods_are_listed_until_the_seller_has_them(mina, tania, refused_one):
    parcel = Shipment.objects.get(direction="return")
    assert parcel.code in text(mina.get(reverse("partner:back")))
    assert parcel.code not in text(tania.get(reverse("partner:back")))
    assert tania.post(reverse("partner:here", args=[parcel.code])).status_code == 404
    mina.post(reverse("partner:here", args=[parcel.code]))
    parcel.refresh_from_db()
    assert parcel.state == "arrived"


@pytest.fixture
def wanted(people, hand):
    """Karim asks to give one piece back, after taking it home."""
    order = orders.order(people, [(orders.offer(people.partner), 2)])
    share = settled.arrived(people, order, now=hand.when)
    hand.forward(days=2)
    settled.inspected(people, share, now=hand.when)
    settled.paid(people, share, now=hand.when)
    settled.handed_over(people, share, now=hand.when)
    line = share.lines.first()
    return return_ask(
        actor=people.asha.actor,
        order_line_id=line.pk,
        quantity=1,
        reason="bad_quality",
        note="colour ran",
        photos=[picture()],
        now=hand.when,
    )


def test_a_return_is_refused_only_with_a_reason(mina, wanted):
    page = reverse("partner:return", args=[wanted.code])
    answer = mina.post(page, {"approve": "no", "note": ""})
    assert answer.status_code == 422
    assert "Say why you refuse" in text(answer)
    mina.post(page, {"approve": "no", "note": "Washed hot."})
    wanted.refresh_from_db()
    assert (wanted.state, wanted.decision_note) == ("refused", "Washed hot.")


def test_a_return_is_approved_sent_and_received(mina, tania, people, wanted, hand):
    page = reverse("partner:return", args=[wanted.code])
    assert "colour ran" in text(mina.get(page))
    assert tania.get(page).status_code == 404
    assert tania.post(page, {"approve": "yes"}).status_code == 404
    mina.post(page, {"approve": "yes", "note": ""})
    return_send(
        actor=people.asha.actor,
        return_id=wanted.pk,
        courier="manual",
        tracking_number="",
        now=hand.when,
    )
    assert wanted.code in text(mina.get(reverse("partner:returns"), {"shelf": "coming"}))
    mina.post(reverse("partner:return_receive", args=[wanted.code]))
    wanted.refresh_from_db()
    assert wanted.state in ("received", "refunded")


def test_the_record_is_reckoned_from_answers_hand_overs_and_inspections(
    mina, people, refused_one, hand
):
    assert "No record yet" in text(mina.get(reverse("partner:record")))
    hand.forward(days=3)
    assert seller_records_reckon(hand.when) == 1
    record = SellerRecord.objects.get()
    assert (record.orders, record.confirmed_bp, record.rejected_bp) == (1, 10_000, 3_333)
    page = text(mina.get(reverse("partner:record")))
    assert "33%" in page
