"""A case is paused: no clock of it runs, until it is resumed with the time that was left."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadline_meet, deadlines_cancel
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY, kind_name
from ..models import Case, Pause
from ..selectors import side_of
from .chain import Entry, entry_write
from .clock_keeping import clocks_keep, clocks_restore
from .endings import hearings_cancel
from .errors import NotPausable, NotPaused
from .holding import case_held
from .moving import clock_start

PAUSE_RULE = "pause_cap"


def case_pause(
    *,
    actor: Actor,
    case_id: int,
    reason: str = rules.COURT,
    court: str = "",
    number: str = "",
    since: date | None = None,
    note: str = "",
    now: datetime,
) -> Pause:
    """Stops every clock of an open case. For a court, with its name, the case's number there and
    the date, for as long as it takes; for any other reason until the cap of the rule.

    A hearing that was called is cancelled. Errors: NotAllowed, NotFound, NotPausable,
    InvalidInput by field.
    """
    require(actor, "case.mediate")
    for_court = reason == rules.COURT
    court, number, note = normalise(court)[:160], normalise(number)[:80], normalise(note)[:500]
    _check(reason, court, number, since, note, now)
    with transaction.atomic():
        case = case_held(actor, case_id)
        if not case.is_open or case.paused_at is not None:
            raise NotPausable
        hearings_cancel([case], actor=actor, now=now)
        pause = Pause.objects.create(
            case=case,
            reason=reason,
            court=court if for_court else "",
            number=number if for_court else "",
            since=since if for_court else None,
            note=note,
            kept=clocks_keep(case, now=now, reason="paused"),
            paused_at=now,
            until=None if for_court else due_at(rule_at(PAUSE_RULE, now), now),
            **actor.columns(),
        )
        case.paused_at = now
        case.save(update_fields=["paused_at"])
        data = {
            "reason": reason,
            "court": pause.court,
            "number": pause.number,
            "since": pause.since.isoformat() if pause.since else "",
            "until": pause.until.isoformat() if pause.until else "",
        }
        entry = Entry("paused", text=note, data=data)
        entry_write(case, entry, actor=actor, side=rules.COORDINATOR, now=now)
        if pause.until is not None:
            clock_start(case, "pause", PAUSE_RULE, now=now)
    return pause


def case_resume(*, actor: Actor, case_id: int, text: str = "", now: datetime) -> Case:
    """Every clock that was stopped goes on with what was left of it: never earlier than before.

    Errors: NotAllowed, NotFound, NotPaused.
    """
    require(actor, "case.mediate")
    with transaction.atomic():
        case = case_held(actor, case_id)
        pause = Pause.objects.filter(case=case, resumed_at__isnull=True).first()
        if pause is None:
            raise NotPaused
        pause.resumed_at = now
        pause.save(update_fields=["resumed_at"])
        case.paused_at = None
        case.save(update_fields=["paused_at"])
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("pause"), now=now)
        deadlines_cancel(entity=(ENTITY, case.pk), now=now, reason="resumed")
        clocks_restore(case, pause.kept, now=now)
        entry = Entry("resumed", text=normalise(text)[:500], data={"reason": pause.reason})
        entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
    return case


def case_pause_over(*, actor: Actor, case_id: int, now: datetime) -> None:
    """Resumes a case whose pause has reached its cap; harmless repeated, or resumed before."""
    reached = Pause.objects.filter(case_id=case_id, resumed_at__isnull=True, until__lte=now)
    if reached.exists():
        case_resume(actor=actor, case_id=case_id, now=now)


def _check(
    reason: str, court: str, number: str, since: date | None, note: str, now: datetime
) -> None:
    wrong = {}
    if reason not in dict(rules.PAUSE_REASONS):
        wrong["reason"] = _("Choose why it is paused.")
    elif reason == rules.COURT:
        if not court:
            wrong["court"] = _("Write which court has it.")
        if not number:
            wrong["number"] = _("Write the number of the case at the court.")
        if since is None:
            wrong["since"] = _("Write the date of the court's order.")
        elif since > dhaka_date(now):
            wrong["since"] = _("This day has not come yet.")
    elif not note:
        wrong["note"] = _("Say in a sentence why it must wait.")
    if wrong:
        raise InvalidInput(wrong)
