"""A job worker: takes jobs from the queue until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from types import FrameType
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.db import Error as DjangoDatabaseError
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException

from ekshop.kernel.job_watch import jobs_recover
from ekshop.kernel.memory import settled
from ekshop.kernel.outage import Outage

logger = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 5.0
RECOVER_EVERY_SECONDS = 5.0
ANSWER_SECONDS = 5.0
"""How long the queue may be without the database before the worker begins anew."""


class Command(BaseCommand):
    help = (
        "Works the job queue. On SIGTERM or Ctrl-C it finishes the jobs at hand and stops; "
        "jobs of workers that died are taken up again by the others, and a database that is away "
        "is waited for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default="", help="only these, separated by commas")
        parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time")
        parser.add_argument(
            "--grace", type=float, default=20.0, help="seconds to finish when told to stop"
        )
        parser.add_argument("--once", action="store_true", help="stop when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        queues = [name for name in options["queues"].split(",") if name]
        work = Work(
            queues=queues or None,
            concurrency=options["concurrency"],
            wait=not options["once"],
            delete_jobs="successful",
            shutdown_graceful_timeout=options["grace"],
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            fetch_job_polling_interval=5.0,
            install_signal_handlers=False,
        )
        signal.signal(signal.SIGTERM, work.told)
        signal.signal(signal.SIGINT, work.told)
        settled()
        watcher = threading.Thread(target=_recover_until, args=[work.stopped], daemon=True)
        watcher.start()
        if options["once"]:
            work.session()
        else:
            work.run()
        work.stopped.set()
        watcher.join(timeout=RECOVER_EVERY_SECONDS)


class Work:
    """The library's worker, begun anew after it has lost the database.

    It ends by itself then, with an error or quietly, whichever of its parts noticed first; so its
    end means that we are to stop only if we were told to. What it had at hand is taken up again
    like the jobs of any worker that died.
    """

    def __init__(self, **options: Any) -> None:
        self.stopped = threading.Event()
        self._options = options
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Works until told to stop."""
        outage = Outage("worker")
        while not self.stopped.is_set():
            try:
                connection.ensure_connection()
                outage.over()
                self.session()
                why: Exception = ConnectionError("the connection was lost")
            except (ConnectorException, psycopg.Error, DjangoDatabaseError) as error:
                why = error
            if not self.stopped.is_set():
                outage.wait(why, self.stopped)

    def session(self) -> None:
        """Works until told to stop, until the queue is empty if so asked, or until the database is lost."""
        connector = PsycopgConnector(kwargs=connector_params(), timeout=ANSWER_SECONDS)
        with app.replace_connector(connector):
            asyncio.run(self._until_told())

    def told(self, number: int, frame: FrameType | None) -> None:
        """Finish what is at hand and stop; told twice, stop at once."""
        signal.signal(number, signal.SIG_DFL)
        self.stopped.set()
        if self._loop and self._task:
            self._loop.call_soon_threadsafe(self._task.cancel)

    async def _until_told(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        try:
            if not self.stopped.is_set():
                async with app.open_async():
                    await app.run_worker_async(**self._options)
        except asyncio.CancelledError:
            if not self.stopped.is_set():
                raise
        finally:
            self._loop = self._task = None


def _recover_until(stopped: threading.Event) -> None:
    """Not a job itself: it must work when the queue does not."""
    while not stopped.is_set():
        try:
            close_old_connections()
            if number := jobs_recover():
                logger.warning("took up %d jobs of workers that died", number)
        except DatabaseError as error:
            logger.warning("could not look for abandoned jobs (%s); trying again", error)
        stopped.wait(RECOVER_EVERY_SECONDS)
    connection.close()
