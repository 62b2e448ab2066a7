"""The clocks of a case are stopped, and what was left of each is kept until they go on."""

from datetime import datetime, timedelta
from typing import Any

from ekshop.kernel.deadlines import deadline_set, deadlines_cancel, deadlines_of

from ..clocks import ENTITY
from ..models import Case

Kept = list[dict[str, Any]]


def clocks_keep(case: Case, *, now: datetime, reason: str) -> Kept:
    """Cancels every clock that runs, and says in seconds what was left of each."""
    kept = [
        {
            "kind": each.kind,
            "rule": each.rule.key if each.rule else "",
            "started_at": each.started_at.isoformat(),
            "left": _seconds(each.due_at - now),
            "warn_left": _seconds((each.warn_at or each.due_at) - now),
        }
        for each in deadlines_of((ENTITY, case.pk)).filter(state="waiting")
    ]
    deadlines_cancel(entity=(ENTITY, case.pk), now=now, reason=reason)
    return kept


def clocks_restore(case: Case, kept: Kept, *, now: datetime) -> None:
    """Sets them again, each with its time left from now and the version of its rule it had."""
    for each in kept:
        deadline_set(
            entity=(ENTITY, case.pk),
            kind=each["kind"],
            rule_key=each["rule"] or None,
            start=datetime.fromisoformat(each["started_at"]),
            due_at=now + timedelta(seconds=each["left"]),
            warn_at=now + timedelta(seconds=each["warn_left"]),
            now=now,
            owner_organisation_id=case.owner_organisation_id,
        )


def _seconds(left: timedelta) -> float:
    return max(left.total_seconds(), 0)
