"""Cash that a complaint's remedy gives back goes through the centre that took it, and is seen there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ekshop.complaints.services import offer_accept, remedy_offer
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date, month_of
from ekshop.payments.models import Refund
from ekshop.settlement.models import CommissionLine
from ekshop.settlement.tests.make import work

pytestmark = pytest.mark.django_db
SOON = make.PLACED_AT + timedelta(hours=5)


@pytest.fixture
def people():
    with clock.at(SOON):
        yield make.people()


@pytest.fixture
def case(people):
    share = make.share_paid(people)
    made = make.case(people, seller_order_id=share.pk, paid_poisha=300_100, wanted_poisha=300_100)
    remedy_offer(
        actor=people.mina.actor,
        case_id=made.pk,
        kind="refund",
        amount_poisha=100_000,
        medium="same",
        due_on=dhaka_date(SOON),
        now=SOON,
    )
    offer_accept(actor=make.karim(people), case_id=made.pk, now=SOON)
    work(SOON)
    return made


def at_work(persona) -> Client:
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = "en"
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_the_centre_gives_the_cash_and_notes_it_once(people, case):
    asha, page = at_work(people.asha), reverse("centre:refunds")
    assert "Cash to give back" in text(asha.get(reverse("centre:today")))
    shown = text(asha.get(page))
    assert f"complaint {case.code}" in shown and "৳1,000" in shown
    refund = Refund.objects.get()
    given = reverse("centre:refund_given", args=[refund.code])
    assert at_work(people.bina).post(given).status_code == 404
    assert at_work(people.mina).post(given).status_code == 403
    for _twice in range(2):
        assert asha.post(given).status_code == 302
    refund.refresh_from_db()
    assert (refund.given_at, refund.given_by) == (SOON, people.asha.person)
    assert case.code not in text(asha.get(page))
    assert "Call the customer" not in text(asha.get(reverse("centre:today")))


def test_the_receipt_the_parcel_and_the_statement_name_the_complaint(people, case):
    asha = at_work(people.asha)
    line = CommissionLine.objects.get(kind="reversal")
    payment = line.refund.payment
    for address in (
        reverse("centre:receipt", args=[payment.code]),
        reverse("centre:parcel", args=[payment.seller_order.code]),
        reverse("centre:money_lines") + f"?month={month_of(SOON)}&figure=all",
    ):
        assert case.code in text(asha.get(address)), address
    table = asha.get(reverse("centre:money_lines_csv"), {"month": month_of(SOON)})
    told = b"".join(table) if table.streaming else table.content
    assert f"complaint {case.code}" in told.decode()
