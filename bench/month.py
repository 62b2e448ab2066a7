"""Freezing a month of the whole country, killed once on the way; and how fast the books take journals.

    python -m bench.month --size small      530 centres, 10 sellers, 50,000 lines; 1,000 journals
    python -m bench.month --size full       5,292 centres, 40 sellers, 1,000,000 lines; 5,000 journals

The freeze is asked for, checked and confirmed by the services; a process of its own carries it out
and is killed with -9 once a part of the centres is done, and a second one goes on. Timed from the
first to the end, both starts included; the peer is one bare UPDATE of the same lines. What stands on the statements afterwards is held against
sums reckoned apart, and a run over what is frozen must change nothing.

Journals go through `journal_post`, one transaction each, and a thousand at a time through
`journals_post`. The peer is the same rows by plain INSERTs and UPDATEs, one transaction each too,
into the same tables with their triggers.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

from bench.figures import figure
from bench.shop import prepare

SIZES = {"small": (530, 10, 50_000, 1_000), "full": (5_292, 40, 1_000_000, 5_000)}
MONTH = "2026-10"
NOW = datetime(2026, 11, 15, 5, tzinfo=UTC)
KILLED_AFTER = 0.3
"""The share of the centres that are done when the first process is killed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", choices=SIZES)
    parser.add_argument("--freeze", type=int, help="the part that is killed, for a close's id")
    told = parser.parse_args()
    prepare("month")
    if told.freeze:
        _freeze(told.freeze)
        return
    centres, sellers, lines, journals = SIZES[told.size]
    furnish(centres, sellers, lines)
    _posting(journals)
    close_id = _ask()
    seconds = _killed_once(close_id, told.size)
    figure("month_figures_wrong", _wrong(), "statements", limit="==0")
    before = _told()
    _freeze(close_id)
    figure("month_changed_by_a_second_run", float(before != _told()), "runs", limit="==0")
    bare = _bare()
    at_full = "<=60" if told.size == "full" else "<=60_at_full_size"
    figure("month_freeze", seconds, "s", ratio=seconds / bare, limit=at_full)
    figure("month_lines_marked_by_bare_sql", bare, "s")


def furnish(centres: int, sellers: int, lines: int) -> None:
    """Locked lines of one month spread over every pair, one in ten taken back, and their journals."""
    from django.db import connection

    from ekshop.kernel import rulebook
    from ekshop.ledger.services import NewJournal, journals_post

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in _TABLES:
            cursor.execute(f"TRUNCATE {table} RESTART IDENTITY CASCADE")
        cursor.execute(_ORGANISATIONS, [sellers, sellers + centres])
        cursor.execute(_PEOPLE)
        cursor.execute(_LINES, {"centres": centres, "sellers": sellers, "lines": lines})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE settlement_commissionline")
        cursor.execute(
            "SELECT centre_id, sum(amount_poisha) FROM settlement_commissionline GROUP BY 1"
        )
        owed = [(centre, int(total)) for centre, total in cursor.fetchall()]
    rulebook.rules_load()
    journals_post(
        journals=[
            NewJournal(
                key=f"bench:lines:{centre}",
                kind="commission_lock",
                entity="bench",
                entity_id=centre,
                postings=[(centre, "commission_payable", -total), (1, "seller_payable", total)],
            )
            for centre, total in owed
            if total
        ],
        now=NOW,
    )


def _ask() -> int:
    from ekshop.kernel.actors import Actor
    from ekshop.settlement.services import month_step_ask, month_step_confirm

    omar, hasan = (Actor(kind="person", person_id=pk, role="operator") for pk in (1, 2))
    started = time.perf_counter()
    step = month_step_ask(actor=omar, month=MONTH, kind="freeze", now=NOW)
    figure("month_check", (time.perf_counter() - started) * 1000, "ms")
    month_step_confirm(actor=hasan, step_id=step.pk, now=NOW)
    return step.close_id


def _killed_once(close_id: int, size: str) -> float:
    """Seconds from the first process's start to the end of the freeze."""
    from ekshop.settlement.models import MonthClose

    command = [sys.executable, "-W", "ignore", "-m", "bench.month", "--size", size]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--freeze", str(close_id)], env=os.environ.copy())
    wanted = SIZES[size][1] + SIZES[size][0] * KILLED_AFTER
    while process.poll() is None:
        if MonthClose.objects.get(pk=close_id).frozen_to >= wanted:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.05)
    process.wait()
    state = MonthClose.objects.get(pk=close_id)
    figure("month_killed_at_centre", state.frozen_to, "id")
    _freeze(close_id)
    return time.perf_counter() - started


def _freeze(close_id: int) -> None:
    from ekshop.settlement.services import month_freeze_some

    while month_freeze_some(close_id=close_id, now=NOW):
        pass


def _wrong() -> int:
    """Statements that are not what their lines come to, reckoned apart; and lines left out."""
    from django.db import connection

    from ekshop.ledger.selectors import mismatches
    from ekshop.settlement.rules import statement_outcome
    from ekshop.settlement.selectors import payable_mismatches

    with connection.cursor() as cursor:
        cursor.execute(_RECKONED)
        rows = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM settlement_commissionline WHERE statement_id IS NULL")
        ((left,),) = cursor.fetchall()
    wrong = 0
    for total, tax, payable, carried, tax_bp, minimum in rows:
        right = statement_outcome(int(total), tax_bp=tax_bp, minimum_poisha=minimum)
        wrong += (tax, payable, carried) != (
            right.tax_poisha,
            right.payable_poisha,
            right.carried_out_poisha,
        )
    return wrong + left + len(mismatches()) + len(payable_mismatches())


