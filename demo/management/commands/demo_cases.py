"""`manage.py demo_cases`: the demonstration's complaints, loaded once; killed, it goes on where it was.

`make run` starts it beside the running shop, so that nobody waits for it.
"""

import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.load.steps import is_done, step
from ekshop.complaints import rules
from ekshop.complaints.models import Case
from ekshop.kernel import clock


class Command(BaseCommand):
    help = "Load the demonstration's complaints, after demo_load."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_done("cases at orders"):
            return
        if not is_done("ready"):
            raise CommandError("Load the rest of the demonstration first: manage.py demo_load")
        from demo.load import cases, stages
        from demo.load.people import persona

        now, began = clock.now(), time.monotonic()
        for part in range(cases.PARTS):
            step(f"cases {part}", lambda: cases.load(part, now))  # noqa: B023
        cast = stages.Cast(persona("mina"), persona("nila"), persona("rafi"), shop="sutortan")
        step("cases at every stage", lambda: stages.load(cast, now))
        step("cases at orders", lambda: cases.load_at_orders(now))
        states = Counter(Case.objects.values_list("state", flat=True))
        counted = ", ".join(f"{state} {states[state]}" for state in rules.CASE.states)
        took = time.monotonic() - began
        self.stdout.write(f"{states.total()} complaints in {took:.0f} s: {counted}")
