"""A case at an agency: accepted, passed on, given back, heard and decided; once, and by its own."""

from datetime import date, timedelta

import pytest

from ekshop.complaints import rules
from ekshop.complaints.models import Agency, Case, Hearing, Referral, Remedy
from ekshop.complaints.selectors import cases_visible_to, hearing_of, referral_wire, timeline_of
from ekshop.complaints.services import (
    OrderedRemedy,
    Terms,
    case_dismiss,
    case_mediate,
    case_send_to_seller,
    case_settle,
    case_transfer,
    case_withdraw,
    compliance_record,
    decision_appeal,
    decision_finish,
    decision_record,
    fine_recover,
    hearing_call,
    hearing_hold,
    hearing_put_off,
    message_send,
    referral_accept,
    referral_pass_on,
    referral_return,
    referral_send,
    share_pay,
)
from ekshop.complaints.services.errors import (
    AppealOver,
    AppealRuns,
    FineExceeded,
    HearingCalled,
    HearingNotYet,
    HearingTooSoon,
    NotInForce,
    NotYourReferral,
    RecoveryKnown,
    ReferralOver,
    SharePaid,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, organisation, person, persona

pytestmark = pytest.mark.django_db
LATER = PLACED_AT + timedelta(days=14)


@pytest.fixture
def people():
    return make.people()


@pytest.fixture
def dncrp(people):
    return make.agency(people)


@pytest.fixture
def btrc(people):
    return make.other_agency()


@pytest.fixture
def tuli(btrc):
    """An officer of the other agency."""
    return persona(person("Tuli Sen"), "officer", btrc.organisation)


@pytest.fixture
def case(people, dncrp):
    return make.referred(people, dncrp)


def running(case):
    return make.running(case)


def kinds(case, side=rules.COORDINATOR):
    return [each.kind for each in timeline_of(case, side=side)]


def accepted(people, case):
    referral = case.referrals.get()
    return referral_accept(actor=people.rafi.actor, referral_id=referral.pk, now=LATER)


def decided(people, case, **more):
    told = {"kind": "order", "text": "টাকা ফেরত দিতে হবে।", "section": "45", "now": LATER, **more}
    return decision_record(actor=people.rafi.actor, referral_id=accepted(people, case).pk, **told)


def test_an_agency_accepts_and_its_time_to_act_begins(people, dncrp, case):
    assert running(case) == {"agency_accept"}
    accepted(people, case)
    assert running(case) == {"agency_reply"}
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
    assert following.came_from == referral and running(case) == {"agency_accept"}
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
    assert running(case) == {"mediation"}


def test_what_is_given_back_lies_with_the_coordinator(people, case):
    referral = case.referrals.get()
    with pytest.raises(InvalidInput):
        referral_return(actor=people.rafi.actor, referral_id=referral.pk, text=" ", now=LATER)
    referral_return(
        actor=people.rafi.actor, referral_id=referral.pk, text="ত্রিশ দিনের বাইরে", now=LATER
    )
    case.refresh_from_db()
    assert case.state == "mediation" and referral_state(referral) == "returned"


def referral_state(referral):
    return Referral.objects.get(pk=referral.pk).state


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


def test_a_hearing_is_called_in_time_and_both_sides_are_told(people, case):
    referral = accepted(people, case)
    call = {"actor": people.rafi.actor, "referral_id": referral.pk, "now": LATER}
    with pytest.raises(HearingTooSoon):
        hearing_call(at=LATER + timedelta(days=1), place="কক্ষ ৪০৫", **call)
    at = LATER + timedelta(days=7)
    with pytest.raises(InvalidInput):
        hearing_call(at=at, **call)
    Message.objects.all().delete()
    hearing = hearing_call(at=at, link="https://meet.example/abc", **call)
    told = set(Message.objects.filter(template="hearing_called").values_list("to", flat=True))
    assert told == {people.karim.mobile, people.partner.mobile}
    assert running(case) == {"agency_reply", "hearing"}
    with pytest.raises(HearingCalled):
        hearing_call(at=at, place="কক্ষ ৪০৫", **call)
    again = hearing_put_off(
        actor=people.rafi.actor,
        hearing_id=hearing.pk,
        at=at + timedelta(days=3),
        text="হরতাল",
        now=LATER,
    )
    assert again.link == hearing.link
    assert Hearing.objects.get(pk=hearing.pk).state == "put_off"
    came = {"minutes": "দুই পক্ষ এসেছেন।", "complainant_came": True, "seller_came": False}
    with pytest.raises(HearingNotYet):
        hearing_hold(actor=people.rafi.actor, hearing_id=again.pk, now=LATER, **came)
    held = hearing_hold(
        actor=people.rafi.actor, hearing_id=again.pk, now=again.at + timedelta(hours=1), **came
    )
    assert (held.state, held.seller_came) == ("held", False)
    assert running(case) == {"agency_reply"}


def test_a_decision_is_made_once_and_can_be_appealed_in_time(people, case):
    decision = decided(people, case)
    case.refresh_from_db()
    assert case.state == "decided" and running(case) == {"appeal"}
    with pytest.raises(ReferralOver):
        decision_record(
            actor=people.rafi.actor,
            referral_id=decision.referral_id,
            kind="dismissal",
            text="না",
            now=LATER,
        )
    assert decision.appeal_until == LATER + timedelta(days=60)
    with pytest.raises(AppealOver):
        decision_appeal(
            actor=make.karim(people),
            decision_id=decision.pk,
            text="মানি না",
            now=LATER + timedelta(days=61),
        )
    with pytest.raises(NotFound):
        decision_appeal(actor=people.tania.actor, decision_id=decision.pk, text="মানি না", now=LATER)
    decision_appeal(
        actor=people.mina.actor,
        decision_id=decision.pk,
        text="রসিদ দেখা হয়নি",
        now=LATER + timedelta(days=59),
    )
    case.refresh_from_db()
    assert (case.state, case.owner_side) == ("referred", rules.AGENCY)
    assert running(case) == {"agency_reply"}
    with pytest.raises(NotInForce):
        decision_appeal(actor=make.karim(people), decision_id=decision.pk, text="মানি না", now=LATER)


def test_an_order_makes_a_remedy_due_and_an_appeal_sets_it_aside(people, case):
    due = date(2026, 12, 20)
    order = OrderedRemedy(kind="refund", amount_poisha=150_000, medium="bkash", due_on=due)
    decision = decided(people, case, remedy=order)
    assert running(case) == {"appeal", "remedy"}
    remedy = Remedy.objects.get(decision=decision)
    assert remedy.due_at.date() == due
    decision_appeal(actor=people.mina.actor, decision_id=decision.pk, text="না", now=LATER)
    remedy.refresh_from_db()
    assert remedy.set_aside_at == LATER and running(case) == {"agency_reply"}


def test_a_wrong_decision_is_mended_by_field(people, case):
    too_much = OrderedRemedy(kind="refund", amount_poisha=999_999_00, due_on=LATER.date())
    with pytest.raises(InvalidInput) as refused:
        decided(people, case, kind="fine", text=" ", remedy=too_much)
    assert set(refused.value.field_errors) == {
        "text",
        "fine",
        "remedy_amount",
        "remedy_due_on",
    }


def test_a_decision_is_final_only_after_the_time_to_appeal(people, case):
    decision = decided(people, case)
    platform = Actor.system("complaints")
    with pytest.raises(AppealRuns):
        decision_finish(actor=platform, case_id=case.pk, now=LATER)
    done = decision_finish(actor=platform, case_id=case.pk, now=decision.appeal_until)
    assert (done.state, done.outcome, done.owner_side) == ("closed", "decided", "")
    assert running(case) == set()


def test_the_agency_sees_the_proof_and_the_complainant_confirms(people, case):
    order = OrderedRemedy(kind="apology", due_on=date(2026, 12, 20))
    decision = decided(people, case, remedy=order)
    compliance_record(
        actor=people.rafi.actor, decision_id=decision.pk, text="চিঠি দেখেছি", now=LATER
    )
    case.refresh_from_db()
    assert case.state == "remedied" and running(case) == {"confirmation"}
    with pytest.raises(StaleState):
        compliance_record(actor=people.rafi.actor, decision_id=decision.pk, text="আবার", now=LATER)


def test_a_fine_comes_in_by_parts_and_the_shares_add_up_to_a_quarter_of_it(people, case):
    decision = decided(people, case, kind="fine", fine_poisha=1_000_001)
    told = {"actor": people.rafi.actor, "decision_id": decision.pk, "now": LATER}

    def recover(poisha, reference, staff=False):
        return fine_recover(
            recovered_poisha=poisha, reference=reference, complainant_is_staff=staff, **told
        )

    first = recover(333_333, "চালান-১")
    assert recover(333_333, "চালান-১") == first
    with pytest.raises(RecoveryKnown):
        recover(1, "চালান-১")
    with pytest.raises(FineExceeded):
        recover(700_000, "চালান-২")
    rest = recover(666_668, "চালান-২")
    assert first.share_poisha + rest.share_poisha == 250_000
    assert "share_due" not in kinds(case, rules.SELLER)
    assert "fine_recovered" in kinds(case, rules.SELLER)
    share_pay(actor=people.rafi.actor, recovery_id=first.pk, reference="EFT-9", now=LATER)
    with pytest.raises(SharePaid):
        share_pay(actor=people.rafi.actor, recovery_id=first.pk, reference="EFT-9", now=LATER)
    assert Message.objects.filter(template="fine_share_paid", to=people.karim.mobile).count() == 1


def test_the_directorates_own_staff_have_no_share(people, case):
    decision = decided(people, case, kind="fine", fine_poisha=500_000)
    recovery = fine_recover(
        actor=people.rafi.actor,
        decision_id=decision.pk,
        recovered_poisha=500_000,
        reference="চালান-১",
        complainant_is_staff=True,
        now=LATER,
    )
    assert (recovery.share_poisha, recovery.share_bp) == (0, 0)
    with pytest.raises(StaleState):
        share_pay(actor=people.rafi.actor, recovery_id=recovery.pk, reference="EFT", now=LATER)


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
    assert back.state == "with_seller" and running(case) == {"seller_answer"}
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
    assert running(case) == set()
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


def test_a_decision_followed_by_another_cannot_be_appealed_any_more(people, case):
    order = OrderedRemedy(kind="replacement", due_on=LATER.date() + timedelta(days=1))
    first = decided(people, case, remedy=order)
    then = LATER + timedelta(days=3)
    with clock.at(then):
        deadlines_run(now=then, limit=100)
        run_jobs(queues=["default"])
    other = make.other_agency()
    make.refer(people, case, other, now=then)
    tuli = persona(person("Tuli Sen"), "officer", other.organisation)
    referral = Referral.objects.get(case=case, agency=other)
    referral_accept(actor=tuli.actor, referral_id=referral.pk, now=then)
    told = {"kind": "dismissal", "text": "না", "now": then}
    second = decision_record(actor=tuli.actor, referral_id=referral.pk, **told)
    with pytest.raises(NotInForce):
        decision_appeal(actor=make.karim(people), decision_id=first.pk, text="মানি না", now=then)
    decision_appeal(actor=make.karim(people), decision_id=second.pk, text="মানি না", now=then)
    case.refresh_from_db()
    assert case.owner_organisation_id == other.pk


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


def called(people, case):
    referral = accepted(people, case)
    at = LATER + timedelta(days=10)
    return hearing_call(
        actor=people.rafi.actor, referral_id=referral.pk, at=at, place="ঢাকা", now=LATER
    )


def test_a_decision_before_the_hearing_is_made_on_purpose_and_both_sides_need_not_come(
    people, case
):
    referral_id = called(people, case).referral_id
    told = {"referral_id": referral_id, "kind": "order", "text": "টাকা ফেরত দিতে হবে।", "now": LATER}
    with pytest.raises(InvalidInput) as refused:
        decision_record(actor=people.rafi.actor, **told)
    assert "without_hearing" in refused.value.field_errors
    decision_record(actor=people.rafi.actor, without_hearing=True, **told)
    assert Hearing.objects.get().state == "cancelled"
    for side in (rules.COMPLAINANT, rules.SELLER):
        assert kinds(case, side)[-2:] == ["hearing_cancelled", "decided"]
    gone = Message.objects.filter(template="hearing_cancelled").values_list("to", flat=True)
    assert set(gone) == {people.karim.mobile, people.partner.mobile}


def test_who_withdraws_is_not_told_that_the_hearing_is_off_but_the_other_side_is(people, case):
    called(people, case)
    case_withdraw(actor=make.karim(people), case_id=case.pk, now=LATER)
    (told,) = Message.objects.filter(template="hearing_cancelled")
    assert told.to == people.partner.mobile


def test_what_the_parties_agree_on_before_the_agency_is_due_like_any_promise(people, case):
    referral = accepted(people, case)
    terms = Terms(kind="repair", due_on=LATER.date() + timedelta(days=5), note="ব্লাউজ বদলে দেবেন।")
    with pytest.raises(InvalidInput):
        too_late = Terms(kind="repair", due_on=LATER.date() + timedelta(days=300))
        settled(people, referral, too_late)
    settled(people, referral, terms)
    case.refresh_from_db()
    assert (case.state, case.owner_side, running(case)) == ("agreed", rules.SELLER, {"remedy"})
    assert referral_state(referral) == "settled"
    assert case in cases_visible_to(people.rafi.actor)
    with clock.at(LATER):
        run_jobs(queues=["default"])
    told = Message.objects.filter(template__in=["case_moved", "seller_case"], shown__contains="আপস")
    assert {each.to for each in told} == {people.karim.mobile, people.partner.mobile}
    with pytest.raises(ReferralOver):
        settled(people, referral, terms)


def settled(people, referral, terms):
    return case_settle(actor=people.rafi.actor, referral_id=referral.pk, terms=terms, now=LATER)


def test_money_agreed_on_before_the_agency_goes_back_at_once_where_the_order_was_ours(
    people, dncrp
):
    share = make.share_paid(people)
    case = make.case(people, seller_order_id=share.pk)
    make.silent(case)
    make.refer(people, case, dncrp)
    terms = Terms(
        kind="refund",
        amount_poisha=50_000,
        medium="same",
        due_on=LATER.date() + timedelta(days=3),
    )
    settled(people, accepted(people, case), terms)
    case.refresh_from_db()
    remedy = Remedy.objects.get(case=case)
    assert case.state == "remedied" and remedy.refund.amount_poisha == 50_000
    assert kinds(case, rules.SELLER)[-2:] == ["settled", "cash_ready"]


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
