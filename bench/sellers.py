"""Drawing up what every seller is paid, killed once on the way.

    python -m bench.sellers --size small     60 sellers, 10,000 orders
    python -m bench.sellers --size full      600 sellers, 300,000 orders: ten days of the country

Orders, payments and their journals are written with bare SQL; the settlements are drawn up by the
service. A process of its own does it and is killed with -9 once a part of the sellers is done, and a
second one goes on. Timed from the first to the end, both starts included; the peer is one bare UPDATE
of the same entries. What stands on the settlements afterwards is held against the books, and a run
over what is drawn up must change nothing.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from bench.figures import figure
from bench.shop import prepare

SIZES = {"small": (60, 10_000), "full": (600, 300_000)}
NOW = datetime(2026, 11, 15, 5, tzinfo=UTC)
KILLED_AFTER = 0.3
"""The share of the sellers that are done when the first process is killed."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", default="small", choices=SIZES)
    parser.add_argument("--draw", action="store_true", help="the part that is killed")
    told = parser.parse_args()
    prepare("sellers")
    if told.draw:
        _draw()
        return
    sellers, orders = SIZES[told.size]
    furnish(sellers, orders)
    seconds = _killed_once(told.size, sellers)
    figure("settlement_figures_wrong", _wrong(orders), "sellers", limit="==0")
    before = _told()
    _draw()
    figure("settlements_changed_by_a_second_run", float(before != _told()), "runs", limit="==0")
    bare = _bare()
    figure("settlements_drawn", seconds, "s", ratio=seconds / bare, limit=_LIMIT[told.size])
    figure("settlement_entries_marked_by_bare_sql", bare, "s")


def furnish(sellers: int, orders: int) -> None:
    """Paid orders of every seller whose money may go, in the books, and where it goes to."""
    from django.db import connection

    from ekshop.kernel import rulebook
    from ekshop.parties.models import BankAccount

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in _TABLES:
            cursor.execute(f"TRUNCATE {table} RESTART IDENTITY CASCADE")
        for statement in _FILL:
            cursor.execute(statement, {"sellers": sellers, "orders": orders, "now": NOW})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE ledger_entry, ledger_journal, payments_payment")
    BankAccount.objects.bulk_create(
        BankAccount(
            organisation_id=seller,
            state="confirmed",
            bank="Sonali Bank",
            branch="Motijheel",
            routing_number="200270522",
            holder=f"O{seller}",
            number=f"{10**12 + seller}",
            proposed_by_id=1,
            proposed_at=NOW - timedelta(days=40),
            decided_by_id=2,
            decided_at=NOW - timedelta(days=40),
            usable_from=NOW - timedelta(days=38),
        )
        for seller in range(1, sellers + 1)
    )
    rulebook.rules_load()


def _killed_once(size: str, sellers: int) -> float:
    """Seconds from the first process's start to the last settlement."""
    from ekshop.settlement.models import SellerSettlement

    command = [sys.executable, "-W", "ignore", "-m", "bench.sellers", "--size", size, "--draw"]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ.copy())
    while process.poll() is None:
        if SellerSettlement.objects.count() >= sellers * KILLED_AFTER:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.05)
    process.wait()
    figure("settlements_killed_after", SellerSettlement.objects.count(), "settlements")
    _draw()
    return time.perf_counter() - started


def _draw() -> None:
    from ekshop.kernel.actors import Actor
    from ekshop.settlement.services import settlements_draw

    settlements_draw(actor=Actor.system("bench"), now=NOW)


