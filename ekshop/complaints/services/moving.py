"""The one way a case moves: its state, owner, clock, timeline and event together."""

from datetime import datetime
from typing import Any

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_meet, deadline_set, deadlines_cancel
from ekshop.kernel.errors import NotFound

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import CaseMoved
from ..models import Case
from ..selectors import cases_visible_to, side_of
from .chain import Entry, entry_write


def case_held(actor: Actor, case_id: int) -> Case:
    """The case, its row held until the transaction ends: everything about it comes in turn.

    Raises NotFound, also for a case that is not the actor's to see.
    """
    case = (
        cases_visible_to(actor)
        .select_for_update(of=("self",))
        .filter(pk=case_id, joined_to__isnull=True)
        .first()
    )
    if case is None:
        raise NotFound(what="case")
    return case


def case_step(
    case: Case,
    action: str,
    entry: Entry,
    *,
    actor: Actor,
    now: datetime,
    due_at: datetime | None = None,
    owner_organisation_id: int | None = None,
    outcome: str = "",
    also: dict[str, Any] | None = None,
) -> None:
    """Moves a held case by `action` and writes the entry that says how.

    The clock of the state left is met, any other cancelled, and that of the new state begins: by
    its rule, or due at `due_at` (where the rule is an agreement). The new owner follows from the
    state; `owner_organisation_id` says which agency. Raises StaleState where the table has no
    such step.
    """
    step = rules.CASE.step(case.state, action)
    source = case.state
    row = entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
    target = step.target if step else source
    turn = rules.TURNS.get(target)
    columns = {
        "owner_side": turn.side if turn else "",
        "owner_organisation_id": _owner(case, turn, owner_organisation_id),
        **_closing(case, target, outcome, now),
        **(also or {}),
    }
    states.move(
        case,
        action,
        actor=actor,
        now=now,
        also=columns,
        event=CaseMoved(case.pk, action, target, row.pk),
    )
    _clock_leave(case, source, now)
    if turn is not None:
        clock_start(case, turn.clock, turn.rule_key, now=now, due_at=due_at)


def clock_start(
    case: Case,
    clock: str,
    rule_key: str | None,
    *,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Begins a clock of the case's, owed by its present owner."""
    deadline_set(
        entity=(ENTITY, case.pk),
        kind=kind_name(clock),
        rule_key=None if due_at else rule_key,
        start=now,
        due_at=due_at,
        now=now,
        owner_organisation_id=case.owner_organisation_id,
    )


def _clock_leave(case: Case, state: str, now: datetime) -> None:
    turn = rules.TURNS.get(state)
    if turn is not None:
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name(turn.clock), now=now)
    deadlines_cancel(entity=(ENTITY, case.pk), now=now, reason="moved")


def _owner(case: Case, turn: rules.Turn | None, agency_id: int | None) -> int | None:
    if turn is None:
        return None
    if turn.side == rules.SELLER:
        return case.respondent.organisation_id
    if turn.side == rules.AGENCY:
        return agency_id or case.owner_organisation_id
    return None


def _closing(case: Case, target: str, outcome: str, now: datetime) -> dict[str, Any]:
    if target in rules.CLOSED_STATES:
        return {"closed_at": now, "outcome": outcome}
    if case.state in rules.CLOSED_STATES:
        return {"closed_at": None, "outcome": "", "reopened": case.reopened + 1}
    return {}
