"""A seller reads the complaints about it and answers them, in its turn and in words."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ekshop.complaints.models import TriageRule
from ekshop.complaints.services import information_give, offer_accept, offer_counter
from ekshop.complaints.tests import make
from ekshop.kernel.clock import dhaka_date
from ekshop.parties.tests.make import PLACED_AT
from ekshop.web.centre.tests.parcel_make import picture


@pytest.fixture
def case(people):
    TriageRule.objects.create(
        position=1, to_seller=True, valid_from=PLACED_AT - timedelta(days=400)
    )
    return make.case(people, goods="শাড়ি")


def text(answer) -> str:
    return answer.content.decode()


def page(case) -> str:
    return reverse("partner:complaint", args=[case.code])


def post(client, case, act, **fields):
    return client.post(reverse("partner:complaint_act", args=[case.code, act]), fields)


def offer(client, case, **more):
    due = dhaka_date(PLACED_AT) + timedelta(days=5)
    fields = {"kind": "refund", "amount": "৳১,০০০", "medium": "bkash", "due_on": due.isoformat()}
    return post(client, case, "offer", **{**fields, **more})


def test_the_list_shows_what_falls_due_first_and_only_ones_own(mina, tania, people, case, hand):
    hand.forward(hours=1)
    later = make.case(people, now=hand.when)
    shown = text(mina.get(reverse("partner:complaints")))
    assert shown.index(case.code) < shown.index(later.code)
    assert case.code not in text(tania.get(reverse("partner:complaints")))
    assert tania.get(page(case)).status_code == 404
    assert offer(tania, case).status_code == 404
    assert "To answer" in shown and "Seller begins to solve a complaint" in shown


def test_what_waits_for_an_answer_is_counted_on_every_page(mina, people, case):
    assert '<span class="count">1' in text(mina.get(reverse("partner:today")))


def test_the_page_shows_the_file_but_never_the_complainants_number(mina, people, case):
    shown = text(mina.get(page(case)))
    assert "৳1,500" in shown and make.STORY in shown and people.karim.name in shown
    assert people.karim.mobile not in shown and people.karim.mobile[-11:] not in shown
    assert "Digital Commerce Operation Guidelines 2021" in shown


def test_an_offer_is_typed_in_bengali_digits_and_waits_for_a_yes(mina, people, case):
    answer = offer(mina, case)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == "offered" and case.offers.get().amount_poisha == 100_000
    shown = text(mina.get(page(case)))
    assert "Money back · ৳1,000 · bKash" in shown
    assert "Send the offer" not in shown


def test_what_is_wrong_stands_beside_what_was_typed(mina, case):
    answer = offer(mina, case, amount="9000", due_on="", note="দুঃখিত")
    assert answer.status_code == 422
    assert "Choose the day" in text(answer) and "দুঃখিত" in text(answer)
    answer = offer(mina, case, amount="9000")
    assert "This is more than was paid." in text(answer) and 'value="9000"' in text(answer)
    answer = post(mina, case, "reject", reason="no_proof", why="")
    assert answer.status_code == 422 and "so that others can judge it" in text(answer)
    assert offer(mina, case, amount="টাকা নাই").status_code == 422


def test_a_complaint_is_rejected_with_a_reason(mina, case):
    post(mina, case, "reject", reason="delivered_right", why="কুরিয়ার পৌঁছে দিয়েছে")
    shown = text(mina.get(page(case)))
    assert "Delivered as ordered" in shown and "With the coordinator" in shown


def test_the_seller_asks_once(mina, people, case, hand):
    post(mina, case, "ask", question="কোন রং?")
    assert "Your time stands still" in text(mina.get(page(case)))
    information_give(actor=make.karim(people), case_id=case.pk, text="লাল", now=hand.when)
    shown = text(mina.get(page(case)))
    assert "লাল" in shown and "You can ask once" not in shown
    assert post(mina, case, "ask", question="আর কিছু?").status_code == 422


def test_a_counter_offer_is_accepted_as_it_was_read(mina, people, case, hand):
    offer(mina, case)
    offer_counter(
        actor=make.karim(people),
        case_id=case.pk,
        kind="refund",
        amount_poisha=140_000,
        medium="bkash",
        due_on=dhaka_date(hand.when) + timedelta(days=3),
        note="আর একটু দিন",
        now=hand.when,
    )
    shown = text(mina.get(page(case)))
    asked = shown.split("They ask for this instead")[1].split("</form>")[0]
    assert "৳1,400" in asked and "আর একটু দিন" in asked
    assert post(mina, case, "agree", seen=1).status_code == 422
    assert post(mina, case, "agree", seen=case.offers.last().pk).status_code == 302
    assert "It is done" in text(mina.get(page(case)))


def test_what_was_agreed_is_reported_done(mina, people, case, hand):
    offer(mina, case)
    offer_accept(actor=make.karim(people), case_id=case.pk, now=hand.when)
    assert post(mina, case, "report", done="").status_code == 422
    post(mina, case, "report", done="TRX 99")
    case.refresh_from_db()
    assert case.state == "remedied"


def test_a_second_click_says_the_same_and_a_late_one_says_it_is_late(mina, people, case):
    assert offer(mina, case).status_code == offer(mina, case).status_code == 302
    late = offer(mina, case, amount="500")
    assert late.status_code == 422 and "already" in text(late)


def test_there_is_no_other_act(mina, case):
    assert post(mina, case, "delete").status_code == 404
    assert mina.get(f"{page(case)}offer/").status_code == 405


def test_the_list_is_filtered_and_exported(mina, people, case):
    rows = csv.reader(
        io.StringIO(b"".join(mina.get(reverse("partner:complaints_csv"))).decode("utf-8-sig"))
    )
    header, row = list(rows)
    assert row[0] == case.code and "1500.00" in row and people.karim.mobile not in row
    ended = mina.get(reverse("partner:complaints"), {"shelf": "ended"})
    assert case.code not in text(ended)
    assert mina.get(reverse("partner:complaints"), {"shelf": "nonsense"}).status_code == 200


def test_a_long_list_takes_no_more_statements(mina, people, case, django_assert_max_num_queries):
    for _each in range(4):
        make.case(people)
    with django_assert_max_num_queries(12):
        mina.get(reverse("partner:complaints"))


def test_a_rejection_comes_with_its_proof_or_not_at_all(mina, tania, people, case):
    lie = SimpleUploadedFile("receipt.pdf", b"MZ\x90 not a pdf at all")
    wrong = post(mina, case, "reject", reason="no_proof", why="রসিদ দেখুন", files=lie)
    assert wrong.status_code == 422 and "receipt.pdf" in text(wrong)
    case.refresh_from_db()
    assert case.state == "with_seller" and not case.evidence.exists()
    photo = SimpleUploadedFile("রসিদ.jpg", picture().read())
    post(mina, case, "reject", reason="no_proof", why="রসিদ দেখুন", files=photo)
    file = case.evidence.get()
    assert (file.side, file.case_id) == ("seller", case.pk)
    shown = text(mina.get(page(case)))
    address = reverse("papers:evidence", args=[file.token])
    assert address in shown and "With the coordinator" in shown
    assert mina.get(address).status_code == 200
    assert tania.get(address).status_code == 404
