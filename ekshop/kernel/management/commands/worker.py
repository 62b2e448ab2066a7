"""A job worker: takes jobs from the queue until it is told to stop."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from procrastinate.contrib.django import app

from ekshop.kernel.job_watch import jobs_recover

logger = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 5.0
RECOVER_EVERY_SECONDS = 5.0


class Command(BaseCommand):
    help = (
        "Works the job queue. On SIGTERM or Ctrl-C it finishes the jobs at hand and stops; "
        "jobs of workers that died are taken up again by the others."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default="", help="only these, separated by commas")
        parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time")
        parser.add_argument(
            "--grace", type=float, default=20.0, help="seconds to finish when told to stop"
        )
        parser.add_argument("--once", action="store_true", help="stop when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        watcher = threading.Thread(target=_recover_until, args=[stopped], daemon=True)
        watcher.start()
        queues = [name for name in options["queues"].split(",") if name]
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(
                queues=queues or None,
                concurrency=options["concurrency"],
                wait=not options["once"],
                delete_jobs="successful",
                shutdown_graceful_timeout=options["grace"],
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                fetch_job_polling_interval=5.0,
            )
        stopped.set()
        watcher.join(timeout=RECOVER_EVERY_SECONDS)


def _recover_until(stopped: threading.Event) -> None:
    """Not a job itself: it must work when the queue does not."""
    while not stopped.is_set():
        try:
            close_old_connections()
            if number := jobs_recover():
                logger.warning("took up %d jobs of workers that died", number)
        except DatabaseError:
            logger.exception("could not look for abandoned jobs; trying again")
        stopped.wait(RECOVER_EVERY_SECONDS)
    connection.close()
