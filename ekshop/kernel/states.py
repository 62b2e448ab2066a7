"""The one place where a state changes.

A model names its table and keeps its state:

    class Order(models.Model):
        machine = rules.ORDER
        state = models.CharField(max_length=20, default=rules.ORDER.initial)

and its services move it:

    states.move(order, "confirm", actor=actor, now=now, event=OrderConfirmed(order.pk))

The row is updated only if it is still in the state the caller saw; the history row and the
event are written in the same transaction, or none of them is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .actors import Actor
from .errors import StaleState
from .events import Event, emit_many
from .machines import Machine, Transition, diagram, machine_problems
from .statements import insert, update

if TYPE_CHECKING:
    from .models import StateChange

__all__ = [
    "ActionNotPossible",
    "Machine",
    "Transition",
    "actions_of",
    "begin",
    "begin_all",
    "diagram",
    "histories_of",
    "history_of",
    "machine_problems",
    "move",
    "move_all",
    "moves_after",
]

M = TypeVar("M", bound=models.Model)
BEGIN = "begin"


class ActionNotPossible(StaleState):
    """The table has no such action from the state the thing is in."""

    code = "action_not_possible"
    message = _("“%(action)s” is not possible any more: it is already “%(state)s”.")


class StateMoved(StaleState):
    """Someone else changed the state between the reading and the writing."""

    code = "stale_state"
    message = _("Someone changed this a moment ago: it was “%(seen)s” and is now “%(state)s”.")


def move(
    obj: models.Model,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
    event: Event | Sequence[Event] | None = None,
    also: dict[str, Any] | None = None,
) -> StateChange:
    """Moves `obj` by `action`, writes history, emits; `also` sets other columns with it.

    `obj` shows the new state afterwards. Raises ActionNotPossible where the table has no
    such action from the state, StateMoved where the row is not in the state `obj` shows;
    both are StaleState and leave everything as it was.
    """
    machine, step = _step(obj, action)
    columns = {**(also or {}), "state": step.target}
    with transaction.atomic():
        if not _set(obj, columns, step.source):
            raise _moved(obj, machine, step)
        row = _change(machine, obj.pk, step, actor, now, reason, data)
        insert([row])
        emit_many(_events(event))
    for name, value in columns.items():
        setattr(obj, name, value)
    return row


def move_all(
    objects: Iterable[M],
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
    event: Callable[[M], Event] | None = None,
    also: dict[str, Any] | None = None,
    own: Mapping[str, Callable[[M], Any]] | None = None,
) -> list[M]:
    """Moves many of one model with a few statements, and returns those that moved.

    One that is no longer in the state seen is left out, not an error: a batch goes on. `also`
    sets other columns of them all, `own` those in which each has a value of its own.
    Raises ActionNotPossible for one whose state, as seen, has no such action.
    """
    seen = list(objects)
    if not seen:
        return []
    machine = _step(seen[0], action)[0]
    by_source: dict[Transition, list[M]] = {}
    for obj in seen:
        by_source.setdefault(_step(obj, action)[1], []).append(obj)
    moved: list[M] = []
    changes: list[StateChange] = []
    with transaction.atomic(savepoint=False):
        for step, group in by_source.items():
            still = _still(group, step.source)
            those = [obj for obj in group if obj.pk in still]
            columns = {**(also or {}), "state": step.target}
            if _set_all(those, columns, own or {}, step.source):
                moved += those
                changes += [
                    _change(machine, obj.pk, step, actor, now, reason, data) for obj in those
                ]
        insert(changes)
        if event is not None:
            emit_many([event(obj) for obj in moved])
    targets = {obj.pk: step.target for step, group in by_source.items() for obj in group}
    for obj in moved:
        for name, value in {**(also or {}), "state": targets[obj.pk]}.items():
            setattr(obj, name, value)
        for name, value_of in (own or {}).items():
            setattr(obj, name, value_of(obj))
    return moved


def _set(obj: models.Model, columns: dict[str, Any], state: str) -> int:
    """Sets columns of a row that is still in a state."""
    return update(type(obj), columns, where={type(obj)._meta.pk.attname: obj.pk, "state": state})


def _set_all(
    those: Sequence[M], columns: dict[str, Any], own: Mapping[str, Callable[[M], Any]], state: str
) -> int:
    if not those:
        return 0
    model = type(those[0])
    each = {name: [value(obj) for obj in those] for name, value in own.items()}
    each[model._meta.pk.attname] = [obj.pk for obj in those]
    return update(model, columns, where={"state": state}, each=each)


def _still(group: Sequence[models.Model], state: str) -> set[Any]:
    """Which of several are still in the state, their rows locked in one order, so that two batches
    that overlap cannot wait for each other. One alone waits for nobody: its update will tell."""
    ids = {obj.pk for obj in group}
    if len(ids) == 1:
        return ids
    rows = type(group[0])._base_manager.filter(pk__in=ids, state=state)
    return set(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def begin(
    obj: models.Model,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
    event: Event | Sequence[Event] | None = None,
) -> StateChange:
    """Writes the first line of a new thing's history, and emits. `obj` has been saved."""
    machine = _machine(obj)
    step = Transition("", BEGIN, _state(obj), "")
    with transaction.atomic(savepoint=False):
        row = _change(machine, obj.pk, step, actor, now, reason, data)
        insert([row])
        emit_many(_events(event))
    return row


