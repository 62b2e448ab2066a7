"""`manage.py demo_load`: the demonstration, loaded once; killed, it goes on where it was."""

import subprocess
import sys
import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.load.steps import history_starts, is_done, step
from ekshop.kernel import clock


def _cases_beside(now: datetime) -> subprocess.Popen[bytes]:
    """The complaints at the same time, in a process of their own: there is a second core."""
    command = [sys.executable, sys.argv[0], "demo_cases", "--now", now.isoformat()]
    return subprocess.Popen(command)


class Command(BaseCommand):
    help = "Load the demonstration: people, goods and three months of orders."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_done("ready"):
            return
        from demo.load import cases, history, outside, people, shelves

        now = clock.now()
        start = history_starts(now)
        began = time.monotonic()

        def say(sentence: str) -> None:
            self.stdout.write(f"  {time.monotonic() - began:4.0f} s  {sentence}")
            self.stdout.flush()

        with clock.at(start):
            if step("people", lambda: people.load(start)):
                say("64 centres, 6 partners and 12 producers have joined")
        beside = _cases_beside(now)
        try:
            for line in shelves.load(start):
                say(line)
            for line in history.load(start, now):
                say(line)
            if beside.wait():
                raise CommandError("The complaints could not be loaded.")
        finally:
            beside.kill()
        if step("cases at orders", lambda: cases.load_at_orders(now)):
            say("complaints about orders made here")
        if step("outside", lambda: outside.load(now)):
            say("partners' feeds and webhooks point at the sandbox")
        step("ready", lambda: None)