def _bare() -> float:
    """Seconds for the least the freeze could be: the same column of the same lines set anew."""
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE settlement_commissionline SET statement_id = NULL")
    return time.perf_counter() - started


def _told() -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_SEAL)
        return cursor.fetchone()


def _posting(journals: int) -> None:
    from django.db import connection, transaction

    from ekshop.ledger.services import NewJournal, journal_post, journals_post

    def wanted(name: str, number: int) -> dict[str, Any]:
        return {
            "key": f"bench:{name}:{number}",
            "kind": "commission",
            "entity": "bench",
            "entity_id": number,
            "postings": [
                (1, "seller_payable", 1_000 + number),
                (2 + number % 400, "commission_earned", -1_000 - number),
            ],
        }

    def timed(work: Any) -> float:
        started = time.perf_counter()
        work()
        return journals / (time.perf_counter() - started)

    def one_by_one() -> None:
        for number in range(journals):
            journal_post(**wanted("one", number), now=NOW)

    def together() -> None:
        for start in range(0, journals, 1_000):
            some = range(start, min(start + 1_000, journals))
            journals_post(journals=[NewJournal(**wanted("many", n)) for n in some], now=NOW)

    def plainly() -> None:
        for number in range(journals):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_JOURNAL, [f"bench:plain:{number}", number, NOW])
                ((pk,),) = cursor.fetchall()
                for account, poisha in ((seller, 1_000), (centres[number % 400], -1_000)):
                    cursor.execute(_ENTRY, [pk, account, poisha])
                    cursor.execute(_BALANCE, [poisha, account])

    journals_post(
        journals=[NewJournal(**wanted("accounts", number)) for number in range(400)], now=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_account WHERE purpose = 'commission_earned'")
        centres = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT id FROM ledger_account WHERE purpose = 'seller_payable'")
        ((seller,),) = cursor.fetchall()
    plain, single, many = timed(plainly), timed(one_by_one), timed(together)
    figure("journals_plain_inserts", plain, "per_s")
    figure("journals_posted", single, "per_s", ratio=single / plain)
    figure("journals_posted_a_thousand_at_once", many, "per_s", ratio=many / plain)


_TABLES = [
    "settlement_commissionline",
    "settlement_commissionstatement",
    "settlement_sellermonth",
    "settlement_monthclose",
    "ledger_entry",
    "ledger_journal",
    "ledger_account",
    "parties_organisation",
    "parties_person",
    "kernel_deadline",
    "procrastinate_jobs",
]
_ORGANISATIONS = """
    INSERT INTO parties_organisation
        (kind, slug, name_bn, name_en, state, address, mobile, email, created_at)
    SELECT CASE WHEN n <= %s THEN 'partner' ELSE 'centre' END, 'o' || n, 'O' || n, 'O' || n,
        'active', '', '', '', now()
    FROM generate_series(1, %s) AS n ORDER BY n
"""
_PEOPLE = """
    INSERT INTO parties_person (password, name, name_bn, email, language, is_active, created_at)
    SELECT '', 'P' || n, '', 'p' || n || '@bench.example', 'bn', true, now()
    FROM generate_series(1, 2) AS n
"""
_LINES = """
    INSERT INTO settlement_commissionline (order_line_id, role, kind, seller_id, centre_id,
        person_id, base_poisha, rate_bp, amount_poisha, state, month, earned_at, locks_at)
    SELECT n, 'sale', CASE WHEN n %% 10 = 0 THEN 'reversal' ELSE 'commission' END,
        1 + (n / %(centres)s * 7 + n) %% %(sellers)s, %(sellers)s + 1 + n %% %(centres)s, 1,
        sign * (50000 + n %% 1000 * 300), 500, sign * (2500 + n %% 1000 * 15), 'locked', '2026-10',
        timestamptz '2026-10-03 06:00Z' + n %% 27 * interval '1 day',
        timestamptz '2026-10-10 06:00Z' + n %% 27 * interval '1 day'
    FROM (SELECT n, CASE WHEN n %% 10 = 0 THEN -1 ELSE 1 END AS sign
          FROM generate_series(1, %(lines)s) AS n) AS numbered
"""
_RECKONED = """
    SELECT COALESCE(summed.total, 0), tax_poisha, payable_poisha, carried_out_poisha, s.tax_bp,
        c.minimum_poisha
    FROM settlement_commissionstatement s JOIN settlement_monthclose c ON c.id = s.close_id
    FULL JOIN (SELECT seller_id, centre_id, sum(amount_poisha) AS total
               FROM settlement_commissionline GROUP BY 1, 2) AS summed
        ON summed.seller_id = s.seller_id AND summed.centre_id = s.centre_id
"""
_SEAL = """
    SELECT (SELECT md5(string_agg(concat_ws(':', number, lines, commission_poisha,
                taken_back_poisha, tax_poisha, payable_poisha, carried_out_poisha), ','
                ORDER BY number)) FROM settlement_commissionstatement),
        (SELECT sum(balance_poisha * id) FROM ledger_account),
        (SELECT sum(statement_id) FROM settlement_commissionline)
"""
_JOURNAL = """
    INSERT INTO ledger_journal (key, kind, entity, entity_id, posted_at)
    VALUES (%s, 'commission', 'bench', %s, %s) RETURNING id
"""
_ENTRY = "INSERT INTO ledger_entry (journal_id, account_id, amount_poisha) VALUES (%s, %s, %s)"
_BALANCE = "UPDATE ledger_account SET balance_poisha = balance_poisha + %s WHERE id = %s"


if __name__ == "__main__":
    main()
