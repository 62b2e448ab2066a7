"""Runs until told to stop: keeps this node's search index true to the database."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ekshop.catalogue.search import updater
from ekshop.kernel.memory import settled


class Command(BaseCommand):
    help = "Keep this node's search index true to the database, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="apply what waits and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{updater.catch_up()} changes applied")
            return
        stop = threading.Event()

        def told(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, told)
        signal.signal(signal.SIGINT, told)
        settled()
        updater.run_until(stop)
