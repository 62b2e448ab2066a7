"""What an agency decides: hearings, decisions, appeals, fines and what the two agree on before it."""

from datetime import date, timedelta

import pytest

from ekshop.complaints import rules
from ekshop.complaints.models import Hearing, Referral, Remedy
from ekshop.complaints.selectors import cases_visible_to
from ekshop.complaints.services import (
    OrderedRemedy,
    Terms,
    case_settle,
    case_withdraw,
    compliance_record,
    decision_appeal,
    decision_finish,
    decision_record,
    fine_recover,
    hearing_call,
    hearing_hold,
    hearing_put_off,
    referral_accept,
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
    RecoveryKnown,
    ReferralOver,
    SharePaid,
)
from ekshop.complaints.tests import make
from ekshop.complaints.tests.agencies import LATER, accepted, decided, kinds, referral_state
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.errors import InvalidInput, NotFound, StaleState
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.parties.tests.make import person, persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people, dncrp):
    return make.referred(people, dncrp)


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
    assert make.running(case) == {"agency_reply", "hearing"}
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
    assert make.running(case) == {"agency_reply"}


def test_a_decision_is_made_once_and_can_be_appealed_in_time(people, case):
    decision = decided(people, case)
    case.refresh_from_db()
    assert case.state == "decided" and make.running(case) == {"appeal"}
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
    assert make.running(case) == {"agency_reply"}
    with pytest.raises(NotInForce):
        decision_appeal(actor=make.karim(people), decision_id=decision.pk, text="মানি না", now=LATER)


def test_an_order_makes_a_remedy_due_and_an_appeal_sets_it_aside(people, case):
    due = date(2026, 12, 20)
    order = OrderedRemedy(kind="refund", amount_poisha=150_000, medium="bkash", due_on=due)
    decision = decided(people, case, remedy=order)
    assert make.running(case) == {"appeal", "remedy"}
    remedy = Remedy.objects.get(decision=decision)
    assert remedy.due_at.date() == due
    decision_appeal(actor=people.mina.actor, decision_id=decision.pk, text="না", now=LATER)
    remedy.refresh_from_db()
    assert remedy.set_aside_at == LATER and make.running(case) == {"agency_reply"}


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
    assert make.running(case) == set()


def test_the_agency_sees_the_proof_and_the_complainant_confirms(people, case):
    order = OrderedRemedy(kind="apology", due_on=date(2026, 12, 20))
    decision = decided(people, case, remedy=order)
    compliance_record(
        actor=people.rafi.actor, decision_id=decision.pk, text="চিঠি দেখেছি", now=LATER
    )
    case.refresh_from_db()
    assert case.state == "remedied" and make.running(case) == {"confirmation"}
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
    assert (case.state, case.owner_side, make.running(case)) == ("agreed", rules.SELLER, {"remedy"})
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
