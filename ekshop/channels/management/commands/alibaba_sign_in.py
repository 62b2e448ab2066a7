"""Letting us into an Alibaba account, once: its owner signs in there, and we keep the refresh token."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ekshop.channels.adapters import ChannelTrouble
from ekshop.channels.adapters.alibaba.client import Platform, address_to_sign_in
from ekshop.channels.selectors.channels import channels_in_use
from ekshop.channels.services.channels import channel_put
from ekshop.channels.services.facts import facts_of
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor


class Command(BaseCommand):
    help = (
        "Without --code: the address at which the account's owner signs in. Alibaba then calls the "
        "app's own address with a code; with --code that is exchanged, and the token is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("channel", help="its key")
        parser.add_argument("--back", default="", help="the app's address, as Alibaba knows it")
        parser.add_argument("--code", default="", help="what Alibaba called it with")

    def handle(self, *args: Any, **options: Any) -> None:
        channel = next(iter(channels_in_use(key=options["channel"])), None)
        if channel is None or channel.adapter != "alibaba":
            raise CommandError(f"{options['channel']} is no channel of Alibaba's that is in use")
        facts = facts_of(channel)
        if not options["code"]:
            self.stdout.write(address_to_sign_in(facts, options["back"]))
            return
        try:
            with Platform(facts) as platform:
                told = platform.tokens_of_code(options["code"])
        except ChannelTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        channel_put(
            actor=Actor.system("alibaba_sign_in"),
            key=channel.key,
            fields={},
            secrets={"refresh_token": str(told["refresh_token"])},
            now=clock.now(),
        )
        self.stdout.write(f"{channel.key}: signed in")
