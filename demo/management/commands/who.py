"""`manage.py who`: where the demonstration is, who can sign in, and where their codes arrive."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from demo.content.tables import read
from demo.load.people import password
from ekshop.parties.rules import PRIVILEGED_ROLES

SHOWN = [
    "asha",
    "mina",
    "hatkhola",
    "patkotha",
    "jamila",
    "tuli",
    "omar",
    "shirin",
    "nila",
    "rafi",
    "sabina",
    "masud",
    "bimal",
]


class Command(BaseCommand):
    help = "The address, the people who can sign in, and where their codes arrive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        took = f" (ready in {options['seconds']} s)" if options["seconds"] else ""
        lines = [
            "",
            f"  ek-Shop is at      {settings.PUBLIC_URL}/{took}",
            f"  Sign in at         {settings.PUBLIC_URL}/account/sign-in/",
            f"  Messages and codes arrive at  {settings.SANDBOX_URL}/inbox",
            f"  The world outside  {settings.SANDBOX_URL}/",
            "",
            "  By mobile number and code:",
        ]
        people = {row["key"]: row for row in read("people")}
        for key in SHOWN:
            row = people[key]
            if row["role"] not in PRIVILEGED_ROLES:
                lines.append(f"    0{row['mobile'][-10:]}  {row['name_en']:18} {row['note_en']}")
        lines += [
            "",
            "  By e-mail and password, then the code of `make code WHO=...`:",
        ]
        for key in SHOWN:
            row = people[key]
            if row["role"] in PRIVILEGED_ROLES:
                lines.append(f"    {row['email']:24} {password(key):22} {row['note_en']}")
        lines += ["", "  Ctrl-C stops everything; the data stays. `make reset` forgets it.", ""]
        self.stdout.write("\n".join(lines))
