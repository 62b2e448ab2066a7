"""An agreed refund of what was paid here moves the money: once, never too much, books in balance."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekshop.complaints.models import Case, Remedy
from ekshop.complaints.selectors import cash_of
from ekshop.complaints.services import (
    case_pause,
    case_resume,
    cases_problems,
    counter_accept,
    offer_accept,
    offer_counter,
    remedy_confirm,
    remedy_offer,
)
from ekshop.complaints.tests import make
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_of, deadlines_overdue, deadlines_run
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Payment, Refund
from ekshop.payments.services import MoreThanLeft, refund_give, refund_issue_for_complaint
from ekshop.settlement.models import CommissionLine
from ekshop.settlement.tests.make import side_by_side, work

SOON = PLACED_AT + timedelta(hours=5)


def offered(people, case, amount_poisha, **more):
    return remedy_offer(
        actor=people.mina.actor,
        case_id=case.pk,
        now=SOON,
        **{
            "kind": "refund",
            "amount_poisha": amount_poisha,
            "medium": "same",
            "due_on": dhaka_date(SOON),
            **more,
        },
    )


def test_an_accepted_refund_of_what_was_paid_here_is_paid_at_once(people):
    case = make.case_about(people, make.share_paid(people))
    collected = balance(people.centre.pk, "cash_collected")
    offered(people, case, 100_050)
    done = offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON)
    assert (done.state, done.owner_side) == ("remedied", "complainant")
    remedy, refund = Remedy.objects.get(), Refund.objects.get()
    assert (remedy.refund, remedy.done_at) == (refund, SOON)
    assert (refund.amount_poisha, refund.medium, refund.case_code) == (100_050, "cash", case.code)
    assert balance(people.centre.pk, "cash_collected") == collected - 100_050
    work(SOON)
    earned, taken = CommissionLine.objects.order_by("id")
    # 5% of 3001.00, and of the 2000.50 that stay: halves up.
    assert (earned.amount_poisha, earned.amount_poisha + taken.amount_poisha) == (15_005, 10_003)
    assert (taken.base_poisha, taken.refund) == (-100_050, refund)
    assert mismatches() == [] and unbalanced_journals() == []
    assert remedy_confirm(actor=make.karim(people), case_id=case.pk, rating=5, now=SOON).outcome


def test_a_counter_offer_taken_by_the_seller_moves_its_amount(people):
    case = make.case_about(people, make.share_paid(people))
    offered(people, case, 50_000)
    offer_counter(
        actor=make.karim(people),
        case_id=case.pk,
        kind="refund",
        amount_poisha=120_000,
        medium="same",
        due_on=dhaka_date(SOON),
        now=SOON,
    )
    counter_accept(actor=people.mina.actor, case_id=case.pk, now=SOON)
    assert Refund.objects.get().amount_poisha == 120_000


def test_what_was_paid_here_goes_back_the_same_way_and_no_further(people):
    case = make.case_about(people, make.share_paid(people), damages=True)
    payment = Payment.objects.get()
    for wrong, field in [
        ({"amount_poisha": payment.amount_poisha + 1}, "amount"),
        ({"medium": "bkash"}, "medium"),
    ]:
        with pytest.raises(InvalidInput) as refused:
            offered(people, case, **{"amount_poisha": 100, **wrong})
        assert set(refused.value.field_errors) == {field}
    more = offered(people, case, payment.amount_poisha * 2, kind="compensation", medium="bkash")
    assert more.state == "offered"


def test_an_offer_no_longer_covered_is_refused_and_the_case_stays(people):
    share = make.share_paid(people)
    case = make.case_about(people, share)
    payment = Payment.objects.get()
    offered(people, case, payment.amount_poisha)
    refund_issue_for_complaint(
        actor=people.mina.actor,
        seller_order_id=share.pk,
        amount_poisha=1,
        case_code="X",
        remedy_id=-1,
        now=SOON,
    )
    with pytest.raises(MoreThanLeft):
        offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON)
    case.refresh_from_db()
    assert case.state == "offered" and not Remedy.objects.exists()


def test_one_remedy_is_refunded_once(people):
    share = make.share_paid(people)
    call = {
        "actor": people.mina.actor,
        "seller_order_id": share.pk,
        "amount_poisha": 500,
        "case_code": "X",
        "remedy_id": 7,
        "now": SOON,
    }
    assert refund_issue_for_complaint(**call) == refund_issue_for_complaint(**call)
    assert Payment.objects.get().refunded_poisha == 500


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(amounts=st.lists(st.integers(-10, 200_000), min_size=1, max_size=6))
@pytest.mark.django_db
def test_remedies_never_give_back_more_than_was_paid(people, amounts):
    """Whatever is asked for, in any order: what is out is what was granted, and the books agree."""
    share = make.share_paid(people, price_poisha=100_033, quantity=3)
    payment = Payment.objects.get(seller_order=share)
    granted = 0
    for number, amount in enumerate(amounts):
        try:
            refund_issue_for_complaint(
                actor=people.mina.actor,
                seller_order_id=share.pk,
                amount_poisha=amount,
                case_code="X",
                remedy_id=share.pk * 100 + number,
                now=SOON,
            )
            granted += amount
        except DomainError:
            assert amount <= 0 or granted + amount > payment.amount_poisha
    payment.refresh_from_db()
    assert payment.refunded_poisha == granted <= payment.amount_poisha
    work(SOON)
    lines = CommissionLine.objects.filter(order_line__seller_order=share)
    kept = sum(line.base_poisha for line in lines)
    assert kept == payment.goods_poisha - min(granted, payment.goods_poisha)
    assert sum(line.amount_poisha for line in lines) == (kept * 500 + 5000) // 10_000
    assert mismatches() == [] and unbalanced_journals() == []


@pytest.mark.django_db(transaction=True)
def test_an_offer_accepted_and_withdrawn_in_one_moment_ends_one_way(people):
    case = make.case_about(people, make.share_paid(people))
    offered(people, case, 100_000)
    karim = make.karim(people)

    def accept():
        return offer_accept(actor=karim, case_id=case.pk, now=SOON).state

    def counter():
        return offer_counter(
            actor=karim,
            case_id=case.pk,
            kind="refund",
            amount_poisha=110_000,
            medium="same",
            due_on=dhaka_date(SOON),
            now=SOON,
        ).state

    answers = side_by_side(accept, counter, accept, counter)
    case.refresh_from_db()
    if case.state == "remedied":
        assert Refund.objects.get().amount_poisha == 100_000
    else:
        assert case.state == "countered" and not Refund.objects.exists()
    refused = [each for each in answers if isinstance(each, Exception)]
    assert all(isinstance(each, DomainError) for each in refused) and len(refused) == 2
    assert Case.objects.get().entries_written == case.timeline.count()


@pytest.mark.django_db(transaction=True)
def test_an_offer_in_the_moment_the_time_runs_out_and_the_silence_are_one_or_the_other(people):
    case = make.case(people)
    over = PLACED_AT + timedelta(hours=72)

    def offer():
        return remedy_offer(
            actor=people.mina.actor,
            case_id=case.pk,
            kind="replacement",
            due_on=dhaka_date(over) + timedelta(days=2),
            now=over,
        ).state

    def run_out():
        deadlines_run(over)
        work(over)

    side_by_side(offer, run_out)
    work(over)
    case.refresh_from_db()
    kinds = [each.kind for each in case.timeline.order_by("number")]
    # After silence the coordinator has it, where the seller may still offer.
    assert case.state in ("offered", "mediation")
    assert kinds.count("remedy_offered") + kinds.count("seller_silent") >= 1
    assert (case.state == "offered") == (kinds[-1] == "remedy_offered")
    waiting = [each for each in deadlines_of(("case", case.pk)) if each.state == "waiting"]
    assert len(waiting) == 1


def refunded_in_cash(people):
    case = make.case_about(people, make.share_paid(people))
    offered(people, case, 100_050)
    offer_accept(actor=make.karim(people), case_id=case.pk, now=SOON)
    return case


def given(people, now):
    code = Refund.objects.get().code
    for _twice in range(2):
        refund_give(actor=people.asha.actor, code=code, now=now)
    work(now)


def asked(case):
    return Message.objects.filter(template="case_remedied", reference=case.code).count()


def test_whether_cash_came_is_asked_once_the_centre_has_given_it(people):
    case = refunded_in_cash(people)
    work(SOON)
    assert make.running(case) == {"cash"} and asked(case) == 0
    assert (cash_of(Case.objects.get()).centre, deadline_of_cash().state) == (
        people.centre,
        "waiting",
    )
    later = SOON + timedelta(days=6)
    given(people, later)
    assert make.running(case) == {"confirmation"} and asked(case) == 1
    (running,) = deadlines_of(("case", case.pk)).filter(kind="case_confirmation")
    assert running.started_at == later
    assert (cash_of(Case.objects.get()), deadline_of_cash().state) == (None, "met")


def deadline_of_cash():
    return deadlines_of(("refund", Refund.objects.get().pk)).get()


def test_cash_that_a_centre_keeps_goes_to_the_coordinator_and_not_on_the_sellers_record(people):
    case = refunded_in_cash(people)
    late = SOON + timedelta(days=7, minutes=1)
    for when in (SOON + timedelta(days=6), late):
        deadlines_run(when)
        work(when)
    case.refresh_from_db()
    assert (case.state, case.owner_side, case.promises_broken) == ("mediation", "coordinator", 0)
    told = Message.objects.filter(template="refund_to_give").order_by("id")
    assert [each.to for each in told] == [people.centre.mobile] * 2
    assert deadline_of_cash() in deadlines_overdue(owner_organisation_id=people.centre.pk)
    given(people, late + timedelta(days=1))
    case.refresh_from_db()
    assert case.state == "remedied" and make.running(case) == {"confirmation"}
    assert asked(case) == 1 and cases_problems([case])[0] == {}


def test_cash_given_while_a_court_has_the_case_is_asked_about_when_it_goes_on(people):
    case = refunded_in_cash(people)
    pause = {"reason": "court", "court": "হাইকোর্ট", "number": "১২", "since": dhaka_date(SOON)}
    case_pause(actor=people.nila.actor, case_id=case.pk, now=SOON, **pause)
    given(people, SOON + timedelta(hours=1))
    case_resume(actor=people.nila.actor, case_id=case.pk, text="", now=SOON + timedelta(days=30))
    assert make.running(case) == {"cash"}
    late = SOON + timedelta(days=38)
    deadlines_run(late)
    work(late)
    case.refresh_from_db()
    assert case.state == "remedied" and make.running(case) == {"confirmation"}


def test_who_says_to_have_the_cash_already_is_believed(people):
    case = refunded_in_cash(people)
    remedy_confirm(actor=make.karim(people), case_id=case.pk, now=SOON)
    given(people, SOON + timedelta(days=1))
    case.refresh_from_db()
    assert case.state == "resolved" and make.running(case) == set()
