"""What comes to an agency and goes from it: accepted, passed on, given back."""

from datetime import timedelta

import pytest

from ekshop.complaints import rules
from ekshop.complaints.models import Agency, Case, Hearing, Referral
from ekshop.complaints.selectors import cases_visible_to, hearing_of, referral_wire, timeline_of
from ekshop.complaints.services import (
    case_dismiss,
    case_mediate,
    case_send_to_seller,
    case_transfer,
    decision_record,
    hearing_call,
    hearing_put_off,
    message_send,
    referral_accept,
    referral_pass_on,
    referral_return,
    referral_send,
)
from ekshop.complaints.services.errors import NotYourReferral, ReferralOver
from ekshop.complaints.tests import make
from ekshop.complaints.tests.agencies import LATER, accepted, kinds, referral_state
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people, dncrp):
    return make.referred(people, dncrp)


def test_an_agency_accepts_and_its_time_to_act_begins(people, dncrp, case):
    assert make.running(case) == {"agency_accept"}
    accepted(people, case)
    assert make.running(case) == {"agency_reply"}
    assert case.referrals.get().state == "accepted"
    assert kinds(case, rules.COMPLAINANT)[-1] == "referral_accepted"
    with pytest.raises(StaleState):
        accepted(people, case)


def test_an_agency_that_was_never_sent_the_case_is_told_so(people, case, tuli):
    referral = case.referrals.get()
    for act in (
        lambda: referral_accept(actor=tuli.actor, referral_id=referral.pk, now=LATER),
        lambda: referral_return(actor=tuli.actor, referral_id=referral.pk, text="না", now=LATER),
        lambda: decision_record(
            actor=tuli.actor, referral_id=referral.pk, kind="order", text="হ্যাঁ", now=LATER
        ),
        lambda: referral_accept(actor=people.rafi.actor, referral_id=999_999, now=LATER),
    ):
        with pytest.raises(NotYourReferral):
            act()
    with pytest.raises(NotAllowed):
        referral_accept(actor=people.nila.actor, referral_id=referral.pk, now=LATER)
    assert Referral.objects.get().state == "sent"


def test_passing_on_names_the_next_agency_whose_clock_begins_anew(people, case, btrc, tuli):
    referral = case.referrals.get()
    for nobody in (None, referral.agency_id):
        with pytest.raises(InvalidInput):
            referral_pass_on(
                actor=people.rafi.actor,
                referral_id=referral.pk,
                agency_id=nobody,
                text="সিম প্রতারণা",
                now=LATER,
            )
    following = referral_pass_on(
        actor=people.rafi.actor,
        referral_id=referral.pk,
        agency_id=btrc.pk,
        text="সিম প্রতারণা",
        now=LATER,
    )
    case.refresh_from_db()
    assert (case.state, case.owner_organisation_id) == ("referred", btrc.pk)
    assert following.came_from == referral and make.running(case) == {"agency_accept"}
    with pytest.raises(ReferralOver) as late:
        referral_accept(actor=people.rafi.actor, referral_id=referral.pk, now=LATER)
    assert "১৬ নভেম্বর ২০২৬" in str(late.value)
    referral_accept(actor=tuli.actor, referral_id=following.pk, now=LATER)


def test_a_case_that_goes_round_ends_with_the_coordinator_and_the_round_is_said(
    people, case, dncrp, btrc, tuli
):
    first = case.referrals.get()
    second = referral_pass_on(
        actor=people.rafi.actor,
        referral_id=first.pk,
        agency_id=btrc.pk,
        text="আমাদের নয়",
        now=LATER,
    )
    assert (
        referral_pass_on(
            actor=tuli.actor,
            referral_id=second.pk,
            agency_id=dncrp.pk,
            text="আমাদেরও নয়",
            now=LATER,
        )
        is None
    )
    case.refresh_from_db()
    assert (case.state, case.owner_side) == ("mediation", rules.COORDINATOR)
    last = timeline_of(case, side=rules.COORDINATOR)[-1]
    assert last.kind == "referral_looped" and last.data["route"] == ["dncrp", "btrc", "dncrp"]
    assert make.running(case) == {"mediation"}


