"""Promises with a due time, each a row under a partial index that workers claim.

Set with the change that begins it, met or cancelled with the change that ends it, and moved
only by `deadline_extend`, which records who and why. `deadlines_run` marks what is due, once
however many workers look, and tells it by events in the same transaction.

A package may declare a kind with event classes of its own, so that only those who care are
called; any other kind is told as plain DeadlineWarned and DeadlinePassed:

    @dataclass(frozen=True)
    class ConfirmationOverdue(DeadlinePassed): ...

    deadlines.kind("seller_confirm", bn="...", en="...", passed=ConfirmationOverdue)
"""

from ..models import Deadline
from .events import (
    DeadlinePassed,
    DeadlineTold,
    DeadlineWarned,
)
from .keeping import (
    CannotExtend,
    ToSet,
    deadline_cancel,
    deadline_extend,
    deadline_meet,
    deadline_set,
    deadlines_cancel,
    deadlines_hand_over,
    deadlines_leave,
    deadlines_meet,
    deadlines_set,
)
from .kinds import (
    kind,
    kind_of,
)
from .reading import (
    deadline_entities,
    deadline_get,
    deadlines_about,
    deadlines_kept,
    deadlines_of,
    deadlines_of_many,
    deadlines_overdue,
    deadlines_running,
    deadlines_unclaimed,
    deadlines_waiting,
)
from .running import (
    deadlines_run,
)

__all__ = [
    "CannotExtend",
    "Deadline",
    "DeadlinePassed",
    "DeadlineTold",
    "DeadlineWarned",
    "ToSet",
    "deadline_cancel",
    "deadline_entities",
    "deadline_extend",
    "deadline_get",
    "deadline_meet",
    "deadline_set",
    "deadlines_about",
    "deadlines_cancel",
    "deadlines_hand_over",
    "deadlines_kept",
    "deadlines_leave",
    "deadlines_meet",
    "deadlines_of",
    "deadlines_of_many",
    "deadlines_overdue",
    "deadlines_run",
    "deadlines_running",
    "deadlines_set",
    "deadlines_unclaimed",
    "deadlines_waiting",
    "kind",
    "kind_of",
]
