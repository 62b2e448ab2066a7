"""Agencies and rules of triage are configuration, changed on record."""

from datetime import datetime, time, timedelta

import pytest

from ekshop.complaints.models import Agency, Referral, TriageRule
from ekshop.complaints.selectors import (
    triage_dry_run,
    triage_rules_at,
    triage_rules_ended,
    triage_rules_to_come,
)
from ekshop.complaints.services import (
    AgencySettings,
    TriageDraft,
    agency_change,
    agency_enrol,
    agency_switch,
    hearing_call,
    hearing_put_off,
    referral_accept,
    triage_rule_end,
    triage_rule_put,
)
from ekshop.complaints.services.errors import HearingOnDayOff
from ekshop.complaints.services.triage_rules import RuleOver
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.audit import audit_of
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.deadlines import deadlines_of, deadlines_run, deadlines_waiting
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.models import Holiday
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db
SETTINGS = {
    "designation_bn": "সহকারী পরিচালক",
    "designation_en": "Assistant Director",
    "categories": ["quality"],
}


def enrol(people, **more):
    return agency_enrol(
        actor=people.nila.actor,
        code="bsti",
        name_bn="বিএসটিআই",
        name_en="BSTI",
        settings=AgencySettings(**{**SETTINGS, **more}),
        now=PLACED_AT,
    )


def test_a_coordinator_adds_an_agency_and_nobody_else_does(people):
    agency = enrol(people, districts=[people.places.bogura.pk])
    assert agency.organisation.kind == "agency" and list(agency.districts.all()) == [
        people.places.bogura
    ]
    assert audit_of("agency", "bsti").get().actor_person_id == people.nila.person.pk
    for persona in (people.omar, people.rafi, people.aziz):
        with pytest.raises(NotAllowed):
            agency_enrol(
                actor=persona.actor,
                code="rjsc",
                name_bn="নিবন্ধক",
                name_en="RJSC",
                settings=AgencySettings(**SETTINGS),
                now=PLACED_AT,
            )


def test_an_agencys_clocks_run_in_the_days_on_which_it_works(people):
    """Five working days from Sunday: Sunday next where Friday and Saturday are off, and Friday
    where every day is a working day."""
    week = {"working_days": range(7), "opens": time(0), "closes": time(23, 59)}
    always = enrol(people, keeps_holidays=False, **week)
    usual = make.agency(people)
    sunday = datetime(2026, 11, 1, 10, tzinfo=DHAKA)
    due = {}
    for agency in (always, usual):
        case = make.mediated(people, now=sunday - timedelta(days=4))
        make.refer(people, case, agency, now=sunday)
        due[agency.code] = deadlines_of(("case", case.pk)).get(state="waiting").due_at
    assert due == {"bsti": sunday + timedelta(days=5), "dncrp": sunday + timedelta(days=7)}
    passed = due["bsti"]
    with clock.at(passed):
        deadlines_run(passed)
        run_jobs(queues=["default"])
    (again,) = deadlines_waiting().filter(owner_organisation_id=always.pk)
    assert again.due_at == passed + timedelta(days=5)
    for wrong in ({"working_days": []}, {"opens": time(10), "closes": time(9)}):
        with pytest.raises(InvalidInput):
            agency_change(
                actor=people.nila.actor,
                agency_id=always.pk,
                settings=AgencySettings(**{**SETTINGS, **wrong}),
                now=PLACED_AT,
            )


def test_a_hearing_on_a_day_the_agency_does_not_work_is_called_on_purpose_only(people):
    agency = make.agency(people, working_days=[0, 1, 2, 3, 4], keeps_holidays=True)
    case = make.referred(people, agency)
    now = PLACED_AT + timedelta(days=14)
    referral = Referral.objects.get(case=case)
    by = {"actor": people.rafi.actor, "referral_id": referral.pk, "now": now}
    referral_accept(number="", **by)
    sunday = datetime(2026, 12, 13, 11, tzinfo=DHAKA)
    wednesday = sunday + timedelta(days=3)
    Holiday.objects.update_or_create(
        date=wednesday.date(), defaults={"name_bn": "বিজয় দিবস", "name_en": "Victory Day"}
    )
    for at, after in ((sunday, "2026-12-14"), (wednesday, "2026-12-17")):
        with pytest.raises(HearingOnDayOff) as refused:
            hearing_call(at=at, place="ঢাকা", **by)
        assert refused.value.data["next_working_day"] == after
    hearing = hearing_call(at=sunday, place="ঢাকা", on_day_off=True, **by)
    put_off = {"actor": people.rafi.actor, "hearing_id": hearing.pk, "text": "বন্ধ", "now": now}
    with pytest.raises(HearingOnDayOff):
        hearing_put_off(at=wednesday, **put_off)


