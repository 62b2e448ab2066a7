"""What federation does by the clock. Jobs themselves are declared with their services."""

from ekshop.kernel import clock
from ekshop.kernel.jobs import periodic

from .services import (
    api_uses_prune,
    conformance_requeue,
    feed_runs_prune,
    feed_runs_requeue,
    feeds_age,
    feeds_schedule,
    held_changes_tell,
    seller_records_reckon,
    shop_orders_requeue,
    shops_mend,
    shops_poll,
    webhooks_requeue,
)


@periodic(cron="* * * * *", name="federation.webhooks_requeue")
def webhooks_lost() -> None:
    webhooks_requeue(clock.now())


@periodic(cron="* * * * *", name="federation.conformance_requeue")
def trials_lost() -> None:
    conformance_requeue(now=clock.now())


@periodic(cron="* * * * *", name="federation.shop_orders_requeue")
def shop_orders_lost() -> None:
    shop_orders_requeue(clock.now())


@periodic(cron="*/5 * * * *", name="federation.shops_poll", queue="outgoing")
def shops_ask() -> None:
    now = clock.now()
    shops_mend(now=now)
    shops_poll(now=now)


@periodic(cron="17 * * * *", name="federation.api_uses_prune")
def api_uses_forget() -> None:
    api_uses_prune(clock.now())


@periodic(cron="* * * * *", name="federation.feeds_schedule", queue="feeds")
def feeds_due() -> None:
    feeds_schedule(now=clock.now())
    feed_runs_requeue(now=clock.now())


@periodic(cron="50 3 * * *", name="federation.feed_runs_prune", queue="feeds")
def feed_runs_forget() -> None:
    feed_runs_prune(now=clock.now())


@periodic(cron="25 * * * *", name="federation.seller_records")
def seller_records() -> None:
    seller_records_reckon(clock.now())


@periodic(cron="*/15 * * * *", name="federation.held_changes_tell")
def held_changes() -> None:
    held_changes_tell(now=clock.now())


@periodic(cron="4-59/10 * * * *", name="federation.feeds_age")
def feeds_silent() -> None:
    feeds_age(now=clock.now())
