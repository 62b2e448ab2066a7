"""Kill -9 while a payout is with bKash: it stays unknown, is paid once, and the rest goes on."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from ekshop.kernel import clock
from ekshop.kernel.job_watch import jobs_recover
from ekshop.settlement.models import Payout
from ekshop.settlement.rules import invoice_number
from ekshop.settlement.services.payouts import batches_resume, statement_read

from . import paying
from .paying import attempt_of, books, owed, released

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240), pytest.mark.django_db(transaction=True)]


def worker(bkash) -> subprocess.Popen:
    database = connection.settings_dict
    url = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        f"&port={database['PORT'] or 5432}"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "BKASH_BASE_URL": f"http://127.0.0.1:{bkash.port}/bkash/v1.2.0-beta",
    }
    command = [sys.executable, "manage.py", "worker", "--queues", "payouts", "--concurrency", "1"]
    return subprocess.Popen(command, env=environment)


def wait_until(true, seconds: float = 100) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the worker does nothing"
        time.sleep(0.05)


def moves(bkash) -> list[str]:
    return [each["invoice"] for each in bkash.control("bkash/moves")["moves"]]


def test_a_worker_killed_between_bkashs_payment_and_our_commit_pays_nobody_twice(bkash):
    """SIGKILL to the job worker once the stand-in has moved the first payout's money and holds its
    answer back: the attempt is committed as being sent, its outcome is not. Its job is taken up by
    a second worker, which sends the other two and leaves that one to the statement."""
    cast = paying.cast()
    numbers = ["01711111111", "01722222222", "01733333333"]
    payouts = []
    for name, number in zip(("asha", "bina", "jamila"), numbers, strict=True):
        paying.wallet(getattr(cast.people, name), number=number)
        payouts.append(owed(getattr(cast.people, name), 500))
    bkash.control("bkash/settings", spoil="hang", spoil_times=1, hang_s=60)
    released(cast)
    process = worker(bkash)
    try:
        wait_until(lambda: invoice_number(payouts[0].pk, 1) in moves(bkash))
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert attempt_of(payouts[0]).state == "sending"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    jobs_recover()
    batches_resume()
    process = worker(bkash)
    try:
        wait_until(lambda: Payout.objects.filter(state="succeeded").count() == 2)
    finally:
        process.terminate()
        process.wait()
    first = attempt_of(payouts[0])
    assert (first.state, first.reason) == ("unknown", "cut_off")
    statement_read(
        actor=cast.omar.actor,
        provider="bkash",
        filename="statement.csv",
        content=bkash.get("/bkash/portal/statement.csv").content,
        now=clock.now(),
    )
    ours = [each.invoice for payout in payouts for each in payout.attempts.all()]
    assert len(ours) == 3 and all(moves(bkash).count(each) == 1 for each in ours)
    assert {attempt_of(payout).state for payout in payouts} == {"succeeded"}
    kept = books()
    assert kept["payouts_in_flight"] == 0 and kept["bkash_float"] == -151_500
