"""The desk's pages: who sees which case, the queue, the agencies and rules."""

from datetime import date, time

import pytest
from django.test import Client

from ekshop.complaints.models import Agency, Case, FileAccess, TriageRule
from ekshop.complaints.services import case_pause, message_send
from ekshop.complaints.tests import make
from ekshop.kernel.calendar import Week

from .make import LATER, browser, do, page

pytestmark = pytest.mark.django_db


def test_work_leads_coordinators_and_officers_to_the_desk(people):
    for who in (people.nila, people.rafi):
        assert browser(who).get("/work/").url == "/desk/"


def test_each_role_opens_the_file_it_may_and_no_other(people, dncrp, tuli):
    case = make.referred(people, dncrp)
    address = f"/desk/cases/{case.code}/"
    told = {name: page(who, address)[0] for name, who in {**people.all(), "tuli": tuli}.items()}
    assert {name for name, status in told.items() if status == 200} == {"nila", "rafi", "aziz"}
    assert told["tuli"] == 404
    assert {status for name, status in told.items() if name not in ("nila", "rafi", "aziz")} == {
        403,
        404,
    }
    assert Client().get(address).status_code == 302


def test_opening_a_file_is_noted_once_a_day_for_each_person(people, dncrp):
    case = make.referred(people, dncrp)
    for _again in range(2):
        page(people.rafi, f"/desk/cases/{case.code}/")
    page(people.aziz, f"/desk/cases/{case.code}/as/seller/")
    seen = FileAccess.objects.filter(case=case).order_by("id")
    assert [(each.person, each.role) for each in seen] == [
        (people.rafi.person, "officer"),
        (people.aziz.person, "auditor"),
    ]


def test_the_queue_shows_what_falls_due_first_and_only_what_is_ones_own(people, dncrp, tuli):
    late, soon = make.referred(people, dncrp), make.case(people)
    status, html = page(people.nila, "/desk/")
    assert status == 200 and html.index(soon.code) < html.index(late.code)
    assert late.code in page(people.rafi, "/desk/")[1]
    assert soon.code not in page(people.rafi, "/desk/")[1]
    assert late.code not in page(tuli, "/desk/")[1]


def test_what_an_office_is_late_with_stands_above_what_falls_due_sooner(people, dncrp):
    waits, soon = make.referred(people, dncrp), make.case(people)
    Case.objects.filter(pk=waits.pk).update(late_since=LATER)
    html = page(people.nila, "/desk/")[1]
    assert html.index(waits.code) < html.index(soon.code)
    assert html.count(waits.code) == html.count(soon.code)
    assert html.count("late since") == 1
    assert "Late since" in page(people.nila, f"/desk/cases/{waits.code}/")[1]
    assert soon.code not in page(people.nila, "/desk/?shelf=late")[1]


def test_what_a_court_holds_up_stands_on_a_shelf_of_its_own(people):
    held = make.mediated(people)
    case_pause(
        actor=people.nila.actor,
        case_id=held.pk,
        court="Dhaka court",
        number="CR 12",
        since=date(2026, 11, 10),
        now=LATER,
    )
    assert held.code not in page(people.nila, "/desk/")[1]
    html = page(people.nila, "/desk/?shelf=paused")[1]
    assert held.code in html and "0 open" in html


def test_a_complainant_is_found_by_name_where_the_case_may_be_read(people, dncrp):
    rahima = make.case(people, name="রহিমা খাতুন", mobile="+8801711111119", seller_name="Rong")
    karims = make.referred(people, dncrp)
    html = page(people.nila, "/desk/?q=খাতুন")[1]
    assert rahima.code in html and karims.code not in html
    assert rahima.code not in page(people.rafi, "/desk/?q=খাতুন")[1]


def test_the_queue_is_narrowed_by_its_address(people, dncrp):
    referred = make.referred(people, dncrp)
    other = make.case(people, seller_name="Rong Mela", category="quality")
    found = {
        "?state=referred": {referred},
        "?owner=seller": {other},
        "?agency=dncrp": {referred},
        "?category=quality": {other},
        f"?seller={other.respondent_id}": {other},
        "?q=Rong": {other},
        f"?q={people.karim.mobile}": {referred, other},
        "?urgency=at_once": set(),
        "?from=2026-11-03": set(),
        "?shelf=closed": set(),
        "?shelf=all": {referred, other},
        "?district=bogura": set(),
        "?shelf=nowhere&seller=x&from=soon": {referred, other},
    }
    for query, cases in found.items():
        html = page(people.nila, f"/desk/{query}")[1]
        assert {case for case in (referred, other) if case.code in html} == cases, query
    assert browser(people.nila).get(f"/desk/?q={other.code}").url.endswith(f"{other.code}/")


