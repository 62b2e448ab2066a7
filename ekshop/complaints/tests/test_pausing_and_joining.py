"""A paused or joined case loses no time and nothing of its file."""

from datetime import date, timedelta

import pytest

from ekshop.complaints import rules
from ekshop.complaints.clocks import ENTITY
from ekshop.complaints.models import Case, Pause
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import (
    case_dismiss,
    case_pause,
    case_resume,
    case_send_to_seller,
    case_split,
    cases_join,
    clock_extend,
)
from ekshop.complaints.services.errors import (
    CannotJoin,
    CasePaused,
    NotJoined,
    NotPausable,
    NotPaused,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.deadlines import CannotExtend, Deadline, deadlines_run
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
COURT = {"court": "ঢাকা মহানগর আদালত", "number": "সিআর ১২/২০২৬", "since": date(2026, 11, 1)}


def waiting(case):
    return Deadline.objects.filter(entity=ENTITY, entity_id=case.pk, state="waiting")


def pause(people, case, now, **more):
    return case_pause(actor=people.nila.actor, case_id=case.pk, now=now, **{**COURT, **more})


def test_a_court_stops_every_clock_and_each_goes_on_with_what_was_left(people):
    case = make.case(people)
    before = waiting(case).get()
    pause(people, case, PLACED_AT + DAY)
    assert not waiting(case).exists()
    with pytest.raises(NotPausable):
        pause(people, case, PLACED_AT + DAY)
    resumed_at = PLACED_AT + 40 * DAY
    case_resume(actor=people.nila.actor, case_id=case.pk, now=resumed_at)
    after = waiting(case).get()
    assert after.due_at == resumed_at + timedelta(hours=48) >= before.due_at
    assert (after.kind, after.rule, after.owner_organisation_id) == (
        before.kind,
        before.rule,
        before.owner_organisation_id,
    )
    with pytest.raises(NotPaused):
        case_resume(actor=people.nila.actor, case_id=case.pk, now=resumed_at)


def test_a_court_is_named_with_number_and_date_and_other_reasons_are_said(people):
    case = make.case(people)
    with pytest.raises(InvalidInput) as refused:
        case_pause(actor=people.nila.actor, case_id=case.pk, now=PLACED_AT)
    assert set(refused.value.field_errors) == {"court", "number", "since"}
    with pytest.raises(InvalidInput):
        case_pause(actor=people.nila.actor, case_id=case.pk, reason="both_ask", now=PLACED_AT)
    with pytest.raises(NotAllowed):
        case_pause(actor=people.mina.actor, case_id=case.pk, now=PLACED_AT, **COURT)


def test_nothing_moves_a_paused_case_but_its_end(people):
    case = make.mediated(people)
    pause(people, case, PLACED_AT + 5 * DAY)
    with pytest.raises(CasePaused):
        case_send_to_seller(actor=people.nila.actor, case_id=case.pk, now=PLACED_AT + 6 * DAY)
    case_dismiss(
        actor=people.nila.actor, case_id=case.pk, text="মিটে গেছে", now=PLACED_AT + 6 * DAY
    )
    case.refresh_from_db()
    assert case.paused_at is None and not Pause.objects.filter(resumed_at=None).exists()


def test_a_pause_with_a_cap_ends_by_itself(people):
    case = make.mediated(people)
    left = waiting(case).get().due_at
    paused = pause(people, case, PLACED_AT + 5 * DAY, reason="both_ask", note="দুজনই সময় চান")
    assert paused.until == PLACED_AT + 20 * DAY and paused.court == ""
    (over,) = waiting(case)
    assert over.kind == "case_pause"
    with clock.at(paused.until):
        deadlines_run(paused.until)
        run_jobs(queues=["default"])
    case.refresh_from_db()
    assert case.paused_at is None
    assert waiting(case).get().due_at >= left + 15 * DAY


def test_more_time_is_given_with_a_reason_on_record(people):
    case = make.case(people)
    row = waiting(case).get()
    give = {"actor": people.nila.actor, "case_id": case.pk, "deadline_id": row.pk, "now": PLACED_AT}
    with pytest.raises(InvalidInput):
        clock_extend(due_at=row.due_at + DAY, reason=" ", **give)
    with pytest.raises(CannotExtend):
        clock_extend(due_at=row.due_at - DAY, reason="বন্যা", **give)
    clock_extend(due_at=row.due_at + DAY, reason="বন্যা", **give)
    assert waiting(case).get().due_at == row.due_at + DAY
    for side in (rules.COMPLAINANT, rules.SELLER):
        assert timeline_of(case, side=side)[-1].kind == "extended"


def join(people, into, *cases, now=PLACED_AT):
    return cases_join(
        actor=people.nila.actor,
        into_id=into.pk,
        case_ids=[case.pk for case in cases],
        text="একই অর্ডার",
        now=now,
    )


def test_joined_cases_are_answered_as_one_and_split_with_the_time_they_had(people):
    main, twin = make.case(people), make.case(people)
    join(people, main, twin, now=PLACED_AT + DAY)
    twin.refresh_from_db()
    assert twin.joined_to == main and not waiting(twin).exists()
    assert timeline_of(twin, side=rules.COMPLAINANT)[-1].data == {"code": main.code}
    with pytest.raises(CannotJoin):
        join(people, main, twin)
    case_split(actor=people.nila.actor, case_id=twin.pk, text="অন্য পণ্য", now=PLACED_AT + 10 * DAY)
    twin.refresh_from_db()
    assert twin.joined_to is None
    assert waiting(twin).get().due_at == PLACED_AT + 12 * DAY
    with pytest.raises(NotJoined):
        case_split(actor=people.nila.actor, case_id=twin.pk, text="আবার", now=PLACED_AT + 10 * DAY)


def test_cases_of_two_sellers_or_closed_ones_are_not_joined(people):
    main = make.case(people)
    other = make.case(people, seller_name="Rong Mela")
    with pytest.raises(CannotJoin):
        join(people, main, other)
    closed = make.withdrawn(people, make.case(people))
    with pytest.raises(CannotJoin):
        join(people, main, closed)
    with pytest.raises(InvalidInput):
        join(people, main, main)


def test_what_one_person_joined_closes_together_and_anothers_goes_on_alone(people):
    main, twin = make.mediated(people), make.case(people)
    neighbour = make.case(people, mobile="+8801799999999", name="Rahim")
    join(people, main, twin, neighbour)
    assert timeline_of(neighbour, side=rules.COMPLAINANT)[-1].data == {}
    now = PLACED_AT + 10 * DAY
    case_dismiss(actor=people.nila.actor, case_id=main.pk, text="ভিত্তি নেই", now=now)
    twin.refresh_from_db()
    neighbour.refresh_from_db()
    assert (twin.state, twin.outcome) == ("closed", "dismissed")
    assert (neighbour.state, neighbour.joined_to) == ("with_seller", None)
    assert waiting(neighbour).get().due_at > now
    assert Case.objects.filter(joined_to__isnull=False).count() == 1
