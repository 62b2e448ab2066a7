"""The one way a case moves: its state, owner, clock, timeline and event together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.calendar import NATIONAL, Week
from ekshop.kernel.deadlines import ToSet, deadlines_leave, deadlines_set
from ekshop.kernel.errors import NotFound, StaleState
from ekshop.kernel.rulebook import rule_at

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import CaseMoved
from ..models import Case
from ..selectors import cases_visible_to, side_of, weeks_of
from .chain import Entry, entries_write
from .endings import joined_follow, pauses_end, referrals_end
from .errors import CasePaused


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


def cases_held(case_ids: Iterable[int]) -> dict[int, Case]:
    """By id, those that stand for themselves, for the platform's own acts on many. Their rows are
    held in one order, so that two batches that overlap cannot wait for each other."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("complainant", "respondent")
    held = rows.filter(pk__in=set(case_ids), joined_to__isnull=True).order_by("pk")
    return {case.pk: case for case in held}


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
    for each in steps:
        step = rules.CASE.step(each.case.state, action)
        if each.case.paused_at and step and step.target not in rules.CLOSED_STATES:
            raise CasePaused
    written = [(each.case, each.entry) for each in steps]
    alone = steps[0].case if len(steps) == 1 else None
    rows = entries_write(written, actor=actor, side=side_of(actor), now=now, heads=alone is None)
    entry_of = {row.case_id: row.pk for row in rows}
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
            **(_head(alone) if alone else {}),
            **(also or {}),
        }
        cases = [each.case for each in group]
        moved = states.move_all(
            cases,
            action,
            actor=actor,
            now=now,
            event=lambda case, to=target: CaseMoved(case.pk, action, to, entry_of[case.pk]),  # type: ignore[misc]
            also=columns,
        )
        if len(moved) < len(cases):
            raise StaleState
        begun = turn
        if turn and clock:
            begun = replace(turn, clock=clock, rule_key=rules.OTHER_CLOCKS[clock])
        _clocks_turn(group, rules.TURNS.get(source), begun, now)
        if source == "referred":
            referrals_end(cases, actor=actor, now=now)
        if turn is None:
            pauses_end(cases, now=now)
            joined_follow(cases, actor=actor, now=now)


def _head(case: Case) -> dict[str, Any]:
    """A chain's head, written with the state: of one case alone, in one statement."""
    return {"entries_written": case.entries_written, "last_hash": case.last_hash}


def _clocks_turn(
    group: Sequence[Step], left: rules.Turn | None, begun: rules.Turn | None, now: datetime
) -> None:
    deadlines_leave(
        name=ENTITY,
        ids=[each.case.pk for each in group],
        kind=kind_name(left.clock) if left else "",
        now=now,
        reason="moved",
    )
    if begun is None:
        return
    rule = rule_at(begun.rule_key, now) if begun.rule_key else None
    week = week_of(begun.clock, group[0].case.owner_organisation_id)
    deadlines_set(
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
