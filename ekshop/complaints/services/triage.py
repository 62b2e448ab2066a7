"""A new case finds its way: to the seller, to an agency, or to the coordinator's eyes first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, StaleState
from ekshop.kernel.statements import row_set
from ekshop.parties.services import require

from .. import rules
from ..classifier import suggest
from ..models import Case
from ..selectors import triage_rule_for
from .acting import case_to_act
from .chain import Entry, entry_write
from .holding import case_held
from .moving import case_step
from .referring import referral_send
from .serving import told_by_hand_only


def case_triage(*, actor: Actor, case_id: int, now: datetime) -> Case:
    """Sends a case that still waits to be sorted where the rules say; harmless repeated.

    What its words say is kept beside what was chosen. Where "something else" was chosen, the rules
    go by the words if these are sure. Without a rule that fits it stays with the coordinator, whose
    clock runs.
    """
    with transaction.atomic():
        case = case_held(actor, case_id)
        if case.state == "filed":
            _read(case)
            _route(case, actor, now)
    return case


def case_recategorise(
    *, actor: Actor, case_id: int, category: str, text: str = "", now: datetime
) -> Case:
    """The coordinator names what a case is about. While nobody has begun to work on it, it is
    sorted anew.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState once it is closed, CasePaused.
    """
    require(actor, "case.triage")
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        if not case.is_open:
            raise StaleState(code=case.code)
        if category not in rules.BY_CODE:
            raise InvalidInput({"category": _("Choose what the complaint is about.")})
        if category == case.category:
            raise InvalidInput({"category": _("This is what it is about already.")})
        data = {"from": case.category, "to": category}
        entry = Entry("recategorised", text=normalise(text)[:2000], data=data)
        begun = _begun(case)
        entry_write(case, entry, actor=actor, side=rules.COORDINATOR, now=now)
        case.category = category
        if rules.category_of(category).urgent:
            case.urgency = "at_once"
        case.save(update_fields=["category", "urgency"])
        if not begun:
            _route(case, actor, now)
    return case


_NOBODYS = ("filed", "sorted", "triaged", "recategorised", "added", "evidence")
"""Entries that are nobody's work on the case yet."""


def _begun(case: Case) -> bool:
    waits = case.state in ("filed", "mediation") and not case.reopened
    return not waits or case.timeline.exclude(kind__in=_NOBODYS).exists()


def _read(case: Case) -> None:
    said = suggest(case.story)
    row_set(
        case,
        suggested_category=said.category,
        suggested_bp=round(said.confidence * 10_000),
        suggested_because=[word[:40] for word in said.because],
        suggested_urgent=said.urgent,
        urgency="soon" if said.urgent and case.urgency == "normal" else case.urgency,
    )


def _route(case: Case, actor: Actor, now: datetime) -> None:
    """The way the first rule that fits says; a sure urgent case never falls below "soon"."""
    rule = triage_rule_for(case, at=now)
    if rule is None:
        return
    urgency = rule.urgency or case.urgency
    if urgency == "normal" and case.suggested_urgent:
        urgency = "soon"
    if urgency != case.urgency:
        row_set(case, urgency=urgency)
    if case.category == rules.OTHER:
        data = {"category": case.suggested_category, "confidence_bp": case.suggested_bp}
        entry_write(case, Entry("sorted", data=data), actor=actor, side="platform", now=now)
    if rule.agency is not None:
        referral_send(actor=actor, case_id=case.pk, agency_id=rule.agency.pk, letter="", now=now)
    elif rule.to_seller:
        _ask_seller(case, "", actor, now)
    elif case.state == "filed":
        case_step(case, "mediate", Entry("triaged"), actor=actor, now=now)


def case_send_to_seller(*, actor: Actor, case_id: int, note: str = "", now: datetime) -> Case:
    """Asks the seller to begin a solution within its 72 hours, or has notice brought to it first.

    Errors: NotAllowed, NotFound, StaleState.
    """
    require(actor, "case.triage")
    with transaction.atomic():
        case = case_held(actor, case_id)
        _ask_seller(case, note, actor, now)
    return case


def _ask_seller(case: Case, note: str, actor: Actor, now: datetime) -> None:
    """Its time to answer begins when it was told: a seller whom no message reaches is told by
    hand, and until that is proved the case is the coordinator's."""
    if told_by_hand_only(case):
        case_step(case, "serve", Entry("to_serve", text=note), actor=actor, now=now)
        return
    case_step(
        case,
        "ask_seller",
        Entry("sent_to_seller", text=note),
        actor=actor,
        now=now,
        also={"sent_to_seller_at": case.sent_to_seller_at or now},
    )
