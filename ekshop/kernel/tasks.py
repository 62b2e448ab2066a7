"""What the kernel does by the clock; and, imported here for workers to find, what brings events."""

from __future__ import annotations

from . import clock
from . import event_jobs as event_jobs
from .brought import FileBrought, brought_scanned, brought_sweep
from .deadlines import deadlines_run
from .holidays import holidays_load
from .idempotency import once_keys_prune
from .job_watch import jobs_prune
from .jobs import job, periodic
from .models import BroughtFile
from .scanning import stored_verdict


@periodic(cron="* * * * * */15", name="kernel.deadlines_run")
def deadlines_run_often() -> None:
    deadlines_run(clock.now())


@periodic(cron="17 3 * * *", name="kernel.prune")
def prune_nightly() -> None:
    jobs_prune()
    once_keys_prune(clock.now())
    brought_sweep()


@job(queue="outgoing")
def brought_scan(*, brought_id: int) -> None:
    """Asks the scanner about one paper; without an answer nobody opens it, and it is tried again."""
    row = BroughtFile.objects.filter(pk=brought_id, state="pending").first()
    if row:
        brought_scanned(brought_id=brought_id, verdict=stored_verdict(row.file))


def on_file_brought(event: FileBrought) -> None:
    """It is scanned outside this transaction."""
    brought_scan.later(brought_id=event.brought_id)


@periodic(cron="40 3 1 * *", name="kernel.holidays_load")
def holidays_load_monthly() -> None:
    holidays_load()
