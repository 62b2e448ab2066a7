"""Each side hears of what the other did, once, in its language; a seller unknown to us by every address."""

import re
from datetime import timedelta
from functools import partial

import pytest

from ekshop.complaints import rules
from ekshop.complaints.events import CaseMoved
from ekshop.complaints.handlers import on_case_moved
from ekshop.complaints.models import AnswerLink, ServiceOfNotice
from ekshop.complaints.selectors import case_visible_to, timeline_of
from ekshop.complaints.services import (
    LinkOver,
    answer_link_make,
    answer_link_open,
    answer_link_used,
    cases_verify,
    complaint_reject,
    notice_served_by_hand,
    offer_accept,
    offer_counter,
    offer_decline,
    remedy_offer,
    remedy_report,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_of, deadlines_run
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.events import gather
from ekshop.kernel.job_watch import jobs_waiting
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Refund
from ekshop.payments.services import refund_give
from ekshop.settlement.tests.make import work

pytestmark = pytest.mark.django_db
SOON = PLACED_AT + timedelta(hours=5)
HANDLES = [
    ("phone", "01711-223344"),
    ("wallet", "01711223344"),
    ("wallet", "01899887766"),
    ("email", "Rong@Example.com"),
    ("page", "fb.com/rong.mela"),
]


@pytest.fixture
def case(people):
    return make.case(people, language="en")


def terms(**more):
    return {
        "kind": "refund",
        "amount_poisha": 100_000,
        "medium": "bkash",
        "due_on": dhaka_date(SOON) + timedelta(days=5),
        **more,
    }


def told(case, to: str) -> list[str]:
    work(SOON)
    return [each.body for each in Message.objects.filter(reference=case.code, to=to).order_by("id")]


def test_a_new_complaint_is_told_to_both_sides(people, case):
    said = told(case, people.karim.mobile)[-1]
    assert f"Complaint {case.code}: sent to" in said and f"/c/{case.code}" in said
    seller = Message.objects.filter(template="seller_case")
    assert {each.organisation_id for each in seller} == {people.partner.pk}
    assert all(f"/partner/complaints/{case.code}/" in each.body for each in seller)


def test_an_offer_reaches_the_complainant_with_what_to_write(people, case):
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms())
    said = told(case, people.karim.mobile)[-1]
    assert "Money back, Tk 1,000" in said
    assert f"YES {case.code}" in said and f"NO {case.code}" in said


def test_nobody_is_told_of_what_they_did_themselves(people, case):
    karim = make.karim(people)
    mine = len(told(case, people.karim.mobile))
    theirs = Message.objects.filter(template="seller_case").count()
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms())
    work(SOON)
    assert Message.objects.filter(template="seller_case").count() == theirs
    offer_decline(actor=karim, case_id=case.pk, text="খুব কম", now=SOON)
    assert len(told(case, people.karim.mobile)) == mine + 1
    assert "রাজি হননি" in Message.objects.filter(template="seller_case").latest("id").body


def test_who_was_acted_for_is_told_so(people):
    case = make.case_on_behalf(people)
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms())
    offer_accept(actor=people.asha.actor, case_id=case.pk, now=SOON)
    assert "আপনার সম্মতিতে" in told(case, people.karim.mobile)[-1]


def test_who_cannot_be_told_stops_no_act_and_is_told_once_it_can_be(people, case):
    partner = people.partner
    mail, partner.email = partner.email, "no address"
    partner.save()
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms())
    offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON)
    with clock.at(SOON):
        run_jobs(queues=["default"], quietly=True)
    case.refresh_from_db()
    assert case.state == "agreed" and cases_verify(now=SOON).agrees
    of_yes = Message.objects.filter(template="seller_case", body__contains="রাজি")
    waits = jobs_waiting().get(name__endswith=".on_case_moved")
    assert not of_yes.exists() and waits.error == "InvalidInput"
    partner.email = mail
    partner.save()
    with clock.at(SOON):
        run_jobs(queues=["default"], later=True)
    assert of_yes.count() == len({each.channel for each in of_yes})


