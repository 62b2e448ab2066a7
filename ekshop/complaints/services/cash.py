"""A refund in cash: asked about once the centre gave it, and with the coordinator where it does not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_meet

from .. import rules
from ..clocks import ENTITY, kind_name
from ..models import Case, Remedy
from ..selectors import cash_of
from .chain import Entry, entry_write
from .holding import cases_held
from .moving import case_step, clock_start
from .noticing import complainant_page
from .speaking import side_tell


def cash_given(*, actor: Actor, refund_id: int, now: datetime) -> None:
    """The centre gave it: from now the complainant is asked whether it came. Once; nothing for a
    refund that is no complaint's."""
    with transaction.atomic():
        remedy = Remedy.objects.select_related("refund").filter(refund_id=refund_id).first()
        case = cases_held([remedy.case_id]).get(remedy.case_id) if remedy else None
        if remedy is None or remedy.refund is None or case is None:
            return
        data = {"amount_poisha": remedy.amount_poisha, "refund": remedy.refund.code}
        entry = Entry("cash_given", data=data)
        if case.timeline.filter(kind=entry.kind, data=data).exists():
            return
        newest = case.remedies.order_by("-id").first() == remedy and remedy.broken_at is None
        if case.state == "mediation" and case.paused_at is None and newest:
            case_step(case, "hand", entry, actor=actor, now=now)
            _ask(case, remedy, actor, now)
            return
        entry_write(case, entry, actor=actor, side="platform", now=now)
        if case.state == "remedied" and case.paused_at is None:
            confirmation_begin(case, now=now)
            _ask(case, remedy, actor, now)


def cash_still_waits(cases: Sequence[Case]) -> list[Case]:
    """Those of cases whose time for cash is over that still wait for it."""
    return [case for case in cases if cash_of(case) is not None]


def confirmation_begin(case: Case, *, now: datetime) -> None:
    """The cash is there: what runs from now is the complainant's time to say so."""
    turn = rules.TURNS["remedied"]
    deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("cash"), now=now)
    clock_start(case, turn.clock, turn.rule_key, now=now)


def _ask(case: Case, remedy: Remedy, actor: Actor, now: datetime) -> None:
    told = {"amount_poisha": remedy.amount_poisha, "url": complainant_page(case)}
    side_tell(case, rules.COMPLAINANT, "case_remedied", told, actor=actor, now=now)