def test_a_page_of_the_queue_takes_the_same_statements_however_long(
    people, dncrp, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counted = browser(people.nila), []
    for number in (1, 6):
        for _each in range(number):
            make.referred(people, dncrp)
        client.get("/desk/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_export_carries_what_the_queue_shows_and_is_on_record(people, dncrp):
    from ekshop.kernel.audit import audit_of

    case = make.referred(people, dncrp)
    answer = browser(people.nila).get("/desk/queue.csv?state=referred")
    assert case.code in b"".join(answer.streaming_content).decode()
    assert audit_of("case", "").get().data == {"state": "referred"}


def test_each_side_is_shown_as_it_sees_the_file(people):
    case = make.mediated(people)
    say = {"actor": people.nila.actor, "case_id": case.pk, "now": LATER}
    message_send(to_sides=["complainant"], text="Only for you, Karim", **say)
    assert "Only for you" in page(people.nila, f"/desk/cases/{case.code}/as/complainant/")[1]
    assert "Only for you" not in page(people.nila, f"/desk/cases/{case.code}/as/seller/")[1]
    assert page(people.nila, f"/desk/cases/{case.code}/as/everybody/")[0] == 404
    assert page(people.rafi, f"/desk/cases/{case.code}/as/seller/")[0] == 403


def test_an_agency_is_added_changed_and_rested_by_the_coordinator_only(people):
    told = {
        "code": "bsti",
        "name_bn": "বিএসটিআই",
        "name_en": "BSTI",
        "designation_bn": "উপপরিচালক",
        "designation_en": "Deputy Director",
        "way": "desk",
        "categories": ["quality", "unsafe"],
        "working_days": ["5", "6", "0"],
        "opens": "১০:০০",
        "closes": "18.00",
    }
    assert browser(people.rafi).post("/desk/agencies/new/", told).status_code == 403
    wrong = browser(people.nila).post("/desk/agencies/new/", {**told, "way": "nothi"})
    assert wrong.status_code == 422 and "Nothi needs" in wrong.content.decode()
    late = browser(people.nila).post("/desk/agencies/new/", {**told, "closes": "9"})
    assert late.status_code == 422 and 'value="9"' in late.content.decode()
    assert browser(people.nila).post("/desk/agencies/new/", told).status_code == 302
    assert Agency.objects.get(code="bsti").week == Week(
        frozenset({5, 6, 0}), time(10), time(18), holidays=False
    )
    for who in (people.nila, people.rafi, people.aziz):
        assert "BSTI" in page(who, "/desk/agencies/")[1]
        assert page(who, "/desk/agencies/bsti/")[0] == 200
    changed = {**told, "designation_en": "Director", "way": "email", "email": "a@bsti.example"}
    assert browser(people.nila).post("/desk/agencies/bsti/change/", changed).status_code == 302
    browser(people.nila).post("/desk/agencies/bsti/rest/", {"active": "0"})
    agency = Agency.objects.get()
    assert (agency.designation_en, agency.active) == ("Director", False)


def test_a_rule_of_triage_is_tried_announced_changed_and_ended(people, dncrp):
    make.case(people, category="quality")
    TriageRule.objects.update(position=100)
    told = {"position": "5", "categories": ["quality"], "to": dncrp.pk, "do": "try"}
    tried = browser(people.nila).post("/desk/triage/new/", {**told, "law": "consumer_act"})
    assert "1 would have gone elsewhere" in tried.content.decode()
    assert "Consumer Rights Protection Act 2009" in tried.content.decode()
    assert TriageRule.objects.count() == 1
    assert browser(people.nila).post("/desk/triage/new/", {**told, "do": "save"}).status_code == 302
    rule = TriageRule.objects.get(position=5)
    changed = {**told, "do": "save", "to": "coordinator", "valid_from": "2026-12-01"}
    address = f"/desk/triage/{rule.pk}/change/"
    assert browser(people.nila).post(address, changed).status_code == 302
    assert TriageRule.objects.filter(position=5).count() == 2
    ended = TriageRule.objects.get(position=100)
    assert "would have gone elsewhere" in page(people.nila, f"/desk/triage/{ended.pk}/end/")[1]
    assert browser(people.nila).post(f"/desk/triage/{ended.pk}/end/").status_code == 302
    assert page(people.aziz, "/desk/triage/")[0] == 200
    assert page(people.rafi, "/desk/triage/")[0] == 403
    assert page(people.aziz, "/desk/triage/new/")[0] == 403


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_of_the_desk_opens_in_both_languages(people, dncrp, language):
    case = make.referred(people, dncrp)
    for address in (
        "/desk/",
        "/desk/?shelf=all",
        f"/desk/cases/{case.code}/",
        f"/desk/cases/{case.code}/as/agency/",
        "/desk/hearings/?month=2026-13",
        "/desk/incidents/",
        "/desk/incidents/new/",
        "/desk/agencies/",
        "/desk/agencies/dncrp/change/",
        "/desk/triage/",
        "/desk/triage/new/",
    ):
        assert page(people.nila, address, language)[0] == 200, address


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "٣", "-1", "9" * 25, "x"])
def test_a_number_that_is_none_is_answered_in_words(people, odd):
    case = make.mediated(people)
    for name, told in (
        ("refer", {"agency": odd, "text": "x"}),
        ("transfer", {"agency": odd, "text": "x"}),
        ("join", {"cases": [odd], "text": "same"}),
        ("extend", {"deadline": odd, "day": "2026-11-20", "time": odd, "reason": "x"}),
    ):
        assert do(people.nila, case, name, **told).status_code in (404, 422), name
