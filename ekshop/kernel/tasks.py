"""What the kernel does by the clock."""

from __future__ import annotations

from . import clock
from .deadlines import deadlines_run
from .holidays import holidays_load
from .idempotency import once_keys_prune
from .job_watch import jobs_prune
from .jobs import periodic


@periodic(cron="* * * * * */15", name="kernel.deadlines_run")
def deadlines_run_often() -> None:
    deadlines_run(clock.now())


@periodic(cron="17 3 * * *", name="kernel.prune")
def prune_nightly() -> None:
    jobs_prune()
    once_keys_prune(clock.now())


@periodic(cron="40 3 1 * *", name="kernel.holidays_load")
def holidays_load_monthly() -> None:
    holidays_load()
