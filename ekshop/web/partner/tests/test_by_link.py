"""A Facebook seller answers by the address in its SMS, and nobody else does."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ekshop.complaints.models import AnswerLink, TriageRule
from ekshop.complaints.services import evidence_add, offer_counter
from ekshop.complaints.tests import make
from ekshop.kernel.clock import dhaka_date
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests.make import work
from ekshop.web.centre.tests.parcel_make import picture


@pytest.fixture
def case(people):
    TriageRule.objects.create(
        position=1, to_seller=True, valid_from=PLACED_AT - timedelta(days=400)
    )
    made = make.case(people, seller_name="Rong Mela", handles=[("phone", "01711223344")])
    work(PLACED_AT)
    return made


@pytest.fixture
def address(case) -> str:
    body = Message.objects.get(template="seller_link", reference=case.code).body
    return re.search(r"(/answer/[\w-]+/)", body)[1]


@pytest.fixture
def seller() -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_the_page_shows_the_file_without_the_complainants_number(seller, people, case, address):
    answer = seller.get(address)
    shown = text(answer)
    assert make.STORY in shown and "Offer a remedy" in shown
    assert people.karim.mobile[-10:] not in shown
    assert answer["Referrer-Policy"] == "same-origin" and "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_an_offer_is_made_without_an_account(seller, case, address):
    due = (dhaka_date(PLACED_AT) + timedelta(days=3)).isoformat()
    fields = {"kind": "refund", "amount": "1000", "medium": "bkash", "due_on": ""}
    wrong = seller.post(f"{address}offer/", fields)
    assert wrong.status_code == 422 and "Choose the day" in text(wrong)
    seller.post(f"{address}offer/", {**fields, "due_on": due})
    case.refresh_from_db()
    assert case.state == "offered" and AnswerLink.objects.get().used_at
    shown = text(seller.get(address))
    assert "Offered." in shown and "You offered a remedy" in shown


def test_one_answer_is_given_by_one_address_and_the_next_turn_brings_a_new_one(
    seller, people, case, address
):
    due = dhaka_date(PLACED_AT) + timedelta(days=3)
    told = {"kind": "refund", "amount": "1000", "medium": "bkash", "due_on": due.isoformat()}
    seller.post(f"{address}offer/", told)
    offer_counter(
        actor=make.karim(people),
        case_id=case.pk,
        kind="refund",
        amount_poisha=150_000,
        medium="bkash",
        due_on=due,
        now=PLACED_AT,
    )
    work(PLACED_AT)
    again = seller.post(f"{address}offer/", told, follow=True)
    assert "a new one comes" in text(again) and "Your answer" not in text(again)
    case.refresh_from_db()
    assert case.state == "countered"
    body = Message.objects.filter(template="seller_link").latest("id").body
    newer = re.search(r"(/answer/[\w-]+/)", body)[1]
    assert newer != address and "Your answer" in text(seller.get(newer))


def test_a_stranger_finds_nothing_there(seller, case, address):
    wrong = address[:-2] + ("A" if address[-2] != "A" else "B") + "/"
    for path in (wrong, "/answer/x/", f"/answer/{case.code}/"):
        assert seller.get(path).status_code == 404
        assert seller.post(f"{path}reject/", {}).status_code == 404
    assert seller.post(f"{address}delete/", {}).status_code == 404
    case.refresh_from_db()
    assert case.state == "with_seller"


def test_when_its_time_is_over_the_address_says_so(seller, case, address, hand):
    hand.forward(hours=73)
    answer = seller.get(address)
    assert answer.status_code == 410 and "is over" in text(answer)
    assert seller.post(f"{address}reject/", {"reason": "other", "why": "no no"}).status_code == 410


def test_a_file_is_shown_only_to_the_side_it_is_for(seller, people, case, address):
    karim = make.karim(people)

    def bring(**more):
        photo = SimpleUploadedFile("ছবি.jpg", picture().read())
        return evidence_add(
            actor=karim, file=photo, name="ছবি.jpg", case_id=case.pk, now=PLACED_AT, **more
        )

    shown, hidden = bring(), bring(offices_only=True)
    listed = text(seller.get(address))
    assert str(shown.token) in listed and str(hidden.token) not in listed
    assert seller.get(f"{address}files/{shown.token}/").status_code == 200
    assert seller.get(f"{address}files/{shown.token}/small/").status_code == 200
    assert seller.get(f"{address}files/{hidden.token}/").status_code == 404
    assert seller.get(f"/answer/wrong/files/{shown.token}/").status_code == 404


def test_a_proof_comes_with_the_answer(seller, case, address):
    answer = seller.post(
        f"{address}reject/",
        {
            "reason": "other",
            "why": "I never sold this.",
            "files": SimpleUploadedFile("a.jpg", picture().read()),
        },
    )
    assert answer.url == address
    case.refresh_from_db()
    assert case.state == "mediation" and case.evidence.get().side == "seller"
