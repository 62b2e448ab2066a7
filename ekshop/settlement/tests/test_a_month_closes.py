"""A month from its freeze to its end: by two people at every step, to the poisha."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.ledger.selectors import balance
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, Persona, Personas
from ekshop.payments.services import refund_issue_for_complaint
from ekshop.settlement.models import (
    CommissionLine,
    CommissionStatement,
    Funding,
    MonthClose,
    MonthStep,
    Payout,
    SellerMonth,
)
from ekshop.settlement.selectors import month_check, statements_frozen
from ekshop.settlement.services import (
    AlreadyApproved,
    DisputesStillPossible,
    MonthHeldUp,
    MonthNotOver,
    MoreThanNeeded,
    NotSettledYet,
    OwnStep,
    StepWaits,
    TransferTold,
    funding_receive,
    funding_refuse,
    funding_tell,
    month_freeze_some,
    month_step_ask,
    month_step_confirm,
    month_step_refuse,
    month_step_withdraw,
    seller_month_approve,
    statement_paid,
)
from ekshop.settlement.services.closing.paying import statements_order_some

from . import make, months
from .months import DECEMBER, IN_DECEMBER, NOVEMBER, books_agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Personas:
    everyone = make.orders.people()
    make.orders.rate(1000)
    return everyone


@pytest.fixture
def hasan(people: Personas) -> Persona:
    return months.second_operator(people)


def test_every_locked_line_stands_on_the_month_s_statement_and_tax_is_kept_back(people, hasan):
    months.sold(people, 200_000, 150_050)
    months.locked(IN_DECEMBER)
    close = months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    assert close.state == "frozen"
    one = months.statement()
    assert (one.lines, one.sale_poisha, one.commission_poisha) == (2, 350_050, 35_005)
    assert (one.tax_poisha, one.payable_poisha, one.carried_out_poisha) == (3_501, 31_504, 0)
    assert {line.statement_id for line in CommissionLine.objects.all()} == {one.pk}
    assert balance(people.centre.pk, "commission_payable") == -31_504
    assert balance(None, "tax_withheld") == -3_501
    part = SellerMonth.objects.get()
    assert (part.seller_id, part.statements, part.total_poisha) == (one.seller_id, 1, 35_005)
    assert close.disputes_until == IN_DECEMBER + timedelta(days=5)
    assert Message.objects.filter(template="statements_ready", to=people.asha.person.mobile)
    books_agree()


def test_frozen_again_nothing_changes(people, hasan):
    months.sold(people, 200_000)
    months.locked(IN_DECEMBER)
    close = months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    before = months.figures()
    assert not month_freeze_some(close_id=close.pk, now=IN_DECEMBER)
    assert months.figures() == before
    with pytest.raises(StaleState):
        months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)


def test_what_is_not_locked_or_comes_later_waits_for_the_next_close(people, hasan):
    months.sold(people, 200_000)
    months.sold(people, 100_000, at=PLACED_AT + timedelta(days=35))
    months.locked(IN_DECEMBER - timedelta(days=3))
    late = months.sold(people, 300_000, at=PLACED_AT + timedelta(days=25))
    kinds = {one.kind: one for one in month_check(people.omar.actor, NOVEMBER, IN_DECEMBER)}
    assert kinds["windows"].count == 1 and not kinds["windows"].stops
    assert kinds["windows"].items[0][1] == late.order.code
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    assert months.statement().commission_poisha == 20_000
    in_january = IN_DECEMBER + timedelta(days=30)
    months.locked(in_january)
    months.step(people, hasan, DECEMBER, "freeze", now=in_january)
    assert months.statement(DECEMBER).commission_poisha == 40_000
    books_agree()


def test_a_return_after_the_freeze_carries_a_negative_balance_into_the_next_month(people, hasan):
    order = months.sold(people, 200_000)
    months.locked(IN_DECEMBER)
    months.settled(people, hasan, NOVEMBER, now=IN_DECEMBER)
    before = months.figures()
    taken = CommissionLine.objects.get()
    _taken_back_late(people, order)
    reversal = CommissionLine.objects.get(kind="reversal")
    assert reversal.amount_poisha == -taken.amount_poisha and reversal.month == DECEMBER
    in_january = IN_DECEMBER + timedelta(days=30)
    months.settled(people, hasan, DECEMBER, now=in_january)
    december = months.statement(DECEMBER)
    assert (december.state, december.taken_back_poisha, december.carried_out_poisha) == (
        "carried",
        -20_000,
        -20_000,
    )
    assert SellerMonth.objects.get(close__month=DECEMBER).state == "carried"
    assert MonthClose.objects.get(month=DECEMBER).state == "closed"
    months.sold(people, 500_000, at=in_january)
    in_february = in_january + timedelta(days=40)
    months.locked(in_february)
    months.step(people, hasan, "2027-01", "freeze", now=in_february)
    january = months.statement("2027-01")
    assert (january.carried_in_poisha, january.gross_poisha) == (-20_000, 30_000)
    assert (january.tax_poisha, january.payable_poisha) == (3_000, 27_000)
    assert months.figures()[: len(before)] == before
    books_agree()


def _taken_back_late(people, order):
    """A complaint's remedy reaches a line long locked: the money goes back, and its commission."""
    refund_issue_for_complaint(
        actor=months.SYSTEM,
        seller_order_id=order.pk,
        remedy_id=1,
        case_code="Q37-WMD4-K",
        amount_poisha=200_000,
        now=IN_DECEMBER + timedelta(days=9),
    )
    make.work(IN_DECEMBER + timedelta(days=9))


