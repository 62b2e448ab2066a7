"""Kill -9 at each step of a close, in a process of its own: nothing is lost, nothing doubled.

The process is held up where the test wants it by a lock on the table it writes to next, killed
while it waits there in the middle of its transaction, and another one begins again.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

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
from .months import IN_DECEMBER, NOVEMBER, books_agree

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

LONGEST = 30


def working(what: str, pk: int) -> int:
    """A process that does it a step at a time, with a connection of its own; its id."""
    steps: dict[str, Callable[[], bool]] = {
        "freeze": lambda: month_freeze_some(close_id=pk, now=IN_DECEMBER, centres=1),
        "undo": lambda: month_undo_some(close_id=pk, now=IN_DECEMBER, centres=1),
        "order": lambda: statements_order_some(seller_month_id=pk, now=IN_DECEMBER, size=1),
    }
    child = os.fork()
    if child:
        return child
    # The parent's connection is left alone, not closed: its server knows nothing of the fork.
    parents, connection.connection = connection.connection, None
    try:
        connection.in_atomic_block, connection.savepoint_ids = False, []
        connection.needs_rollback, connection.atomic_blocks = False, []
        while steps[what]():
            pass
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    finally:
        del parents


def killed_before(table: str, what: str, pk: int) -> None:
    """The process is killed with -9 where it would write to `table` next."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        process = working(what, pk)
        until = time.monotonic() + LONGEST
        while not _waits(cursor, table):
            assert time.monotonic() < until, f"it never came to {table}"
            time.sleep(0.02)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    until = time.monotonic() + LONGEST
    with connection.cursor() as cursor:
        while _others(cursor):
            assert time.monotonic() < until, "what was killed still holds its transaction"
            time.sleep(0.02)


def _waits(cursor, table: str) -> bool:
    cursor.execute(
        "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table]
    )
    return cursor.fetchone()[0] > 0


def _others(cursor) -> int:
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
    )
    return int(cursor.fetchone()[0])


def done(what: str, pk: int) -> None:
    _pid, status = os.waitpid(working(what, pk), 0)
    assert status == 0


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
    for table in (
        "settlement_commissionstatement",
        "ledger_journal",
        "ledger_entry",
        "ledger_account",
        "settlement_sellermonth",
    ):
        killed_before(table, "freeze", pk)
        whole()
    done("freeze", pk)
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
        killed_before(table, "undo", pk)
        whole()
    done("undo", pk)
    whole()
    assert balance(None, "tax_withheld") == 0
    months.step(people, hasan, NOVEMBER, "freeze", now=IN_DECEMBER)
    assert [row[1:] for row in months.figures()[1::2]] == [row[1:] for row in frozen]

    later = IN_DECEMBER + timedelta(days=6)
    months.step(people, hasan, NOVEMBER, "settle", now=later)
    part = SellerMonth.objects.get(state="frozen")
    seller_month_approve(actor=people.mina.actor, seller_month_id=part.pk, now=later)
    for table in ("settlement_payout", "kernel_statechange", "settlement_sellermonth"):
        killed_before(table, "order", part.pk)
    done("order", part.pk)
    paid = {row.entity_id: row.amount_poisha for row in Payout.objects.all()}
    assert paid == {
        one.pk: one.payable_poisha for one in CommissionStatement.objects.filter(state="ordered")
    }
    assert len(paid) == 2 and Payout.objects.count() == 2
