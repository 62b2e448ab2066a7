"""`manage.py demo_cases --now 2026-11-22T10:00:00+00:00`: the complaints, beside the orders."""

import time
from collections import Counter
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ekshop.complaints.models import Case
from ekshop.kernel import clock


class Command(BaseCommand):
    help = "Load the demonstration's complaints; a part of demo_load, in a process of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=datetime.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        from demo.load import cases
        from demo.load.steps import step

        now = options["now"] or clock.now()
        began = time.monotonic()
        for part in range(cases.PARTS):
            step(f"cases {part}", lambda: cases.load(part, now))  # noqa: B023
        states = Counter(Case.objects.values_list("state", flat=True))
        counted = ", ".join(f"{state} {number}" for state, number in sorted(states.items()))
        took = time.monotonic() - began
        self.stdout.write(f"  {states.total()} complaints in {took:.0f} s: {counted}")
