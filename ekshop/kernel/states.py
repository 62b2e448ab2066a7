"""States and the tables that say how they change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Machine:
    """A transition table: (from, action, to, label in words)."""

    name: str
    initial: str
    states: Collection[str]
    transitions: Sequence[tuple[str, str, str, Any]]
