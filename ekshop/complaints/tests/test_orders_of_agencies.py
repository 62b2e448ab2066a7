"""What an agency ordered to be given back: paid, appealed against, and never more than is left."""

from datetime import timedelta

import pytest

from ekshop.complaints.models import Case, Remedy
from ekshop.complaints.services import (
    OrderedRemedy,
    cases_problems,
    compliance_record,
    decision_appeal,
    decision_record,
    referral_accept,
    remedy_report,
)
from ekshop.complaints.tests import make
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.errors import DomainError, InvalidInput, StaleState
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Refund
from ekshop.payments.services import refund_issue_for_complaint
from ekshop.settlement.models import CommissionLine
from ekshop.settlement.tests.make import work

SOON = PLACED_AT + timedelta(hours=5)
DAY = timedelta(days=1)
HEARD = PLACED_AT + 14 * DAY


def ordered(people, *, due, **more):
    """An agency orders money back of what was paid here, by the end of that day."""
    case = before_agency(people)
    decision = order(people, case, due_on=dhaka_date(due), **more)
    case.refresh_from_db()
    return case, decision


def before_agency(people):
    case = make.case_about(people, make.share_paid(people))
    make.silent(case)
    make.refer(people, case, make.agency(people))
    referral_accept(actor=people.rafi.actor, referral_id=case.referrals.get().pk, now=HEARD)
    return case


def order(people, case, **more):
    told = {"kind": "refund", "amount_poisha": 100_050, "medium": "same", **more}
    return decision_record(
        actor=people.rafi.actor,
        referral_id=case.referrals.get().pk,
        kind="order",
        text="টাকা ফেরত দিতে হবে।",
        remedy=OrderedRemedy(**told),
        now=HEARD,
    )


def last_kinds(case, number=2):
    return [each.kind for each in case.timeline.order_by("number")][-number:]


def paid_back_to_the_poisha(people, collected, now):
    """100,050 of 300,100 poisha: the cash, the refund and the commission of 5 per cent."""
    assert [refund.amount_poisha for refund in Refund.objects.all()] == [100_050]
    assert balance(people.centre.pk, "cash_collected") == collected - 100_050
    work(now)
    earned, taken = CommissionLine.objects.order_by("id")
    assert (earned.amount_poisha, earned.amount_poisha + taken.amount_poisha) == (15_005, 10_003)
    assert mismatches() == [] and unbalanced_journals() == []


def test_what_an_agency_ordered_is_paid_when_the_seller_says_it_is_done(people):
    case, _decision = ordered(people, due=HEARD + 10 * DAY, medium="")
    collected, now = balance(people.centre.pk, "cash_collected"), HEARD + DAY
    for _twice in range(2):
        remedy_report(actor=people.mina.actor, case_id=case.pk, note="TRX 9", now=now)
    assert last_kinds(case) == ["remedy_reported", "cash_ready"]
    assert make.running(case) == {"cash"} and Remedy.objects.get().done_note == "TRX 9"
    paid_back_to_the_poisha(people, collected, now)
    assert cases_problems([Case.objects.get()])[0] == {}


def test_what_an_agency_ordered_is_paid_when_it_says_it_was_followed(people):
    case, decision = ordered(people, due=HEARD + 10 * DAY)
    collected = balance(people.centre.pk, "cash_collected")
    told = {"actor": people.rafi.actor, "decision_id": decision.pk, "now": HEARD + DAY}
    compliance_record(text="রসিদ দেখেছি", **told)
    with pytest.raises(StaleState):
        compliance_record(text="আবার", **told)
    assert last_kinds(case) == ["complied", "cash_ready"]
    paid_back_to_the_poisha(people, collected, HEARD + DAY)


def days_pass(*moments):
    for when in moments:
        deadlines_run(when)
        work(when)
        deadlines_run(when)
        work(when)


def test_a_final_order_nobody_follows_is_paid_by_the_platform(people):
    case, decision = ordered(people, due=HEARD + 70 * DAY)
    collected = balance(people.centre.pk, "cash_collected")
    days_pass(decision.appeal_until + DAY)
    assert last_kinds(case, 1) == ["decision_final"] and not Refund.objects.exists()
    over = HEARD + 71 * DAY
    days_pass(over)
    case.refresh_from_db()
    assert (case.state, case.promises_broken) == ("remedied", 0)
    assert last_kinds(case) == ["order_executed", "cash_ready"]
    paid_back_to_the_poisha(people, collected, over)


def test_an_order_that_may_still_be_appealed_is_a_promise_broken(people):
    case, _decision = ordered(people, due=HEARD + 10 * DAY)
    days_pass(HEARD + 11 * DAY)
    case.refresh_from_db()
    assert (case.state, case.promises_broken) == ("mediation", 1)
    assert not Refund.objects.exists()


def test_an_order_appealed_against_pays_nothing(people):
    case, decision = ordered(people, due=HEARD + 70 * DAY)
    decision_appeal(actor=people.mina.actor, decision_id=decision.pk, text="মানি না", now=HEARD)
    with pytest.raises(DomainError):
        remedy_report(actor=people.mina.actor, case_id=case.pk, note="TRX 9", now=HEARD)
    days_pass(HEARD + 71 * DAY)
    assert not Refund.objects.exists()


def test_an_agency_orders_no_more_than_is_left_here_and_the_way_it_was_paid(people):
    case = before_agency(people)
    refund_issue_for_complaint(
        actor=people.mina.actor,
        seller_order_id=case.seller_order_id,
        amount_poisha=1,
        case_code="X",
        remedy_id=-1,
        now=HEARD,
    )
    paid = {"amount_poisha": case.paid_poisha}
    for wrong, field in [(paid, "remedy_amount"), ({"medium": "bkash"}, "medium")]:
        with pytest.raises(InvalidInput) as refused:
            order(people, case, due_on=dhaka_date(HEARD + DAY), **wrong)
        assert set(refused.value.field_errors) == {field}
