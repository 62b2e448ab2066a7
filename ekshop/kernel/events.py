"""Events: what happened, told upwards."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """Something that happened, told to those above: ids and plain values only."""
