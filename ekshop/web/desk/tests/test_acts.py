"""What is done from a file's page: by whom, what is offered, and what comes of it."""

from datetime import timedelta

import pytest

from ekshop.complaints.models import Case, Incident, Referral, TriageRule
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import referral_accept
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs

from .make import LATER, browser, do, page

pytestmark = pytest.mark.django_db


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
