"""The one way a case moves: its state, owner, clock, timeline and event together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.calendar import NATIONAL, Week
from ekshop.kernel.deadlines import ToSet, deadlines_leave, deadlines_set
from ekshop.kernel.errors import StaleState
from ekshop.kernel.events import emit_many
from ekshop.kernel.rulebook import rule_at
from ekshop.kernel.telling import tell

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import CaseMoved
from ..models import Case
from ..selectors import side_of, weeks_of
from .announcing import cases_moved_announce
from .chain import HEAD, Entry, entries_write
from .endings import joined_follow, pauses_end, referrals_end, sellers_change
from .errors import CasePaused
from .noticing import Moved, cases_moved_tell, dues_of

PLATFORM = Actor.system("complaints")


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
    clock: str | None = None,
) -> None:
    """Moves a held case by `action` and writes the entry that says how.

    The clock of the state left is met, any other cancelled, and that of the new state begins: by
    its rule, or due at `due_at` (where it was agreed, or goes on after a pause). The new owner
    follows from the state; `owner_organisation_id` says which agency; `clock` names another clock than the state's
    own. Leaving an agency ends its referral; closing ends a pause and what was joined to it.
    Raises StaleState where the table has no such step, CasePaused while no clock runs.
    """
    cases_step(
        [Step(case, entry, due_at)],
        action,
        actor=actor,
        now=now,
        owner_organisation_id=owner_organisation_id,
        outcome=outcome,
        also=also,
        clock=clock,
    )


@dataclass(frozen=True)
class Step:
    """One case of many that take the same step."""

    case: Case
    entry: Entry
    due_at: datetime | None = None


def cases_step(
    steps: Sequence[Step],
    action: str,
    *,
    actor: Actor,
    now: datetime,
    owner_organisation_id: int | None = None,
    outcome: str = "",
    also: dict[str, Any] | None = None,
    clock: str | None = None,
) -> None:
    """As `case_step` for several held cases, with the statements of one for all that were in one
    state and come to one owner."""
    if not steps:
        return
    moved: list[Moved] = []
    for each in steps:
        step = rules.CASE.step(each.case.state, action)
        if each.case.paused_at and step and step.target not in rules.CLOSED_STATES:
            raise CasePaused
    written = [(each.case, each.entry) for each in steps]
    rows = entries_write(written, actor=actor, side=side_of(actor), now=now, heads=False)
    entry_of = {row.case_id: row for row in rows}
    alike: dict[tuple[str, str, int | None, int], list[Step]] = {}
    for each in steps:
        step = rules.CASE.step(each.case.state, action)
        target = step.target if step else each.case.state
        owner = _owner(each.case, rules.TURNS.get(target), owner_organisation_id)
        key = (each.case.state, target, owner, each.case.reopened)
        alike.setdefault(key, []).append(each)
    for (source, target, owner, _reopened), group in alike.items():
        turn = rules.TURNS.get(target)
        columns = {
            "owner_side": turn.side if turn else "",
            "owner_organisation_id": owner,
            "late_since": None,
            **_closing(group[0].case, target, outcome, now),
            **(also or {}),
        }
        cases = [each.case for each in group]
        done = states.move_all(cases, action, actor=actor, now=now, also=columns, own=HEAD)
        if len(done) < len(cases):
            raise StaleState
        begun = turn
        if turn and clock:
            begun = replace(turn, clock=clock, rule_key=rules.OTHER_CLOCKS[clock])
        dues = _clocks_turn(group, rules.TURNS.get(source), begun, now)
        moved += [Moved(case, action, entry_of[case.pk], dues.get(case.pk)) for case in cases]
        if (source in rules.OPEN_STATES) != (target in rules.OPEN_STATES):
            emit_many(sellers_change(cases))
        if source == "referred":
            referrals_end(cases, actor=actor, now=now)
        if turn is None:
            pauses_end(cases, now=now)
            joined_follow(cases, actor=actor, now=now)
    _tell(moved, now)


_waiting: ContextVar[list[Moved] | None] = ContextVar("steps_to_tell", default=None)


@contextmanager
def told_as_one(*, now: datetime) -> Iterator[list[Moved]]:
    """Within it a case takes several steps, or is given more clocks after its step: it is told when
    all is done, and of the last step only. Gives the steps taken so far."""
    waiting: list[Moved] = []
    token = _waiting.set(waiting)
    try:
        yield waiting
    finally:
        _waiting.reset(token)
    dues = dues_of([each.case for each in waiting])
    _tell([replace(each, due_at=dues.get(each.case.pk)) for each in waiting], now)


def _tell(moved: Sequence[Moved], now: datetime) -> None:
    """Both sides hear of it in the transaction of the step; where that cannot be, by a job."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting += moved
        return
    heads = [(each.case, {name: of(each.case) for name, of in HEAD.items()}) for each in moved]

    def at_once() -> None:
        cases_moved_tell(moved, actor=PLATFORM, now=now)
        cases_moved_announce(moved, now=now)

    if not tell([_event(each) for each in moved], at_once):
        for case, head in heads:
            vars(case).update(head)


def _event(moved: Moved) -> CaseMoved:
    return CaseMoved(moved.case.pk, moved.action, moved.case.state, moved.entry.pk)


def _clocks_turn(
    group: Sequence[Step], left: rules.Turn | None, begun: rules.Turn | None, now: datetime
) -> dict[int, datetime]:
    """By case: when the clock that began ends."""
    deadlines_leave(
        name=ENTITY,
        ids=[each.case.pk for each in group],
        kind=kind_name(left.clock) if left else "",
        now=now,
        reason="moved",
    )
    if begun is None:
        return {}
    rule = rule_at(begun.rule_key, now) if begun.rule_key else None
    week = week_of(begun.clock, group[0].case.owner_organisation_id)
    running = deadlines_set(
        [
            ToSet(
                entity=(ENTITY, each.case.pk),
                kind=kind_name(begun.clock),
                start=now,
                rule=rule,
                due_at=each.due_at,
                owner_organisation_id=each.case.owner_organisation_id,
                week=week,
            )
            for each in group
        ],
        now=now,
    )
    return {row.entity_id: row.due_at for row in running}


def week_of(clock: str, owner_id: int | None) -> Week:
    """In whose days and hours a clock runs: its agency's, or the country's."""
    if clock not in rules.AGENCY_CLOCKS or owner_id is None:
        return NATIONAL
    return weeks_of([owner_id]).get(owner_id, NATIONAL)


def clock_start(
    case: Case,
    clock: str,
    rule_key: str | None,
    *,
    now: datetime,
    due_at: datetime | None = None,
    owner_organisation_id: int | None = None,
) -> None:
    """Begins a clock of the case's, owed by its present owner unless another is named."""
    clocks_start([(clock, rule_key, now, due_at)], case=case, now=now, owner=owner_organisation_id)


def clocks_start(
    clocks: Sequence[tuple[str, str | None, datetime, datetime | None]],
    *,
    case: Case,
    now: datetime,
    owner: int | None = None,
) -> None:
    """Several at once, each a clock, its rule, when it starts, and when it is due if not by the
    rule."""
    deadlines_set(
        [
            ToSet(
                entity=(ENTITY, case.pk),
                kind=kind_name(clock),
                start=start,
                rule=rule_at(rule_key, start) if rule_key else None,
                due_at=due_at,
                owner_organisation_id=owner or case.owner_organisation_id,
                week=week_of(clock, owner or case.owner_organisation_id),
            )
            for clock, rule_key, start, due_at in clocks
        ],
        now=now,
    )


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
