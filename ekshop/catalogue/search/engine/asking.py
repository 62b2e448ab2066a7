"""What can be asked of the index, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing to be met: any of `forms` (a term and its weight), or everything of one of the
    `phrases` (its weight, and for each of its words the forms)."""

    forms: Mapping[str, float]
    phrases: tuple[tuple[float, tuple[Mapping[str, float], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """At least `needed` of the clauses must be met. Without a clause everything is, or nothing."""

    clauses: tuple[Clause, ...] = ()
    needed: int = 0

    @classmethod
    def everything(cls) -> "Ask":
        return cls()

    @classmethod
    def nothing(cls) -> "Ask":
        return cls((), 1)

    @classmethod
    def all_of(cls, clauses: tuple[Clause, ...]) -> "Ask":
        return cls(clauses, len(clauses))


@dataclass(frozen=True, slots=True)
class Among:
    """The fact has one of these values."""

    fact: str
    values: tuple[int, ...]

    def allows(self, values: Numbers) -> Numbers:
        return np.isin(values, self.values)


@dataclass(frozen=True, slots=True)
class AtMost:
    """The fact's value is no higher."""

    fact: str
    most: int

    def allows(self, values: Numbers) -> Numbers:
        return values <= self.most


@dataclass(frozen=True, slots=True)
class Flags:
    """All these bits are set."""

    bits: int
    fact: str = "mask"

    def allows(self, values: Numbers) -> Numbers:
        return (values & self.bits) == self.bits


@dataclass(frozen=True, slots=True)
class Between:
    """The price lies between these, both included; None leaves that end open. In poisha."""

    lowest: int | None
    highest: int | None

    def allows(self, values: Numbers) -> Numbers:
        allowed = values >= (self.lowest or 0)
        return allowed if self.highest is None else allowed & (values <= self.highest)


Condition = Among | AtMost | Flags | Between
