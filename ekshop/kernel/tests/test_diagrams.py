from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from ekshop.kernel.machines import Machine, machine_problems
from ekshop.kernel.management.commands.diagrams_write import machines_in, redrawn

DOOR = Machine("door", "open", {"open", "shut"}, [("open", "close", "shut", "Closed")])
MACHINES = [
    pytest.param(machine, id=machine.name)
    for package in apps.get_app_configs()
    if package.name.startswith("ekshop.") and find_spec(f"{package.name}.rules")
    for machine in machines_in(import_module(f"{package.name}.rules"))
]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_of_the_house_is_reached_and_leads_to_an_end(machine):
    assert machine_problems(machine) == []


def test_a_diagram_is_drawn_once_and_then_only_renewed():
    first = redrawn("# Doors\n\nAbout doors.\n", [DOOR])
    assert first.count("```mermaid") == 1
    assert redrawn(first, [DOOR]) == first
    wider = Machine("door", "open", {"open", "shut"}, [("open", "slam", "shut", "Slammed")])
    second = redrawn(first, [wider])
    assert "slam" in second
    assert "close" not in second
    assert second.startswith("# Doors\n\nAbout doors.\n")