def test_of_steps_taken_as_one_only_the_last_is_told(people):
    share = make.share_paid(people)
    case = make.case(people, seller_order_id=share.pk, paid_poisha=300_100, language="en")
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms(medium="same"))
    offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON)
    said = Message.objects.filter(template="seller_case").order_by("id")
    assert not [each for each in said if "ক্রেতা রাজি" in each.subject]
    assert "টাকা ফেরত দেওয়া হয়েছে" in said.filter(channel="email").latest("id").body


def test_a_step_told_late_is_told_once_and_not_when_overtaken(people, case):
    with gather():
        remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms())
    offer = timeline_of(case, side=rules.SELLER)[-1]
    before = len(told(case, people.karim.mobile))
    for _time in range(2):
        with clock.at(SOON):
            on_case_moved(CaseMoved(case.pk, "offer", "offered", offer.pk))
    assert len(told(case, people.karim.mobile)) == before + 1
    with gather():
        offer_decline(actor=make.karim(people), case_id=case.pk, text="খুব কম", now=SOON)
    declined = case.timeline.latest("number")
    make.withdrawn(people, case, now=SOON)
    theirs = Message.objects.count()
    with clock.at(SOON):
        on_case_moved(CaseMoved(case.pk, "decline", "mediation", declined.pk))
    assert Message.objects.count() == theirs


def test_money_paid_back_is_told_with_its_question(people):
    share = make.share_paid(people)
    case = make.case(
        people, seller_order_id=share.pk, paid_poisha=300_100, wanted_poisha=300_100, language="en"
    )
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms(medium="same"))
    offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON)
    assert "paid back" not in told(case, people.karim.mobile)[-1]
    refund_give(actor=people.asha.actor, code=Refund.objects.get().code, now=SOON)
    said = told(case, people.karim.mobile)[-1]
    assert "Tk 1,000 was paid back" in said and f"YES {case.code}" in said


@pytest.fixture
def unknown(people):
    return make.case(people, seller_name="Rong Mela", handles=HANDLES)


def secrets_sent(case) -> list[str]:
    bodies = Message.objects.filter(template="seller_link", reference=case.code)
    found = [re.search(r"/answer/([\w-]+)/", each.body) for each in bodies.order_by("id")]
    return [each[1] for each in found if each]


def test_an_unregistered_seller_is_told_by_every_known_address(people, unknown):
    work(SOON)
    served = ServiceOfNotice.objects.filter(case=unknown).order_by("id")
    assert [(each.handle_kind, each.address, each.by_hand) for each in served] == [
        ("phone", "+8801711223344", False),
        ("wallet", "+8801899887766", False),
        ("email", "rong@example.com", False),
        ("page", "fb.com/rong.mela", True),
    ]
    assert len(set(secrets_sent(unknown))) == AnswerLink.objects.count() == 3
    assert all(each.message_key for each in served if not each.by_hand)
    kept = {each.secret_hash for each in AnswerLink.objects.all()}
    assert not kept & set(secrets_sent(unknown))
    due = PLACED_AT + timedelta(hours=72)
    assert {each.good_until for each in AnswerLink.objects.all()} == {due}
    shown = Message.objects.filter(template="seller_link").first()
    assert "বিরুদ্ধে" in shown.body or "নামে অভিযোগ" in shown.body
    entry = timeline_of(unknown, side=rules.COORDINATOR)[-1]
    assert entry.kind == "notice_served"
    assert entry not in timeline_of(unknown, side=rules.COMPLAINANT)