def begin_all(objects: Sequence[models.Model], *, actor: Actor, now: datetime) -> None:
    """The same for many of one model, with one statement for a thousand; tells no event."""
    changes = [
        _change(_machine(obj), obj.pk, Transition("", BEGIN, _state(obj), ""), actor, now, "", None)
        for obj in objects
    ]
    if changes:
        type(changes[0])._base_manager.bulk_create(changes, batch_size=1000)


def history_of(obj: models.Model) -> models.QuerySet[StateChange]:
    """Every change of its state, the first one first."""
    from .models import StateChange

    rows = StateChange.objects.filter(machine=_machine(obj).name, object_id=obj.pk)
    return rows.order_by("id")


def histories_of(objects: Sequence[M]) -> dict[int, list[StateChange]]:
    """The histories of several things of one model, by their id, with one statement."""
    found: dict[int, list[StateChange]] = {obj.pk: [] for obj in objects}
    if objects:
        from .models import StateChange

        rows = StateChange.objects.filter(
            machine=_machine(objects[0]).name, object_id__in=list(found)
        )
        for row in rows.order_by("id"):
            found[row.object_id].append(row)
    return found


def moves_after(machine: Machine, at: datetime) -> dict[int, StateChange]:
    """By id, the first move after that moment of each thing of a machine that moved since; one
    statement."""
    from .models import StateChange

    moved = StateChange.objects.filter(machine=machine.name, at__gt=at)
    first = moved.order_by("object_id", "at", "id").distinct("object_id")
    return {move.object_id: move for move in first}


def actions_of(obj: models.Model) -> list[Transition]:
    """What the table allows from the state it is in; who may do it is another question."""
    return _machine(obj).actions_from(_state(obj))


def _machine(obj: models.Model) -> Machine:
    machine: Machine = type(obj).machine  # type: ignore[attr-defined]
    return machine


def _state(obj: models.Model) -> str:
    state: str = obj.state  # type: ignore[attr-defined]
    return state


def _step(obj: models.Model, action: str) -> tuple[Machine, Transition]:
    machine, state = _machine(obj), _state(obj)
    step = machine.step(state, action)
    if step is None:
        raise ActionNotPossible(
            action=machine.action_label(action),
            state=machine.state_label(state),
            machine=machine.name,
            object_id=obj.pk,
        )
    return machine, step


def _moved(obj: models.Model, machine: Machine, step: Transition) -> StateMoved:
    present = type(obj)._base_manager.filter(pk=obj.pk).values_list("state", flat=True).first()
    return StateMoved(
        action=machine.action_label(step.action, step.source),
        seen=machine.state_label(step.source),
        state=machine.state_label(str(present)) if present else "—",
        machine=machine.name,
        object_id=obj.pk,
    )


def _change(
    machine: Machine,
    object_id: Any,
    step: Transition,
    actor: Actor,
    now: datetime,
    reason: str,
    data: dict[str, Any] | None,
) -> StateChange:
    from .models import StateChange

    return StateChange(
        machine=machine.name,
        object_id=object_id,
        from_state=step.source,
        to_state=step.target,
        action=step.action,
        reason=reason,
        data=data or {},
        at=now,
        **actor.columns(),
    )


def _events(event: Event | Sequence[Event] | None) -> Sequence[Event]:
    if event is None:
        return []
    return [event] if isinstance(event, Event) else event
