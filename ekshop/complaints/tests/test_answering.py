"""Seller and complainant answer each other, each in turn, and money moves at most once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from ekshop.complaints import rules
from ekshop.complaints.models import Evidence, Remedy, RemedyOffer
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import (
    AskedBefore,
    CasePaused,
    DecisionFinal,
    ReopenTooLate,
    case_reopen,
    case_withdraw,
    complaint_reject,
    counter_accept,
    information_ask,
    information_give,
    offer_accept,
    offer_counter,
    offer_decline,
    remedy_confirm,
    remedy_dispute,
    remedy_offer,
    remedy_report,
)
from ekshop.complaints.tests import make
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOON = PLACED_AT + timedelta(hours=5)


@pytest.fixture
def case(people):
    return make.case(people)


def terms(**more):
    return {
        "kind": "refund",
        "amount_poisha": 100_000,
        "medium": "bkash",
        "due_on": dhaka_date(SOON) + 5 * DAY,
        **more,
    }


def offered(people, case, now=SOON, **more):
    return remedy_offer(
        actor=people.mina.actor, case_id=case.pk, note="দুঃখিত।", now=now, **terms(**more)
    )


def waiting(case):
    return {
        each.kind: each.due_at
        for each in deadlines_of(("case", case.pk))
        if each.state == "waiting"
    }


def kinds(case, side=rules.COORDINATOR):
    return [each.kind for each in timeline_of(case, side=side)]


def test_an_offer_taken_kept_and_confirmed_resolves_the_case(people, case):
    made = offered(people, case)
    assert (made.state, made.owner_side, made.answered_at) == ("offered", "complainant", SOON)
    karim = make.karim(people)
    agreed = offer_accept(actor=karim, case_id=case.pk, now=SOON + DAY)
    assert (agreed.state, agreed.owner_side) == ("agreed", "seller")
    remedy = Remedy.objects.get()
    assert remedy.due_at.astimezone(SOON.tzinfo) == waiting(case)["case_remedy"]
    assert dhaka_date(remedy.due_at) == terms()["due_on"]
    assert dhaka_date(remedy.due_at + timedelta(seconds=2)) == terms()["due_on"] + DAY
    remedy_report(actor=people.mina.actor, case_id=case.pk, note="TRX 77", now=SOON + 2 * DAY)
    done = remedy_confirm(actor=karim, case_id=case.pk, rating=4, note="ধন্যবাদ", now=SOON + 3 * DAY)
    assert (done.state, done.outcome, done.rating) == ("resolved", "remedied", 4)
    assert waiting(case) == {}
    remedy.refresh_from_db()
    assert remedy.confirmed_at == SOON + 3 * DAY and remedy.refund is None
    assert kinds(case)[2:] == [
        "remedy_offered",
        "offer_accepted",
        "remedy_reported",
        "remedy_confirmed",
    ]


def test_a_counter_offer_taken_by_the_seller_is_what_is_due(people, case):
    offered(people, case)
    karim = make.karim(people)
    more = terms(amount_poisha=140_000)
    countered = offer_counter(actor=karim, case_id=case.pk, note="সব চাই", now=SOON + DAY, **more)
    assert (countered.state, countered.owner_organisation_id) == ("countered", people.partner.pk)
    assert "case_counter_answer" in waiting(case)
    counter_accept(actor=people.mina.actor, case_id=case.pk, now=SOON + DAY)
    assert Remedy.objects.get().amount_poisha == 140_000
    assert list(RemedyOffer.objects.order_by("id").values_list("side", "answer")) == [
        ("seller", "countered"),
        ("complainant", "accepted"),
    ]


def test_a_counter_offer_may_be_met_by_another_offer_or_a_no(people, case):
    offered(people, case)
    karim = make.karim(people)
    offer_counter(actor=karim, case_id=case.pk, now=SOON, **terms(amount_poisha=140_000))
    offered(people, case, amount_poisha=120_000)
    offer_counter(actor=karim, case_id=case.pk, now=SOON, **terms(amount_poisha=139_000))
    rejected = complaint_reject(
        actor=people.mina.actor, case_id=case.pk, reason="no_proof", text="প্রমাণ নেই", now=SOON
    )
    assert (rejected.state, rejected.owner_side) == ("mediation", "coordinator")
    assert not RemedyOffer.objects.filter(answer="").exists()


def test_what_may_be_offered_is_said_by_field(people, case):
    today = dhaka_date(SOON)
    for wrong, field in [
        ({"amount_poisha": 150_001}, "amount"),
        ({"amount_poisha": None}, "amount"),
        ({"amount_poisha": 0}, "amount"),
        ({"medium": "pigeon"}, "medium"),
        ({"kind": "regret", "amount_poisha": None}, "kind"),
        ({"kind": "repair"}, "amount"),
        ({"due_on": today - DAY}, "due_on"),
        ({"due_on": today + 11 * DAY}, "due_on"),
        ({"kind": "repair", "amount_poisha": None, "due_on": today + 31 * DAY}, "due_on"),
    ]:
        with pytest.raises(InvalidInput) as refused:
            offered(people, case, **wrong)
        assert set(refused.value.field_errors) == {field}, wrong
    case.refresh_from_db()
    assert case.state == "with_seller" and not RemedyOffer.objects.exists()
    assert offered(people, case, due_on=today + 10 * DAY).state == "offered"


def test_damages_may_exceed_what_was_paid(people):
    case = make.case(people, damages=True, wanted="compensation", wanted_poisha=500_000)
    offered(people, case, kind="compensation", amount_poisha=400_000)
    assert RemedyOffer.objects.get().amount_poisha == 400_000


def test_a_form_sent_twice_is_one_act(people, case):
    offered(people, case)
    offered(people, case)
    karim = make.karim(people)
    for _twice in range(2):
        offer_accept(actor=karim, case_id=case.pk, now=SOON)
    for _twice in range(2):
        remedy_report(actor=people.mina.actor, case_id=case.pk, note="দিয়েছি", now=SOON)
    for _twice in range(2):
        remedy_confirm(actor=karim, case_id=case.pk, rating=5, now=SOON)
    assert len(kinds(case)) == 6 and Remedy.objects.count() == 1


def test_what_comes_too_late_is_refused_in_words(people, case):
    offered(people, case)
    with translation.override("en"), pytest.raises(StaleState, match="An offer waits"):
        offered(people, case, amount_poisha=90_000)
    with pytest.raises(StaleState):
        remedy_confirm(actor=make.karim(people), case_id=case.pk, rating=5, now=SOON)
    seen = RemedyOffer.objects.get()
    with pytest.raises(StaleState):
        offer_accept(actor=make.karim(people), case_id=case.pk, offer_id=seen.pk + 1, now=SOON)


def test_the_seller_asks_once_and_its_time_stands_still(people, case):
    asked_at = PLACED_AT + timedelta(hours=50)
    information_ask(
        actor=people.mina.actor, case_id=case.pk, text="কোন রং চেয়েছিলেন?", now=asked_at
    )
    assert set(waiting(case)) == {"case_information"}
    given_at = asked_at + 3 * DAY
    given = information_give(actor=make.karim(people), case_id=case.pk, text="লাল", now=given_at)
    assert given.state == "with_seller"
    assert waiting(case) == {"case_seller_answer": given_at + timedelta(hours=22)}
    (running,) = [each for each in deadlines_of(("case", case.pk)) if each.state == "waiting"]
    assert running.rule.key == "complaint_answer"
    with pytest.raises(AskedBefore):
        information_ask(actor=people.mina.actor, case_id=case.pk, text="আর কী?", now=given_at)


def test_a_rejection_takes_a_reason_words_and_its_sellers_own_evidence(people, case):
    mina = people.mina.actor
    for wrong in ({"reason": "tired"}, {"text": " "}, {"evidence": [uuid4()]}):
        with pytest.raises(InvalidInput):
            complaint_reject(
                actor=mina,
                case_id=case.pk,
                now=SOON,
                **{"reason": "no_proof", "text": "ছবি নেই", **wrong},
            )
    proof = evidence(case, side="seller")
    rejected = complaint_reject(
        actor=mina,
        case_id=case.pk,
        reason="delivered_right",
        text="কুরিয়ারের রসিদ দেখুন",
        evidence=[proof.token],
        now=SOON,
    )
    assert rejected.state == "mediation"
    assert "case_mediation" in waiting(case)
    entry = timeline_of(case, side=rules.COMPLAINANT)[-1]
    assert entry.data == {"reason": "delivered_right", "evidence": [str(proof.token)]}
    other = evidence(make.case(people), side="seller")
    with pytest.raises(InvalidInput):
        complaint_reject(
            actor=mina,
            case_id=other.case_id,
            reason="no_proof",
            text="ছবি নেই",
            evidence=[proof.token],
            now=SOON,
        )


def evidence(case, *, side):
    return Evidence.objects.create(
        token=uuid4(),
        case=case,
        side=side,
        seen_by=[*rules.EVERYONE],
        kind="picture",
        filename="রসিদ.jpg",
        mime="image/jpeg",
        size=10,
        sha256="0" * 64,
        file="x",
        state="clean",
        added_at=SOON,
    )


def test_a_refused_offer_and_a_disputed_remedy_go_to_the_coordinator(people, case):
    karim = make.karim(people)
    offered(people, case)
    with pytest.raises(InvalidInput):
        offer_decline(actor=karim, case_id=case.pk, text="", now=SOON)
    declined = offer_decline(actor=karim, case_id=case.pk, text="খুব কম", now=SOON)
    assert (declined.state, RemedyOffer.objects.get().answer) == ("mediation", "declined")
    offered(people, case)
    offer_accept(actor=karim, case_id=case.pk, now=SOON)
    remedy_report(actor=people.mina.actor, case_id=case.pk, note="পাঠিয়েছি", now=SOON)
    disputed = remedy_dispute(actor=karim, case_id=case.pk, text="কিছুই আসেনি", now=SOON)
    assert (disputed.state, disputed.owner_side) == ("mediation", "coordinator")


def test_thinking_an_offer_over_does_not_make_the_seller_break_it(people, case):
    offered(people, case, due_on=dhaka_date(SOON) + 2 * DAY)
    offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON + 6 * DAY)
    assert dhaka_date(Remedy.objects.get().due_at) == dhaka_date(SOON) + 8 * DAY


def test_a_complaint_is_withdrawn_and_opened_again_within_its_days(people, case):
    karim = make.karim(people)
    offered(people, case)
    gone = case_withdraw(actor=karim, case_id=case.pk, text="মিটে গেছে", now=SOON)
    assert (gone.state, gone.outcome, waiting(case)) == ("closed", "withdrawn", {})
    back = case_reopen(actor=karim, case_id=case.pk, text="মেটেনি", now=SOON + 30 * DAY)
    assert (back.state, back.reopened, back.outcome) == ("mediation", 1, "")
    case_withdraw(actor=karim, case_id=case.pk, now=SOON + 30 * DAY)
    with pytest.raises(ReopenTooLate):
        case_reopen(actor=karim, case_id=case.pk, text="আবার", now=SOON + 61 * DAY)


def test_a_decided_complaint_stays_decided(people, case):
    type(case).objects.filter(pk=case.pk).update(state="closed", outcome="decided", closed_at=SOON)
    with pytest.raises(DecisionFinal):
        case_reopen(actor=make.karim(people), case_id=case.pk, text="মানি না", now=SOON)


def test_nothing_moves_while_a_court_has_the_case(people, case):
    type(case).objects.filter(pk=case.pk).update(paused_at=SOON)
    with pytest.raises(CasePaused):
        offered(people, case)


def test_the_centre_that_filed_answers_for_the_complainant_and_it_is_said(people):
    case = make.case_on_behalf(people)
    offered(people, case)
    offer_accept(actor=people.asha.actor, case_id=case.pk, now=SOON)
    entry = timeline_of(case, side=rules.SELLER)[-1]
    assert (entry.side, entry.actor_role, entry.data["on_behalf"]) == (
        "complainant",
        "entrepreneur",
        True,
    )
    with pytest.raises(NotFound):
        remedy_confirm(actor=people.bina.actor, case_id=case.pk, rating=5, now=SOON)


def test_nobody_answers_for_the_other_side_or_anothers_case(people, case):
    other = Actor.mobile_holder("+8801799999999")
    with pytest.raises(NotFound):
        information_give(actor=other, case_id=case.pk, text="আমি", now=SOON)
    for stranger in (make.karim(people), people.asha.actor, Actor.public(), people.nila.actor):
        with pytest.raises(NotAllowed):
            remedy_offer(actor=stranger, case_id=case.pk, now=SOON, **terms())
    with pytest.raises(NotFound):
        remedy_offer(actor=people.jamila.actor, case_id=case.pk, now=SOON, **terms())
    offered(people, case)
    for stranger in (people.mina.actor, people.nila.actor, people.rafi.actor, Actor.public()):
        with pytest.raises(NotAllowed):
            offer_accept(actor=stranger, case_id=case.pk, now=SOON)