def test_an_agency_must_be_reachable_the_way_it_says(people):
    with pytest.raises(InvalidInput) as refused:
        enrol(people, way="nothi", designation_bn=" ", categories=["weather"])
    assert set(refused.value.field_errors) == {"nothi_office", "designation_bn", "categories"}
    with pytest.raises(InvalidInput) as refused:
        enrol(people, way="email")
    assert set(refused.value.field_errors) == {"email"}
    enrol(people)
    with pytest.raises(InvalidInput) as refused:
        enrol(people)
    assert "code" in refused.value.field_errors


def test_an_agency_is_changed_and_rested_on_record(people):
    agency = enrol(people)
    agency_change(
        actor=people.nila.actor,
        agency_id=agency.pk,
        settings=AgencySettings(**{**SETTINGS, "way": "email", "email": "cm@bsti.example"}),
        now=PLACED_AT,
    )
    agency_switch(actor=people.nila.actor, agency_id=agency.pk, active=False, now=PLACED_AT)
    changed = Agency.objects.select_related("organisation").get()
    assert (changed.way, changed.organisation.email, changed.active) == (
        "email",
        "cm@bsti.example",
        False,
    )
    assert [each.action for each in audit_of("agency", "bsti")] == [
        "agency_switch",
        "agency_change",
        "agency_enrol",
    ]


def draft(**more):
    return TriageDraft(**{"position": 5, "valid_from": PLACED_AT, **more})


def test_a_new_version_ends_the_one_before_and_the_past_is_not_touched(people):
    agency = enrol(people)
    first = triage_rule_put(
        actor=people.nila.actor, draft=draft(categories=["quality"]), now=PLACED_AT
    )
    later = PLACED_AT + timedelta(days=3)
    second = triage_rule_put(
        actor=people.nila.actor,
        draft=draft(categories=["quality"], agency_id=agency.pk, valid_from=later),
        replaces_id=first.pk,
        now=PLACED_AT,
    )
    assert first in triage_rules_at(PLACED_AT) and second in triage_rules_to_come(PLACED_AT)
    assert second in triage_rules_at(later) and first in triage_rules_ended(later)
    with pytest.raises(InvalidInput):
        triage_rule_put(actor=people.nila.actor, draft=draft(agency_id=agency.pk), now=later)
    with pytest.raises(RuleOver):
        triage_rule_end(actor=people.nila.actor, rule_id=first.pk, at=later, now=later)
    with pytest.raises(NotAllowed):
        triage_rule_end(actor=people.aziz.actor, rule_id=second.pk, at=later, now=later)


def test_a_rule_that_never_began_is_taken_back(people):
    begins = PLACED_AT + timedelta(days=3)
    rule = triage_rule_put(actor=people.nila.actor, draft=draft(valid_from=begins), now=PLACED_AT)
    triage_rule_end(actor=people.nila.actor, rule_id=rule.pk, at=PLACED_AT, now=PLACED_AT)
    assert not TriageRule.objects.filter(pk=rule.pk).exists()
    assert audit_of("triage_rule", rule.pk).count() == 2


def test_a_dry_run_says_how_many_would_have_gone_where_and_changes_nothing(people):
    agency = enrol(people)
    make.case(people)
    make.case(people, category="quality")
    make.case(people, category="quality", seller_name="Rong Mela")
    wanted = TriageRule(position=0, categories=["quality"], to_seller=False, agency=agency)
    run = triage_dry_run(people.nila.actor, draft=wanted, without_id=None, now=PLACED_AT)
    assert (run.cases, run.moved) == (3, 2)
    assert {(each.kind, each.now, each.then) for each in run.destinations} == {
        ("agency", 0, 2),
        ("seller", 3, 1),
    }
    assert [(each.law, each.cases, each.moved) for each in run.laws] == [("consumer_act", 3, 2)]
    assert TriageRule.objects.count() == 1


def test_a_rule_may_name_a_law_and_the_first_in_order_that_fits_decides(people):
    TriageRule.objects.all().delete()
    agency = enrol(people)
    for position, more in [
        (10, {"law": "digital_security", "to_seller": True}),
        (20, {"law": "guidelines", "agency_id": agency.pk}),
        (30, {"categories": ["late", "quality"], "to_seller": True}),
    ]:
        told = draft(position=position, **more)
        triage_rule_put(actor=people.nila.actor, draft=told, now=PLACED_AT)
    for wrong in ({"law": "moon"}, {"law": "guidelines", "categories": ["quality"]}):
        with pytest.raises(InvalidInput) as refused:
            triage_rule_put(actor=people.nila.actor, draft=draft(**wrong), now=PLACED_AT)
        assert set(refused.value.field_errors) == {"law"}
    states = {
        code: make.case(people, category=code).state for code in ("late", "quality", "unsafe")
    }
    assert states == {"late": "referred", "quality": "with_seller", "unsafe": "filed"}
