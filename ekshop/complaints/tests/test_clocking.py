"""A case whose clock ran out moves by itself, once, at the minute it is due."""

from datetime import timedelta

import pytest

from ekshop.complaints import rules
from ekshop.complaints.events import CaseClockPassed
from ekshop.complaints.handlers import on_clocks_passed
from ekshop.complaints.models import Case, CaseEntry, RemedyOffer
from ekshop.complaints.selectors import cases_late_visible_to, late_once, timeline_of
from ekshop.complaints.services import (
    Entry,
    OrderedRemedy,
    case_held,
    case_step,
    decision_record,
    referral_accept,
    referral_send,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import Deadline, deadlines_of, deadlines_overdue, deadlines_run
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.states import history_of
from ekshop.notices.selectors import messages_visible_to
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def step(case, action, *, now, by, **more):
    """The act of a side, as its service does it."""
    held = case_held(by, case.pk)
    case_step(held, action, Entry(action), actor=by, now=now, **more)
    return held


def pass_time(to):
    """The worker's clock at that moment, and all it brings."""
    with clock.at(to):
        deadlines_run(to)
        run_jobs(queues=["default"])


def waiting(case):
    """The kind and the end of the clock that runs."""
    return [
        (row.kind, row.due_at) for row in deadlines_of(("case", case.pk)) if row.state == "waiting"
    ]


def told(case, template):
    said = messages_visible_to(Actor.system("test")).filter(reference=case.code).order_by("id")
    return [message for message in said if message.template == template]


def kinds(case):
    return [entry.kind for entry in timeline_of(case, side=rules.COORDINATOR)]


def test_a_silent_seller_hands_the_case_to_the_coordinator_at_the_minute(people):
    case = make.case(people)
    pass_time(PLACED_AT + 72 * HOUR - timedelta(seconds=1))
    case.refresh_from_db()
    assert case.state == "with_seller"
    pass_time(PLACED_AT + 72 * HOUR)
    case.refresh_from_db()
    assert (case.state, case.owner_side) == ("mediation", rules.COORDINATOR)
    assert case.owner_organisation_id is None
    last = case.timeline.latest("number")
    assert (last.kind, last.data["rule"], last.data["value"]) == (
        "seller_silent",
        "complaint_answer",
        72,
    )
    assert [kind for kind, _due in waiting(case)] == ["case_mediation"]


def test_a_clock_told_twice_or_late_acts_once(people):
    case = make.case(people)
    row = Deadline.objects.get(entity="case", kind="case_seller_answer")
    pass_time(row.due_at)
    passed = CaseClockPassed("case", case.pk, row.kind, row.pk, row.due_at)
    with clock.at(row.due_at + HOUR):
        on_clocks_passed([passed, passed])
    assert kinds(case).count("seller_silent") == 1
    # Back with the seller under a new clock, the old one says nothing any more.
    step(case, "ask_seller", now=row.due_at + HOUR, by=people.nila.actor)
    with clock.at(row.due_at + 2 * HOUR):
        on_clocks_passed([passed])
    case.refresh_from_db()
    assert case.state == "with_seller"


def test_who_answers_in_the_last_second_is_not_silent(people):
    case = make.case(people)
    due = PLACED_AT + 72 * HOUR
    with clock.at(due):
        deadlines_run(due)
    step(case, "reject", now=due, by=people.mina.actor)
    with clock.at(due):
        run_jobs(queues=["default"])
    case.refresh_from_db()
    assert case.state == "mediation" and "seller_silent" not in kinds(case)


def test_without_information_the_seller_goes_on_with_the_time_it_had_left(people):
    case = make.case(people)
    step(case, "ask_complainant", now=PLACED_AT + 50 * HOUR, by=people.mina.actor)
    pass_time(PLACED_AT + 50 * HOUR + 5 * DAY)
    case.refresh_from_db()
    assert (case.state, kinds(case)[-1]) == ("with_seller", "information_missing")
    assert waiting(case) == [("case_seller_answer", PLACED_AT + 72 * HOUR + 5 * DAY)]


def test_an_offer_nobody_answers_is_noticed_twice_and_then_lapses(people):
    case = make.case(people)
    step(case, "offer", now=PLACED_AT, by=people.mina.actor)
    for notice, after in ((1, 7), (2, 10)):
        pass_time(PLACED_AT + after * DAY)
        case.refresh_from_db()
        entry = case.timeline.latest("number")
        assert (case.state, entry.kind, entry.data["number"]) == ("offered", "notice_given", notice)
    assert len(told(case, "case_notice")) == 2
    pass_time(PLACED_AT + 13 * DAY)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.owner_side) == ("closed", "no_answer", "")
    assert case.closed_at == PLACED_AT + 13 * DAY
    assert not waiting(case)


def test_a_remedy_nobody_disputes_is_settled_after_the_notices(people):
    case = make.case(people)
    step(case, "offer", now=PLACED_AT, by=people.mina.actor)
    step(case, "accept", now=PLACED_AT, by=make.karim(people), due_at=PLACED_AT + 3 * DAY)
    step(case, "fulfil", now=PLACED_AT + DAY, by=people.mina.actor)
    for after in (8, 11, 14):
        pass_time(PLACED_AT + after * DAY)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("resolved", "remedied")
    assert kinds(case)[-3:] == ["notice_given", "notice_given", "settled_unopposed"]