def test_less_than_the_least_payout_is_carried_and_taxed_once(people, hasan):
    months.sold(people, 60_000)
    months.locked(IN_DECEMBER)
    months.settled(people, hasan, NOVEMBER, now=IN_DECEMBER)
    november = months.statement()
    assert (november.state, november.carried_out_poisha, november.tax_poisha) == (
        "carried",
        6_000,
        0,
    )
    months.sold(people, 50_000, at=IN_DECEMBER)
    in_january = IN_DECEMBER + timedelta(days=30)
    months.locked(in_january)
    months.step(people, hasan, DECEMBER, "freeze", now=in_january)
    december = months.statement(DECEMBER)
    assert (december.carried_in_poisha, december.tax_poisha) == (6_000, 1_100)
    assert december.payable_poisha == 9_900
    books_agree()


def test_a_month_that_is_not_over_in_dhaka_is_refused(people):
    last_second = IN_DECEMBER.replace(month=11, day=30, hour=17, minute=59, second=59)
    ask = {"actor": people.omar.actor, "month": NOVEMBER, "kind": "freeze"}
    with pytest.raises(MonthNotOver):
        month_step_ask(**ask, now=last_second)
    assert month_step_ask(**ask, now=last_second + timedelta(seconds=1)).state == "asked"
    for month in ("2026-13", "November", "2026-1", ""):
        with pytest.raises(InvalidInput):
            month_step_ask(**{**ask, "month": month}, now=IN_DECEMBER)


def test_nobody_confirms_what_they_asked_for(people, hasan):
    asked = month_step_ask(actor=people.omar.actor, month=NOVEMBER, kind="freeze", now=IN_DECEMBER)
    with pytest.raises(OwnStep):
        month_step_confirm(actor=people.omar.actor, step_id=asked.pk, now=IN_DECEMBER)
    with pytest.raises(NotAllowed):
        month_step_confirm(actor=people.aziz.actor, step_id=asked.pk, now=IN_DECEMBER)
    with pytest.raises(StepWaits):
        month_step_ask(actor=hasan.actor, month=NOVEMBER, kind="freeze", now=IN_DECEMBER)
    month_step_refuse(actor=hasan.actor, step_id=asked.pk, answer="Too early", now=IN_DECEMBER)
    again = month_step_ask(actor=hasan.actor, month=NOVEMBER, kind="freeze", now=IN_DECEMBER)
    with pytest.raises(NotFound):
        month_step_withdraw(actor=people.omar.actor, step_id=again.pk, now=IN_DECEMBER)
    month_step_withdraw(actor=hasan.actor, step_id=again.pk, now=IN_DECEMBER)
    assert list(MonthStep.objects.order_by("id").values_list("state", flat=True)) == [
        "refused",
        "withdrawn",
    ]


