"""Kill -9 while cases are sorted and move by the clock: nothing is lost, nothing done twice."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from ekshop.complaints.models import Case
from ekshop.complaints.services import case_file, cases_verify
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.job_watch import jobs_recover

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300), pytest.mark.django_db(transaction=True)]

SILENT, FRESH, KILLS = 24, 8, 2


def worker() -> subprocess.Popen:
    database = connection.settings_dict
    url = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        f"&port={database['PORT'] or 5432}"
    )
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "worker", "--queues", "default", "--concurrency", "1"]
    return subprocess.Popen(command, env=environment)


def left_to_do() -> int:
    return sum(Case.objects.filter(state=state).count() for state in ("filed", "with_seller"))


def silent() -> int:
    return Case.objects.filter(state="mediation").count()


def wait_until(true, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the worker does nothing"
        time.sleep(0.005)


def test_workers_killed_while_cases_are_sorted_and_fall_due_lose_and_double_nothing():
    """SIGKILL to the job worker, twice, each at the moment the first of its cases has moved,
    with the next in its hands; its jobs are taken up by the one after it."""
    people, now = make.people(), clock.now()
    for _case in range(SILENT):
        make.case(people, now=now - timedelta(hours=80))
    for _claim in range(SILENT // 4):
        deadlines_run(now, limit=4)
    for _case in range(FRESH):
        case_file(actor=make.karim(people), filing=make.filing(people, now=now), now=now)
    for _kill in range(KILLS):
        before = (left_to_do(), silent())
        process = worker()
        try:
            wait_until(lambda: (left_to_do(), silent()) != before)  # noqa: B023
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
            )
        jobs_recover()
    assert silent() < SILENT or Case.objects.filter(state="filed").exists(), "all done too soon"
    process = worker()
    try:
        wait_until(lambda: silent() == SILENT and not Case.objects.filter(state="filed").exists())
    finally:
        process.terminate()
        process.wait()
    for case in Case.objects.all():
        kinds = list(case.timeline.order_by("number").values_list("kind", flat=True))
        wanted = ["filed", "sent_to_seller", "seller_silent"]
        assert kinds == (wanted if case.state == "mediation" else wanted[:2])
    assert cases_verify(now=now).agrees
