"""What channels do by the clock. Jobs themselves are declared with their services."""

from ekshop.kernel import clock
from ekshop.kernel.jobs import job, periodic

from .selectors.exports import channels_to_read, channels_to_tell
from .services import (
    channels_heed_later,
    channels_pump_later,
    export_papers_sweep,
    listings_look_over,
    listings_wanted,
    names_abroad_settle,
    unread_forget,
)
from .services.exporting import (
    buyers_purge,
    carrier_reports_read,
    channel_orders_read,
    channel_settlements_read,
    channel_tell,
    settlement_rows_retry,
)


@periodic(cron="* * * * * */15", name="channels.listings_wanted", queue="outgoing")
def listings_in_step() -> None:
    now = clock.now()
    listings_wanted(now)
    channels_pump_later(now)


@periodic(cron="1 18 * * *", name="channels.look_over", queue="outgoing")
def listings_every_day() -> None:
    """Just after midnight of Dhaka: papers, rests, rates and rights to names end with a day."""
    names_abroad_settle(now=clock.now())
    listings_look_over()


@periodic(cron="* * * * *", name="channels.orders_read", queue="outgoing")
def orders_every_minute() -> None:
    """Each channel in a job of its own: one that is slow holds up no other."""
    now = clock.now()
    for channel_id in channels_to_read(now):
        orders_read.options(queueing_lock=f"export-read:{channel_id}").later(channel_id=channel_id)
    for channel_id in channels_to_tell(now):
        channel_tell.options(queueing_lock=f"export-tell:{channel_id}").later(channel_id=channel_id)


@job(queue="outgoing", name="channels.orders_take", attempts=1)
def orders_read(*, channel_id: int) -> None:
    channel_orders_read(channel_id=channel_id, now=clock.now())


@periodic(cron="*/5 * * * *", name="channels.carriers_read", queue="outgoing")
def carriers_every_five_minutes() -> None:
    carrier_reports_read(now=clock.now())


@periodic(cron="20 * * * *", name="channels.settlements_read", queue="outgoing")
def settlements_every_hour() -> None:
    """Each channel in a job of its own: a statement that ends one is nothing to the others."""
    now = clock.now()
    for channel_id in channels_to_read(now):
        lock = f"export-settle:{channel_id}"
        settlements_read.options(queueing_lock=lock).later(channel_id=channel_id)
    settlement_rows_retry(now=now)


@job(queue="outgoing", name="channels.settlements_take", attempts=1)
def settlements_read(*, channel_id: int) -> None:
    channel_settlements_read(channel_id=channel_id, now=clock.now())


@periodic(cron="35 20 * * *", name="channels.buyers_purge")
def buyers_every_night() -> None:
    while buyers_purge(now=clock.now()):
        pass
    unread_forget(now=clock.now())
    export_papers_sweep()


@periodic(cron="17,47 * * * *", name="channels.heed", queue="outgoing")
def listings_every_half_hour() -> None:
    channels_heed_later()
