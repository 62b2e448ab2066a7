"""Builds this node's search index anew and puts it in place of the old in one step."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ekshop.catalogue.search import life


class Command(BaseCommand):
    help = "Build the search index anew from the database; searching goes on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="only if there is no index this code can read"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_missing"] and life.current():
            return
        began = time.monotonic()
        count = life.rebuild()
        self.stdout.write(f"{count} products indexed in {time.monotonic() - began:.1f} s")
