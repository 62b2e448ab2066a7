"""Work done later, by worker processes, from a queue in PostgreSQL.

A job is put into the queue through this connection, so it is there exactly when the
transaction that asked for it commits:

    @job(queue="outgoing")
    def webhook_send(*, delivery_id: int) -> None: ...

    webhook_send.later(delivery_id=3)
    webhook_send.options(at=when, lock=f"seller:{seller_id}").later(delivery_id=3)

Arguments are JSON values. A job runs at least once, outside any transaction; a failing one
is tried again after growing waits, then rests as failed until an operator retries it. One
whose worker died is taken up again. `job_watch.py` shows them.

In tests and demonstrations `run_jobs()` works the same queue in this process.
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from procrastinate import exceptions, sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from . import clock
from .statements import fetch

DEFAULT_QUEUE = "default"
ATTEMPTS = 8
FIRST_WAIT_SECONDS = 4
WAIT_GROWS = 4

# Always Django's own connection: inside a worker the library's is another one, outside the
# transaction of the handler that asks for more work.
_queue = JobManager(DjangoConnector())


class Backoff(BaseRetryStrategy):
    """Waits 4, 16, 64 seconds and so on, a day at most; after `attempts` the job has failed."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(
        self, *, exception: BaseException, job: QueuedJob
    ) -> RetryDecision | None:
        if job.attempts + 1 >= self.attempts:
            return None
        wait = min(FIRST_WAIT_SECONDS * WAIT_GROWS**job.attempts, 24 * 3600)
        return RetryDecision(retry_in={"seconds": wait})


@dataclass(frozen=True)
class Job:
    """A function that can be put off. Calling it runs it here and now."""

    name: str
    function: Callable[..., None]
    queue: str = DEFAULT_QUEUE
    priority: int = 0
    lock: str | None = None
    queueing_lock: str | None = None
    scheduled_at: datetime | None = None

    def __call__(self, **arguments: Any) -> None:
        self.function(**arguments)

    def options(
        self,
        *,
        at: datetime | None = None,
        queue: str | None = None,
        priority: int | None = None,
        lock: str | None = None,
        queueing_lock: str | None = None,
    ) -> Job:
        """The same, to run not before `at`, elsewhere, sooner, or under a lock.

        Jobs of one `lock` run one after the other; of one `queueing_lock` only one waits.
        """
        return replace(
            self,
            scheduled_at=_real_time(at) if at else self.scheduled_at,
            queue=queue or self.queue,
            priority=self.priority if priority is None else priority,
            lock=lock or self.lock,
            queueing_lock=queueing_lock or self.queueing_lock,
        )

    def later(self, **arguments: Any) -> int | None:
        """Queues it with the present transaction. None: one of its queueing lock waits already."""
        if self.queueing_lock is None:
            return self.later_many([arguments])[0]
        try:
            with transaction.atomic():
                return self.later_many([arguments])[0]
        except exceptions.AlreadyEnqueued:
            return None

    def later_many(self, arguments: Iterable[dict[str, Any]]) -> list[int]:
        """Queues one for each set of arguments, with one statement for a thousand."""
        jobs = [
            QueuedJob(
                queue=self.queue,
                priority=self.priority,
                lock=self.lock,
                queueing_lock=self.queueing_lock,
                task_name=self.name,
                task_kwargs=given,
                scheduled_at=self.scheduled_at,
            )
            for given in arguments
        ]
        return _defer(jobs)


def job(
    *,
    queue: str = DEFAULT_QUEUE,
    name: str | None = None,
    attempts: int = ATTEMPTS,
    priority: int = 0,
    lock: str | None = None,
    queueing_lock: str | None = None,
) -> Callable[[Callable[..., None]], Job]:
    """Declares a background job; in a package's `tasks.py` workers find it by themselves."""

    def declare(function: Callable[..., None]) -> Job:
        made = Job(name or _name_of(function), function, queue, priority, lock, queueing_lock)

        def run(context: JobContext, **arguments: Any) -> None:
            attempt(context.job, function, arguments)

        app.task(name=made.name, queue=queue, retry=Backoff(attempts), pass_context=True)(run)
        return made

    return declare


