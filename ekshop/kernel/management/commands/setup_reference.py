"""Loads what every installation needs: the shared cache's table, places, rules, categories."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Loads reference data. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", verbosity=0)
        for step in settings.REFERENCE_STEPS:
            outcome = import_string(step)()
            if options["verbosity"] > 1:
                self.stdout.write(f"{step}: {outcome}")