def test_the_database_too_refuses_one_person_for_both(people):
    asked = month_step_ask(actor=people.omar.actor, month=NOVEMBER, kind="freeze", now=IN_DECEMBER)
    with pytest.raises(Exception, match="month_step_by_two_people"), transaction.atomic():
        MonthStep.objects.filter(pk=asked.pk).update(
            state="confirmed", decided_by=people.omar.person
        )


def test_frozen_figures_cannot_be_changed_even_by_hand(people, hasan):
    months.sold(people, 200_000)
    months.locked(IN_DECEMBER)
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    for rows, change in [
        (CommissionStatement.objects, {"payable_poisha": 1, "tax_poisha": 19_999}),
        (CommissionLine.objects, {"amount_poisha": 1}),
    ]:
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        CommissionStatement.objects.all()._raw_delete("default")


def test_a_payment_that_earned_nothing_yet_stops_the_freeze(people, hasan):
    order = months.sold(people, 200_000)
    CommissionLine.objects.all()._raw_delete("default")
    (found,) = month_check(people.omar.actor, NOVEMBER, IN_DECEMBER)[:1]
    assert (found.kind, found.stops) == ("uncommissioned", True)
    assert found.items == [("order", order.order.code, order.order.code)]
    with pytest.raises(MonthHeldUp):
        month_step_ask(actor=people.omar.actor, month=NOVEMBER, kind="freeze", now=IN_DECEMBER)


def test_an_earlier_month_cannot_be_frozen_after_a_later_one(people, hasan):
    in_january = IN_DECEMBER + timedelta(days=30)
    months.step(people, hasan, DECEMBER, "freeze", now=in_january)
    with pytest.raises(MonthHeldUp):
        month_step_ask(actor=people.omar.actor, month=NOVEMBER, kind="freeze", now=in_january)


def test_a_freeze_is_undone_by_contrary_entries_and_done_again_with_the_same_figures(people, hasan):
    months.sold(people, 200_000, 150_050)
    months.locked(IN_DECEMBER)
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    (first,) = months.figures()
    close = months.step(people, hasan, NOVEMBER, "undo", now=IN_DECEMBER)
    assert close.state == "open"
    assert not CommissionLine.objects.filter(statement__isnull=False).exists()
    assert balance(None, "tax_withheld") == 0
    assert balance(people.centre.pk, "commission_payable") == -35_005
    books_agree()
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    assert months.figures()[0] == first
    assert months.statement().number == f"{first[0]}-2"
    assert months.figures()[1][1:] == first[1:]
    assert balance(None, "tax_withheld") == -3_501
    books_agree()


def test_once_a_seller_approved_the_freeze_stays(people, hasan):
    months.sold(people, 200_000)
    months.locked(IN_DECEMBER)
    with pytest.raises(StaleState):
        month_step_ask(
            actor=people.omar.actor, month=NOVEMBER, kind="undo", note="?", now=IN_DECEMBER
        )
    months.settled(people, hasan, NOVEMBER, now=IN_DECEMBER)
    now = IN_DECEMBER + timedelta(days=8)
    part = months.approved(people, NOVEMBER, now=now)
    assert part.state == "ordered"
    with pytest.raises((AlreadyApproved, StaleState)):
        month_step_ask(actor=people.omar.actor, month=NOVEMBER, kind="undo", note="?", now=now)


def test_what_we_owe_the_seller_covers_its_month_and_payments_are_ordered_and_the_month_ends(
    people, hasan
):
    months.sold(people, 200_000)
    months.locked(IN_DECEMBER)
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    part = SellerMonth.objects.get()
    with pytest.raises(NotSettledYet):
        seller_month_approve(actor=people.mina.actor, seller_month_id=part.pk, now=IN_DECEMBER)
    with pytest.raises(DisputesStillPossible):
        months.step(people, hasan, NOVEMBER, "settle", now=IN_DECEMBER + timedelta(days=4))
    now = IN_DECEMBER + timedelta(days=6)
    months.step(people, hasan, NOVEMBER, "settle", now=now)
    assert Message.objects.filter(template="month_to_approve").exists()
    with pytest.raises(NotFound):
        seller_month_approve(actor=people.tania.actor, seller_month_id=part.pk, now=now)
    part = months.approved(people, NOVEMBER, now=now)
    assert (part.needed_poisha, part.state) == (0, "ordered")
    payout = Payout.objects.get()
    statement = months.statement()
    assert (payout.entity_id, payout.amount_poisha, payout.person_id) == (
        statement.pk,
        18_000,
        people.asha.person.pk,
    )
    for _twice in range(2):
        statement_paid(statement.pk, now)
    make.work(now)
    close = MonthClose.objects.get()
    assert (close.state, close.closed_at) == ("closed", now)
    assert Message.objects.filter(template="statement_paid").count() == 1
    assert statements_frozen(people.asha.actor).get().state == "paid"
    assert not statements_frozen(people.bina.actor).exists()