def periodic(
    *, cron: str, name: str, queue: str = DEFAULT_QUEUE, priority: int = 10
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Runs a function by the clock, once for each tick whatever the number of workers.

    A sixth cron field is seconds. Ticks neither overlap nor pile up: one that comes while
    the last still waits is left out. A failed one is not tried again; the next tick is.
    """

    def declare(function: Callable[[], None]) -> Callable[[], None]:
        def run(context: JobContext, timestamp: int) -> None:
            attempt(context.job, function, {})

        task = app.task(name=name, queue=queue, pass_context=True, priority=priority)(run)
        app.periodic(cron=cron, lock=name, queueing_lock=name)(task)
        return function

    return declare


class Ran(NamedTuple):
    """What a run of the queue came to."""

    done: int
    retried: int
    failed: int


def run_jobs(
    *, queues: Sequence[str] | None = None, later: bool = False, quietly: bool = False
) -> Ran:
    """Works what waits in the queue, in this process, until nothing does.

    `later` takes also what, at the start, waits for its time. Unless `quietly`, the error of
    a failing job is raised here once the queue has recorded it. Works inside a transaction
    too, each job then in a savepoint.
    """
    app.perform_import_paths()
    if later:
        _call("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    outcomes: list[Status] = []
    with _as_worker() as worker_id:
        while queued := _fetch(queues, worker_id):
            outcomes.append(_work(queued, quietly))
    return Ran(*(outcomes.count(s) for s in (Status.SUCCEEDED, Status.TODO, Status.FAILED)))


def jobs_queue(name: str, wanted: Iterable[tuple[str | None, dict[str, Any]]]) -> None:
    """Queues jobs of a function known by name only, each with its queue.

    Raises RuntimeError outside a transaction: they go with the change that they tell of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("what tells of a change is queued in its transaction")
    _defer(
        [
            QueuedJob(
                queue=queue or DEFAULT_QUEUE,
                lock=None,
                queueing_lock=None,
                task_name=name,
                task_kwargs=arguments,
            )
            for queue, arguments in wanted
        ]
    )


def _defer(jobs: list[QueuedJob]) -> list[int]:
    ids: list[int] = []
    for start in range(0, len(jobs), 1000):
        batch = jobs[start : start + 1000]
        if any(one.queueing_lock for one in batch):
            queued = _queue.batch_defer_jobs(batch)
            ids += [one.id for one in queued if one.id is not None]
        else:
            ids += [number for (number,) in fetch(_DEFER, [_written(batch)])]
    return ids


# What the library does, as a statement PostgreSQL keeps planned: almost every change queues jobs.
_DEFER = """
SELECT unnest(procrastinate_defer_jobs_v1(ARRAY(
    SELECT row FROM json_populate_recordset(null::procrastinate_job_to_defer_v1, %s::json) AS row)))
"""


def _written(jobs: list[QueuedJob]) -> str:
    return json.dumps(
        [
            {
                "queue_name": one.queue,
                "task_name": one.task_name,
                "priority": one.priority,
                "lock": one.lock,
                "args": one.task_kwargs,
                "scheduled_at": one.scheduled_at and one.scheduled_at.isoformat(),
            }
            for one in jobs
        ],
        ensure_ascii=False,
    )


def attempt(queued: QueuedJob, function: Callable[..., None], arguments: dict[str, Any]) -> None:
    """Runs it, and writes down why it failed where nothing rolls that back."""
    try:
        with _savepoint():
            function(**arguments)
    except Exception as error:
        name = str(arguments.get("handler") or queued.task_name)
        _failure_record(queued.id or 0, name, queued.attempts + 1, error)
        raise


def _failure_record(job_id: int, name: str, attempt: int, error: Exception) -> None:
    from .models import JobFailure

    frames = traceback.extract_tb(error.__traceback__)[-8:]
    JobFailure.objects.create(
        job_id=job_id,
        name=name[:200],
        attempt=attempt,
        error=type(error).__name__[:100],
        message=str(error)[:500],
        where="\n".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames),
        at=clock.now(),
    )


def _fetch(queues: Sequence[str] | None, worker_id: int) -> QueuedJob | None:
    row = _queue.connector.get_sync_connector().execute_query_one(
        sql.queries["fetch_job"], queues=list(queues) if queues else None, worker_id=worker_id
    )
    if row["id"] is None:
        return None
    return QueuedJob.from_row({**row, "args": json.loads(row["args"])})


def _work(queued: QueuedJob, quietly: bool) -> Status:
    task = app.tasks[queued.task_name]
    context = JobContext(
        app=app, job=queued, start_timestamp=time.time(), abort_reason=lambda: None
    )
    try:
        task.func(context, **queued.task_kwargs)
    except Exception as error:
        again = task.get_retry_exception(exception=error, job=queued)
        if again is None:
            _call("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", queued.id)
        else:
            _queue.retry_job_by_id(queued.id or 0, again.retry_decision.retry_at)
        if not quietly:
            raise
        return Status.TODO if again else Status.FAILED
    _call("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", queued.id)
    return Status.SUCCEEDED


@contextmanager
def _as_worker() -> Iterator[int]:
    """Registers as a worker, so that nobody takes the jobs at hand for abandoned ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM procrastinate_register_worker_v1()")
        worker_id = int(cursor.fetchone()[0])
        # No heartbeat here: it is given an hour at once.
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 hour' "
            "WHERE id = %s",
            [worker_id],
        )
    try:
        yield worker_id
    finally:
        _call("SELECT procrastinate_unregister_worker_v1(%s)", worker_id)


def _call(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _savepoint() -> AbstractContextManager[Any]:
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _real_time(moment: datetime) -> datetime:
    """The queue lives by the real clock: the same distance from now, there."""
    return datetime.now(UTC) + (moment - clock.now())


def _name_of(function: Callable[..., None]) -> str:
    module = function.__module__.removeprefix("ekshop.").removesuffix(".tasks")
    return f"{module}.{function.__qualname__}"
