"""What the ledger does by the clock, and when an operator asks."""

from ekshop.kernel.clock import now
from ekshop.kernel.jobs import job, periodic

from .services import books_verify


@periodic(cron="25 2 * * *", name="ledger.verify_nightly")
def verify_nightly() -> None:
    books_verify(now=now())


@job(queueing_lock="ledger.verify", attempts=2)
def verify(*, asked_by: str) -> None:
    """The same now; as a job, because the books of a whole country take their time."""
    books_verify(asked_by=asked_by, now=now())
