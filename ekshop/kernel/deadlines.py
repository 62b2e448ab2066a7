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

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from . import rulebook
from .actors import Actor
from .calendar import NATIONAL, Week
from .errors import Conflict, InvalidInput, NotFound
from .events import Event, emit_many
from .models import Deadline as Deadline
from .models import DeadlineExtension, in_language
from .statements import insert_if_new, run

Entity = tuple[str, int]
BATCH = 500
WARN_AT_PERCENT = 75
"""By default those concerned are reminded when three quarters of the time has run."""

WAITING = Deadline.State.WAITING
PASSED = Deadline.State.PASSED
CANCELLED = Deadline.State.CANCELLED


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


@dataclass(frozen=True)
class Kind:
    name: str
    bn: str
    en: str
    passed: type[DeadlineTold]
    warned: type[DeadlineTold]

    @property
    def label(self) -> str:
        return in_language(self.bn, self.en)


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


_kinds: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    bn: str,
    en: str,
    passed: type[DeadlineTold] = DeadlinePassed,
    warned: type[DeadlineTold] = DeadlineWarned,
) -> Kind:
    """Declares a kind of deadline, its words, and the events that tell of it."""
    _kinds[name] = Kind(name, bn, en, passed, warned)
    return _kinds[name]


def kind_of(name: str) -> Kind:
    """A kind nobody declared is told by the plain events and shown by its name."""
    words = name.replace("_", " ")
    return _kinds.get(name) or Kind(name, words, words, DeadlinePassed, DeadlineWarned)


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
    return bool(_cancel(_of(entity).filter(kind=kind), now, reason))


def deadlines_cancel(*, entity: Entity, now: datetime, reason: str = "") -> int:
    """Every promise about the thing that still waits; says how many."""
    return _cancel(_of(entity), now, reason)


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


def deadlines_run(now: datetime, limit: int = 100_000, *, about: str = "") -> int:
    """Tells of all that is due or to be reminded of, in batches; says how many were told. `about`:
    of one name of things only."""
    told = 0
    for statement, told_as in ((_PASSED, "passed"), (_WARNED, "warned")):
        while told < limit:
            size = min(BATCH, limit - told)
            number = _claim(statement, now, size, about, told_as)
            told += number
            if number < size:
                break
    return told


def deadlines_of(entity: Entity) -> QuerySet[Deadline]:
    """Every promise about one thing, the soonest first."""
    return _of(entity).select_related("rule").order_by("due_at", "id")


def deadlines_about(name: str, ids: Sequence[int]) -> QuerySet[Deadline]:
    """Every promise about several things of one name, in no order."""
    return Deadline.objects.filter(entity=name, entity_id__in=ids)


def deadlines_hand_over(
    name: str, ids: Sequence[int], *, owner_organisation_id: int | None
) -> None:
    """Whoever owed what still runs about these things owes it no more: the one named does."""
    about = deadlines_about(name, ids).filter(state=Deadline.State.WAITING)
    about.update(owner_organisation_id=owner_organisation_id)


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
    rows = Deadline.objects.filter(state=Deadline.State.PASSED, met_at__isnull=True)
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
        .exclude(state=Deadline.State.CANCELLED)
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
    ).exclude(state=Deadline.State.CANCELLED)
    if late:
        rows = rows.filter(Q(met_at__isnull=True) | Q(met_at__gt=F("due_at")))
    return rows.values_list("entity_id", flat=True)


def deadlines_unclaimed(now: datetime, *, seconds: int = 120) -> QuerySet[Deadline]:
    """Due for longer than `seconds` and not told: the clock's job does not run."""
    return Deadline.objects.filter(state=WAITING, due_at__lt=now - timedelta(seconds=seconds))


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


def _of(entity: Entity) -> QuerySet[Deadline]:
    return Deadline.objects.filter(entity=entity[0], entity_id=entity[1])


def _cancel(rows: QuerySet[Deadline], now: datetime, reason: str) -> int:
    return rows.filter(state=WAITING).update(
        state=CANCELLED, settled_at=now, settled_reason=reason[:200]
    )


_CLAIM = """
    UPDATE kernel_deadline SET {change} WHERE id IN (
        SELECT id FROM kernel_deadline WHERE state = 'waiting' AND {due}
            AND (%(about)s = '' OR entity = %(about)s)
        ORDER BY {order}, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
    ) RETURNING kind, entity, entity_id, id, due_at
"""
_PASSED = _CLAIM.format(
    change="state = 'passed', settled_at = %(now)s", due="due_at <= %(now)s", order="due_at"
)
_WARNED = _CLAIM.format(
    change="warned_at = %(now)s",
    due="warned_at IS NULL AND warn_at IS NOT NULL AND warn_at <= %(now)s",
    order="warn_at",
)


def _claim(statement: str, now: datetime, size: int, about: str, told_as: str) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, {"now": now, "size": size, "about": about})
            rows = sorted(cursor.fetchall(), key=lambda row: (row[4], row[3]))
        events = {row[0]: getattr(kind_of(row[0]), told_as) for row in rows}
        emit_many(events[row[0]](row[1], row[2], row[0], row[3], row[4]) for row in rows)
    return len(rows)
