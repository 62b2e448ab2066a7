"""The steps of a close: one operator asks, another confirms, and only then something happens."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.clock import month_bounds
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.rulebook import rules_at
from ekshop.parties.services import require

from ... import rules
from ...models import MonthClose, MonthStep
from ...selectors import closing as reads
from .errors import (
    AlreadyApproved,
    DisputesStillPossible,
    MonthHeldUp,
    MonthNotOver,
    OwnStep,
    StepWaits,
)
from .freezing import month_freeze
from .settling import month_settle
from .undoing import month_undo

TAX = "commission_tax"
MINIMUM = "payout_minimum"


def month_step_ask(
    *, actor: Actor, month: str, kind: str, note: str = "", now: datetime
) -> MonthStep:
    """Ask for a step (`freeze`, `settle` or `undo`) of a month; another operator has to confirm.

    Errors: NotAllowed, InvalidInput, MonthNotOver, StepWaits, MonthHeldUp, StaleState and what
    else stands in the way of the step.
    """
    require(actor, "month.close")
    if kind not in dict(rules.MONTH_STEP_KINDS):
        raise InvalidInput({"kind": _("There is no such step.")})
    if kind == "undo" and not note.strip():
        raise InvalidInput({"note": _("Say why the freeze is undone.")})
    month_over(month, now)
    with transaction.atomic():
        close = _held(month)
        _possible(actor, close, kind, now)
        try:
            with transaction.atomic():
                step = MonthStep.objects.create(
                    close=close,
                    kind=kind,
                    note=note.strip()[:300],
                    asked_by_id=actor.person,
                    asked_at=now,
                )
        except IntegrityError as error:
            raise StepWaits from error
        states.begin(step, actor=actor, now=now, reason=step.note)
        _audit(actor, step, "month_step_ask", now)
    return step


def month_step_confirm(*, actor: Actor, step_id: int, now: datetime) -> MonthStep:
    """Confirm what somebody else asked for, and let it begin; what stands in its way is asked again.

    Freezing and undoing go on by themselves afterwards, see `month_work`.
    Errors: NotAllowed, OwnStep, NotFound, StaleState and what else stands in the way of the step.
    """
    require(actor, "month.close")
    with transaction.atomic():
        step = _step(step_id)
        close = step.close
        if step.asked_by_id == actor.person:
            raise OwnStep
        _possible(actor, close, step.kind, now)
        _decide(actor, step, "confirm", "", now)
        _BEGIN[step.kind](actor, close, step, now)
    return step


def month_step_refuse(*, actor: Actor, step_id: int, answer: str, now: datetime) -> MonthStep:
    """Do not confirm it, and say why. Errors: NotAllowed, OwnStep, NotFound, InvalidInput."""
    require(actor, "month.close")
    if not answer.strip():
        raise InvalidInput({"answer": _("Say why.")})
    with transaction.atomic():
        step = _step(step_id)
        if step.asked_by_id == actor.person:
            raise OwnStep
        _decide(actor, step, "refuse", answer.strip()[:300], now)
    return step


def month_step_withdraw(*, actor: Actor, step_id: int, now: datetime) -> MonthStep:
    """Whoever asked takes it back. Errors: NotAllowed, NotFound."""
    require(actor, "month.close")
    with transaction.atomic():
        step = _step(step_id)
        if step.asked_by_id != actor.person:
            raise NotFound(what="step")
        states.move(step, "withdraw", actor=actor, now=now, also={"decided_at": now})
        _audit(actor, step, "month_step_withdraw", now)
    return step


def month_over(month: str, now: datetime) -> None:
    """Errors: InvalidInput for what is no month, MonthNotOver in Asia/Dhaka."""
    try:
        over = month_bounds(month)[1] <= now
    except ValueError:
        raise InvalidInput({"month": _("This is not a month.")}) from None
    if not over:
        raise MonthNotOver(month=month)


def _held(month: str) -> MonthClose:
    """Locked with every other month, for what one may do depends on the others."""
    MonthClose.objects.bulk_create([MonthClose(month=month)], ignore_conflicts=True)
    held = MonthClose.objects.select_for_update().order_by("month")
    return next(row for row in held if row.month == month)


def _step(step_id: int) -> MonthStep:
    """Locked together with its month, the month first, as everywhere."""
    step = MonthStep.objects.select_related("close").filter(pk=step_id).first()
    if step is None:
        raise NotFound(what="step")
    close = _held(step.close.month)
    step = MonthStep.objects.select_for_update().get(pk=step_id)
    step.close = close
    return step


def _possible(actor: Actor, close: MonthClose, kind: str, now: datetime) -> None:
    """Raises what stands in the way of a step."""
    if rules.MONTH_CLOSE.step(close.state, kind) is None:
        raise states.ActionNotPossible(
            action=dict(rules.MONTH_STEP_KINDS)[kind],
            state=rules.MONTH_CLOSE.state_label(close.state),
        )
    if kind == "settle" and close.disputes_until and now <= close.disputes_until:
        raise DisputesStillPossible
    if kind == "undo":
        if close.sellers.filter(attempt=close.attempt).exclude(state__in=["frozen", "carried"]):
            raise AlreadyApproved
        if reads.later_frozen(close.month):
            raise MonthHeldUp(checks=["later_frozen"])
    if kind == "freeze":
        stopping = [one.kind for one in reads.month_check(actor, close.month, now) if one.stops]
        if stopping:
            raise MonthHeldUp(checks=stopping)


def _decide(actor: Actor, step: MonthStep, action: str, answer: str, now: datetime) -> None:
    decided = {"decided_by_id": actor.person, "decided_at": now, "answer": answer}
    states.move(step, action, actor=actor, now=now, reason=answer, also=decided)
    _audit(actor, step, f"month_step_{action}", now)


def _freeze(actor: Actor, close: MonthClose, step: MonthStep, now: datetime) -> None:
    held = rules_at([TAX, MINIMUM], now)
    states.move(
        close,
        "freeze",
        actor=actor,
        now=now,
        also={
            "attempt": close.attempt + 1,
            "frozen_to": 0,
            "tax_bp": held[TAX].value,
            "minimum_poisha": held[MINIMUM].value,
            "frozen_at": now,
        },
    )
    month_freeze.later(close_id=close.pk)


def _undo(actor: Actor, close: MonthClose, step: MonthStep, now: datetime) -> None:
    states.move(close, "undo", actor=actor, now=now, reason=step.note, also={"frozen_to": 0})
    month_undo.later(close_id=close.pk)


def _settle(actor: Actor, close: MonthClose, step: MonthStep, now: datetime) -> None:
    month_settle(actor=actor, close=close, now=now)


_BEGIN: dict[str, Any] = {"freeze": _freeze, "settle": _settle, "undo": _undo}


def _audit(actor: Actor, step: MonthStep, action: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="month_close",
        entity_id=step.close_id,
        data={"month": step.close.month, "step": step.kind, "step_id": step.pk},
        now=now,
    )