def test_the_secret_lets_its_holder_answer_that_one_case_until_its_time_is_over(people, unknown):
    other = make.case(people, seller_name="Another", handles=[("phone", "01612345678")])
    work(SOON)
    secret = secrets_sent(unknown)[0]
    holder = answer_link_open(secret=secret, now=SOON)
    assert case_visible_to(holder, unknown.pk) == unknown
    with pytest.raises(NotFound):
        case_visible_to(holder, other.pk)
    with pytest.raises(NotAllowed):
        offer_accept(actor=holder, case_id=unknown.pk, now=SOON)
    remedy_offer(actor=holder, case_id=unknown.pk, now=SOON, **terms())
    answer_link_used(secret=secret, now=SOON)
    entry = timeline_of(unknown, side=rules.COMPLAINANT)[-1]
    assert (entry.side, entry.actor_label) == ("seller", "Rong Mela")
    link = AnswerLink.objects.get(used_at=SOON)
    assert link.opened_at == SOON and link.sent_to == "+8801711223344"
    with pytest.raises(NotFound):
        answer_link_open(secret=secret[:-1], now=SOON)
    with pytest.raises(LinkOver):
        answer_link_open(secret=secret, now=PLACED_AT + timedelta(hours=73))


def test_each_turn_of_an_unregistered_seller_brings_addresses_of_its_own(people, unknown):
    work(SOON)
    holder = answer_link_open(secret=secrets_sent(unknown)[0], now=SOON)
    remedy_offer(actor=holder, case_id=unknown.pk, now=SOON, **terms())
    work(SOON)
    assert AnswerLink.objects.count() == 3
    karim = make.karim(people)
    offer_counter(actor=karim, case_id=unknown.pk, now=SOON, **terms(amount_poisha=140_000))
    work(SOON)
    assert AnswerLink.objects.count() == 6
    by_sms = Message.objects.filter(template="seller_link", channel="sms")
    assert "পাল্টা প্রস্তাব" in by_sms.latest("id").body


def test_a_reminder_to_an_unregistered_seller_carries_an_address_and_the_old_one_holds(
    people, unknown
):
    work(SOON)
    first = secrets_sent(unknown)[0]
    due = PLACED_AT + timedelta(hours=72)
    warned = PLACED_AT + timedelta(hours=60)
    with clock.at(warned):
        deadlines_run(warned)
        work(warned)
    sent = secrets_sent(unknown)
    assert len(sent) == len(set(sent)) == 6
    for secret in (first, sent[-1]):
        assert answer_link_open(secret=secret, now=due).holds == unknown.pk
    assert "সময় চলছে" in Message.objects.filter(template="seller_link", channel="sms").last().body


def test_the_coordinator_brings_an_address_by_hand(people, unknown):
    work(SOON)
    nila, until = people.nila.actor, SOON + timedelta(days=3)
    row = ServiceOfNotice.objects.get(by_hand=True)
    with pytest.raises(InvalidInput):
        notice_served_by_hand(actor=nila, service_id=row.pk, outcome=" ", now=SOON)
    done = notice_served_by_hand(
        actor=nila, service_id=row.pk, outcome="পেজের ইনবক্সে পাঠানো হয়েছে", now=SOON
    )
    assert done.outcome
    url = answer_link_make(
        actor=nila, case_id=unknown.pk, sent_to="fb.com/rong.mela", good_until=until, now=SOON
    )
    secret = url.rstrip("/").rsplit("/", 1)[1]
    assert answer_link_open(secret=secret, now=until).holds == unknown.pk
    with pytest.raises(NotAllowed):
        answer_link_make(
            actor=people.mina.actor, case_id=unknown.pk, sent_to="x", good_until=until, now=SOON
        )
    registered = make.case(people)
    with pytest.raises(NotFound):
        answer_link_make(actor=nila, case_id=registered.pk, sent_to="x", good_until=until, now=SOON)