def test_what_is_given_back_lies_with_the_coordinator(people, case):
    referral = case.referrals.get()
    with pytest.raises(InvalidInput):
        referral_return(actor=people.rafi.actor, referral_id=referral.pk, text=" ", now=LATER)
    referral_return(
        actor=people.rafi.actor, referral_id=referral.pk, text="ত্রিশ দিনের বাইরে", now=LATER
    )
    case.refresh_from_db()
    assert case.state == "mediation" and referral_state(referral) == "returned"


def test_the_coordinator_takes_a_case_to_another_agency_or_back(people, case, btrc, dncrp):
    first = case.referrals.get()
    moved = case_transfer(
        actor=people.nila.actor, case_id=case.pk, agency_id=btrc.pk, text="ভুল সংস্থা", now=LATER
    )
    assert moved.owner_organisation_id == btrc.pk and referral_state(first) == "ended"
    back = case_transfer(
        actor=people.nila.actor, case_id=case.pk, agency_id=None, text="মিটে যাবে", now=LATER
    )
    assert back.state == "mediation"
    assert not Referral.objects.filter(state__in=rules.OPEN_REFERRAL_STATES).exists()


def test_each_side_reads_only_what_was_written_to_it(people):
    case = make.case(people)
    say = {"actor": people.nila.actor, "case_id": case.pk, "now": PLACED_AT}
    message_send(to_sides=["complainant"], text="শুধু আপনাকে", **say)
    message_send(to_sides=["seller"], text="শুধু বিক্রেতাকে", **say)
    message_send(to_sides=["seller", "complainant"], text="দুজনকে", **say)
    read = {
        side: [each.text for each in timeline_of(case, side=side) if each.kind == "message"]
        for side in (rules.COMPLAINANT, rules.SELLER)
    }
    assert read == {
        rules.COMPLAINANT: ["শুধু আপনাকে", "দুজনকে"],
        rules.SELLER: ["শুধু বিক্রেতাকে", "দুজনকে"],
    }
    with pytest.raises(InvalidInput):
        message_send(to_sides=["public"], text="সবাইকে", **say)
    with pytest.raises(NotAllowed):
        message_send(
            actor=people.mina.actor,
            case_id=case.pk,
            to_sides=["complainant"],
            text="আমি বিক্রেতা",
            now=PLACED_AT,
        )


def test_the_coordinator_closes_what_has_no_ground_with_a_reason(people):
    case = make.mediated(people)
    with pytest.raises(InvalidInput):
        case_dismiss(actor=people.nila.actor, case_id=case.pk, text="", now=LATER)
    closed = case_dismiss(actor=people.nila.actor, case_id=case.pk, text="দুইবার করা হয়েছে", now=LATER)
    assert (closed.state, closed.outcome) == ("closed", "dismissed")


def test_the_coordinator_sends_a_case_back_to_its_seller(people):
    case = make.mediated(people)
    back = case_send_to_seller(
        actor=people.nila.actor, case_id=case.pk, note="আরেকবার দেখুন", now=LATER
    )
    assert back.state == "with_seller" and make.running(case) == {"seller_answer"}
    with pytest.raises(NotAllowed):
        case_send_to_seller(actor=make.karim(people), case_id=case.pk, now=LATER)


def test_a_room_is_told_with_the_agency_it_is_at_and_a_full_place_as_it_is(people, case):
    referral = accepted(people, case)
    office = people.rafi.organisation
    type(office).objects.filter(pk=office.pk).update(address="১ কারওয়ান বাজার, ঢাকা")
    by = {"actor": people.rafi.actor, "now": LATER}
    at = LATER + timedelta(days=7)
    hearing = hearing_call(referral_id=referral.pk, at=at, place="কক্ষ ৪০৫", **by)
    where = f"{office.name_bn}, ১ কারওয়ান বাজার, ঢাকা, কক্ষ ৪০৫"
    sms = Message.objects.filter(template="hearing_called", to=people.partner.mobile)
    assert where in sms.get().body and hearing_of(case).where_in("bn") == where
    whole = f"{office.name_bn}, বগুড়া"
    again = hearing_put_off(hearing_id=hearing.pk, at=at, place=whole, text="ভুল কক্ষ", **by)
    assert again.where_in("en") == whole


