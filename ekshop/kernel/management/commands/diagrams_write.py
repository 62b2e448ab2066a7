"""Draws the state diagrams of every package into its README, from the tables in `rules.py`."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ekshop.kernel.machines import Machine, diagram, machine_problems


class Command(BaseCommand):
    help = (
        "Rewrites the state diagrams in package READMEs; --check only says which are out of date."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        complaints: list[str] = []
        for package in apps.get_app_configs():
            if not package.name.startswith("ekshop.") or not find_spec(f"{package.name}.rules"):
                continue
            machines = machines_in(import_module(f"{package.name}.rules"))
            for machine in machines:
                complaints += [f"{machine.name}: {said}" for said in machine_problems(machine)]
            readme = Path(package.path) / "README.md"
            before = readme.read_text(encoding="utf-8") if readme.exists() else ""
            after = redrawn(before, machines)
            if after == before:
                continue
            if options["check"]:
                complaints.append(
                    f"{readme}: diagrams are out of date; run manage.py diagrams_write"
                )
            elif before:
                readme.write_text(after, encoding="utf-8")
                self.stdout.write(f"drew {readme}")
            else:
                complaints.append(f"{readme}: is not there yet")
        if complaints:
            raise CommandError("\n".join(complaints))


def machines_in(module: Any) -> list[Machine]:
    """The machines a module declares, in its own order, each once."""
    found = {id(value): value for value in vars(module).values() if isinstance(value, Machine)}
    return list(found.values())


def redrawn(text: str, machines: list[Machine]) -> str:
    """The text with each machine's diagram between its markers; new ones at the end."""
    for machine in machines:
        begin, end = f"<!-- states: {machine.name} -->", "<!-- end of states -->"
        block = f"{begin}\n```mermaid\n{diagram(machine)}\n```\n{end}"
        place = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.S)
        if found := place.search(text):
            text = text[: found.start()] + block + text[found.end() :]
        else:
            title = machine.name.replace("_", " ")
            text = text.rstrip("\n") + f"\n\n## States of {title}\n\n{block}\n"
    return text
