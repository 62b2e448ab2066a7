"""Every case recomputed: its chain, its history, its owner and its clock."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import Deadline, deadlines_about
from ekshop.kernel.job_watch import events_waiting
from ekshop.kernel.machines import Machine
from ekshop.kernel.models import StateChange

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import CaseClockPassed
from ..models import Case, CaseEntry, Remedy, Verification
from .chain import Entry, entry_write, hash_of
from .moving import clock_start

logger = logging.getLogger(__name__)

AT_ONCE = 1000
DATES_ONLY = (kind_name("admissible"), kind_name("hearing"))
"""Clocks whose end moves nothing: a case with no other has none."""


class Problem(NamedTuple):
    """`what`: chain, history, owner or clock; `why` for the log and the command, in English."""

    what: str
    why: str


def cases_verify(
    *, asked_by: str = "", mend_as: Actor | None = None, now: datetime
) -> Verification:
    """Recompute every case and keep what came of it.

    A case that looks wrong is looked at once more with its row held, so that one that moved
    meanwhile does not count. With `mend_as`, a lost clock and a wrong owner are put right, on the
    timeline; a broken chain or history never is.
    """
    wrong: dict[str, list[str]] = {}
    mended: dict[str, list[str]] = {}
    cases = entries = 0
    for batch in _batches():
        problems, links = cases_problems(batch)
        cases, entries = cases + len(batch), entries + links
        for case in batch:
            if case.pk not in problems:
                continue
            left, put_right = _again(case.pk, mend_as, now)
            if left:
                wrong[case.code] = [each.what for each in left]
                logger.error("case %s: %s", case.code, "; ".join(each.why for each in left))
            if put_right:
                mended[case.code] = [each.what for each in put_right]
                logger.warning("mended %s: %s", case.code, "; ".join(p.why for p in put_right))
    return Verification.objects.create(
        at=now,
        asked_by=asked_by[:200],
        cases=cases,
        entries=entries,
        agrees=not wrong,
        wrong=wrong,
        mended=mended,
    )


def cases_problems(cases: Sequence[Case]) -> tuple[dict[int, list[Problem]], int]:
    """By id, what is wrong with each of some cases, and how many entries were recomputed. Four
    statements for any number of cases, and a fifth where an open one has no clock: one that has
    just run out and is still to be acted on is not lost."""
    found: dict[int, list[Problem]] = {}
    ids = [case.pk for case in cases]
    links: dict[int, list[CaseEntry]] = {}
    for row in CaseEntry.objects.filter(case_id__in=ids).order_by("case_id", "number"):
        links.setdefault(row.case_id, []).append(row)
    histories = states.histories_of(cases)
    running: dict[int, list[str]] = {}
    waiting = deadlines_about(ENTITY, ids).filter(state=Deadline.State.WAITING)
    for case_id, kind in waiting.values_list("entity_id", "kind"):
        running.setdefault(case_id, []).append(kind)
    still = {case.pk for case in cases if case.is_open and not _acting(running.get(case.pk, []))}
    if still:
        for told in events_waiting(CaseClockPassed):
            if told.id in still:
                running.setdefault(told.id, []).append(told.kind)
    for case in cases:
        problems = [
            *chain_problems(case, links.get(case.pk, [])),
            *history_problems(rules.CASE, case.state, histories[case.pk]),
            *_owner_problems(case),
            *_clock_problems(case, running.get(case.pk, [])),
        ]
        if problems:
            found[case.pk] = problems
    return found, sum(map(len, links.values()))


def chain_problems(case: Case, entries: Sequence[CaseEntry]) -> Iterator[Problem]:
    """Whether each entry, in order, holds the hash of the one before and its own."""
    previous = ""
    for number, row in enumerate(entries, 1):
        if row.number != number:
            yield Problem("chain", f"entry {number} is missing")
            return
        if row.previous_hash != previous or row.hash != hash_of(case.code, row):
            yield Problem("chain", f"entry {number} was changed")
            return
        previous = row.hash
    if (case.entries_written, case.last_hash) != (len(entries), previous):
        yield Problem("chain", f"its head says {case.entries_written} entries, not {len(entries)}")


def history_problems(
    machine: Machine, state: str, changes: Sequence[StateChange]
) -> Iterator[Problem]:
    """Whether the changes, in order, lead by the table from its beginning to `state`."""
    if not changes or (changes[0].action, changes[0].to_state) != (states.BEGIN, machine.initial):
        yield Problem("history", "its history has no beginning")
        return
    here = machine.initial
    for change in changes[1:]:
        step = machine.step(here, change.action)
        if step is None or (change.from_state, change.to_state) != (here, step.target):
            yield Problem("history", f"{change.action} does not lead on from {here}")
            return
        here = change.to_state
    if here != state:
        yield Problem("history", f"it is {state}, its history says {here}")


def _owner_problems(case: Case) -> Iterator[Problem]:
    turn = rules.TURNS.get(case.state)
    side = turn.side if turn else ""
    if case.owner_side != side:
        yield Problem("owner", f"{case.owner_side or 'nobody'} owns it, not {side or 'nobody'}")
    elif side == rules.SELLER and case.owner_organisation_id != case.respondent.organisation_id:
        yield Problem("owner", "another seller owns it")
    elif side == rules.AGENCY and case.owner_organisation_id is None:
        yield Problem("owner", "no agency owns it")


def _clock_problems(case: Case, running: Sequence[str]) -> Iterator[Problem]:
    acting = _acting(running)
    expected = case.is_open and case.paused_at is None and case.joined_to_id is None
    if expected and not acting:
        yield Problem("clock", "no clock runs")
    elif not case.is_open and acting:
        yield Problem("clock", f"closed, but {acting[0]} runs")


def _acting(running: Sequence[str]) -> list[str]:
    return [kind for kind in running if kind not in DATES_ONLY]


def _again(
    case_id: int, mend_as: Actor | None, now: datetime
) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with one case that nothing moves now, and what of it was put right."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).select_related("respondent")
        case = held.get(pk=case_id)
        problems = cases_problems([case])[0].get(case_id, [])
        sound = not any(each.what in ("chain", "history") for each in problems)
        if mend_as is None or not sound or not case.is_open:
            return problems, []
        mended = [each for each in problems if _mend(case, each, mend_as, now)]
        return [each for each in problems if each not in mended], mended


def _mend(case: Case, problem: Problem, actor: Actor, now: datetime) -> bool:
    turn = rules.TURNS[case.state]
    if problem.what == "owner":
        if turn.side == rules.AGENCY:
            last = case.referrals.order_by("-id").first()
            owner = last.agency_id if last else None
        else:
            owner = case.respondent.organisation_id if turn.side == rules.SELLER else None
        if turn.side == rules.AGENCY and owner is None:
            return False
        case.owner_side, case.owner_organisation_id = turn.side, owner
        case.save(update_fields=["owner_side", "owner_organisation"])
    else:
        due_at = None if turn.rule_key else _remedy_due(case, now)
        clock_start(
            case, turn.clock, turn.rule_key or "complaint_mediation", now=now, due_at=due_at
        )
    entry = Entry("mended", data={"what": problem.what}, seen_by=rules.OFFICES)
    entry_write(case, entry, actor=actor, side="platform", now=now)
    return True


def _remedy_due(case: Case, now: datetime) -> datetime | None:
    """When what was agreed is due, unless that is over."""
    due = Remedy.objects.filter(case=case, done_at__isnull=True, due_at__gt=now)
    return due.order_by("-id").values_list("due_at", flat=True).first()


def _batches() -> Iterator[list[Case]]:
    last = 0
    while True:
        rows = Case.objects.filter(pk__gt=last).select_related("respondent").order_by("pk")
        batch = list(rows[:AT_ONCE])
        if not batch:
            return
        last = batch[-1].pk
        yield batch
