"""Complaints as a seller's machine meets them: read, answered once, told by webhook."""

from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

import pytest

from ekshop.complaints.models import TriageRule
from ekshop.complaints.services import offer_accept, offer_counter
from ekshop.complaints.tests import files, make
from ekshop.federation.models import WebhookDelivery
from ekshop.federation.services import webhook_set
from ekshop.kernel.clock import dhaka_date
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests.make import work

DUE = (dhaka_date(PLACED_AT) + timedelta(days=5)).isoformat()
OFFER = {"remedy": "refund", "amount": "1000.00", "medium": "bkash", "due_on": DUE, "note": "Sorry"}


@pytest.fixture
def case(people):
    TriageRule.objects.create(
        position=1, to_seller=True, valid_from=PLACED_AT - timedelta(days=400)
    )
    return make.case(people)


def test_a_complaint_is_listed_and_read_without_the_complainants_number(mina, tania, people, case):
    told = mina.get("/complaints/", state="with_seller").json()
    assert [each["code"] for each in told["items"]] == [case.code]
    one = mina.get(f"/complaints/{case.code.lower()}")
    body = one.json()
    assert (body["paid"], body["wanted"], body["your_turn"]) == ("1500.00", "refund", True)
    assert body["due_at"].startswith("2026-11-05") and body["story"] == make.STORY
    assert people.karim.mobile[-10:] not in one.content.decode()
    assert tania.get("/complaints/").json()["items"] == []
    assert tania.get(f"/complaints/{case.code}").status_code == 404
    assert tania.post(f"/complaints/{case.code}/offer", OFFER).status_code == 404
    assert mina.get("/complaints/C").status_code == 404


def test_an_offer_is_made_once_under_its_key(mina, case):
    path, key = f"/complaints/{case.code}/offer", uuid4().hex
    first = mina.post(path, OFFER, key=key)
    again = mina.post(path, OFFER, key=key)
    assert first.status_code == 200 and again["Idempotency-Replayed"] == "true"
    assert first.json() == again.json()
    assert first.json()["state"] == "offered" and first.json()["offers"][0]["amount"] == "1000.00"
    assert mina.post(path, {**OFFER, "note": "x"}, key=key).status_code == 409
    late = mina.post(path, {**OFFER, "amount": "900"})
    assert late.status_code == 409 and late.json()["code"] == "action_not_possible"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "9000"}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": "1,000"}, "amount"),
        ({"medium": ""}, "medium"),
        ({"due_on": "2027-11-01"}, "due_on"),
        ({"remedy": "regret"}, "remedy"),
        ({"discount": "5"}, "discount"),
    ],
)
def test_what_is_wrong_is_said_beside_its_name(mina, case, wrong, field):
    answer = mina.post(f"/complaints/{case.code}/offer", {**OFFER, **wrong})
    assert answer.status_code == 422
    assert any(name.split(".")[-1] == field for name in answer.json()["field_errors"])


def test_proof_is_brought_by_machine_and_named_in_a_rejection(mina, tania, people, case):
    path = f"/complaints/{case.code}/evidence"
    told = {
        "name": "chalan.pdf",
        "content": b64encode(files.PDF + b" " * 300_000 + files.PDF).decode(),
    }
    key = uuid4().hex
    brought = mina.post(path, told, key=key)
    assert brought.status_code == 201, brought.content
    assert mina.post(path, told, key=key).json() == brought.json()
    row = case.evidence.get()
    assert (row.side, row.kind, str(row.token)) == ("seller", "document", brought.json()["token"])
    for wrong in ({"content": "A"}, {"name": "photo.jpg"}, {"content": b64encode(b"MZ").decode()}):
        assert mina.post(path, {**told, **wrong}).status_code == 422
    assert tania.post(path, told).status_code == 404
    said = {"reason": "delivered_right", "text": "Signed for.", "evidence": [str(row.token)]}
    assert mina.post(
        f"/complaints/{case.code}/reject", {**said, "evidence": [str(uuid4())]}
    ).status_code in (404, 422)
    done = mina.post(f"/complaints/{case.code}/reject", said)
    assert done.status_code == 200 and done.json()["state"] == "mediation"
    assert [each["name"] for each in done.json()["evidence"]] == ["chalan.pdf"]
    rejected = case.timeline.get(kind="rejected")
    assert str(row.token) in str(rejected.data["evidence"])


def test_each_answer_has_its_address(mina, people, case, hand):
    asked = mina.post(f"/complaints/{case.code}/ask", {"text": "Which colour?"})
    assert asked.json()["state"] == "info_asked" and not asked.json()["your_turn"]
    other = make.case(people)
    rejected = mina.post(
        f"/complaints/{other.code}/reject", {"reason": "no_proof", "text": "No picture"}
    )
    assert rejected.json()["state"] == "mediation"
    third = make.case(people)
    mina.post(f"/complaints/{third.code}/offer", OFFER)
    offer_counter(
        actor=make.karim(people),
        case_id=third.pk,
        kind="refund",
        amount_poisha=120_000,
        medium="bkash",
        due_on=dhaka_date(hand.when),
        now=hand.when,
    )
    newest = mina.get(f"/complaints/{third.code}").json()["offers"][0]
    assert (newest["side"], newest["amount"]) == ("complainant", "1200.00")
    path = f"/complaints/{third.code}"
    assert mina.post(f"{path}/agree", {"offer_id": "1"}).status_code == 409
    agreed = mina.post(f"{path}/agree", {"offer_id": newest["offer_id"]})
    assert agreed.json()["state"] == "agreed"
    done = mina.post(f"{path}/report", {"note": "TRX 5"})
    assert done.json()["state"] == "remedied"


def test_a_webhook_tells_of_a_new_complaint_and_of_each_step(mina, people, hand, case):
    webhook_set(
        actor=people.mina.actor,
        seller_id=people.partner.pk,
        url="https://shop.example/hooks",
        now=hand.when,
    )
    told = make.case(people)
    mina.post(f"/complaints/{told.code}/offer", OFFER)
    offer_accept(actor=make.karim(people), case_id=told.pk, now=hand.when)
    work(hand.when)
    work(hand.when)
    rows = WebhookDelivery.objects.filter(reference=told.code).order_by("id")
    assert [(row.event_type, row.payload["action"], row.payload["by"]) for row in rows] == [
        ("complaint.received", "ask_seller", "platform"),
        ("complaint.moved", "offer", "seller"),
        ("complaint.moved", "accept", "complainant"),
    ]
    assert people.karim.mobile[-10:] not in str([row.payload for row in rows])
