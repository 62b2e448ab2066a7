"""Matches to the end what waits to be matched, without waiting for a worker."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ekshop.catalogue.services import MatchingRuns, matching_run, words_learn
from ekshop.kernel import clock


class Command(BaseCommand):
    help = "Look now which of the offers that came or changed are one thing; feeds may go on."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            words = words_learn()
            run = matching_run(now=clock.now())
        except MatchingRuns as busy:
            raise CommandError(str(busy)) from busy
        self.stdout.write(
            f"{words} words of both languages understood otherwise;"
            f" {run.products} products matched in {time.monotonic() - began:.1f} s:"
            f" {run.merged} put together, {run.for_review} for a person to judge"
        )
