"""Whoever changes a case behind the services' back is found out; what can be is mended."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ekshop.complaints.models import Case, Verification
from ekshop.complaints.selectors import cases_disordered, timeline_of
from ekshop.complaints.services import cases_verify
from ekshop.complaints.tasks import verify_nightly
from ekshop.complaints.tests import make
from ekshop.complaints.tests.test_clocking import step
from ekshop.kernel import clock
from ekshop.kernel.deadlines import Deadline, deadlines_of, deadlines_run
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT
from ekshop.reporting.selectors import stuck

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    people = make.people()
    made = make.case(people)
    step(made, "offer", now=PLACED_AT, by=people.mina.actor)
    step(made, "counter", now=PLACED_AT, by=make.karim(people))
    made.people = people
    made.refresh_from_db()
    return made


def tamper(statement, *values):
    """As somebody with the database's password would: past triggers that guard the table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def wrong(case):
    return cases_verify(now=PLACED_AT).wrong.get(case.code)


def test_cases_moved_by_the_services_agree(case):
    done = cases_verify(now=PLACED_AT)
    assert (done.agrees, done.cases, done.entries) == (True, 1, 4)
    out = StringIO()
    call_command("cases_verify", stdout=out)
    assert "agree" in out.getvalue()


@pytest.mark.parametrize(
    "column",
    ["text = 'other'", "data = '{\"a\": 1}'", "at = at - interval '1 day'", "side = 'agency'"],
)
def test_a_changed_entry_breaks_the_chain(case, column):
    tamper(f"UPDATE complaints_caseentry SET {column} WHERE case_id = %s AND number = 2", case.pk)
    assert wrong(case) == ["chain"]


def test_a_removed_entry_breaks_the_chain(case):
    tamper("DELETE FROM complaints_caseentry WHERE case_id = %s AND number = 4", case.pk)
    assert wrong(case) == ["chain"]
    tamper("DELETE FROM complaints_caseentry WHERE case_id = %s AND number = 2", case.pk)
    assert wrong(case) == ["chain"]


def test_a_state_that_history_does_not_lead_to_is_found(case):
    Case.objects.filter(pk=case.pk).update(state="agreed")
    assert wrong(case) == ["history", *([] if case.owner_side == "seller" else ["owner"])]
    with pytest.raises(CommandError):
        call_command("cases_verify", stderr=StringIO())


def test_a_lost_clock_and_a_wrong_owner_are_mended_on_record(case):
    Deadline.objects.filter(entity="case").delete()
    Case.objects.filter(pk=case.pk).update(owner_side="agency", owner_organisation=None)
    with clock.at(PLACED_AT + timedelta(days=1)):
        verify_nightly()
    done = Verification.objects.get()
    assert (done.agrees, done.mended) == (True, {case.code: ["owner", "clock"]})
    case.refresh_from_db()
    assert (case.owner_side, case.owner_organisation) == ("seller", case.people.partner)
    (row,) = deadlines_of(("case", case.pk))
    assert (row.kind, row.owner_organisation_id) == ("case_counter_answer", case.people.partner.pk)
    kinds = [entry.kind for entry in timeline_of(case, side="coordinator")]
    assert kinds[-2:] == ["mended", "mended"]
    assert "mended" not in {entry.kind for entry in timeline_of(case, side="seller")}
    assert cases_verify(now=PLACED_AT).agrees


def test_a_clock_that_ran_out_and_is_still_to_be_acted_on_is_not_lost(case):
    late = PLACED_AT + timedelta(days=60)
    assert deadlines_run(late) == 1
    with clock.at(late):
        verify_nightly()
        assert Verification.objects.get().mended == {}
        run_jobs(queues=["default"])
        case.refresh_from_db()
        assert case.state == "mediation"
        assert cases_verify(now=late).agrees


def test_a_broken_chain_is_never_mended_and_alarms_the_operator(case):
    tamper("UPDATE complaints_caseentry SET text = 'x' WHERE case_id = %s AND number = 1", case.pk)
    Deadline.objects.filter(entity="case").delete()
    verify_nightly()
    done = Verification.objects.get()
    assert (done.agrees, done.mended) == (False, {})
    assert list(cases_disordered()) == [case]
    alarms = stuck(case.people.omar.actor, now=PLACED_AT)
    assert [(each.kind.name, each.number) for each in alarms] == [("cases_disordered", 1)]


def test_a_paused_case_needs_no_clock_and_a_closed_one_has_none(case):
    Deadline.objects.filter(entity="case", state="waiting").delete()
    Case.objects.filter(pk=case.pk).update(paused_at=PLACED_AT)
    assert cases_verify(now=PLACED_AT).agrees
    Case.objects.filter(pk=case.pk).update(paused_at=None)
    assert wrong(case) == ["clock"]
