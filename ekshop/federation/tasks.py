"""What federation does by the clock. Jobs themselves are declared with their services."""

from ekshop.kernel import clock
from ekshop.kernel.jobs import periodic

from .services import api_uses_prune, webhooks_requeue


@periodic(cron="* * * * *", name="federation.webhooks_requeue")
def webhooks_lost() -> None:
    webhooks_requeue(clock.now())


@periodic(cron="17 * * * *", name="federation.api_uses_prune")
def api_uses_forget() -> None:
    api_uses_prune(clock.now())