def test_a_remedy_not_given_goes_back_and_stands_on_the_sellers_record(people):
    case = make.case(people)
    step(case, "offer", now=PLACED_AT, by=people.mina.actor)
    offer = RemedyOffer.objects.create(
        case=case, side="seller", kind="refund", due_on=PLACED_AT.date(), made_at=PLACED_AT
    )
    remedy = case.remedies.create(
        offer=offer, kind="refund", due_at=PLACED_AT + DAY, agreed_at=PLACED_AT
    )
    step(case, "accept", now=PLACED_AT, by=make.karim(people), due_at=PLACED_AT + DAY)
    pass_time(PLACED_AT + DAY)
    case.refresh_from_db()
    remedy.refresh_from_db()
    assert (case.state, case.promises_broken) == ("mediation", 1)
    assert remedy.broken_at == PLACED_AT + DAY


def test_an_office_that_is_late_keeps_the_case_marked_and_under_a_new_clock(people):
    make.agency(people)
    case = make.case(people)
    step(case, "silence", now=PLACED_AT, by=Actor.system("clock"))
    (_kind, due) = waiting(case)[0]
    pass_time(due)
    case.refresh_from_db()
    assert (case.state, case.late_since) == ("mediation", due)
    assert [kind for kind, _due in waiting(case)] == ["case_mediation"]
    assert list(cases_late_visible_to(people.nila.actor)) == [case]
    referral_send(
        actor=people.nila.actor,
        case_id=case.pk,
        agency_id=people.rafi.organisation.pk,
        letter="",
        now=due + HOUR,
    )
    case.refresh_from_db()
    assert case.late_since is None and not cases_late_visible_to(people.nila.actor)
    (_kind, accept_by) = waiting(case)[0]
    pass_time(accept_by)
    case.refresh_from_db()
    assert (case.state, kinds(case)[-1]) == ("referred", "late")
    (_kind, again) = waiting(case)[0]
    pass_time(again)
    entries = timeline_of(case, side=rules.COORDINATOR)
    assert [each.kind for each in entries].count("late") == 3
    assert [each.kind for each in late_once(entries)].count("late") == 2
    assert Deadline.objects.get(
        kind="case_agency_accept", state="waiting"
    ).owner_organisation_id == (people.rafi.organisation.pk)


def decided(people, **more):
    """At Rafi's agency, accepted and decided at `PLACED_AT`."""
    make.agency(people)
    case = make.case(people)
    step(case, "silence", now=PLACED_AT, by=Actor.system("clock"))
    referral = referral_send(
        actor=people.nila.actor,
        case_id=case.pk,
        agency_id=people.rafi.organisation.pk,
        letter="",
        now=PLACED_AT,
    )
    referral_accept(actor=people.rafi.actor, referral_id=referral.pk, now=PLACED_AT)
    decision_record(
        actor=people.rafi.actor,
        referral_id=referral.pk,
        text="বিক্রেতা পণ্য দেননি।",
        now=PLACED_AT,
        **more,
    )
    return case


def test_a_decision_nobody_appeals_is_final(people):
    case = decided(people, kind="fine", fine_poisha=5_000_000)
    pass_time(PLACED_AT + 60 * DAY)
    case.refresh_from_db()
    assert (case.state, case.outcome, kinds(case)[-1]) == ("closed", "decided", "decision_final")


def test_a_final_decision_waits_for_what_it_ordered_and_comes_back_when_that_fails(people):
    day = (PLACED_AT + 70 * DAY).date()
    ordered = OrderedRemedy(kind="refund", amount_poisha=150_000, medium="bkash", due_on=day)
    case = decided(people, kind="order", remedy=ordered)
    pass_time(PLACED_AT + 60 * DAY)
    case.refresh_from_db()
    assert (case.state, kinds(case)[-1]) == ("decided", "decision_final")
    assert [kind for kind, _due in waiting(case)] == ["case_remedy"]
    pass_time(PLACED_AT + 72 * DAY)
    case.refresh_from_db()
    assert (case.state, case.promises_broken) == ("mediation", 1)
    assert not deadlines_overdue().filter(entity="case").exists()


def test_a_paused_case_does_not_move(people):
    case = make.case(people)
    Case.objects.filter(pk=case.pk).update(paused_at=PLACED_AT)
    pass_time(PLACED_AT + 72 * HOUR)
    case.refresh_from_db()
    assert case.state == "with_seller" and "seller_silent" not in kinds(case)


def test_many_cases_due_together_move_together_each_with_its_own_link(people):
    cases = [make.case(people) for _ in range(5)]
    pass_time(PLACED_AT + 72 * HOUR)
    for case in cases:
        case.refresh_from_db()
        assert case.state == "mediation"
        assert [change.action for change in history_of(case)] == ["begin", "ask_seller", "silence"]
        entries = list(CaseEntry.objects.filter(case=case).order_by("number"))
        assert [entry.number for entry in entries] == [1, 2, 3]
        assert entries[2].previous_hash == entries[1].hash and case.last_hash == entries[2].hash


def test_one_case_that_cannot_move_holds_up_no_other(people):
    good, bad = make.case(people), make.case(people)
    # Its head is behind its entries: the next link's number is taken.
    Case.objects.filter(pk=bad.pk).update(entries_written=1)
    due = PLACED_AT + 72 * HOUR
    with clock.at(due):
        deadlines_run(due)
        run_jobs(queues=["default"], quietly=True)
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == ("mediation", "with_seller")


@pytest.mark.parametrize("language", ["bn", "en"])
def test_who_must_act_is_reminded_before_the_time_is_over(people, language):
    case = make.case(people, language=language)
    step(case, "offer", now=PLACED_AT, by=people.mina.actor)
    pass_time(PLACED_AT + 6 * DAY)
    (reminder,) = told(case, "case_reminder")
    assert (reminder.to, reminder.language) == (people.karim.mobile, language)
    assert case.code in reminder.body
