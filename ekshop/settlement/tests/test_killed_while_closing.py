"""Kill -9 at each step of a close, in a process of its own: nothing is lost, nothing doubled."""

from datetime import timedelta
from functools import partial

import pytest

from ekshop.ledger.selectors import balance
from ekshop.parties.tests.make import Persona, Personas
from ekshop.settlement.models import (
    CommissionLine,
    CommissionStatement,
    MonthClose,
    Payout,
    SellerMonth,
)
from ekshop.settlement.services import (
    month_freeze_some,
    month_step_ask,
    month_step_confirm,
    month_undo_some,
    seller_month_approve,
)
from ekshop.settlement.services.closing.paying import statements_order_some

from . import make, months
from .killing import done, killed_before
from .months import IN_DECEMBER, NOVEMBER, books_agree

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def whole() -> None:
    """No centre is half done: its lines stand on statements that are their sum, or on none."""
    books_agree()
    stated = CommissionLine.objects.filter(statement__isnull=False)
    on = {line.statement_id for line in stated}
    assert on == set(
        CommissionStatement.objects.exclude(state="undone").values_list("pk", flat=True)
    )
    tax = sum(
        CommissionStatement.objects.exclude(state="undone").values_list("tax_poisha", flat=True)
    )
    assert balance(None, "tax_withheld") == -tax


@pytest.fixture
def people() -> Personas:
    everyone = make.orders.people()
    make.orders.rate(1000)
    return everyone


@pytest.fixture
def hasan(people: Personas) -> Persona:
    return months.second_operator(people)


def test_killed_at_each_step_of_freezing_undoing_and_ordering_a_month(people, hasan):
    """SIGKILL before statements are written, before the tax's journal, before its entries, before
    the balances, before the sellers' sums; then the same while undoing and while ordering."""
    months.sold(people, 200_000, 150_050)
    months.sold(months.at_bina(people), 120_000)
    months.locked(IN_DECEMBER)
    step = month_step_ask(actor=people.omar.actor, month=NOVEMBER, kind="freeze", now=IN_DECEMBER)
    month_step_confirm(actor=hasan.actor, step_id=step.pk, now=IN_DECEMBER)
    pk = step.close_id
    freeze = partial(month_freeze_some, close_id=pk, now=IN_DECEMBER, centres=1)
    undo = partial(month_undo_some, close_id=pk, now=IN_DECEMBER, centres=1)
    for table in (
        "settlement_commissionstatement",
        "ledger_journal",
        "ledger_entry",
        "ledger_account",
        "settlement_sellermonth",
    ):
        killed_before(table, freeze)
        whole()
    done(freeze)
    whole()
    frozen = months.figures()
    assert len(frozen) == 2 and MonthClose.objects.get().state == "frozen"
    assert not month_freeze_some(close_id=pk, now=IN_DECEMBER)
    assert months.figures() == frozen

    step = month_step_ask(
        actor=people.omar.actor, month=NOVEMBER, kind="undo", note="?", now=IN_DECEMBER
    )
    month_step_confirm(actor=hasan.actor, step_id=step.pk, now=IN_DECEMBER)
    for table in ("kernel_statechange", "ledger_account"):
        killed_before(table, undo)
        whole()
    done(undo)
    whole()
    assert balance(None, "tax_withheld") == 0
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    assert [row[1:] for row in months.figures()[1::2]] == [row[1:] for row in frozen]

    later = IN_DECEMBER + timedelta(days=6)
    months.step(people, hasan, NOVEMBER, "settle", now=later)
    part = SellerMonth.objects.get(state="frozen")
    seller_month_approve(actor=people.mina.actor, seller_month_id=part.pk, now=later)
    order = partial(statements_order_some, seller_month_id=part.pk, now=IN_DECEMBER, size=1)
    for table in ("settlement_payout", "kernel_statechange", "settlement_sellermonth"):
        killed_before(table, order)
    done(order)
    paid = {row.entity_id: row.amount_poisha for row in Payout.objects.all()}
    assert paid == {
        one.pk: one.payable_poisha for one in CommissionStatement.objects.filter(state="ordered")
    }
    assert len(paid) == 2 and Payout.objects.count() == 2
