"""Who looked into a file: the complainant is shown."""

from datetime import datetime

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date

from ..models import Case, FileAccess

_NOTED = frozenset({"coordinator", "auditor", "officer", "entrepreneur", "call_operator"})
"""Whose looks are told: the offices', and those of who filed for somebody. The parties know of each
other."""


def file_open(*, actor: Actor, case: Case, now: datetime) -> None:
    """Notes that a person, or an office's own system, read the file; once a day for each."""
    if actor.role not in _NOTED:
        return
    FileAccess.objects.bulk_create(
        [
            FileAccess(
                case=case,
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
                role=actor.role,
                day=dhaka_date(now),
                at=now,
            )
        ],
        ignore_conflicts=True,
    )
