"""manage.py login_take_over SELLER LOGIN_ID --from NETWORK: the login id of the ek-Shop contract that a
seller's system uses already, so that only its base address changes.

A login id is an e-mail address mostly: it counts only when it comes from the networks named. Again,
with other networks, these count from now on.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from ekshop.federation.services import login_take_over
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.parties.selectors import organisations_visible_to

ACTOR = Actor.system("command")


class Command(BaseCommand):
    help = "Takes over the login id that a seller's system uses already, from its own servers only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("seller", help="its address name, like pataboi")
        parser.add_argument("login_id", help="as its system sends it")
        parser.add_argument("--from", dest="networks", action="append", required=True,
                            metavar="NETWORK", help="like 203.0.113.7 or 203.0.113.0/28; again for more")  # fmt: skip
        parser.add_argument("--label", default="as before", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        seller = organisations_visible_to(ACTOR).filter(slug=options["seller"]).first()
        if seller is None:
            raise CommandError(f"There is no seller “{options['seller']}”.")
        with override("en"):
            try:
                key = login_take_over(
                    actor=ACTOR,
                    seller_id=seller.pk,
                    login_id=options["login_id"],
                    networks=options["networks"],
                    label=options["label"],
                    now=clock.now(),
                )
            except InvalidInput as error:
                raise CommandError(" ".join(map(str, error.field_errors.values()))) from error
            except DomainError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"taken from {', '.join(key.comes_from)}")
