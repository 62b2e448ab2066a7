"""What is told of things that do not move."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is stuck: what it is, what to call it, and since when."""

    entity: str
    key: Any
    title: str
    note: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """`since`: the column that says since when, none where nothing does."""

    name: str
    label: Any
    advice: Any
    icon: str
    tone: str
    rows: Callable[[Actor, datetime], QuerySet[Any]]
    thing: Callable[[Any], Thing]
    since: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        return (self.since, "id") if self.since else ("id",)


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many of a kind, and since when the oldest."""

    kind: Kind
    number: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Books:
    """The last check of the books. `missed`: the nightly one did not run."""

    last: Any
    missed: bool

    @property
    def alarm(self) -> bool:
        return self.missed or (self.last is not None and not self.last.agrees)
