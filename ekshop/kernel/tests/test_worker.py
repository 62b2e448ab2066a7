"""The real worker, as a process of its own, stopped kindly and unkindly."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import sql

from ekshop import wiring
from ekshop.kernel import job_watch
from ekshop.kernel.events import Event, emit_many
from ekshop.kernel.models import AuditEntry

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
HERE = "ekshop.kernel.tests.test_worker."
PROGRAM = """
import django
django.setup()
from django.core.management import call_command
import ekshop.kernel.tests.test_worker as here
here.listen()
call_command("worker", concurrency=2)
"""


@dataclass(frozen=True)
class Counted(Event):
    number: int


def on_counted(event: Counted) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_auditentry (action, entity, entity_id, data, at, actor_kind, "
            "actor_role, actor_label) VALUES ('c', 'count', %s, '{}', now(), 'system', '', '')",
            [event.number],
        )
    time.sleep(0.01)


def listen() -> None:
    wiring.HANDLERS[Counted] = [HERE + "on_counted"]


@pytest.fixture
def worker():
    listen()
    database = connection.settings_dict
    url = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        f"&port={database['PORT'] or 5432}"
    )
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    del wiring.HANDLERS[Counted]


def count(numbers: range) -> None:
    with transaction.atomic():
        emit_many(Counted(number) for number in numbers)


def wait_until(true, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def counted() -> list[int]:
    return sorted(map(int, AuditEntry.objects.values_list("entity_id", flat=True)))


def test_a_worker_killed_in_the_middle_neither_loses_nor_doubles_anything(worker):
    count(range(300))
    first = worker()
    wait_until(lambda: len(counted()) > 20)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert 20 < len(counted()) < 300
    with connection.cursor() as cursor:  # as if it had been silent for a while
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    assert job_watch.jobs_stuck().exists()
    worker()
    wait_until(lambda: not ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exists())
    assert counted() == list(range(300))


@contextmanager
def away() -> Iterator[None]:
    """The database lets nobody in and drops whoever is there, but for this process."""
    database = connection.settings_dict
    name = sql.Identifier(database["NAME"])
    with psycopg.connect(
        host=database["HOST"],
        port=database["PORT"] or 5432,
        user=database["USER"],
        dbname="postgres",
        autocommit=True,
    ) as other:
        other.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        try:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> %s",
                [database["NAME"], connection.connection.info.backend_pid],
            )
            yield
        finally:
            other.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


def test_a_worker_whose_database_goes_away_waits_and_goes_on(worker):
    count(range(40))
    process = worker()
    wait_until(lambda: len(counted()) > 5)
    with away():
        count(range(40, 60))
        time.sleep(3)
        assert process.poll() is None
        done = len(counted())
    with connection.cursor() as cursor:  # as if what it held had been silent for a while
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    wait_until(lambda: set(counted()) == set(range(60)))
    assert process.poll() is None and done < 60
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0


def test_a_worker_that_waits_for_its_database_still_stops_when_told(worker):
    process = worker()
    wait_until(lambda: job_watch.queue_figures().workers_alive == 1)
    with away():
        time.sleep(2)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def test_a_worker_told_to_stop_finishes_what_it_holds_and_leaves_no_trace(worker):
    count(range(100))
    process = worker()
    wait_until(lambda: len(counted()) > 5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert not ProcrastinateJob.objects.filter(status="doing").exists()
    assert job_watch.queue_figures().workers_alive == 0
    done = counted()
    assert done == sorted(set(done))
