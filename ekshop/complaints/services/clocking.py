"""A case's clock ran out, or soon will: what happens by itself, for many cases at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F

from ekshop.kernel.actors import Actor
from ekshop.kernel.calendar import NATIONAL
from ekshop.kernel.deadlines import (
    Deadline,
    DeadlineTold,
    ToSet,
    deadline_meet,
    deadlines_about,
    deadlines_overdue,
    deadlines_set,
    deadlines_waiting,
)
from ekshop.kernel.rulebook import rule_at, rules_at
from ekshop.payments.services import MoreThanLeft, NothingToRefund

from .. import rules
from ..clocks import ENTITY, clock_name
from ..models import Case, Remedy, RemedyOffer
from ..selectors import seller_time_left, weeks_of
from . import telling
from .cash import cash_still_waits, confirmation_begin
from .chain import Entry, entries_write, entry_write
from .deciding import decision_finish
from .holding import cases_held
from .moving import Step, cases_step
from .remedies import ordered_refund_pay, paid_here, remedy_due


@dataclass(frozen=True)
class Due:
    """A held case and its clock."""

    case: Case
    deadline: Deadline

    @property
    def clock(self) -> str:
        return clock_name(self.deadline.kind)


def cases_move_on(*, actor: Actor, passed: Sequence[DeadlineTold], now: datetime) -> None:
    """Each case whose clock ran out does what its state says, once.

    Left out, and so harmless repeated: a clock that has been met or acted on since, a case that
    is elsewhere by now, is joined to another, or is paused.
    """
    with transaction.atomic():
        cases = cases_held(each.id for each in passed)
        unmet = deadlines_overdue().filter(pk__in=[each.deadline_id for each in passed])
        for clock, dues in _by_clock(cases, unmet.select_related("rule")).items():
            _ACTS[clock](dues, actor, now)


def cases_remind(*, actor: Actor, warned: Sequence[DeadlineTold], now: datetime) -> None:
    """Whoever must act is reminded by SMS; not where they did meanwhile."""
    with transaction.atomic():
        cases = cases_held(each.id for each in warned)
        waiting = deadlines_waiting().filter(pk__in=[each.deadline_id for each in warned])
        dues = [due for group in _by_clock(cases, waiting).values() for due in group]
        telling.reminders_send(
            [(due.case, due.clock, due.deadline.due_at) for due in dues],
            actor=actor,
            now=now,
        )


def _by_clock(cases: dict[int, Case], deadlines: Any) -> dict[str, list[Due]]:
    found: dict[str, list[Due]] = {}
    for row in deadlines.order_by("due_at", "id"):
        case, clock = cases.get(row.entity_id), clock_name(row.kind)
        if case is None or case.paused_at or case.state not in rules.CLOCK_STATES.get(clock, ()):
            continue
        found.setdefault(clock, []).append(Due(case, row))
    return found


def _silence(dues: list[Due], actor: Actor, now: datetime) -> None:
    """The seller said nothing: the coordinator mediates."""
    steps = [Step(due.case, Entry("seller_silent", data=said(due.deadline))) for due in dues]
    cases_step(steps, "silence", actor=actor, now=now)
    _offers_lapse(dues, now)


def _resume(dues: list[Due], actor: Actor, now: datetime) -> None:
    """The complainant gave no information: the seller goes on, with the time it had left."""
    left = seller_time_left([due.case.pk for due in dues])
    steps = [
        Step(
            due.case,
            Entry("information_missing", data=said(due.deadline)),
            now + left[due.case.pk] if due.case.pk in left else None,
        )
        for due in dues
    ]
    cases_step(steps, "resume", actor=actor, now=now)


def _ask_again(
    action: str, kind: str, outcome: str
) -> Callable[[list[Due], Actor, datetime], None]:
    """The complainant said nothing: told of it as often as the rule says, then taken as a yes to
    ending it."""

    def act(dues: list[Due], actor: Actor, now: datetime) -> None:
        allowed = rules_at([rules.NOTICE_RULE, rules.NOTICES_RULE], now)
        most, ran_out = allowed[rules.NOTICES_RULE].value, _times_passed(dues)
        done = [due for due in dues if ran_out[due.case.pk] > most]
        steps = [
            Step(due.case, Entry(kind, data={**said(due.deadline), "notices": most}))
            for due in done
        ]
        cases_step(steps, action, actor=actor, now=now, outcome=outcome)
        _offers_lapse(done, now)
        asked = [due for due in dues if ran_out[due.case.pk] <= most]
        if not asked:
            return
        clocks = _again(asked, allowed[rules.NOTICE_RULE], now)
        ending = {row.entity_id: row.due_at for row in clocks}
        entries = [
            (
                due.case,
                Entry(
                    "notice_given",
                    data={
                        **said(due.deadline),
                        "number": ran_out[due.case.pk],
                        "of": most,
                        "until": ending[due.case.pk].isoformat(),
                    },
                ),
            )
            for due in asked
        ]
        entries_write(entries, actor=actor, side="platform", now=now)
        telling.notices_before_end(
            [(due.case, due.clock, ending[due.case.pk]) for due in asked], actor=actor, now=now
        )

    return act


def _break(dues: list[Due], actor: Actor, now: datetime) -> None:
    """What was agreed or ordered did not come: back to the coordinator, on the seller's record.

    Where a final decision ordered money back that came through ek-Shop, we pay it: nobody can
    break that promise.
    """
    dues = [due for due in dues if not _executed(due, actor, now)]
    ids = [due.case.pk for due in dues]
    steps = [Step(due.case, Entry("promise_broken", data=said(due.deadline))) for due in dues]
    cases_step(steps, "break", actor=actor, now=now)
    Case.objects.filter(pk__in=ids).update(promises_broken=F("promises_broken") + 1)
    owed = Remedy.objects.filter(case_id__in=ids, done_at__isnull=True, set_aside_at__isnull=True)
    owed.filter(broken_at__isnull=True).update(broken_at=now)


def _executed(due: Due, actor: Actor, now: datetime) -> bool:
    """Whether the decision that ordered it is final and the money went back, through us."""
    remedy = remedy_due(due.case)
    if remedy is None or remedy.decision is None or not paid_here(due.case, remedy):
        return False
    decision = remedy.decision
    if decision.appealed_at is not None or now < decision.appeal_until:
        return False
    entry = Entry("order_executed", data=said(due.deadline))
    try:
        with transaction.atomic():
            ordered_refund_pay(due.case, remedy, entry, actor=actor, now=now)
    except (MoreThanLeft, NothingToRefund):
        return False
    return True


def _stall(dues: list[Due], actor: Actor, now: datetime) -> None:
    """The centre did not give the cash: to the coordinator. The seller has done its part."""
    waiting = {case.pk for case in cash_still_waits([due.case for due in dues])}
    steps = [
        Step(due.case, Entry("cash_not_given", data=said(due.deadline)))
        for due in dues
        if due.case.pk in waiting
    ]
    cases_step(steps, "stall", actor=actor, now=now)
    for due in dues:
        if due.case.pk not in waiting:
            confirmation_begin(due.case, now=now)


def _late(dues: list[Due], actor: Actor, now: datetime) -> None:
    """An office is late: the case stays with it, marked, and a new time runs."""
    by_rule: dict[Any, list[Due]] = {}
    for due in dues:
        by_rule.setdefault(due.deadline.rule and due.deadline.rule.key, []).append(due)
    for key, group in by_rule.items():
        turn_rule = rules.TURNS[group[0].case.state].rule_key or "complaint_mediation"
        _again(group, rule_at(key or turn_rule, now), now)
    seen = (rules.COMPLAINANT, *rules.OFFICES)
    entries = [(due.case, Entry("late", data=said(due.deadline), seen_by=seen)) for due in dues]
    entries_write(entries, actor=actor, side="platform", now=now)
    fresh = [due.case.pk for due in dues if due.case.late_since is None]
    Case.objects.filter(pk__in=fresh).update(late_since=now)


def _final(dues: list[Due], actor: Actor, now: datetime) -> None:
    """No appeal came: the decision is final. What it ordered is still waited for."""
    for due in dues:
        if decision_finish(actor=actor, case_id=due.case.pk, now=now).is_open:
            entry = Entry("decision_final", data=said(due.deadline))
            entry_write(due.case, entry, actor=actor, side="platform", now=now)
            deadline_meet(entity=(ENTITY, due.case.pk), kind=due.deadline.kind, now=now)


_ACTS: dict[str, Callable[[list[Due], Actor, datetime], None]] = {
    "triage": _late,
    "serve": _late,
    "seller_answer": _silence,
    "information": _resume,
    "offer_answer": _ask_again("lapse", "offer_lapsed", "no_answer"),
    "counter_answer": _silence,
    "remedy": _break,
    "confirmation": _ask_again("settle", "settled_unopposed", "remedied"),
    "cash": _stall,
    "mediation": _late,
    "agency_accept": _late,
    "agency_reply": _late,
    "appeal": _final,
}


def said(deadline: Deadline) -> dict[str, Any]:
    """Which clock it was, when it ran out and by which rule, for the timeline."""
    told: dict[str, Any] = {
        "clock": clock_name(deadline.kind),
        "due_at": deadline.due_at.isoformat(),
    }
    if deadline.rule is not None:
        rule = deadline.rule
        told |= {
            "rule": rule.key,
            "value": rule.value,
            "unit": rule.unit,
            "citation_bn": rule.citation_bn,
            "citation_en": rule.citation_en,
        }
    return told


def _again(dues: list[Due], rule: Any, now: datetime) -> list[Deadline]:
    """The same clock anew, by `rule`, owed by whom it was."""
    of_agency = dues[0].clock in rules.AGENCY_CLOCKS
    weeks = weeks_of({due.deadline.owner_organisation_id for due in dues} if of_agency else ())
    deadlines_set(
        [
            ToSet(
                entity=(ENTITY, due.case.pk),
                kind=due.deadline.kind,
                start=now,
                rule=rule,
                owner_organisation_id=due.deadline.owner_organisation_id,
                week=weeks.get(due.deadline.owner_organisation_id or 0, NATIONAL),
            )
            for due in dues
        ],
        now=now,
    )
    running = deadlines_about(ENTITY, [due.case.pk for due in dues])
    return list(running.filter(kind=dues[0].deadline.kind, state=Deadline.State.WAITING))


def _times_passed(dues: list[Due]) -> dict[int, int]:
    """By case: how often this clock ran out since the state began."""
    rows = deadlines_about(ENTITY, [due.case.pk for due in dues]).filter(
        kind=dues[0].deadline.kind, state=Deadline.State.PASSED, met_at__isnull=True
    )
    counted = rows.values_list("entity_id").annotate(times=Count("id"))
    return dict(counted.order_by())


def _offers_lapse(dues: list[Due], now: datetime) -> None:
    """What was proposed and nobody answered."""
    still = RemedyOffer.objects.filter(case__in=[due.case.pk for due in dues], answer="")
    still.update(answer="lapsed", answered_at=now)