def _wrong(orders: int) -> int:
    """Sellers whose settlement, payout and books do not say the same; and orders left out."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_RECKONED)
        ((wrong,),) = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM settlement_sellersettlementline")
        ((lines,),) = cursor.fetchall()
    return int(wrong) + abs(orders - int(lines))


def _told() -> object:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_SEAL)
        return cursor.fetchone()


def _bare() -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE settlement_sellerentry SET settlement_id = NULL")
    return time.perf_counter() - started


_LIMIT = {"small": "<=120_at_full_size", "full": "<=120"}
_TABLES = [
    "settlement_sellersettlement",
    "settlement_sellerentry",
    "settlement_sellerrelease",
    "settlement_sellerhold",
    "settlement_payout",
    "orders_sellerorder",
    "payments_payment",
    "ledger_entry",
    "ledger_journal",
    "ledger_account",
    "parties_bankaccount",
    "parties_organisation",
    "parties_person",
    "kernel_statechange",
    "kernel_deadline",
    "procrastinate_jobs",
]
_FILL = [
    """
    INSERT INTO parties_organisation
        (kind, slug, name_bn, name_en, state, address, mobile, email, created_at)
    SELECT 'partner', 'o' || n, 'O' || n, 'O' || n, 'active', '', '', '', now()
    FROM generate_series(1, %(sellers)s) AS n ORDER BY n
    """,
    """
    INSERT INTO parties_person (password, name, name_bn, email, language, is_active, created_at)
    SELECT '', 'P' || n, '', 'p' || n || '@bench.example', 'bn', true, now()
    FROM generate_series(1, 2) AS n
    """,
    """
    INSERT INTO orders_sellerorder (id, code, order_id, seller_id, centre_id, state, same_district,
        goods_poisha, delivery_poisha, placed_at, confirm_by, promised_on, deliver_by)
    SELECT n, 'S' || n, n, 1 + n %% %(sellers)s, 1, 'paid', false, 100000, 6000, %(now)s, %(now)s,
        '2026-11-05', %(now)s
    FROM generate_series(1, %(orders)s) AS n
    """,
    """
    INSERT INTO payments_payment (code, seller_order_id, centre_id, goods_poisha, delivery_poisha,
        amount_poisha, refunded_poisha, medium, reference, collected_by_id, collected_at, nonce)
    SELECT 'P' || n, n, 1, 100000 + n %% 700 * 100, 6000, 106000 + n %% 700 * 100, 0, 'cash', '', 1,
        %(now)s - interval '12 days', gen_random_uuid()
    FROM generate_series(1, %(orders)s) AS n ORDER BY n
    """,
    """
    INSERT INTO ledger_account (organisation_id, purpose, currency, balance_poisha)
    SELECT n, 'seller_payable', 'BDT', 0 FROM generate_series(1, %(sellers)s) AS n
    UNION ALL SELECT NULL, 'bank', 'BDT', 0
    """,
    """
    INSERT INTO ledger_journal (key, kind, entity, entity_id, posted_at)
    SELECT 'bench:' || id, 'payment', 'payment', id, collected_at FROM payments_payment ORDER BY id
    """,
    """
    INSERT INTO ledger_entry (journal_id, account_id, amount_poisha)
    SELECT j.id, a.id, -p.amount_poisha FROM ledger_journal j
    JOIN payments_payment p ON p.id = j.entity_id
    JOIN ledger_account a ON a.organisation_id = 1 + p.id %% %(sellers)s
    UNION ALL
    SELECT j.id, (SELECT id FROM ledger_account WHERE purpose = 'bank'), p.amount_poisha
    FROM ledger_journal j JOIN payments_payment p ON p.id = j.entity_id
    """,
    """
    UPDATE ledger_account SET balance_poisha = sums.total
    FROM (SELECT account_id, sum(amount_poisha) AS total FROM ledger_entry GROUP BY 1) AS sums
    WHERE sums.account_id = ledger_account.id
    """,
    """
    INSERT INTO settlement_sellerrelease (seller_order_id, seller_id, escrow, why, delivered_at,
        release_at, due_at, fee_bp)
    SELECT id, 1 + id %% %(sellers)s, 'proof', 'rule', %(now)s - interval '5 days',
        %(now)s - interval '5 days', %(now)s + interval '5 days', 0
    FROM payments_payment
    """,
]
_RECKONED = """
    SELECT count(*) FROM ledger_account AS account
    LEFT JOIN settlement_sellersettlement AS drawn ON drawn.seller_id = account.organisation_id
    LEFT JOIN settlement_payout AS payout
        ON payout.entity = 'seller_settlement' AND payout.entity_id = drawn.id
    WHERE purpose = 'seller_payable' AND (-balance_poisha, -balance_poisha)
        IS DISTINCT FROM (drawn.payable_poisha, payout.amount_poisha)
"""
_SEAL = """
    SELECT (SELECT md5(string_agg(concat_ws(':', number, lines_count, payable_poisha), ','
            ORDER BY number)) FROM settlement_sellersettlement),
        (SELECT sum(settlement_id) FROM settlement_sellerentry), (SELECT count(*) FROM settlement_payout)
"""


if __name__ == "__main__":
    main()