def test_a_payment_that_arrives_while_others_are_still_ordered_ends_nothing_too_soon(people, hasan):
    for each in (people, months.at_bina(people)):
        months.sold(each, 200_000)
    months.locked(IN_DECEMBER)
    months.settled(people, hasan, NOVEMBER, now=IN_DECEMBER)
    now = IN_DECEMBER + timedelta(days=8)
    part = SellerMonth.objects.get()
    seller_month_approve(actor=people.mina.actor, seller_month_id=part.pk, now=now)
    assert statements_order_some(seller_month_id=part.pk, now=now, size=1)
    statement_paid(CommissionStatement.objects.get(state="ordered").pk, now)
    assert statements_order_some(seller_month_id=part.pk, now=now, size=1)
    statement_paid(CommissionStatement.objects.get(state="ordered").pk, now)
    assert MonthClose.objects.get().state == "paying"
    assert not statements_order_some(seller_month_id=part.pk, now=now, size=1)
    assert MonthClose.objects.get().state == "closed"


@pytest.mark.parametrize("typed", ["২০২৬-১০", "2026-1٠", "2026-1 ", "2026-10\n"])
def test_a_month_has_one_way_of_being_written(people, typed):
    with pytest.raises(InvalidInput):
        month_step_ask(actor=people.omar.actor, month=typed, kind="freeze", now=IN_DECEMBER)
    assert not MonthClose.objects.exists()


def test_a_seller_short_of_money_sends_it_and_an_operator_finds_it(people, hasan):
    months.sold(people, 200_000)
    months.locked(IN_DECEMBER)
    # What we owed the seller was paid out to it before, so that its account is short of all of it.
    months.owe_nothing(people)
    months.settled(people, hasan, NOVEMBER, now=IN_DECEMBER)
    now = IN_DECEMBER + timedelta(days=8)
    part = months.approved(people, NOVEMBER, now=now)
    assert (part.needed_poisha, part.state) == (20_000, "approved")
    tell = {"actor": people.mina.actor, "seller_month_id": part.pk, "now": now}
    for wrong in ({"amount_poisha": 0, "reference": "X"}, {"amount_poisha": 5, "reference": " "}):
        with pytest.raises(InvalidInput):
            funding_tell(**tell, **wrong)
    with pytest.raises(MoreThanNeeded):
        funding_tell(**tell, amount_poisha=20_001, reference="BEFTN-1")
    told = funding_tell(**tell, amount_poisha=12_000, reference=" beftn-1 ")
    with pytest.raises(TransferTold):
        funding_tell(**tell, amount_poisha=8_000, reference="BEFTN -১")
    funding_refuse(actor=hasan.actor, funding_id=told.pk, answer="Not in the bank", now=now)
    with pytest.raises(StaleState):
        funding_receive(actor=hasan.actor, funding_id=told.pk, now=now)
    for amount, reference in ((12_000, "BEFTN-1"), (8_000, "BEFTN-2")):
        told = funding_tell(**tell, amount_poisha=amount, reference=reference)
        with pytest.raises(NotAllowed):
            funding_receive(actor=people.mina.actor, funding_id=told.pk, now=now)
        funding_receive(actor=people.omar.actor, funding_id=told.pk, now=now)
    make.work(now)
    part.refresh_from_db()
    assert part.state == "ordered"
    assert MonthClose.objects.get().state == "paying"
    assert balance(people.partner.pk, "seller_payable") == 0
    assert sorted(Funding.objects.values_list("state", flat=True)) == [
        "received",
        "received",
        "refused",
    ]
    books_agree()
