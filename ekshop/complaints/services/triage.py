"""A new case finds its way: to the seller, to an agency, or to the coordinator's eyes first."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.parties.services import require

from ..models import Case
from ..selectors import triage_rule_for
from .chain import Entry
from .moving import case_held, case_step
from .referring import referral_send


def case_triage(*, actor: Actor, case_id: int, now: datetime) -> Case:
    """Sends a case that still waits to be sorted where the rules say; harmless repeated.

    Without a rule that fits it stays with the coordinator, whose clock runs.
    """
    with transaction.atomic():
        case = case_held(actor, case_id)
        rule = triage_rule_for(case, at=now) if case.state == "filed" else None
        if rule is None:
            return case
        if rule.urgency and rule.urgency != case.urgency:
            case.urgency = rule.urgency
            case.save(update_fields=["urgency"])
        if rule.agency is not None:
            referral_send(
                actor=actor, case_id=case.pk, agency_id=rule.agency.pk, letter="", now=now
            )
        elif rule.to_seller:
            _ask_seller(case, "", actor, now)
        else:
            case_step(case, "mediate", Entry("triaged"), actor=actor, now=now)
    return case


def case_send_to_seller(*, actor: Actor, case_id: int, note: str = "", now: datetime) -> Case:
    """Asks the seller to begin a solution within its 72 hours.

    Errors: NotAllowed, NotFound, StaleState.
    """
    require(actor, "case.triage")
    with transaction.atomic():
        case = case_held(actor, case_id)
        _ask_seller(case, note, actor, now)
    return case


def _ask_seller(case: Case, note: str, actor: Actor, now: datetime) -> None:
    case_step(
        case,
        "ask_seller",
        Entry("sent_to_seller", text=note),
        actor=actor,
        now=now,
        also={"sent_to_seller_at": case.sent_to_seller_at or now},
    )
