"""What settlement does by the clock."""

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.kernel.jobs import periodic

from .services import LOCK_BATCH, commission_lock, settlements_draw


@periodic(cron="*/10 * * * *", name="settlement.lock")
def lock() -> None:
    """Lock every line whose return window is over, a batch a transaction."""
    while commission_lock(actor=Actor.system("settlement"), now=now()) == LOCK_BATCH:
        pass


@periodic(cron="40 3 * * *", name="settlement.sellers_daily")
def sellers_daily() -> None:
    """Pay sellers what is due; what an earlier run of the day left is taken up."""
    settlements_draw(actor=Actor.system("settlement"), now=now())
