"""A month closed on the pages: asked and confirmed, disputed, approved, funded, and its papers."""

import io
import json
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.test import Client

from ekshop.kernel import clock
from ekshop.parties.tests.make import Persona
from ekshop.settlement.models import Funding, MonthStep, SellerMonth, StatementDispute
from ekshop.settlement.tests import make, months
from ekshop.settlement.tests.months import IN_DECEMBER, NOVEMBER

pytestmark = pytest.mark.django_db

MONTH = f"/operator/months/{NOVEMBER}/"


def signed_in(who: Persona) -> Client:
    client = Client()
    client.force_login(who.person)
    return client


def test_a_month_goes_its_whole_way_on_the_pages():
    people = make.orders.people()
    make.orders.rate(1000)
    hasan = months.second_operator(people)
    omar, other, asha, bina, mina, aziz = (
        signed_in(each)
        for each in (people.omar, hasan, people.asha, people.bina, people.mina, people.aziz)
    )
    months.sold(people, 200_000, 150_050)
    months.locked(IN_DECEMBER)
    with clock.at(IN_DECEMBER) as hand:
        assert omar.get("/operator/months/").status_code == 200
        assert omar.get("/operator/months/2026-13/").status_code == 404
        assert aziz.get(MONTH).status_code == 200
        assert aziz.post(MONTH, {"do": "ask", "kind": "freeze"}).status_code == 403
        assert omar.post(MONTH, {"do": "ask", "kind": "freeze"}).status_code == 302
        step = MonthStep.objects.get()
        assert omar.post(MONTH, {"do": "confirm", "step": step.pk}).status_code == 403
        assert other.post(MONTH, {"do": "refuse", "step": step.pk}).status_code == 422
        assert other.post(MONTH, {"do": "confirm", "step": step.pk}).status_code == 302
        make.work(IN_DECEMBER)
        statement = months.statement()
        line = months.lines_of(statement)[0]
        here = f"/centre/commission/statement/{statement.number}/"
        dispute_it = f"{here}lines/{line.pk}/"
        assert bina.get(here).status_code == bina.get(dispute_it).status_code == 404
        assert "৩১৫.০৪" in asha.get(here).content.decode()
        _papers(asha, here, statement)
        assert asha.post(dispute_it, {"reason": "rate", "text": ""}).status_code == 422
        assert asha.post(dispute_it, {"reason": "rate", "text": "১২%"}).status_code == 302
        dispute = StatementDispute.objects.get()
        theirs = f"/partner/commission/disputes/{dispute.pk}/"
        assert (
            asha.post(f"/centre/commission/disputes/{dispute.pk}/", {"do": "accept"}).status_code
            == 403
        )
        assert mina.post(theirs, {"do": "accept", "should_be": "একশো"}).status_code == 422
        assert mina.post(theirs, {"do": "accept", "should_be": "২৪০"}).status_code == 302
        for page in ("/centre/money/", "/centre/commission/statements/", "/partner/commission/"):
            who = mina if page.startswith("/partner") else asha
            assert who.get(page).status_code == 200
        months.owe_nothing(people)
        hand.to(IN_DECEMBER + timedelta(days=6))
        omar.post(MONTH, {"do": "ask", "kind": "settle"})
        other.post(MONTH, {"do": "confirm", "step": MonthStep.objects.latest("id").pk})
        part = f"/partner/commission/{NOVEMBER}/"
        assert mina.post(part, {"do": "approve"}).status_code == 302
        needed = SellerMonth.objects.get().needed_poisha
        assert mina.post(part, {"do": "fund", "amount": "x"}).status_code == 422
        sent = {"do": "fund", "amount": str(needed / 100), "reference": "beftn 7"}
        assert mina.post(part, sent).status_code == 302
        money = f"{MONTH}sellers/{people.partner.pk}/"
        assert (
            omar.post(money, {"do": "receive", "funding": Funding.objects.get().pk}).status_code
            == 302
        )
        make.work(hand.when)
        assert SellerMonth.objects.get().state == "ordered"
        assert aziz.get(MONTH).status_code == aziz.get(money).status_code == 200
        assert aziz.get(f"/operator/commission/disputes/{dispute.pk}/").status_code == 200


def _papers(client: Client, here: str, statement) -> None:
    """PDF with its twin, XLSX and CSV say the same figures."""
    with pikepdf.open(io.BytesIO(client.get(f"{here}statement.pdf").content)) as pdf:
        (name,) = [name for name in pdf.attachments if name.endswith(".json")]
        twin = json.loads(pdf.attachments[name].get_file().read_bytes())
    assert twin["payable_poisha"] == statement.payable_poisha
    assert sum(each["amount_poisha"] for each in twin["totals"]) == statement.payable_poisha
    assert sum(each["commission_poisha"] for each in twin["lines"]) == statement.commission_poisha
    with zipfile.ZipFile(io.BytesIO(client.get(f"{here}statement.xlsx").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{statement.payable_poisha / 100}</v>" in sheet
    assert client.get(f"{here}statement.csv").content.count(b"\n") == statement.lines + 1
