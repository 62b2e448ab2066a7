"""What the kernel does by the clock."""

from __future__ import annotations

from .job_watch import jobs_prune
from .jobs import periodic


@periodic(cron="17 3 * * *", name="kernel.jobs_prune")
def jobs_prune_daily() -> None:
    jobs_prune()
