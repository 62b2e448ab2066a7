"""Months carried to where a test wants them, through the services alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from ekshop.fulfilment import services as fulfilling
from ekshop.kernel.actors import Actor
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.ledger.services import journal_post
from ekshop.orders.models import SellerOrder
from ekshop.parties.tests.make import Persona, Personas, customer, person, persona
from ekshop.payments.services import remittance_record
from ekshop.settlement.models import CommissionLine, CommissionStatement, MonthClose, SellerMonth
from ekshop.settlement.selectors import payable_mismatches
from ekshop.settlement.services import (
    commission_lock,
    month_step_ask,
    month_step_confirm,
    seller_month_approve,
    statement_paid,
)

from . import make

NOVEMBER, DECEMBER = "2026-11", "2026-12"
IN_DECEMBER = datetime(2026, 12, 14, 5, tzinfo=UTC)
"""When November is over, and every return window of what was sold in its first weeks."""
SYSTEM = Actor.system("test")


def second_operator(people: Personas) -> Persona:
    """Omar's colleague Hasan, without whom no step of a close is confirmed."""
    hasan = person("Hasan Ali", "হাসান আলী", email=f"hasan{people.omar.person.pk}@operator.example")
    return persona(hasan, "operator", people.omar.organisation)


def at_bina(people: Personas) -> Personas:
    """The same at Bina's centre, for a customer of hers."""
    theirs = customer(people.other_centre)
    make.orders.agree(people.bina, theirs)
    return replace(people, asha=people.bina, karim=theirs)


def sold(
    people: Personas, *prices: int, at: datetime = make.PLACED_AT, reject: int = 0
) -> SellerOrder:
    """One piece each at those prices in poisha, paid and handed over three days after `at`. What was
    taken in cash before has been passed on."""
    _passed_on(people, at)
    offers = [make.orders.offer(people.partner, price_poisha=price, on_hand=5) for price in prices]
    order = make.orders.order(people, [(offer, 1) for offer in offers], now=at)
    seller_order = make.arrived(people, order, now=at + timedelta(hours=1))
    later = at + timedelta(days=3)
    make.inspected(people, seller_order, rejected=reject, now=later)
    make.paid(people, seller_order, now=later)
    make.handed_over(people, seller_order, now=later)
    return seller_order


def _passed_on(people: Personas, at: datetime) -> None:
    owed = balance(people.asha.actor.organisation, "cash_collected")
    if owed > 0:
        remittance_record(
            actor=people.asha.actor,
            amount_poisha=owed,
            medium="bank",
            reference=uuid4().hex[:12].upper(),
            nonce=uuid4(),
            now=at,
        )


def returned(people: Personas, seller_order: SellerOrder, position: int, *, now: datetime) -> None:
    """The piece at that place of the order goes back whole and is refunded."""
    line = seller_order.lines.order_by("position")[position]
    wanted = fulfilling.return_ask(
        actor=people.asha.actor,
        order_line_id=line.pk,
        quantity=1,
        reason="damaged",
        note="",
        now=now,
    )
    seller = people.mina.actor
    fulfilling.return_decide(actor=seller, return_id=wanted.pk, approve=True, note="", now=now)
    fulfilling.return_send(
        actor=people.asha.actor,
        return_id=wanted.pk,
        courier="manual",
        tracking_number="",
        now=now,
    )
    fulfilling.return_receive(actor=seller, return_id=wanted.pk, now=now)
    make.work(now)
    make.work(now)


def locked(now: datetime) -> None:
    while commission_lock(actor=SYSTEM, now=now):
        pass


def step(people: Personas, other: Persona, month: str, kind: str, *, now: datetime) -> MonthClose:
    """Omar asks, his colleague confirms, and what follows of itself is done."""
    asked = month_step_ask(actor=people.omar.actor, month=month, kind=kind, note="Agreed", now=now)
    month_step_confirm(actor=other.actor, step_id=asked.pk, now=now)
    make.work(now)
    make.work(now)
    return MonthClose.objects.get(month=month)


def settled(people: Personas, other: Persona, month: str, *, now: datetime) -> MonthClose:
    """Frozen, and a week later, when nobody can dispute any more, settled."""
    step(people, other, month, "freeze", now=now)
    return step(people, other, month, "settle", now=now + timedelta(days=7))


def approved(people: Personas, month: str, *, now: datetime) -> SellerMonth:
    part = SellerMonth.objects.exclude(state="undone").get(
        close__month=month, seller=people.partner
    )
    seller_month_approve(actor=people.mina.actor, seller_month_id=part.pk, now=now)
    make.work(now)
    part.refresh_from_db()
    return part


def paid_out(statement: CommissionStatement, *, now: datetime) -> None:
    """As payouts do once a statement's money has arrived: booked, then told."""
    journal_post(
        key=f"test:paid:{statement.pk}",
        kind="payout",
        entity="commission_statement",
        entity_id=statement.pk,
        postings=[
            (statement.centre_id, "commission_payable", statement.payable_poisha),
            (None, "bkash_float", -statement.payable_poisha),
        ],
        now=now,
    )
    statement_paid(statement.pk, now)
    make.work(now)


def owe_nothing(people: Personas) -> None:
    """The seller was paid all we owed it and ৳200 more, which its account is short of."""
    owed = 20_000 - balance(people.partner.pk, "seller_payable")
    journal_post(
        key="test:paid-out",
        kind="payout",
        entity="test",
        entity_id=1,
        postings=[(people.partner.pk, "seller_payable", owed), (None, "bank", -owed)],
        now=IN_DECEMBER,
    )


def lines_of(statement: CommissionStatement) -> list[CommissionLine]:
    return list(CommissionLine.objects.filter(statement=statement).order_by("id"))


def statement(month: str = NOVEMBER) -> CommissionStatement:
    return CommissionStatement.objects.exclude(state="undone").get(month=month)


def books_agree() -> None:
    assert mismatches() == []
    assert unbalanced_journals() == []
    assert payable_mismatches() == []


def figures() -> Sequence[tuple[object, ...]]:
    """Every frozen figure there is, by the statement's number."""
    return list(
        CommissionStatement.objects.order_by("number").values_list(
            "number",
            "lines",
            "sale_poisha",
            "commission_poisha",
            "taken_back_poisha",
            "corrected_poisha",
            "carried_in_poisha",
            "tax_poisha",
            "payable_poisha",
            "carried_out_poisha",
        )
    )
