"""A line of a frozen statement that its centre does not agree with."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Sum

from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.ledger.selectors import balance
from ekshop.notices.models import Message
from ekshop.parties.tests.make import Persona, Personas
from ekshop.payments.services import refund_issue_for_complaint
from ekshop.settlement.models import CommissionLine, StatementDispute
from ekshop.settlement.services import (
    DisputedAlready,
    DisputeTooLate,
    SamePerson,
    SettledAsItStands,
    dispute_accept,
    dispute_reject,
    dispute_withdraw,
    line_dispute,
)

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


@pytest.fixture
def line(people: Personas, hasan: Persona) -> CommissionLine:
    """Of November's statement: ৳200 on ৳2,000."""
    months.sold(people, 200_000, 300_000)
    months.locked(IN_DECEMBER)
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    return months.lines_of(months.statement())[0]


def disputed(people: Personas, line: CommissionLine, **more) -> StatementDispute:
    return line_dispute(
        **{
            "actor": people.asha.actor,
            "line_id": line.pk,
            "reason": "rate",
            "text": "It was 12 per cent.",
            "now": IN_DECEMBER,
            **more,
        }
    )


def test_an_accepted_dispute_is_a_line_of_the_month_and_is_paid_with_it(people, hasan, line):
    before = months.figures()
    found = disputed(people, line)
    make.work(IN_DECEMBER)
    assert Message.objects.filter(template="line_disputed", organisation_id=people.partner.pk)
    for wrong in (-1, 200_001):
        with pytest.raises(InvalidInput):
            accepted(people, found, wrong)
    with pytest.raises(SettledAsItStands):
        accepted(people, found, 20_000)
    accepted(people, found, 24_000)
    make.work(IN_DECEMBER)
    correction = CommissionLine.objects.get(kind="correction")
    assert (correction.amount_poisha, correction.month, correction.state) == (
        4_000,
        DECEMBER,
        "locked",
    )
    assert months.figures() == before
    assert Message.objects.filter(template="dispute_settled", to=people.asha.person.mobile)
    books_agree()
    with pytest.raises(StaleState):
        accepted(people, found, 25_000)
    in_january = IN_DECEMBER + timedelta(days=30)
    months.step(people, hasan, NOVEMBER, "settle", now=IN_DECEMBER + timedelta(days=7))
    months.step(people, hasan, DECEMBER, "freeze", now=in_january)
    assert months.statement(DECEMBER).corrected_poisha == 4_000
    books_agree()


@pytest.mark.parametrize(("should_be", "of_half"), [(24_000, 12_000), (15_001, 7_500)])
def test_what_was_corrected_is_taken_back_with_the_rest(people, line, should_be, of_half):
    """To the poisha: of half the price half, and of all of it all."""
    accepted(people, disputed(people, line), should_be)
    seller_order = line.order_line.seller_order
    # ৳3,000 of it is another line's, which takes three fifths of what is given back.
    for remedy, goods in ((1, 250_000), (2, 250_000)):
        refund_issue_for_complaint(
            actor=people.omar.actor,
            seller_order_id=seller_order.pk,
            amount_poisha=goods,
            case_code="C12",
            remedy_id=remedy,
            now=IN_DECEMBER,
        )
        make.work(IN_DECEMBER)
        rows = CommissionLine.objects.filter(order_line=line.order_line)
        left = rows.aggregate(sum=Sum("amount_poisha"))["sum"]
        assert left == (of_half if remedy == 1 else 0)
    books_agree()


def accepted(people: Personas, found: StatementDispute, should_be: int) -> StatementDispute:
    return dispute_accept(
        actor=people.mina.actor,
        dispute_id=found.pk,
        should_be_poisha=should_be,
        answer="Right you are.",
        now=IN_DECEMBER,
    )


def test_who_disputed_a_line_does_not_accept_it_in_another_role(people, line):
    found = disputed(people, line)
    also = replace(people.mina.actor, person_id=people.asha.person.pk)
    with pytest.raises(SamePerson):
        dispute_accept(
            actor=also, dispute_id=found.pk, should_be_poisha=24_000, answer="Yes", now=IN_DECEMBER
        )
    assert not CommissionLine.objects.filter(kind="correction").exists()


def test_a_dispute_nobody_answered_goes_on_in_the_next_month(people, hasan, line):
    found = disputed(people, line)
    make.work(IN_DECEMBER)
    soon = IN_DECEMBER + timedelta(days=2, hours=12)
    deadlines_run(soon)
    make.work(soon)
    told = Message.objects.filter(template="line_disputed").order_by("id")
    assert len(told) == 2 and told[1].subject != told[0].subject
    months.step(people, hasan, NOVEMBER, "settle", now=IN_DECEMBER + timedelta(days=7))
    found.refresh_from_db()
    assert found.state == "carried"
    with pytest.raises(InvalidInput):
        dispute_reject(actor=people.omar.actor, dispute_id=found.pk, answer=" ", now=soon)
    dispute_reject(actor=people.omar.actor, dispute_id=found.pk, answer="It was 10.", now=soon)
    found.refresh_from_db()
    assert (found.state, found.answer) == ("rejected", "It was 10.")
    assert balance(people.centre.pk, "commission_payable") == -45_000


def test_who_may_dispute_what_and_until_when(people, line):
    for stranger in (people.bina, people.mina, people.omar):
        with pytest.raises((NotAllowed, NotFound)):
            disputed(people, line, actor=stranger.actor)
    for wrong in ({"reason": "mood"}, {"text": "  "}, {"text": "x" * 601}):
        with pytest.raises(InvalidInput):
            disputed(people, line, **wrong)
    end = IN_DECEMBER + timedelta(days=5)
    with pytest.raises(DisputeTooLate):
        disputed(people, line, now=end + timedelta(seconds=1))
    found = disputed(people, line, now=end)
    with pytest.raises(DisputedAlready):
        disputed(people, line)
    for stranger in (people.tania, people.asha, people.bina):
        with pytest.raises((NotAllowed, NotFound)):
            dispute_reject(actor=stranger.actor, dispute_id=found.pk, answer="No", now=end)
    dispute_withdraw(actor=people.asha.actor, dispute_id=found.pk, now=end)
    assert disputed(people, line, now=end).pk != found.pk


def test_a_line_on_no_statement_cannot_be_disputed(people, line):
    months.sold(people, 200_000, at=IN_DECEMBER)
    fresh = CommissionLine.objects.get(statement=None)
    with pytest.raises(NotFound):
        disputed(people, fresh)
