"""Promises given, met, cancelled, put off and handed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .. import rulebook
from ..actors import Actor
from ..calendar import NATIONAL, Week
from ..errors import Conflict, InvalidInput, NotFound
from ..models import Deadline, DeadlineExtension
from ..statements import insert_if_new, run
from .reading import CANCELLED, PASSED, WAITING, Entity, deadlines_about

WARN_AT_PERCENT = 75


@dataclass(frozen=True)
class ToSet:
    """One to set in a batch. Without `due_at` it follows from the rule, the start, and the `week`
    of whoever owes it."""

    entity: Entity
    kind: str
    start: datetime
    rule: rulebook.Rule | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    owner_organisation_id: int | None = None
    week: Week = NATIONAL


class CannotExtend(Conflict):
    code = "deadline_cannot_be_extended"
    message = _("Only a deadline that still runs can be moved, and only to a later time.")


def deadline_set(
    *,
    entity: Entity,
    kind: str,
    start: datetime,
    now: datetime,
    rule_key: str | None = None,
    due_at: datetime | None = None,
    warn_at: datetime | None = None,
    owner_organisation_id: int | None = None,
) -> Deadline:
    """Promises something by the rule that holds at `start`, or by `due_at` itself.

    One of the same kind that already waits is returned as it is: setting twice promises once.
    Raises ValueError for neither rule nor due time.
    """
    rule = rulebook.rule_at(rule_key, start) if rule_key else None
    wanted = ToSet(entity, kind, start, rule, due_at, warn_at, owner_organisation_id)
    deadlines_set([wanted], now=now)
    return Deadline.objects.get(entity=entity[0], entity_id=entity[1], kind=kind, state=WAITING)


def deadlines_set(wanted: Iterable[ToSet], *, now: datetime) -> list[Deadline]:
    """Sets many with few statements, and returns them as wanted; those already waiting stay as they
    are."""
    reckoned: dict[tuple[int, datetime, Week], datetime] = {}
    rows = [_row(one, now, reckoned) for one in wanted]
    insert_if_new(rows)
    return rows


def deadline_meet(*, entity: Entity, kind: str, now: datetime) -> bool:
    """What was promised has been done. False when nothing was left to meet.

    One whose time had passed keeps saying so, with when it was met after all.
    """
    return run(_MEET, {"name": entity[0], "id": entity[1], "kind": kind, "now": now}) > 0


_MEET = """
    UPDATE kernel_deadline SET state = CASE WHEN state = 'passed' THEN 'passed' ELSE 'met' END,
        settled_at = COALESCE(settled_at, %(now)s), met_at = %(now)s
    WHERE entity = %(name)s AND entity_id = %(id)s AND kind = %(kind)s AND met_at IS NULL
        AND state IN ('waiting', 'passed')
"""


def deadlines_meet(*, name: str, ids: Sequence[int], kind: str, now: datetime) -> None:
    """The same about many things at once."""
    rows = deadlines_about(name, ids).filter(kind=kind, met_at__isnull=True)
    rows.filter(state=WAITING).update(state=Deadline.State.MET, settled_at=now, met_at=now)
    rows.filter(state=PASSED).update(met_at=now)


def deadline_cancel(*, entity: Entity, kind: str, now: datetime, reason: str = "") -> bool:
    """The promise no longer matters. False when none waits."""
    return bool(_cancel(deadlines_about(entity[0], [entity[1]]).filter(kind=kind), now, reason))


def deadlines_cancel(*, entity: Entity, now: datetime, reason: str = "") -> int:
    """Every promise about the thing that still waits; says how many."""
    return _cancel(deadlines_about(entity[0], [entity[1]]), now, reason)


def deadlines_leave(
    *, name: str, ids: Sequence[int], kind: str, now: datetime, reason: str = ""
) -> None:
    """Many things go on to something else: what each owed of `kind` is met, the rest cancelled.

    What had passed, of any kind, is over with it: met late.
    """
    run(_LEAVE, {"name": name, "ids": list(ids), "kind": kind, "now": now, "why": reason[:200]})


_LEAVE = """
    UPDATE kernel_deadline SET
        state = CASE WHEN state = 'passed' THEN 'passed' WHEN kind = %(kind)s THEN 'met'
                     ELSE 'cancelled' END,
        settled_at = COALESCE(settled_at, %(now)s),
        settled_reason = CASE WHEN state = 'passed' OR kind = %(kind)s THEN settled_reason
                              ELSE %(why)s END,
        met_at = CASE WHEN state = 'passed' OR kind = %(kind)s THEN %(now)s::timestamptz END
    WHERE entity = %(name)s AND entity_id = ANY(%(ids)s) AND met_at IS NULL
        AND state IN ('waiting', 'passed')
"""


def deadline_extend(
    *, actor: Actor, deadline_id: int, due_at: datetime, reason: str, now: datetime
) -> Deadline:
    """Moves a waiting deadline to a later time, on record.

    Raises NotFound, InvalidInput without a reason, CannotExtend when it is settled or the
    time is not later. A reminder not yet given moves along, one given is given again.
    """
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why the time is extended.")})
    with transaction.atomic():
        row = Deadline.objects.select_for_update().filter(pk=deadline_id).first()
        if row is None:
            raise NotFound(deadline_id=deadline_id)
        if row.state != WAITING or due_at <= row.due_at:
            raise CannotExtend(deadline_id=deadline_id)
        DeadlineExtension.objects.create(
            deadline=row,
            due_before=row.due_at,
            due_after=due_at,
            reason=reason.strip(),
            at=now,
            **actor.columns(),
        )
        if row.warn_at is not None:
            row.warn_at += due_at - row.due_at
            row.warned_at = None
        row.due_at = due_at
        row.save(update_fields=["due_at", "warn_at", "warned_at"])
        return row


def deadlines_hand_over(
    name: str, ids: Sequence[int], *, owner_organisation_id: int | None
) -> None:
    """Whoever owed what still runs about these things owes it no more: the one named does."""
    about = deadlines_about(name, ids).filter(state=WAITING)
    about.update(owner_organisation_id=owner_organisation_id)


def _row(
    wanted: ToSet, now: datetime, reckoned: dict[tuple[int, datetime, Week], datetime]
) -> Deadline:
    """`reckoned`: what a rule came to from a start, asked once for all that begin together."""
    due = wanted.due_at
    if due is None:
        if wanted.rule is None:
            raise ValueError("a deadline needs a rule or a due time")
        period = (wanted.rule.pk, wanted.start, wanted.week)
        due = reckoned.get(period) or rulebook.due_at(wanted.rule, wanted.start, week=wanted.week)
        reckoned[period] = due
    remind = wanted.warn_at or wanted.start + (due - wanted.start) * WARN_AT_PERCENT / 100
    return Deadline(
        entity=wanted.entity[0],
        entity_id=wanted.entity[1],
        kind=wanted.kind,
        rule=wanted.rule,
        owner_organisation_id=wanted.owner_organisation_id,
        started_at=wanted.start,
        due_at=due,
        warn_at=remind,
        created_at=now,
    )


def _cancel(rows: QuerySet[Deadline], now: datetime, reason: str) -> int:
    return rows.filter(state=WAITING).update(
        state=CANCELLED, settled_at=now, settled_reason=reason[:200]
    )
