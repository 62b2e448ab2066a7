"""What channels do by the clock. Jobs themselves are declared with their services."""

from ekshop.kernel import clock
from ekshop.kernel.jobs import periodic

from .services import channels_pump_later, listings_look_over, listings_wanted


@periodic(cron="* * * * * */15", name="channels.listings_wanted", queue="outgoing")
def listings_in_step() -> None:
    now = clock.now()
    listings_wanted(now)
    channels_pump_later(now)


@periodic(cron="25 18 * * *", name="channels.look_over", queue="outgoing")
def listings_every_day() -> None:
    listings_look_over()
