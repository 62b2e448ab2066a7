"""A complainant answers on a telephone: yes, no, something else, got it, open it again."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ekshop.complaints.services import (
    complaint_reject,
    hearing_call,
    information_ask,
    referral_accept,
    remedy_offer,
    remedy_report,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Refund
from ekshop.settlement.tests.make import work
from ekshop.web.centre.tests.parcel_make import picture
from ekshop.web.consumer.tests.browsing import prove

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand():
    with clock.at(PLACED_AT) as moved:
        yield moved


@pytest.fixture
def people(hand):
    return make.people()


@pytest.fixture
def case(people):
    return make.case(people)


@pytest.fixture
def karim(people):
    return at_hand(people.karim.mobile)


def at_hand(mobile: str) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    prove(client, mobile)
    return client


def offered(people, case, **more):
    terms = {
        "kind": "refund",
        "amount_poisha": 100_000,
        "medium": "bkash",
        "due_on": dhaka_date(PLACED_AT) + timedelta(days=5),
        "note": "দুঃখিত",
        **more,
    }
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=PLACED_AT, **terms)


def page(case) -> str:
    return reverse("complaints:case", args=[case.code])


def act(case, name: str) -> str:
    return reverse("complaints:act", args=[case.code, name])


def text(answer) -> str:
    return answer.content.decode()


def state(case) -> str:
    case.refresh_from_db()
    return case.state


def test_an_offer_is_accepted_after_one_question(karim, people, case):
    offered(people, case)
    shown = text(karim.get(page(case)))
    assert "Money back · ৳1,000" in shown and "Yes, I agree" in shown and "দুঃখিত" in shown
    asked = text(karim.get(act(case, "accept")))
    assert "Do you agree to this?" in asked and "৳1,000" in asked and state(case) == "offered"
    seen = case.offers.get().pk
    for _twice in range(2):
        assert karim.post(act(case, "accept"), {"seen": seen}).status_code == 302
    assert state(case) == "agreed"
    assert "Have you got it already?" in text(karim.get(page(case)))
    assert "You accepted the offer" in text(karim.get(page(case)))


def test_an_offer_that_was_not_the_one_read_is_not_accepted(karim, people, case):
    offered(people, case)
    for seen in ("1", "nonsense", "9" * 400):
        assert karim.post(act(case, "accept"), {"seen": seen}).status_code == 422
    assert state(case) == "offered"


def test_a_counter_offer_keeps_what_was_typed_when_it_is_too_much(karim, people, case):
    offered(people, case)
    typed = {"kind": "refund", "amount": "৯,০০০", "medium": "bkash", "due_on": "", "note": "সব চাই"}
    answer = karim.post(act(case, "counter"), typed)
    assert answer.status_code == 422 and "সব চাই" in text(answer) and "৯,০০০" in text(answer)
    assert "Choose the day" in text(answer)
    due = (dhaka_date(PLACED_AT) + timedelta(days=4)).isoformat()
    karim.post(act(case, "counter"), {**typed, "amount": "১,৪০০", "due_on": due})
    assert state(case) == "countered"


def test_a_no_needs_words(karim, people, case):
    offered(people, case)
    assert karim.post(act(case, "decline"), {"text": ""}).status_code == 422
    karim.post(act(case, "decline"), {"text": "খুব কম"})
    assert state(case) == "mediation"


def test_a_question_is_answered(karim, people, case):
    information_ask(actor=people.mina.actor, case_id=case.pk, text="কোন রং?", now=PLACED_AT)
    assert "কোন রং?" in text(karim.get(page(case)))
    assert "কোন রং?" in text(karim.get(act(case, "answer")))
    karim.post(act(case, "answer"), {"text": "লাল"})
    assert state(case) == "with_seller"


def done(karim, people, case):
    offered(people, case)
    karim.post(act(case, "accept"), {"seen": case.offers.get().pk})
    remedy_report(actor=people.mina.actor, case_id=case.pk, note="TRX 1", now=PLACED_AT)


def test_what_came_is_confirmed_with_stars_and_may_be_opened_again(karim, people, case, hand):
    done(karim, people, case)
    assert "Did you get it?" in text(karim.get(page(case)))
    karim.post(act(case, "confirm"), {"rating": "4", "note": "ভালো"})
    assert state(case) == "resolved" and case.rating == 4
    assert "Open it again" in text(karim.get(page(case)))
    karim.post(act(case, "reopen"), {"text": "আবার নষ্ট"})
    assert state(case) == "mediation"


def test_what_did_not_come_is_disputed_in_words(karim, people, case):
    done(karim, people, case)
    assert karim.post(act(case, "dispute"), {"text": "  "}).status_code == 422
    karim.post(act(case, "dispute"), {"text": "টাকা আসেনি"})
    assert state(case) == "mediation"


def test_a_complaint_is_withdrawn_after_one_question(karim, people, case):
    assert "Within 30 days" in text(karim.get(act(case, "withdraw")))
    assert state(case) == "with_seller"
    karim.post(act(case, "withdraw"))
    assert state(case) == "closed"


def test_too_late_to_open_again_offers_no_button(karim, people, case, hand):
    karim.post(act(case, "withdraw"))
    hand.forward(days=31)
    later = at_hand(people.karim.mobile)
    assert "Open it again" not in text(later.get(page(case)))
    assert later.post(act(case, "reopen"), {"text": "আবার"}).status_code == 302
    assert state(case) == "closed"


def test_what_is_not_possible_leads_back_to_where_the_case_stands(karim, people, case):
    complaint_reject(
        actor=people.mina.actor, case_id=case.pk, reason="no_proof", text="নেই", now=PLACED_AT
    )
    assert karim.get(act(case, "accept")).url == page(case)
    assert karim.post(act(case, "decline"), {"text": "না"}).url == page(case)
    assert karim.get(act(case, "explode")).status_code == 404


def test_nobody_else_answers(people, case):
    offered(people, case)
    stranger = at_hand("+8801799999999")
    assert stranger.get(act(case, "accept")).status_code == 404
    assert stranger.post(act(case, "accept"), {"seen": case.offers.get().pk}).status_code == 404
    assert Client().post(act(case, "accept")).url.startswith("/complain/mobile/")
    assert state(case) == "offered"


def test_a_question_is_answered_by_a_picture_alone(karim, people, case):
    information_ask(actor=people.mina.actor, case_id=case.pk, text="ছবি আছে?", now=PLACED_AT)
    photo = SimpleUploadedFile("রসিদ.jpg", picture().read())
    assert karim.post(act(case, "answer"), {"text": "", "files": photo}).status_code == 302
    assert state(case) == "with_seller" and case.evidence.get().side == "complainant"


def test_offer_counter_offer_and_agreement_move_the_money_and_the_statement(karim, people, hand):
    """The seller offers part, the complainant asks for more, the seller agrees, both by page."""
    share = make.share_paid(people)
    case = make.case(people, seller_order_id=share.pk, paid_poisha=300_100, wanted_poisha=300_100)
    mina, asha = work_client(people.mina), work_client(people.asha)
    due = (dhaka_date(PLACED_AT) + timedelta(days=4)).isoformat()
    terms = {"kind": "refund", "medium": "same", "due_on": due}
    seller = reverse("partner:complaint", args=[case.code])
    assert mina.post(f"{seller}offer/", {**terms, "amount": "500"}).status_code == 302
    assert karim.post(act(case, "counter"), {**terms, "amount": "১,২০০"}).status_code == 302
    assert mina.post(f"{seller}agree/", {"seen": case.offers.last().pk}).status_code == 302
    assert state(case) == "remedied"
    work(hand.when)
    refund = Refund.objects.get()
    assert (refund.amount_poisha, refund.case_code) == (120_000, case.code)
    month = clock.month_of(hand.when)
    lines = text(asha.get(reverse("centre:money_lines"), {"month": month, "figure": "all"}))
    assert case.code in lines and "−৳60" in lines.replace("-৳60", "−৳60")
    call_command("ledger_verify")
    karim.post(act(case, "confirm"), {"rating": "5"})
    assert state(case) == "resolved"


def work_client(persona) -> Client:
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = "en"
    return client


def test_a_hearing_stands_where_it_cannot_be_missed(karim, people, hand):
    case = make.referred(people, make.agency(people))
    referral, now = case.referrals.get(), clock.now() + timedelta(days=8)
    referral_accept(actor=people.rafi.actor, referral_id=referral.pk, now=now)
    called = {"at": now + timedelta(days=12), "link": "https://meet.example/405"}
    hearing_call(actor=people.rafi.actor, referral_id=referral.pk, now=now, **called)
    shown = karim.get(page(case)).content.decode()
    assert "A hearing is called" in shown and 'href="https://meet.example/405"' in shown