def test_a_case_that_leaves_its_agency_another_way_ends_the_referral_and_its_hearing(people, case):
    referral = accepted(people, case)
    hearing = hearing_call(
        actor=people.rafi.actor,
        referral_id=referral.pk,
        at=LATER + timedelta(days=7),
        place="কক্ষ ৪০৫",
        now=LATER,
    )
    make.withdrawn(people, case, now=LATER)
    assert referral_state(referral) == "ended"
    assert Hearing.objects.get(pk=hearing.pk).state == "cancelled"
    assert make.running(case) == set()
    with pytest.raises(ReferralOver):
        referral_return(actor=people.rafi.actor, referral_id=referral.pk, text="না", now=LATER)


def test_an_agency_that_takes_no_cases_is_not_referred_to(people):
    agency = make.agency(people, active=False)
    case = make.mediated(people)
    with pytest.raises(NotFound):
        referral_send(
            actor=people.nila.actor, case_id=case.pk, agency_id=agency.pk, letter="", now=LATER
        )
    assert Agency.objects.count() == 1 and Case.objects.get().state == "mediation"


def test_a_new_case_nobody_sorted_is_taken_by_the_coordinator(people):
    case = make.unsorted(people)
    assert case.state == "filed"
    taken = case_mediate(actor=people.nila.actor, case_id=case.pk, now=PLACED_AT)
    assert taken.state == "mediation"


@pytest.mark.parametrize("way", ["returned", "passed_on"])
def test_an_agency_that_gave_a_case_away_reads_nothing_that_comes_after(people, way):
    agency = make.agency(people)
    other = organisation("agency", "Bangladesh Bank", "বাংলাদেশ ব্যাংক")
    make.agency(people, organisation=other, code="bb")
    case = make.referred(people, agency)
    referral, rafi, now = case.referrals.get(), people.rafi.actor, PLACED_AT + timedelta(days=8)
    assert case in cases_visible_to(rafi)
    if way == "returned":
        referral_return(actor=rafi, referral_id=referral.pk, text="Not ours at all.", now=now)
    else:
        referral_pass_on(
            actor=rafi, referral_id=referral.pk, agency_id=other.pk, text="Theirs.", now=now
        )
    assert case not in cases_visible_to(rafi)
    referral.refresh_from_db()
    assert referral_wire(referral)["case"] == {} and referral_wire(referral)["timeline"] == []
    with pytest.raises(ReferralOver):
        referral_accept(actor=rafi, referral_id=referral.pk, now=now)


def test_officers_hear_once_an_hour_that_cases_came_and_at_once_of_what_cannot_wait(people, dncrp):
    for urgency in ("normal", "normal", "at_once"):
        case = make.mediated(people, seller_name=f"Mela {urgency}")
        Case.objects.filter(pk=case.pk).update(urgency=urgency)
        make.refer(people, case, dncrp, now=LATER)
    with clock.at(LATER):
        run_jobs(queues=["default"])
    told = Message.objects.filter(template="referral_new")
    assert [each.to for each in told] == [people.rafi.person.mobile] * 2


def test_an_officer_without_a_number_is_written_to(people, dncrp):
    rafi = people.rafi.person
    rafi.mobile, rafi.email = "", "rafi@dncrp.example"
    rafi.save()
    make.referred(people, dncrp, now=LATER)
    with clock.at(LATER + timedelta(days=7)):
        run_jobs(queues=["default"])
    told = Message.objects.get(template="referral_new")
    assert (told.to, told.channel) == ("rafi@dncrp.example", "email")
