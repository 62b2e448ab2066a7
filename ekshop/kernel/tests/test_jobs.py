from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ekshop.kernel import clock, job_watch, tasks
from ekshop.kernel.jobs import Backoff, job, run_jobs
from ekshop.kernel.models import JobFailure

ran: list[int] = []


@job(queue="kitchen")
def bread_bake(*, loaf: int) -> None:
    ran.append(loaf)
    if loaf < 0:
        raise ValueError("no such loaf")


@pytest.fixture(autouse=True)
def empty(db):
    ran.clear()


def test_a_job_called_runs_now_and_put_off_runs_later():
    bread_bake(loaf=1)
    bread_bake.later(loaf=2)
    assert ran == [1]
    assert run_jobs().done == 1
    assert ran == [1, 2]


def test_a_job_asked_for_in_a_change_that_is_rolled_back_is_not_there():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bread_bake.later(loaf=2)
        raise ZeroDivisionError
    assert not ProcrastinateJob.objects.exists()


def test_of_one_queueing_lock_only_one_waits_and_the_transaction_goes_on():
    oven = bread_bake.options(queueing_lock="oven")
    assert oven.later(loaf=1) is not None
    assert oven.later(loaf=2) is None
    run_jobs()
    assert ran == [1]
    assert oven.later(loaf=3) is not None


def test_jobs_of_one_lock_run_in_the_order_they_were_asked_for():
    bread_bake.options(lock="oven").later_many({"loaf": number} for number in range(5))
    bread_bake.options(priority=5).later(loaf=9)
    run_jobs()
    assert ran == [9, 0, 1, 2, 3, 4]


def test_only_the_queues_asked_for_are_worked():
    bread_bake.later(loaf=1)
    assert run_jobs(queues=["garden"]).done == 0
    assert run_jobs(queues=["kitchen", "garden"]).done == 1


def test_a_job_for_later_waits_the_same_distance_on_the_real_clock():
    with clock.at(datetime(2031, 1, 1, tzinfo=UTC)) as hand:
        bread_bake.options(at=hand.when + timedelta(hours=2)).later(loaf=1)
    wait = ProcrastinateJob.objects.get().scheduled_at - datetime.now(UTC)
    assert timedelta(minutes=119) < wait <= timedelta(hours=2)
    assert run_jobs().done == 0
    assert run_jobs(later=True).done == 1


def test_a_failing_job_raises_here_unless_asked_to_be_quiet_and_says_why():
    bread_bake.later(loaf=-1)
    with pytest.raises(ValueError, match="no such loaf"):
        run_jobs()
    failure = JobFailure.objects.get()
    assert (failure.name, failure.error, failure.attempt) == (bread_bake.name, "ValueError", 1)
    assert "bread_bake" in failure.where
    waiting = job_watch.jobs_waiting().get()
    assert waiting.error_message == "no such loaf"
    assert waiting.scheduled_at > datetime.now(UTC)


def test_waits_grow_up_to_a_day_and_come_to_an_end():
    class Queued:
        attempts = 0

    waits = []
    while decision := Backoff(9).get_retry_decision(exception=ValueError(), job=Queued):
        waits.append(round((decision.retry_at - datetime.now(UTC)).total_seconds()))
        Queued.attempts += 1
    assert waits == [4, 16, 64, 256, 1024, 4096, 16384, 65536]


def _taken_by_a_worker(*, silent_seconds: int, attempts: int = 0) -> int:
    bread_bake.later(loaf=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_seconds],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s "
            "RETURNING id",
            [worker, attempts],
        )
        return cursor.fetchone()[0]


def test_the_job_of_a_dead_worker_is_taken_up_again():
    taken = _taken_by_a_worker(silent_seconds=60)
    assert job_watch.jobs_stuck().get().pk == taken
    assert job_watch.queue_figures().stuck == 1
    assert job_watch.jobs_recover() == 1
    assert not job_watch.jobs_stuck().exists()
    assert run_jobs(later=True).done == 1


def test_one_abandoned_job_whose_like_waits_already_does_not_keep_back_the_others():
    oven = bread_bake.options(lock="oven", queueing_lock="oven")
    oven.later(loaf=1)
    taken = _taken_by_a_worker(silent_seconds=60)  # takes a plain one along
    oven.later(loaf=2)
    assert taken and job_watch.queue_figures().stuck == 2
    assert job_watch.jobs_recover() == 2
    assert run_jobs(later=True).done == 2
    assert job_watch.jobs_recover() == 0


def test_the_job_of_a_living_worker_is_left_alone():
    _taken_by_a_worker(silent_seconds=3)
    assert job_watch.jobs_recover() == 0
    assert job_watch.queue_figures().workers_alive == 1


def test_a_job_that_kills_its_workers_is_given_up():
    _taken_by_a_worker(silent_seconds=60, attempts=12)
    job_watch.jobs_recover()
    assert job_watch.queue_figures().failed == 1


def test_old_failures_are_removed_and_fresh_ones_kept():
    bread_bake.later(loaf=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert job_watch.jobs_prune() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '91 days'")
    assert job_watch.jobs_prune() == 1


def test_the_figures_of_the_queue_take_few_statements(django_assert_max_num_queries):
    bread_bake.later(loaf=1)
    with django_assert_max_num_queries(4):
        figures = job_watch.queue_figures()
    assert figures.waiting == 1
    assert figures.oldest_waiting_seconds >= 0


def test_the_clock_jobs_of_the_kernel_are_registered_and_run():
    names = {name for name, _periodic_id in app.periodic_registry.periodic_tasks}
    assert {"kernel.deadlines_run", "kernel.prune", "kernel.holidays_load"} <= names
    tasks.deadlines_run_often()
    tasks.prune_nightly()
    tasks.holidays_load_monthly()
