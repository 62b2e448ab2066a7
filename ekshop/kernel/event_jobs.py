"""The job that brings events to a handler: in the handler's own transaction, and done once."""

from __future__ import annotations

import logging
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueuedJob

from .events import EVENT_JOB, event_of, events_queue, handler_at
from .jobs import ATTEMPTS, Backoff, attempt

logger = logging.getLogger(__name__)


@app.task(name=EVENT_JOB, retry=Backoff(ATTEMPTS), pass_context=True)
def event_handle(context: JobContext, **arguments: Any) -> None:
    attempt(context.job, _handle, {"queued": context.job, **arguments})


def _handle(
    queued: QueuedJob, *, handler: str, event: str, payloads: list[dict[str, Any]], done: int = 0
) -> None:
    """Gives the events to the handler, each in its transaction, and marks the job with it.

    In a batch, one that fails is put into a job of its own, so that the rest goes on.
    """
    target = handler_at(handler)
    if target.takes_many:
        with transaction.atomic():
            if done < len(payloads) and _mark(queued, done, len(payloads)):
                target.function([event_of(event, payload) for payload in payloads])
        return
    for number in range(done, len(payloads)):
        try:
            with transaction.atomic():
                if _mark(queued, number, number + 1):
                    target.function(event_of(event, payloads[number]))
        except Exception as error:
            if len(payloads) == 1:
                raise
            logger.warning("%s failed for one of a batch: %s", handler, type(error).__name__)
            with transaction.atomic():
                if _mark(queued, number, number + 1):
                    events_queue([(handler, event, [payloads[number]])])


def _mark(queued: QueuedJob, seen: int, now_done: int) -> bool:
    """Claims events of a job inside the handler's own transaction; False: done already.

    The row stays locked until that transaction ends, so a second worker that was given the
    same job, because the first was thought dead, waits here and then finds it done.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET args = args || jsonb_build_object('done', %s::int) "
            "WHERE id = %s AND COALESCE((args->>'done')::int, 0) = %s",
            [now_done, queued.id, seen],
        )
        return cursor.rowcount == 1
