"""What the operator sees of the queue, and what brings abandoned work back into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from .actors import Actor
from .audit import audit_write
from .clock import now as clock_now
from .errors import Conflict, NotFound
from .events import Event, event_name, event_of
from .models import JobFailure

E = TypeVar("E", bound=Event)

DEAD_AFTER_SECONDS = 20
TOO_OFTEN_ABANDONED = 12


class JobNotRetriable(Conflict):
    code = "job_not_retriable"
    message = _("Only a failed job can be tried again; this one is “%(status)s”.")


@dataclass(frozen=True)
class QueueFigures:
    """How the queue stands. `oldest_waiting_seconds` counts what could run and does not yet."""

    by_status: dict[str, int]
    oldest_waiting_seconds: float
    workers_alive: int
    stuck: int

    @property
    def waiting(self) -> int:
        return self.by_status.get("todo", 0)

    @property
    def failed(self) -> int:
        return self.by_status.get("failed", 0)


def jobs_failed() -> QuerySet[ProcrastinateJob]:
    """Jobs that gave up, each with `name`, `error`, `error_message` and `failed_at`."""
    return _described(ProcrastinateJob.objects.filter(status="failed"))


def jobs_waiting() -> QuerySet[ProcrastinateJob]:
    """Jobs not done yet, those tried before with the error of their last attempt."""
    return _described(ProcrastinateJob.objects.filter(status="todo"))


def events_waiting(kind: type[E]) -> list[E]:
    """Those told that a handler has still to hear, in the queue or in a worker's hands. Not those it
    gave up: the failed jobs say which."""
    rows = ProcrastinateJob.objects.filter(
        status__in=["todo", "doing"], args__event=event_name(kind)
    ).values_list("args", flat=True)
    return [
        cast(E, event_of(given["event"], payload))
        for given in rows
        for payload in given["payloads"][given.get("done", 0) :]
    ]


def jobs_stuck(*, minutes: int = 10) -> QuerySet[ProcrastinateJob]:
    """Jobs being done by a worker that gives no sign, or for longer than `minutes`."""
    started = ProcrastinateEvent.objects.filter(job_id=OuterRef("pk"), type="started")
    rows = ProcrastinateJob.objects.filter(status="doing").annotate(
        started_at=Subquery(started.order_by("-id").values("at")[:1])
    )
    real_now = datetime.now(UTC)
    silent = real_now - timedelta(seconds=DEAD_AFTER_SECONDS)
    alive = rows.filter(
        worker__last_heartbeat__gte=silent,
        started_at__gte=real_now - timedelta(minutes=minutes),
    )
    return _described(rows.exclude(pk__in=alive.values("pk")))


def queue_figures() -> QueueFigures:
    """Counts by status, how long the oldest runnable job waits, workers: three statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
        by_status = dict(cursor.fetchall())
        cursor.execute(
            "SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(COALESCE(job.scheduled_at, event.at)))"
            ", 0) FROM procrastinate_jobs job JOIN procrastinate_events event "
            "ON event.job_id = job.id AND event.type = 'deferred' WHERE job.status = 'todo' "
            "AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())"
        )
        oldest = float(cursor.fetchone()[0])
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat >= now() - "
            "make_interval(secs => %s)",
            [DEAD_AFTER_SECONDS],
        )
        alive = int(cursor.fetchone()[0])
    return QueueFigures(by_status, max(oldest, 0.0), alive, jobs_stuck().count())


def job_failures(job_id: int) -> QuerySet[JobFailure]:
    """Every failed attempt of a job, the latest first."""
    return JobFailure.objects.filter(job_id=job_id).order_by("-id")


def job_retry(*, actor: Actor, job_id: int, now: datetime | None = None) -> None:
    """Puts a failed job back into the queue, with all its attempts before it.

    Raises NotFound, or JobNotRetriable when it has not failed or its like waits already.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, task_name, args->>'handler' FROM procrastinate_jobs "
            "WHERE id = %s FOR UPDATE",
            [job_id],
        )
        row = cursor.fetchone()
        if row is None:
            raise NotFound(job_id=job_id)
        status, task_name, handler = row
        if status != "failed":
            raise JobNotRetriable(status=status, job_id=job_id)
        if not _put_back(job_id):
            raise JobNotRetriable(status="todo", job_id=job_id)
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 0 WHERE id = %s", [job_id])
        audit_write(
            actor=actor,
            action="job_retry",
            entity="job",
            entity_id=job_id,
            data={"name": handler or task_name},
            now=now or clock_now(),
        )


def jobs_retry_failed(
    *, actor: Actor, name: str = "", now: datetime | None = None, limit: int = 1000
) -> int:
    """Puts failed jobs back into the queue, the oldest first, and says how many.

    `name`: only those of that handler or task.
    """
    rows = jobs_failed().order_by("id")
    if name:
        rows = rows.filter(name=name)
    done = 0
    for job_id in list(rows.values_list("id", flat=True)[:limit]):
        try:
            job_retry(actor=actor, job_id=job_id, now=now)
        except (NotFound, JobNotRetriable):
            continue  # another operator was quicker
        done += 1
    return done


def jobs_recover(*, silent_seconds: float = DEAD_AFTER_SECONDS) -> int:
    """Gives the jobs of dead workers to the living, and says how many there were.

    A worker is dead when its heartbeat is older than `silent_seconds`. A job that is really
    still at work holds its row and is left alone. One that has been abandoned a dozen times
    is what kills the workers, and is marked failed instead. One whose like waits already (a clock
    job's next turn, under the same queueing lock) is ended: the other does its work, and could not
    begin while this one stood in its way.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT job.id, job.attempts FROM procrastinate_jobs job "
            "LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id "
            "WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() "
            "- make_interval(secs => %s)) ORDER BY job.id LIMIT 1000 FOR UPDATE OF job SKIP LOCKED",
            [silent_seconds],
        )
        rows = cursor.fetchall()
        for job_id, attempts in rows:
            if attempts >= TOO_OFTEN_ABANDONED:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
            elif not _put_back(job_id):
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', false)", [job_id])
    return len(rows)


def _put_back(job_id: int) -> bool:
    """False where one with its queueing lock waits already."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id]
            )
    except IntegrityError as error:
        if "queueing_lock" not in str(error):
            raise
        return False
    return True


def jobs_prune(*, cancelled_days: int = 7, failed_days: int = 90) -> int:
    """Removes jobs nobody will look at again. Finished ones are removed as they finish."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs job WHERE status IN ('succeeded', 'cancelled', "
            "'aborted', 'failed') AND NOT EXISTS (SELECT 1 FROM procrastinate_events event "
            "WHERE event.job_id = job.id AND event.at > now() - make_interval(days => "
            "CASE WHEN job.status = 'failed' THEN %s ELSE %s END))",
            [failed_days, cancelled_days],
        )
        removed = cursor.rowcount
        cursor.execute(
            "DELETE FROM kernel_jobfailure failure WHERE at < now() - make_interval(days => %s) "
            "AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs job WHERE job.id = failure.job_id)",
            [failed_days],
        )
    return removed


def _described(rows: QuerySet[ProcrastinateJob]) -> QuerySet[Any]:
    last = JobFailure.objects.filter(job_id=OuterRef("pk")).order_by("-id")
    handler = KeyTextTransform("handler", "args")
    return rows.annotate(
        name=Coalesce(handler, F("task_name"), output_field=CharField()),
        error=Subquery(last.values("error")[:1]),
        error_message=Subquery(last.values("message")[:1]),
        failed_at=Subquery(last.values("at")[:1]),
    )
