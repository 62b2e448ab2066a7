"""What the coordinator does between the sides: speaks to them, gives time, closes what has no ground."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.deadlines import Deadline, deadline_extend, deadlines_of
from ekshop.kernel.errors import InvalidInput, NotFound, StaleState
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY
from ..models import Case, CaseEntry
from .chain import Entry, entry_write
from .holding import case_held
from .moving import case_step
from .speaking import side_tell

SPOKEN_TO = (rules.COMPLAINANT, rules.SELLER, rules.AGENCY)
DISMISSALS = ("dismissed", "elsewhere")
"""Outcomes a coordinator may close a case with: without ground, or outside this desk's law."""
TEXT_AT_MOST = 5000


def message_send(
    *, actor: Actor, case_id: int, to_sides: Collection[str], text: str, now: datetime
) -> CaseEntry:
    """Writes to one side or several; each side reads only what was written to it.

    Complainant and seller are told by SMS. Errors: NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "case.mediate")
    said = normalise(text)[:TEXT_AT_MOST]
    wrong = {}
    if not said:
        wrong["text"] = _("Write the message.")
    if not to_sides or not set(to_sides) <= set(SPOKEN_TO):
        wrong["to_sides"] = _("Choose who is to read it.")
    if wrong:
        raise InvalidInput(wrong)
    with transaction.atomic():
        case = case_held(actor, case_id)
        sides = [side for side in SPOKEN_TO if side in to_sides]
        entry = Entry("message", text=said, data={"to": sides}, seen_by=tuple(sides))
        row = entry_write(case, entry, actor=actor, side=rules.COORDINATOR, now=now)
        for side in sides:
            side_tell(case, side, "case_message", {"text": said}, actor=actor, now=now)
    return row


def case_dismiss(
    *, actor: Actor, case_id: int, text: str, outcome: str = "dismissed", now: datetime
) -> Case:
    """Closes a case that has no ground, or that no law of this desk covers, with the reason.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState, CasePaused.
    """
    require(actor, "case.mediate")
    said = normalise(text)[:TEXT_AT_MOST]
    if not said:
        raise InvalidInput({"text": _("Say why, so that the complainant understands it.")})
    if outcome not in DISMISSALS:
        raise InvalidInput({"outcome": _("Choose why it is closed.")})
    with transaction.atomic():
        case = case_held(actor, case_id)
        entry = Entry("dismissed", text=said, data={"outcome": outcome})
        case_step(case, "dismiss", entry, actor=actor, now=now, outcome=outcome)
    return case


def case_mediate(*, actor: Actor, case_id: int, now: datetime) -> Case:
    """Takes a case nobody sorted yet to the coordinator's own desk. Errors as `case_dismiss`."""
    require(actor, "case.triage")
    with transaction.atomic():
        case = case_held(actor, case_id)
        case_step(case, "mediate", Entry("triaged"), actor=actor, now=now)
    return case


def clock_extend(
    *, actor: Actor, case_id: int, deadline_id: int, due_at: datetime, reason: str, now: datetime
) -> Deadline:
    """Gives more time on one of the case's running clocks, on record for everyone.

    Errors: NotAllowed, NotFound, InvalidInput without a reason, CannotExtend, StaleState when the
    case is closed.
    """
    require(actor, "case.mediate")
    with transaction.atomic():
        case = case_held(actor, case_id)
        if not case.is_open:
            raise StaleState
        before = deadlines_of((ENTITY, case.pk)).filter(pk=deadline_id).first()
        if before is None:
            raise NotFound(what="deadline")
        after = deadline_extend(
            actor=actor, deadline_id=deadline_id, due_at=due_at, reason=reason, now=now
        )
        data = {
            "kind": before.kind,
            "from": before.due_at.isoformat(),
            "to": after.due_at.isoformat(),
        }
        entry = Entry("extended", text=reason.strip(), data=data)
        entry_write(case, entry, actor=actor, side=rules.COORDINATOR, now=now)
    return after
