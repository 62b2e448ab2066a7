"""Transition tables: what states there are, what leads from one to another, in plain data.

Pure Python, so that a package's `rules.py` may declare its machines without a database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Transition(NamedTuple):
    source: str
    action: str
    target: str
    label: Any


@dataclass(frozen=True, eq=False)
class Machine:
    """The states of one kind of thing.

    `states` may map each state to its words for people. A transition is (from, action, to,
    label); `from` may be several states. The label is translatable and is what history and
    audit show. `final` lists the states that end it; without it they are those that nothing
    leads out of. An action leads from one state to one other: raises ValueError otherwise.
    """

    name: str
    initial: str
    states: Collection[str] | Mapping[str, Any]
    transitions: Sequence[tuple[str | Iterable[str], str, str, Any]]
    final: Collection[str] | None = None
    steps: tuple[Transition, ...] = field(init=False)
    _by_source: dict[tuple[str, str], Transition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        steps, by_source = [], {}
        for sources, action, target, label in self.transitions:
            for source in (sources,) if isinstance(sources, str) else sources:
                step = Transition(source, action, target, label)
                if (source, action) in by_source:
                    raise ValueError(f"{self.name}: two transitions for {source} / {action}")
                by_source[source, action] = step
                steps.append(step)
        object.__setattr__(self, "steps", tuple(steps))
        object.__setattr__(self, "_by_source", by_source)

    def step(self, state: str, action: str) -> Transition | None:
        """What `action` does in `state`, or None where it cannot be done."""
        return self._by_source.get((state, action))

    def actions_from(self, state: str) -> list[Transition]:
        return [step for step in self.steps if step.source == state]

    @property
    def final_states(self) -> frozenset[str]:
        if self.final is not None:
            return frozenset(self.final)
        return frozenset(self.states) - {step.source for step in self.steps}

    def state_label(self, state: str) -> str:
        """The state in words: its own, or else those of what leads to it."""
        if isinstance(self.states, Mapping) and state in self.states:
            return str(self.states[state])
        return next(
            (str(step.label) for step in self.steps if step.target == state),
            state.replace("_", " "),
        )

    def action_label(self, action: str, source: str | None = None) -> str:
        """The action in words. An unknown action is shown as it is written."""
        for step in self.steps:
            if step.action == action and source in (None, step.source):
                return str(step.label)
        return action.replace("_", " ")


def machine_problems(machine: Machine) -> list[str]:
    """What is wrong with the table, a sentence each; tests demand that it is empty."""
    known, problems = set(machine.states), []
    named = {machine.initial, *machine.final_states}
    named.update(state for step in machine.steps for state in (step.source, step.target))
    problems += [f"{state} is not among the states" for state in sorted(named - known)]
    onward = _neighbours(machine.steps)
    reached = _closure({machine.initial}, onward)
    problems += [f"{state} cannot be reached" for state in sorted(known - reached)]
    backward: dict[str, set[str]] = {}
    for step in machine.steps:
        backward.setdefault(step.target, set()).add(step.source)
    if machine.final_states:
        ending = _closure(set(machine.final_states), backward)
        problems += [f"from {state} nothing leads to an end" for state in sorted(known - ending)]
    for state in sorted(machine.final_states & onward.keys()):
        problems.append(f"{state} is final but something leads out of it")
    for step in machine.steps:
        if not str(step.label).strip():
            problems.append(f"{step.source} / {step.action} has no label")
    return problems


def diagram(machine: Machine) -> str:
    """The table as a mermaid state diagram, with English labels."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.initial}"]
    lines += [f"    {step.source} --> {step.target}: {step.action}" for step in machine.steps]
    lines += [f"    {state} --> [*]" for state in sorted(machine.final_states)]
    return "\n".join(lines)


def _neighbours(steps: Iterable[Transition]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    for step in steps:
        result.setdefault(step.source, set()).add(step.target)
    return result


def _closure(seeds: set[str], neighbours: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = set(seeds), list(seeds)
    while waiting:
        fresh = neighbours.get(waiting.pop(), set()) - seen
        seen |= fresh
        waiting += fresh
    return seen
