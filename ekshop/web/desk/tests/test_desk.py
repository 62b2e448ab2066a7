"""The desk's pages: who sees which case, what is offered, and what comes of it."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from ekshop.complaints.models import Agency, Case, FileAccess, Incident, Referral, TriageRule
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import case_pause, message_send, referral_accept
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.calendar import Week
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT, person, persona

pytestmark = pytest.mark.django_db
LATER = PLACED_AT + timedelta(days=14)


@pytest.fixture
def people():
    with clock.at(LATER):
        yield make.people()


@pytest.fixture
def dncrp(people):
    return make.agency(people)


@pytest.fixture
def tuli(people):
    """An officer of another agency."""
    return persona(person("Tuli Sen"), "officer", make.other_agency().organisation)


def browser(who, language="en"):
    client = Client()
    client.force_login(who.person)
    client.cookies["language"] = language
    return client


def page(who, address, language="en"):
    answer = browser(who, language).get(address)
    return answer.status_code, answer.content.decode()


def do(who, case, name, **told):
    return browser(who).post(f"/desk/cases/{case.code}/act/{name}/", told)


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


def test_the_coordinator_writes_and_refers_and_a_wrong_form_keeps_what_was_typed(people, dncrp):
    case = make.mediated(people)
    refused = do(people.nila, case, "message", text="Half a message")
    assert refused.status_code == 422 and "Half a message" in refused.content.decode()
    assert do(people.nila, case, "message", text="Please", to_sides=["seller"]).status_code == 302
    assert timeline_of(case, side="seller")[-1].text == "Please"
    assert do(people.nila, case, "refer", agency=dncrp.pk, text="See the file").status_code == 302
    case.refresh_from_db()
    assert case.state == "referred" and case.owner_organisation_id == dncrp.pk


def test_an_officer_takes_a_case_from_acceptance_to_the_share_of_the_fine(people, dncrp):
    case = make.referred(people, dncrp)
    referral = case.referrals.get()
    assert do(people.rafi, case, "accept", referral=referral.pk, number="D-7").status_code == 302
    assert (
        do(
            people.rafi,
            case,
            "call",
            referral=referral.pk,
            at="2026-11-24",
            time="11:30",
            link="https://meet.example/7",
        ).status_code
        == 302
    )
    hearing = referral.hearings.get()
    assert "11:30" in page(people.rafi, "/desk/hearings/")[1]
    with clock.at(hearing.at + timedelta(days=1)):
        assert "11:30" not in page(people.rafi, "/desk/hearings/")[1]
        assert "11:30" in page(people.rafi, "/desk/hearings/?month=2026-11")[1]
    with clock.at(hearing.at + timedelta(hours=1)):
        held = do(
            people.rafi,
            case,
            "hold",
            hearing=hearing.pk,
            complainant_came="yes",
            seller_came="no",
            minutes="The seller did not come.",
        )
        decided = do(
            people.rafi,
            case,
            "decide",
            referral=referral.pk,
            kind="fine",
            fine="২০,০০০",
            section="45",
            text="A fine.",
        )
        assert (held.status_code, decided.status_code) == (302, 302)
        again = do(people.rafi, case, "decide", referral=referral.pk, kind="dismissal", text="No.")
        assert again.status_code == 422 and "ended on" in again.content.decode()
        decision = referral.decisions.get()
        unsaid = do(
            people.rafi, case, "fine", decision=decision.pk, recovered="8000", reference="C1"
        )
        assert "Say yes or no" in unsaid.content.decode()
        do(
            people.rafi,
            case,
            "fine",
            decision=decision.pk,
            recovered="8000",
            reference="C1",
            staff="no",
        )
        recovery = decision.recoveries.get()
        assert recovery.share_poisha == 200_000
        do(people.rafi, case, "share", recovery=recovery.pk, reference="EFT-1")
        recovery.refresh_from_db()
        assert recovery.share_reference == "EFT-1"


def test_acts_of_one_role_are_refused_to_others_whatever_they_send(people, dncrp, tuli):
    case = make.referred(people, dncrp)
    referral = case.referrals.get()
    sent = {"referral": referral.pk, "text": "x", "agency": dncrp.pk}
    for who, name, status in (
        (people.nila, "accept", 403),
        (people.aziz, "transfer", 403),
        (people.rafi, "transfer", 403),
        (tuli, "accept", 404),
        (people.mina, "accept", 403),
        (people.omar, "message", 403),
        (people.nila, "nonsense", 404),
    ):
        assert do(who, case, name, **sent).status_code == status, (who.person, name)
    assert Referral.objects.get().state == "sent"
    other = make.referred(people, make.other_agency("rjsc"))
    foreign = do(people.rafi, case, "accept", referral=other.referrals.get().pk)
    assert foreign.status_code == 404 and "not sent to your agency" in foreign.content.decode()


def test_only_what_is_possible_now_is_offered(people, dncrp):
    case = make.referred(people, dncrp)
    html = page(people.rafi, f"/desk/cases/{case.code}/")[1]
    assert "act-accept" in html and "act-decide" not in html and "act-message" not in html
    referral_accept(actor=people.rafi.actor, referral_id=case.referrals.get().pk, now=LATER)
    html = page(people.rafi, f"/desk/cases/{case.code}/")[1]
    assert "act-accept" not in html and "act-decide" in html and "act-call" in html
    assert "act-" not in page(people.aziz, f"/desk/cases/{case.code}/")[1]


def test_a_pause_a_join_and_more_time_from_the_page(people):
    case, twin = make.mediated(people), make.case(people)
    clock_row = make.deadlines_of(("case", case.pk)).get(state="waiting")
    given = do(
        people.nila,
        case,
        "extend",
        deadline=clock_row.pk,
        day="2026-12-31",
        time="17:00",
        reason="Flood",
    )
    assert given.status_code == 302
    assert do(people.nila, case, "join", cases=[twin.pk], text="Same order").status_code == 302
    assert do(people.nila, twin, "split", text="Other goods").status_code == 302
    paused = do(
        people.nila,
        case,
        "pause",
        reason="court",
        court="Dhaka court",
        number="CR 12",
        since="2026-11-10",
    )
    assert paused.status_code == 302
    assert "Dhaka court" in page(people.nila, f"/desk/cases/{case.code}/")[1]
    assert do(people.nila, case, "resume").status_code == 302
    assert Case.objects.filter(paused_at__isnull=False).count() == 0


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


def test_an_incident_gathers_cases_and_acts_on_all_of_them(people, dncrp):
    first, second = (make.mediated(people, seller_name="Rong Mela") for _each in range(2))
    Case.objects.filter(pk=second.pk).update(respondent=first.respondent_id)
    stray = make.case(people)
    begin = browser(people.nila).post("/desk/incidents/new/", {"case": [first.pk]})
    assert first.code in begin.content.decode()
    made = {"case": [first.pk], "title": "Rong Mela collapsed"}
    mixed = browser(people.nila).post(
        "/desk/incidents/new/", {**made, "case": [first.pk, stray.pk]}
    )
    assert mixed.status_code == 422
    address = browser(people.nila).post("/desk/incidents/new/", made).url
    browser(people.nila).post(f"{address}gather/")
    incident = Incident.objects.get()
    assert incident.members.count() == 2
    asked = browser(people.nila).post(
        f"{address}act/refer/", {"agency": dncrp.pk, "text": "All of these"}
    )
    assert asked.status_code == 302
    with clock.at(LATER):
        run_jobs(queues=["default"])
    assert Referral.objects.filter(state="sent").count() == 2
    browser(people.nila).post(f"{address}act/ask_seller/", {"text": "Again"})
    with clock.at(LATER):
        run_jobs(queues=["default"])
    html = page(people.nila, address)[1]
    assert "2 of 2 done" in html and "0 of 2 done, 2 not possible" in html
    assert page(people.rafi, address)[0] == 200
    assert browser(people.rafi).post(f"{address}close/").status_code == 403
    assert browser(people.nila).post(f"{address}close/").status_code == 302


def test_an_agency_orders_for_all_and_each_has_back_what_they_paid(people, dncrp):
    from ekshop.complaints.models import Remedy
    from ekshop.complaints.services import bulk_act, incident_open

    cases = [
        make.referred(people, dncrp, paid_poisha=paid, wanted_poisha=paid)
        for paid in (100_000, 250_000)
    ]
    unaccepted = make.referred(people, dncrp)
    for case in cases:
        referral_accept(actor=people.rafi.actor, referral_id=case.referrals.get().pk, now=LATER)
    incident = incident_open(
        actor=people.nila.actor,
        case_ids=[case.pk for case in (*cases, unaccepted)],
        title="Collapse",
        now=LATER,
    )
    bulk_act(
        actor=people.rafi.actor,
        incident_id=incident.pk,
        kind="order",
        told={"text": "Pay back", "section": "45", "due_on": (LATER + timedelta(days=20)).date()},
        now=LATER,
    )
    with clock.at(LATER):
        run_jobs(queues=["default"])
        run_jobs(queues=["default"])
    assert set(Remedy.objects.values_list("case_id", "amount_poisha")) == {
        (cases[0].pk, 100_000),
        (cases[1].pk, 250_000),
    }


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


def test_a_way_of_payment_that_is_none_is_told_beside_the_decision(people, dncrp):
    case = make.referred(people, dncrp)
    referral = Referral.objects.get(case=case)
    referral_accept(actor=people.rafi.actor, referral_id=referral.pk, now=clock.now())
    order = {
        "referral": referral.pk,
        "kind": "order",
        "text": "টাকা ফেরত দিন।",
        "remedy": "refund",
        "remedy_amount": "10",
        "remedy_due_on": "2026-12-20",
        "medium": "x" * 400,
    }
    assert do(people.rafi, case, "decide", **order).status_code == 422
    assert do(people.rafi, case, "decide", **{**order, "medium": "bkash"}).status_code == 302


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "9" * 18])
def test_an_endless_number_names_nothing(people, dncrp, odd):
    rule = TriageRule.objects.get()
    rules = {"position": "5", "to": odd, "district": odd, "do": "try"}
    for address, told in (
        ("/desk/triage/new/", rules),
        (f"/desk/triage/{rule.pk}/change/", {**rules, "do": "put"}),
        ("/desk/incidents/new/", {"case": odd, "title": "Rong"}),
        ("/desk/agencies/dncrp/change/", {"districts": odd, "way": odd}),
    ):
        assert browser(people.nila).post(address, told).status_code in (200, 302, 422), address


def test_an_officer_decides_without_the_hearing_only_when_it_is_ticked(people, dncrp):
    case = make.referred(people, dncrp)
    referral = Referral.objects.get(case=case)
    do(people.rafi, case, "accept", referral=referral.pk)
    on = (LATER + timedelta(days=12)).date().isoformat()
    call = {"referral": referral.pk, "time": "11:00", "place": "Dhaka"}
    closed = do(people.rafi, case, "call", at=on, **call)
    said = closed.content.decode()
    assert closed.status_code == 422 and "closed on Saturday, 28 November" in said
    assert "Sunday, 29 November" in said and 'name="on_day_off"' in said
    assert do(people.rafi, case, "call", at=on, on_day_off="1", **call).status_code == 302
    told = {"referral": referral.pk, "kind": "dismissal", "text": "Nothing was proved."}
    refused = do(people.rafi, case, "decide", **told)
    assert refused.status_code == 422 and "Hold it first" in refused.content.decode()
    assert do(people.rafi, case, "decide", **told, without_hearing="1").status_code == 302
    case.refresh_from_db()
    assert case.state == "decided"


def test_an_officer_records_that_both_sides_agreed(people, dncrp):
    case = make.referred(people, dncrp)
    referral = Referral.objects.get(case=case)
    do(people.rafi, case, "accept", referral=referral.pk)
    terms = {"kind": "refund", "medium": "bkash", "due_on": "2026-11-20", "note": "Half of it."}
    nothing = do(people.rafi, case, "settle", referral=referral.pk, **terms, amount="half")
    assert nothing.status_code == 422
    assert do(people.rafi, case, "settle", referral=referral.pk, **terms, amount="৭৫০").url
    case.refresh_from_db()
    assert case.state == "agreed"
    assert "Half of it." in page(people.rafi, f"/desk/cases/{case.code}/")[1]
