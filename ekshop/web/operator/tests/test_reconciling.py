"""Reconciliation on the pages: a seller brings its table, two operators settle what differs."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ekshop.kernel import clock
from ekshop.parties.tests.make import Persona
from ekshop.settlement.models import CommissionLine, Mismatch, ProviderPaper, Reconciliation
from ekshop.settlement.tests import make, months
from ekshop.settlement.tests.months import IN_DECEMBER, NOVEMBER

pytestmark = pytest.mark.django_db

FRONT = "/operator/reconciliation/"
TABLE = f"/partner/commission/{NOVEMBER}/table/"


def signed_in(who: Persona) -> Client:
    client = Client()
    client.force_login(who.person)
    client.cookies["language"] = "en"
    return client


def file(text: str, name: str = "ours.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_a_sellers_table_is_compared_and_what_differs_settled_by_two_persons():
    people = make.orders.people()
    make.orders.rate(1000)
    hasan = months.second_operator(people)
    omar, other, mina, aziz, asha = (
        signed_in(each) for each in (people.omar, hasan, people.mina, people.aziz, people.asha)
    )
    first, second = months.sold(people, 200_000), months.sold(people, 100_000)
    months.locked(IN_DECEMBER)
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    with clock.at(IN_DECEMBER):
        front = omar.get(FRONT).content.decode()
        assert "not brought" in front and "nothing paid yet" in front
        assert mina.post(TABLE, {}).status_code == 422
        for wrong in ("a,b\n1,2\n", "Order code,Commission\nK1,lots\n", ""):
            assert mina.post(TABLE, {"file": file(wrong)}).status_code == 422
        text = f"Order code,Commission\n{first.order.code},200.00\n{second.order.code},৯৫.০০\n"
        assert mina.post(TABLE, {"file": file(text)}).status_code == 302
        seen = mina.get(TABLE).content.decode()
        assert second.order.code in seen and first.order.code not in seen
        assert asha.get(TABLE).status_code == 403
        row, mismatch = Reconciliation.objects.get(), Mismatch.objects.get()
        here = f"{FRONT}{row.pk}/"
        assert second.order.code in omar.get(FRONT).content.decode()
        assert aziz.get(here).status_code == 200
        ask = {"do": "ask", "mismatch": mismatch.pk, "action": "correct_line", "note": "agreed"}
        assert aziz.post(here, ask).status_code == 403
        assert omar.post(here, ask).status_code == 302
        settle = {"do": "confirm", "mismatch": mismatch.pk}
        assert omar.post(here, settle).status_code == 422
        assert other.post(here, {"do": "sign"}).status_code == 422
        assert other.post(here, settle).status_code == 302
        assert CommissionLine.objects.get(kind="correction").amount_poisha == -500
        assert other.post(here, {"do": "sign"}).status_code == 302
        assert "Signed off by" in omar.get(here).content.decode()
        assert second.order.code in omar.get(f"{here}table.csv").content.decode()
        assert mina.post(TABLE, {"file": file(text)}).status_code == 422


def test_a_statement_is_brought_and_days_compared():
    people = make.orders.people()
    hasan = months.second_operator(people)
    omar, other = signed_in(people.omar), signed_in(hasan)
    day = clock.dhaka_date(IN_DECEMBER) - timedelta(days=1)
    text = f"bKash\nFrom,{day} 00:00:00\nTo,{day} 23:59:59\n" + (
        "Date,Trx ID,Type,Reference,Wallet,Amount,Fee\n"
        f"{day} 10:00:00,TRXODD,B2C Payment,ODD,01712345678,90.00,1.00\n"
    )
    with clock.at(IN_DECEMBER):
        bring = f"{FRONT}statement/"
        assert omar.post(bring, {"provider": "bkash"}).status_code == 422
        assert omar.post(bring, {"provider": "bkash", "file": file("nonsense")}).status_code == 422
        days = {"provider": "bkash", "first_day": str(day), "last_day": str(day)}
        assert omar.post(f"{FRONT}compare/", days).status_code == 422
        assert (
            omar.post(bring, {"provider": "bkash", "file": file(text, "s.csv")}).status_code == 302
        )
        assert ProviderPaper.objects.get().rows == 1
        assert omar.post(f"{FRONT}compare/", {**days, "last_day": "x"}).status_code == 422
        answer = omar.post(f"{FRONT}compare/", days)
        assert answer.status_code == 302
        seen = other.get(answer.url).content.decode()
        assert "TRXODD" in seen and "Find out who asked for it" in seen
