"""A national month paid out: by bKash call by call, its process killed once, and by Rocket's file.

    python -m bench.payouts --size small    530 payouts each way
    python -m bench.payouts --size full     5,292 payouts each way, one for every centre

Payouts are ordered, drafted and released by the services. bKash is the sandbox, over real HTTP in a
process of its own; a process of ours sends, is killed with -9 on the way, a second one goes on, and
what was cut off is settled by bKash's statement. Nobody may be paid twice, bKash and our books
must name the same payments, and the books must agree with themselves.
The peer is the same payments asked of the same bKash without any books. Rocket's file is made ready,
comes back with every row paid, and is settled; the peer is the same rows by plain INSERTs and
UPDATEs of the two tables a payout lives in.
"""

import argparse
import csv
import io
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

import httpx

from bench.figures import figure
from bench.outside import outside
from bench.shop import prepare

SIZES = {"small": 530, "full": 5_292}
NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
KILLED_AFTER = 0.3
"""The share of bKash's payouts that are paid when the first process is killed."""
AMOUNT = 50_000
ORDERED_AT_ONCE = 200
BARE = 300
"""How many payments the peer makes."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", default="small", choices=SIZES)
    parser.add_argument("--send", type=int, help="the part that is killed, for a batch's id")
    told = parser.parse_args()
    if told.send:
        prepare("payouts")
        _send(told.send)
        return
    number, bkash = SIZES[told.size], outside("payouts")
    try:
        # Before Django reads its settings: where bKash is, here and in the process that is killed.
        os.environ["BKASH_BASE_URL"] = f"{bkash.url}/bkash/v1.2.0-beta"
        prepare("payouts")
        furnish(number)
        purse = {"disbursement": 50_000_000, "fee": 5}
        httpx.post(f"{bkash.url}/_control/bkash/settings", json=purse)
        by_call(number, told.size, bkash.port)
    finally:
        bkash.kill()
    by_file(number, told.size)
    from ekshop.ledger.selectors import mismatches, unbalanced_journals

    wrong = len(mismatches()) + len(unbalanced_journals())
    figure("payout_books_wrong", wrong, "accounts", limit="==0")


def furnish(number: int) -> None:
    """So many centres, each with somebody who runs it, a bKash wallet and a Rocket one's owner."""
    from django.db import connection

    from ekshop.kernel import rulebook
    from ekshop.parties.models import Organisation, Person, Wallet

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in _TABLES:
            cursor.execute(f"TRUNCATE {table} RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = origin")
    Organisation.objects.bulk_create(
        Organisation(kind="centre", slug=f"o{n}", name_bn=f"O{n}", name_en=f"O{n}", state="active")
        for n in range(number)
    )
    people = Person.objects.bulk_create(
        Person(name=f"P{n}", email=f"p{n}@bench.example") for n in range(2 + 2 * number)
    )
    Wallet.objects.bulk_create(
        Wallet(
            person=person,
            provider="bkash" if n < number else "rocket",
            number=f"017{n:08d}" if n < number else f"018{n:08d}{n % 10}",
            created_at=NOW,
        )
        for n, person in enumerate(people[2:])
    )
    rulebook.rules_load()


def by_call(number: int, size: str, port: int) -> None:
    seconds = ordered(number, first_person=3)
    figure("payouts_ordered", number / seconds, "per_s")
    batch_id = drafted("bkash")
    before = time.perf_counter()
    released(batch_id)
    figure("payout_batch_released", (time.perf_counter() - before) * 1000, "ms", limit="<=1000")
    bare = _bare_calls(port)
    wall = _killed_once(batch_id, size, number)
    rate = number / wall
    at_full = "<=1800" if size == "full" else "<=1800_at_full_size"
    figure("payouts_sent_by_call", rate, "per_s", ratio=rate / bare, limit="ratio>=0.2")
    figure("payouts_sent_in", wall, "s", limit=at_full)
    _reconcile(batch_id, port, number)


