"""What payments do by the clock."""

from ekshop.kernel.clock import now
from ekshop.kernel.jobs import periodic

from .services import cash_count_all, cash_watch, collection_match


@periodic(cron="15 * * * *", name="payments.cash_watch")
def watch_cash() -> None:
    """Count what centres hold: cash grows old, and a centre's word wears off."""
    at = now()
    collection_match(now=at)
    cash_count_all(now=at)
    cash_watch(now=at)