def test_a_seller_known_only_by_a_page_has_time_from_when_notice_was_brought(people):
    case = make.case(people, seller_name="Rong Mela", handles=[("page", "fb.com/rong.mela")])
    work(SOON)
    case.refresh_from_db()
    assert (case.state, case.owner_side, case.sent_to_seller_at) == (
        "to_serve",
        "coordinator",
        None,
    )
    assert make.running(case) == {"serve"}
    assert "সমন্বয়ক নোটিশ পৌঁছে দেবেন" in told(case, people.karim.mobile)[-1]
    nila, row = people.nila.actor, ServiceOfNotice.objects.get(case=case)
    url = answer_link_make(
        actor=nila,
        case_id=case.pk,
        sent_to="fb.com/rong.mela",
        good_until=SOON + timedelta(days=1),
        now=SOON,
    )
    bring = partial(notice_served_by_hand, actor=nila, service_id=row.pk)
    bring(outcome="পেজ খুঁজে পাইনি", reached=False, now=SOON)
    case.refresh_from_db()
    assert (case.state, row.reached) == ("to_serve", None)
    brought = SOON + timedelta(days=4)
    bring(outcome="দোকানে দিয়ে এসেছি", now=brought)
    case.refresh_from_db()
    assert (case.state, case.owner_side, case.sent_to_seller_at) == (
        "with_seller",
        "seller",
        brought,
    )
    due = deadlines_of(("case", case.pk)).get(kind="case_seller_answer").due_at
    assert due == brought + timedelta(hours=72)
    secret = url.rstrip("/").rsplit("/", 1)[1]
    assert answer_link_open(secret=secret, now=due).holds == case.pk
    work(brought)
    assert "পাঠানো হয়েছে" in told(case, people.karim.mobile)[-1]


def test_a_number_another_complaint_brings_serves_what_waited_for_the_same_seller(people):
    first = make.case(people, seller_name="Rong Mela", handles=[("page", "fb.com/rong.mela")])
    seller = first.respondent_id
    work(SOON)
    assert make.running(first) == {"serve"}
    make.case(people, respondent_id=seller, now=SOON)
    first.refresh_from_db()
    assert first.state == "to_serve", "a complaint that brings no number changes nothing"
    phone = [("phone", "01712345678")]
    for _more in range(2):
        latest = make.case(people, respondent_id=seller, handles=phone, now=SOON)
    first.refresh_from_db()
    assert (first.state, first.sent_to_seller_at) == ("with_seller", SOON)
    assert make.running(first) == {"seller_answer"}
    assert [len(told(each, "+8801712345678")) for each in (first, latest)] == [1, 1]
    kinds = [each.kind for each in timeline_of(first, side=rules.COORDINATOR)]
    assert kinds[-2:] == ["served", "notice_served"]


def test_an_answer_by_the_address_brought_proves_that_notice_was_served(people):
    case = make.case(people, seller_name="Rong Mela", handles=[])
    work(SOON)
    row = ServiceOfNotice.objects.get(case=case)
    assert (row.handle_kind, row.address, row.by_hand) == ("", "Rong Mela", True)
    url = answer_link_make(
        actor=people.nila.actor,
        case_id=case.pk,
        sent_to="দোকানে",
        good_until=SOON + timedelta(days=3),
        now=SOON,
    )
    holder = answer_link_open(secret=url.rstrip("/").rsplit("/", 1)[1], now=SOON)
    assert case_visible_to(holder, case.pk).state == "to_serve"
    for _twice in range(2):
        remedy_offer(actor=holder, case_id=case.pk, now=SOON, **terms())
    case.refresh_from_db()
    kinds = [each.kind for each in timeline_of(case, side=rules.COMPLAINANT)]
    assert (case.state, kinds) == ("offered", ["filed", "to_serve", "served", "remedy_offered"])


def test_a_rejection_and_a_report_are_told(people, case):
    complaint_reject(
        actor=people.mina.actor, case_id=case.pk, reason="no_proof", text="প্রমাণ নেই", now=SOON
    )
    assert "the seller says no" in told(case, people.karim.mobile)[-1]
    remedy_offer(actor=people.mina.actor, case_id=case.pk, now=SOON, **terms())
    offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON)
    remedy_report(actor=people.mina.actor, case_id=case.pk, note="TRX 1", now=SOON)
    assert "the seller says it is done" in told(case, people.karim.mobile)[-1]
