"""`manage.py catalogue_grow --offers 1000000`: a catalogue of national size, for load."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.grow import grow
from ekshop.orders.models import Order


class Command(BaseCommand):
    help = "Grow a believable national catalogue beside what is there; the search index follows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offers", type=int, required=True, help="how many, 1000000 say")
        parser.add_argument("--seed", type=int, default=11, help="the same seed, the same goods")
        parser.add_argument(
            "--among-real-orders", action="store_true", help="though orders were placed here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Order.objects.exists() and not options["among_real_orders"]:
            raise CommandError(
                "Orders were placed here, so people shop here. Made-up goods do not belong among"
                " theirs; if this is a place for trials, say --among-real-orders."
            )
        grown = grow(options["offers"], seed=options["seed"], say=self.stdout.write)
        self.stdout.write(
            f"{grown.offers:,} offers of {grown.products:,} products in {grown.seconds:.0f} s"
        )
