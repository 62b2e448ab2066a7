"""`manage.py code omar`: the second-step code a member of staff would read off their phone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.content.tables import read
from demo.load.second_step import code
from ekshop.parties.models import Person


class Command(BaseCommand):
    help = "The second-step code of a persona of the demonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = {row["key"]: row["email"] for row in read("people") if row["email"]}
        if options["who"] not in staff:
            raise CommandError(f"Nobody of that name. Staff: {', '.join(sorted(staff))}")
        self.stdout.write(code(Person.objects.get(email=staff[options["who"]])))
