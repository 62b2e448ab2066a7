"""Gives an agency's own system a key to the agency API, and an address for webhooks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ekshop.complaints.services import agency_by_code
from ekshop.federation.services import api_key_create, webhook_set
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError

ACTOR = Actor.system("command")


class Command(BaseCommand):
    help = (
        "Makes a key for an agency's system and prints it, once. With --webhook, also tells where "
        "its referrals are told, and prints the secret that signs them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency", help="the agency's code, such as dncrp")
        parser.add_argument("--label", default="agency system", help="what the key is for")
        parser.add_argument("--webhook", default="", metavar="URL")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            agency = agency_by_code(options["agency"])
            _made, key = api_key_create(
                actor=ACTOR, seller_id=agency.pk, label=options["label"], now=now
            )
            self.stdout.write(f"key: {key}")
            if options["webhook"]:
                _endpoint, secret = webhook_set(
                    actor=ACTOR, seller_id=agency.pk, url=options["webhook"], now=now
                )
                self.stdout.write(f"webhook secret: {secret or 'as before'}")
        except DomainError as error:
            raise CommandError(str(error)) from error
