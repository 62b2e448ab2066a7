"""What settlement does by the clock."""

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.kernel.jobs import job, periodic

from .selectors.prizes import running_schemes
from .services import LOCK_BATCH, commission_lock, settlements_draw
from .services.payouts import (
    batches_resume,
    files_resume,
    releases_resume,
    unknowns_search,
)
from .services.prizes import flags_find, standings_reckon


@periodic(cron="*/10 * * * *", name="settlement.lock")
def lock() -> None:
    """Lock every line whose return window is over, a batch a transaction."""
    while commission_lock(actor=Actor.system("settlement"), now=now()) == LOCK_BATCH:
        pass


@periodic(cron="40 3 * * *", name="settlement.sellers_daily")
def sellers_daily() -> None:
    """Pay sellers what is due; what an earlier run of the day left is taken up."""
    settlements_draw(actor=Actor.system("settlement"), now=now())


@job(queueing_lock="settlement.sellers", attempts=2)
def sellers_now() -> None:
    """The same when an operator asks."""
    settlements_draw(actor=Actor.system("settlement"), now=now())


@periodic(cron="17 * * * *", name="settlement.prizes")
def prizes() -> None:
    """Reckon the standings of running schemes anew, and flag what looks like self-dealing."""
    at = now()
    for scheme in running_schemes():
        flags_find(scheme_id=scheme.pk, now=at)
        standings_reckon(scheme_id=scheme.pk, now=at)


@periodic(cron="*/2 * * * *", name="settlement.payouts_resume", queue="payouts")
def payouts_resume() -> None:
    """What could not go out before, or was cut off, is taken up again."""
    releases_resume()
    batches_resume()
    files_resume()


@periodic(cron="*/10 * * * *", name="settlement.payouts_search", queue="payouts")
def payouts_search() -> None:
    unknowns_search(now=now())
