"""What notices do by the clock. The sending job itself is declared with its service."""

from ekshop.kernel.jobs import periodic

from .services import messages_sweep


@periodic(cron="* * * * *", name="notices.sweep", queue="notices")
def notices_sweep() -> None:
    messages_sweep()
