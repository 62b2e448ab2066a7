"""Promises read: of one thing, of a page of things, of whoever owes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from ..errors import NotFound
from ..models import Deadline

Entity = tuple[str, int]
WAITING = Deadline.State.WAITING
PASSED = Deadline.State.PASSED
CANCELLED = Deadline.State.CANCELLED


def deadlines_of(entity: Entity) -> QuerySet[Deadline]:
    """Every promise about one thing, the soonest first."""
    return deadlines_about(entity[0], [entity[1]]).select_related("rule").order_by("due_at", "id")


def deadlines_about(name: str, ids: Sequence[int]) -> QuerySet[Deadline]:
    """Every promise about several things of one name, in no order."""
    return Deadline.objects.filter(entity=name, entity_id__in=ids)


def deadlines_of_many(name: str, ids: Sequence[int]) -> dict[int, list[Deadline]]:
    """The same for a page of things, with one statement."""
    found: dict[int, list[Deadline]] = {number: [] for number in ids}
    for row in deadlines_about(name, ids).select_related("rule").order_by("due_at", "id"):
        found[row.entity_id].append(row)
    return found


def deadlines_running(rows: Iterable[Deadline]) -> list[Deadline]:
    """Of one thing's promises those that are still to be met, the soonest first.

    A promise that passed and that its owner was given a further one for, begun after it had
    passed, is left to history: only the last of such a row is waited for.
    """
    unmet = [row for row in rows if row.met_at is None and row.state in (WAITING, PASSED)]
    return [
        row
        for row in unmet
        if row.state == WAITING
        or not any(
            other.owner_organisation_id == row.owner_organisation_id
            and other.started_at >= row.due_at
            for other in unmet
            if other is not row
        )
    ]


def deadlines_overdue(*, owner_organisation_id: int | None = None) -> QuerySet[Deadline]:
    """Passed and still not met, the oldest first; of one organisation or of all."""
    rows = Deadline.objects.filter(state=PASSED, met_at__isnull=True)
    if owner_organisation_id is not None:
        rows = rows.filter(owner_organisation_id=owner_organisation_id)
    return rows.order_by("due_at", "id")


def deadline_get(deadline_id: int) -> Deadline:
    """With its rule. Raises NotFound."""
    found = Deadline.objects.select_related("rule").filter(pk=deadline_id).first()
    if found is None:
        raise NotFound(deadline_id=deadline_id)
    return found


def deadlines_waiting() -> QuerySet[Deadline]:
    """All that still run, the soonest first."""
    return Deadline.objects.filter(state=WAITING).order_by("due_at", "id")


def deadlines_kept(
    kind: str, *, since: datetime, until: datetime
) -> dict[int | None, tuple[int, int]]:
    """By who owes it: how many of a kind fell due in that time, and how many were met in time."""
    rows = (
        Deadline.objects.filter(kind=kind, due_at__gte=since, due_at__lt=until)
        .exclude(state=CANCELLED)
        .values("owner_organisation_id")
        .annotate(due=Count("id"), kept=Count("id", filter=Q(met_at__lte=F("due_at"))))
        .order_by()
    )
    return {row["owner_organisation_id"]: (row["due"], row["kept"]) for row in rows}


def deadline_entities(
    kind: str, *, since: datetime, until: datetime, owner_id: int, late: bool
) -> QuerySet[Deadline, int]:
    """What `deadlines_kept` counts for one owner, by the things' ids; `late`: only those broken."""
    rows = Deadline.objects.filter(
        kind=kind, owner_organisation_id=owner_id, due_at__gte=since, due_at__lt=until
    ).exclude(state=CANCELLED)
    if late:
        rows = rows.filter(Q(met_at__isnull=True) | Q(met_at__gt=F("due_at")))
    return rows.values_list("entity_id", flat=True)


def deadlines_unclaimed(now: datetime, *, seconds: int = 120) -> QuerySet[Deadline]:
    """Due for longer than `seconds` and not told: the clock's job does not run."""
    return Deadline.objects.filter(state=WAITING, due_at__lt=now - timedelta(seconds=seconds))