def by_file(number: int, size: str) -> None:
    from ekshop.settlement.models import Payout

    ordered(number, first_person=3 + number)
    began = time.perf_counter()
    batch_id = drafted("rocket", "payout_file")
    released(batch_id)
    first = time.perf_counter() - began
    _resume()
    ready = time.perf_counter() - began
    figure("payout_file_asked_for", first * 1000, "ms", limit="<=5000")
    figure("payout_file_ready", ready, "s", limit="<=60" if size == "full" else "<=60_at_full_size")
    seconds = _settled(batch_id)
    bare = _bare_rows(number)
    figure("payout_file_settled", seconds, "s", ratio=seconds / bare, limit="ratio<=60")
    left = Payout.objects.filter(batch_id=batch_id).exclude(state="succeeded").count()
    figure("payout_file_left", left, "payouts", limit="==0")


def ordered(number: int, first_person: int) -> float:
    from ekshop.kernel.actors import Actor
    from ekshop.settlement.models import Payout
    from ekshop.settlement.rules import PayoutRequest
    from ekshop.settlement.services import payouts_order

    done = Payout.objects.count()
    requests = [
        PayoutRequest(
            entity="bench",
            entity_id=done + n,
            organisation_id=n + 1,
            person_id=first_person + n,
            amount_poisha=AMOUNT,
            account="commission_payable",
        )
        for n in range(number)
    ]
    began = time.perf_counter()
    for start in range(0, number, ORDERED_AT_ONCE):
        some = requests[start : start + ORDERED_AT_ONCE]
        payouts_order(actor=Actor.system("bench"), requests=some, now=NOW)
    return time.perf_counter() - began


def drafted(provider: str, name: str = "payout_batch") -> int:
    from ekshop.settlement.services.payouts import batch_draft

    began = time.perf_counter()
    batch = batch_draft(actor=_operator(1), provider=provider, now=NOW)
    seconds = time.perf_counter() - began
    figure(f"{name}_drafted", seconds, "s", limit="<=10")
    return batch.pk


def released(batch_id: int) -> None:
    from ekshop.settlement.services.payouts import batch_release

    batch_release(actor=_operator(2), batch_id=batch_id, now=NOW)


def _operator(person_id: int) -> Any:
    from ekshop.kernel.actors import Actor

    return Actor(kind="person", person_id=person_id, role="operator")


def _send(batch_id: int) -> None:
    from ekshop.settlement.services.payouts import batch_run

    batch_run(batch_id=batch_id, now=lambda: NOW)


def _killed_once(batch_id: int, size: str, number: int) -> float:
    """Seconds from the first process's start to the end of the batch, the killing included."""
    from ekshop.settlement.models import Payout

    command = [sys.executable, "-W", "ignore", "-m", "bench.payouts", "--size", size]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--send", str(batch_id)], env=os.environ.copy())
    while process.poll() is None:
        if Payout.objects.filter(state="succeeded").count() >= number * KILLED_AFTER:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.05)
    process.wait()
    _send(batch_id)
    return time.perf_counter() - began


def _reconcile(batch_id: int, port: int, number: int) -> None:
    """bKash's own statement settles what the killing left open; then everything is paid, once."""
    from ekshop.settlement.models import Payout, PayoutAttempt
    from ekshop.settlement.services.payouts import statement_read

    unknown = Payout.objects.filter(batch_id=batch_id, state="unknown").count()
    figure("payouts_left_open_by_the_kill", unknown, "payouts", limit="<=1")
    statement = httpx.get(f"http://127.0.0.1:{port}/bkash/portal/statement.csv", timeout=60).content
    began = time.perf_counter()
    statement_read(
        actor=_operator(1), provider="bkash", filename="s.csv", content=statement, now=NOW
    )
    figure("payout_statement_read", time.perf_counter() - began, "s", limit="<=30")
    theirs = [
        row["Reference"]
        for row in csv.DictReader(_below_the_head(statement))
        if row["Reference"].startswith("EKP")
    ]
    figure("payouts_paid_twice", len(theirs) - len(set(theirs)), "payouts", limit="==0")
    attempts = PayoutAttempt.objects.filter(batch_id=batch_id)
    ours = attempts.filter(state="succeeded").values_list("invoice", flat=True)
    figure("payouts_told_otherwise", len(set(ours) ^ set(theirs)), "payouts", limit="==0")
    figure("payouts_not_tried", number - attempts.count(), "payouts", limit="==0")


