"""manage.py conformance --seller SLUG: tries a seller's integration here and now, and says how each
step went. Ends with 1 where it was not passed.

The worker must be running: it sends the messages and takes the parcels' news.
"""

import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from ekshop.federation.selectors import log_of, steps_shown
from ekshop.federation.services import conformance_look, conformance_start
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError
from ekshop.parties.selectors import actor_of, members_of, organisations_visible_to


class Command(BaseCommand):
    help = "Tries a seller's integration with real orders that count for nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seller", required=True, help="its address name, like pataboi")
        parser.add_argument("--decline", default="", help="its number of an article it declines")
        parser.add_argument("--patience", type=int, default=120, help="seconds a step waits")
        parser.add_argument("--log", action="store_true", help="print the log as well")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            self._try(options)

    def _try(self, options: dict[str, Any]) -> None:
        everyone = organisations_visible_to(Actor.system("command"))
        seller = everyone.filter(slug=options["seller"]).first()
        staff = next(iter(members_of(seller.pk)), None) if seller else None
        if seller is None or staff is None:
            raise CommandError(
                f"There is no seller “{options['seller']}” with anybody working for it."
            )
        try:
            run = conformance_start(
                actor=actor_of(staff.person, staff),
                seller_id=seller.pk,
                decline_ref=options["decline"],
                patience=timedelta(seconds=options["patience"]),
                now=clock.now(),
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        said: set[str] = set()
        going = True
        while going:
            conformance_look(run_id=run.pk, now=clock.now())
            run.refresh_from_db()
            going = run.state == "running"
            for each in steps_shown(run):
                if each.verdict and each.step.key not in said:
                    said.add(each.step.key)
                    self.stdout.write(f"{each.step.state:8} {each.title}: {each.verdict}")
                    if each.line:
                        line = each.line
                        self.stdout.write(f"{'':8} {line.number}: {line.status or ''} {line.text}")
            if going:
                time.sleep(1)
        if options["log"]:
            for line in log_of(run):
                self.stdout.write(
                    f"{line.number:3} {line.at:%H:%M:%S} {line.direction:4}"
                    f" {line.status or '':4} {line.text}"
                )
        self.stdout.write(run.state)
        if run.state != "passed":
            raise SystemExit(1)
