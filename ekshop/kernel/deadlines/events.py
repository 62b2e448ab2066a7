"""What is told of a promise: that it is due soon, and that its time has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..events import Event


@dataclass(frozen=True)
class DeadlineTold(Event):
    """`entity` and `id` say what thing it is about; `deadline_id` which of its promises."""

    entity: str
    id: int
    kind: str
    deadline_id: int
    due_at: datetime


@dataclass(frozen=True)
class DeadlineWarned(DeadlineTold):
    """It will be due soon."""


@dataclass(frozen=True)
class DeadlinePassed(DeadlineTold):
    """It was due and has not been met."""