def _below_the_head(statement: bytes) -> list[str]:
    lines = statement.decode("utf-8-sig").splitlines()
    return lines[next(n for n, line in enumerate(lines) if "Reference" in line) :]


def _resume() -> None:
    from ekshop.kernel.jobs import run_jobs

    run_jobs(queues=["payouts"])


def _settled(batch_id: int) -> float:
    """Seconds to read the bank's result and settle its last row."""
    from ekshop.settlement.services.payouts import (
        batch_file,
        result_read,
        upload_confirm,
        upload_mark,
    )

    _name, content = batch_file(actor=_operator(1), batch_id=batch_id, form="csv", now=NOW)
    upload_mark(actor=_operator(1), batch_id=batch_id, now=NOW)
    upload_confirm(actor=_operator(2), batch_id=batch_id, now=NOW)
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    text = io.StringIO()
    write = csv.writer(text)
    write.writerow([*head, "Status", "Reason", "Transaction ID", "Fee", "Processed At", "Holder"])
    for n, row in enumerate(rows):
        write.writerow([*row, "SUCCESS", "", f"T{n}", "2.00", "2026-11-22 12:00:00", ""])
    began = time.perf_counter()
    result_read(
        actor=_operator(1),
        batch_id=batch_id,
        filename="r.csv",
        content=text.getvalue().encode(),
        now=NOW,
    )
    figure("payout_result_read", time.perf_counter() - began, "s", limit="<=10")
    _resume()
    return time.perf_counter() - began


def _bare_calls(port: int) -> float:
    """Payments a second with nothing but HTTP, one after the other as ours are."""
    base = f"http://127.0.0.1:{port}/bkash/v1.2.0-beta/checkout"
    keys = {"username": "sandbox", "password": "sandbox"}  # pragma: allowlist secret
    body = {"app_key": "sandbox", "app_secret": "sandbox"}  # pragma: allowlist secret
    granted = httpx.post(f"{base}/token/grant", json=body, headers=keys, timeout=30).json()
    headers = {"Authorization": granted["id_token"], "X-APP-Key": "sandbox"}
    began = time.perf_counter()
    for n in range(BARE):
        answer = httpx.post(
            f"{base}/payment/b2cPayment",
            json={
                "amount": "500.00",
                "currency": "BDT",
                "merchantInvoiceNumber": f"BARE{n}",
                "receiverMSISDN": f"019{n:08d}",
            },
            headers=headers,
            timeout=30,
        )
        assert answer.json().get("transactionStatus") == "Completed", answer.text
    return BARE / (time.perf_counter() - began)


def _bare_rows(number: int) -> float:
    """Seconds for a payout's and an attempt's row each, written one payout a transaction."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (LIKE settlement_payoutattempt INCLUDING ALL)")
        began = time.perf_counter()
        for n in range(number):
            with transaction.atomic():
                cursor.execute(_BARE_INSERT, [n, n, f"BARE{n}", NOW])
                cursor.execute("UPDATE bare SET state = 'succeeded' WHERE id = %s", [n])
        return time.perf_counter() - began


_TABLES = [
    "settlement_payout",
    "settlement_payoutbatch",
    "settlement_providerpaper",
    "settlement_providerline",
    "settlement_providertoken",
    "ledger_entry",
    "ledger_journal",
    "ledger_account",
    "ledger_verification",
    "parties_organisation",
    "parties_person",
    "kernel_statechange",
    "procrastinate_jobs",
]
_BARE_INSERT = """
    INSERT INTO bare (id, payout_id, number, batch_id, invoice, provider, wallet, routing,
        amount_poisha, state, sent_at, trx_id, fee_poisha, code, reason, answer)
    VALUES (%s, %s, 1, 1, %s, 'rocket', '018', '', 50000, 'sending', %s, '', 0, '', '', '{}')
"""


if __name__ == "__main__":
    main()
