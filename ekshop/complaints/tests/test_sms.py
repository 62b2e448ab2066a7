"""Yes and no by SMS: for the right case, once, and never by a sentence that only looks like it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from ekshop.complaints import rules
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import remedy_offer, remedy_report, sms_answer
from ekshop.complaints.services.sms import ANSWERS_A_DAY
from ekshop.complaints.tests import make
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Payment
from ekshop.payments.services import refund_issue_for_complaint

GATEWAY = Actor.system("sms gateway")
SOON = PLACED_AT + timedelta(hours=5)
CODE = "C86-F8AH-3"


@pytest.mark.parametrize(
    ("text", "yes", "code"),
    [
        ("YES C86-F8AH-3", True, CODE),
        ("yes c86f8ah3", True, CODE),
        ("হ্যাঁ C86 F8AH 3", True, CODE),
        ("C86-F8AH-3 হ্যাঁ।", True, CODE),
        ("১", True, ""),
        ("1", True, ""),
        ("No, C86-F8AH-3", False, CODE),
        ("না", False, ""),
        ("২ C৮৬-F৮AH-৩", False, CODE),
        ("2", False, ""),
        ("না পেলে কী হবে", None, ""),
        ("yes but when?", None, ""),
        ("C86-F8AH-3", None, CODE),
        ("", None, ""),
        ("maybe", None, ""),
        ("yes C86-F8AH-9", None, ""),
        ("12", None, ""),
    ],
)
def test_what_an_sms_means(text, yes, code):
    assert rules.reply_read(text) == rules.Reply(yes, code)


@pytest.fixture
def case(people):
    return offered(people, make.case(people, language="en"))


def offered(people, case):
    return remedy_offer(
        actor=people.mina.actor,
        case_id=case.pk,
        kind="replacement",
        due_on=dhaka_date(SOON) + timedelta(days=5),
        now=SOON,
    )


def write(people, text, *, message_id="", now=SOON, mobile=""):
    return sms_answer(
        actor=GATEWAY,
        mobile=mobile or people.karim.mobile,
        text=text,
        message_id=message_id or uuid4().hex,
        now=now,
    )


def answers(people):
    found = Message.objects.filter(template="case_reply", to=people.karim.mobile)
    return [each.body for each in found.order_by("id")]


def state(case):
    case.refresh_from_db()
    return case.state


def test_yes_accepts_and_later_confirms(people, case):
    assert write(people, f"YES {case.code}") == "accepted"
    assert state(case) == "agreed" and "you accepted" in answers(people)[-1]
    remedy_report(actor=people.mina.actor, case_id=case.pk, note="TRX", now=SOON)
    later = SOON + timedelta(hours=1)
    assert write(people, "হ্যাঁ", now=later) == "confirmed"
    assert state(case) == "resolved" and case.rating is None


def test_no_declines_and_later_disputes(people, case):
    assert write(people, "না", now=SOON) == "declined"
    assert state(case) == "mediation"
    assert timeline_of(case, side=rules.SELLER)[-1].text == "SMS: না"
    offered(people, case)
    write(people, "1", now=SOON + timedelta(minutes=5))
    remedy_report(actor=people.mina.actor, case_id=case.pk, note="TRX", now=SOON)
    assert write(people, f"no {case.code}", now=SOON + timedelta(hours=1)) == "disputed"
    assert state(case) == "mediation"


def test_the_same_message_counts_once(people, case):
    for _twice in range(2):
        assert write(people, f"YES {case.code}", message_id="m1") == "accepted"
    assert len(answers(people)) == 1
    assert len([each for each in case.timeline.all() if each.kind == "offer_accepted"]) == 1


def test_an_sms_written_twice_in_a_hurry_answers_no_later_question(people, case):
    share = make.share_paid(people)
    paid = make.case(people, seller_order_id=share.pk, paid_poisha=300_100, wanted_poisha=1000)
    remedy_offer(
        actor=people.mina.actor,
        case_id=paid.pk,
        kind="refund",
        amount_poisha=1000,
        medium="same",
        due_on=dhaka_date(SOON),
        now=SOON,
    )
    assert write(people, f"YES {paid.code}") == "accepted"
    assert state(paid) == "remedied"
    assert write(people, f"YES {paid.code}", now=SOON + timedelta(seconds=40)) == "unclear"
    assert state(paid) == "remedied"
    assert write(people, f"YES {paid.code}", now=SOON + timedelta(minutes=3)) == "confirmed"


def test_what_is_unclear_is_answered_with_what_to_write(people, case):
    other = offered(people, make.case(people, language="en"))
    assert write(people, "yes") == "unclear"
    assert "Write YES C" in answers(people)[-1]
    assert write(people, "না পেলে কী হবে?") == "unclear"
    assert (state(case), state(other)) == ("offered", "offered")
    assert write(people, f"yes {other.code}") == "accepted"
    assert write(people, f"no {other.code}", now=SOON + timedelta(hours=1)) == "not_waiting"
    assert state(other) == "agreed"


def test_a_strangers_number_changes_nothing_and_is_left_alone(people, case):
    assert write(people, f"YES {case.code}", mobile="01799999999") == ""
    assert state(case) == "offered"
    assert not Message.objects.filter(to="+8801799999999").exists()


def test_two_machines_answering_each_other_come_to_an_end(people, case):
    for _each in range(ANSWERS_A_DAY + 5):
        write(people, "what?")
    assert len(answers(people)) == ANSWERS_A_DAY


def test_a_yes_to_money_that_went_back_another_way_is_answered_and_moves_nothing(people):
    share = make.share_paid(people)
    first, second = (
        make.case(people, seller_order_id=share.pk, paid_by="cash", language="en")
        for _each in range(2)
    )
    for case in (first, second):
        remedy_offer(
            actor=people.mina.actor,
            case_id=case.pk,
            kind="refund",
            amount_poisha=150_000,
            medium="same",
            due_on=dhaka_date(SOON),
            now=SOON,
        )
    left = Payment.objects.get(seller_order=share).amount_poisha - 150_000
    refund_issue_for_complaint(
        actor=GATEWAY,
        seller_order_id=share.pk,
        amount_poisha=left,
        case_code=first.code,
        remedy_id=0,
        now=SOON,
    )
    assert write(people, f"yes {first.code}") == "accepted"
    assert write(people, f"yes {second.code}") == "not_waiting"
    second.refresh_from_db()
    assert second.state == "offered"
    assert len(answers(people)) == 2
