"""One round with every channel, here and now: for demonstrations and whoever mends something."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ekshop.channels.selectors.channels import channels_in_use
from ekshop.channels.services import listings_poll, listings_push, listings_wanted
from ekshop.kernel import clock


class Command(BaseCommand):
    help = (
        "Reckons what channels should know, asks after submissions, and tells what is out of step."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--channel", help="the key of one; without it all in use")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        self.stdout.write(f"reckoned {listings_wanted(now)}")
        for channel in channels_in_use(key=options["channel"] or ""):
            polled = listings_poll(channel_id=channel.pk, now=now)
            pushed = listings_push(channel_id=channel.pk, now=now)
            self.stdout.write(
                f"{channel.key}: told {pushed.told}, kept back {pushed.kept_back},"
                f" taken away {pushed.ended}, answered {polled.polled}"
            )
