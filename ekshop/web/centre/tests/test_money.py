"""The centre's money pages: every figure opens to lines, and each line to its order."""

import csv
import io
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pypdf
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from ekshop.kernel import clock
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Remittance
from ekshop.settlement.services import commission_lock
from ekshop.settlement.tests import make

from . import parcel_make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)


@pytest.fixture(autouse=True)
def moment():
    with clock.at(LATER + timedelta(hours=1)):
        yield


@pytest.fixture
def people():
    return parcel_make.people()


@pytest.fixture
def share(people):
    """One saree accepted and one sent back, the book accepted, all paid: ৳2,940 at 5%."""
    parcel_make.arrived(people)
    share = parcel_make.arrived(people)
    make.inspected(people, share, rejected=1, now=LATER)
    make.paid(people, share, now=LATER)
    make.handed_over(people, share, now=LATER)
    return share


def seen_by(persona, language: str = "en") -> Client:
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = language
    return client


def text(response) -> str:
    assert response.status_code == 200, response
    return unescape(response.content.decode())


def paper(people, ending: str = "") -> str:
    return f"/centre/statements/2026-11/{people.partner.pk}/{people.centre.pk}/{ending}"


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_money_page_opens_in_both_languages(people, share, language):
    asha = seen_by(people.asha, language)
    for page in (
        "/centre/money/",
        *[
            f"/centre/money/lines/?figure={key}"
            for key in ("all", "earned", "locked", "taken_back")
        ],
        "/centre/money/expected/",
        "/centre/money/cash/",
        "/centre/money/collected/",
        "/centre/statements/",
        paper(people),
    ):
        assert f'<html lang="{language}"' in text(asha.get(page)), page


def test_the_month_so_far_is_the_sum_of_its_lines(people, share):
    asha = seen_by(people.asha)
    front = text(asha.get("/centre/money/"))
    assert "৳147" in front  # earned: 5% of 2,940
    assert "৳271.50" in front  # expected of the parcel still to inspect: 5% of 5,430
    earned = asha.get("/centre/money/lines/?figure=earned")
    assert sum(line.amount_poisha for line, _href in earned.context["rows"]) == 14_700
    order = share.order.code
    for line, href in earned.context["rows"]:
        assert href == f"/centre/orders/{order}/#l-{line.order_line_id}"
        assert "৳2,490 × 5%" in text(earned) and "the general rate" in text(earned)
    assert asha.get("/centre/money/lines/?figure=invented").status_code == 404
    assert asha.get("/centre/money/lines/?month=2026-13").status_code == 404


def test_what_is_locked_is_what_the_statement_calls_payable(people, share):
    asha = seen_by(people.asha)
    with clock.at(LATER + timedelta(days=8)):
        commission_lock(actor=people.omar.actor, now=clock.now())
        page = text(asha.get(paper(people)))
        assert "৳147" in page and "Locked" in page
        pdf = asha.get(paper(people, "statement.pdf"))
    attached = pypdf.PdfReader(io.BytesIO(pdf.content)).attachments
    words = next(body[0].decode() for name, body in attached.items() if name.endswith(".txt"))
    assert "Payable: ৳147" in words and share.order.code in words


def test_a_statement_as_a_table_adds_up_and_hides_no_formula(people, share):
    line = share.lines.order_by("position").first()
    line.title = "=HYPERLINK(1)"
    line.save()
    asha = seen_by(people.asha)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(asha.get(paper(people, "statement.xlsx")).content)
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[6] for row in rows[4:]] == [124.5, 22.5, 147.0]
    assert rows[4][2] == "=HYPERLINK(1)"
    for page in (paper(people, "statement.csv"), "/centre/money/lines.csv"):
        body = asha.get(page).content.decode("utf-8-sig")
        table = list(csv.reader(io.StringIO(body)))
        assert [row[6] for row in table[1:]] == ["124.5", "22.5"]
        assert table[1][2] == "'=HYPERLINK(1)"


def test_a_statement_is_for_its_parties(people, share):
    for who, status in (("bina", 404), ("tania", 404), ("mina", 200), ("omar", 200), ("aziz", 200)):
        client = seen_by(getattr(people, who))
        for ending in ("", "statement.pdf", "statement.xlsx", "statement.csv"):
            assert client.get(paper(people, ending)).status_code == status, (who, ending)
    operator = f"/operator/statements/2026-11/{people.partner.pk}/{people.centre.pk}/"
    assert "Pathshala Books" in text(seen_by(people.omar).get(operator))
    assert "Pathshala Books" in text(seen_by(people.omar).get("/operator/statements/"))
    seller = operator.replace("/operator/", "/partner/")
    page = text(seen_by(people.mina).get(seller))
    assert "Bhulta Union Digital Centre" in page and share.order.code in page
    assert "Bhulta" in text(seen_by(people.mina).get("/partner/statements/"))
    assert seen_by(people.tania).get(seller).status_code == 404
    for who in ("nila", "stranger", "salma"):
        assert seen_by(getattr(people, who)).get(paper(people)).status_code == 403
    assert seen_by(people.asha).get("/centre/statements/2026-1/1/1/").status_code == 404


def test_cash_is_passed_on_once_and_never_more_than_was_collected(people, share):
    asha = seen_by(people.asha)
    owed = share.delivery_poisha + 294_000
    page = asha.get("/centre/money/cash/")
    assert page.context["owed"] == owed
    form = {
        "amount": "৳৫০০/-",
        "medium": "bkash",
        "reference": "8jx2",
        "nonce": str(uuid4()),
    }
    for wrong, words in (
        ({"amount": "a lot"}, "f-amount-error"),
        ({"amount": "9999999"}, "more than the centre has collected"),
        ({"amount": "9" * 40}, "Write an amount"),
        ({"amount": "0"}, "above zero"),
        ({"reference": ""}, "transaction number"),
        ({"medium": "cash"}, "how the money was paid"),
    ):
        answer = asha.post("/centre/money/cash/", {**form, **wrong})
        assert answer.status_code == 422
        assert words in unescape(answer.content.decode()), wrong
    for _twice in range(2):
        assert asha.post("/centre/money/cash/", form).status_code == 302
    assert [each.amount_poisha for each in Remittance.objects.all()] == [50_000]
    again = asha.post("/centre/money/cash/", {**form, "nonce": str(uuid4())})
    assert "was used for another payment" in unescape(again.content.decode())
    assert asha.get("/centre/money/cash/").context["owed"] == owed - 50_000


def test_every_list_costs_the_same_however_long(people, share, django_assert_max_num_queries):
    asha = seen_by(people.asha)
    for _more in range(3):
        again = parcel_make.arrived(people)
        make.inspected(people, again, now=LATER)
        make.paid(people, again, now=LATER)
    for page in (
        "/centre/parcels/?shelf=handing",
        "/centre/money/lines/",
        "/centre/money/expected/",
        "/centre/money/collected/",
        "/centre/statements/",
        paper(people),
    ):
        with django_assert_max_num_queries(20):
            text(asha.get(page))
