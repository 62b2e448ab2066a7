"""Who looked into a file: the complainant is shown."""

from datetime import datetime

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date

from ..models import Case, FileAccess


def file_open(*, actor: Actor, case: Case, now: datetime) -> None:
    """Notes that a person of an office opened the file; once a day for each."""
    if not actor.is_person:
        return
    FileAccess.objects.bulk_create(
        [
            FileAccess(
                case=case,
                person_id=actor.person,
                organisation_id=actor.organisation_id,
                role=actor.role,
                day=dhaka_date(now),
                at=now,
            )
        ],
        ignore_conflicts=True,
    )
