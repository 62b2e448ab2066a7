"""The complainant's side: answers offers, gives information, confirms, withdraws, opens again.

A centre or the call line that filed for somebody acts for them too, and the timeline says so.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.composed import Composed
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.kernel.statements import row_set
from ekshop.parties.services import require

from .. import rules
from ..models import Case, Remedy
from ..selectors import seller_time_left
from .acting import (
    agreed_before,
    case_to_act,
    evidence_take,
    for_somebody,
    may,
    not_endless,
    offer_answer,
    offer_open,
    offers_settle,
    said_before,
    words,
)
from .answering import offer_write
from .chain import Entry
from .errors import DecisionFinal, ReopenTooLate
from .moving import case_step
from .remedies import remedy_agree
from .terms import Terms, terms_check


def offer_accept(*, actor: Actor, case_id: int, offer_id: int | None = None, now: datetime) -> Case:
    """The complainant takes the offer; `offer_id` is the one that was read.

    The remedy is due by the end of its day; a refund of what was paid through ek-Shop is paid
    here and now. Errors: NotAllowed, NotFound, StaleState, CasePaused, and payments' where money
    moves.
    """
    require(actor, "complaint.own")
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        if agreed_before(case, "offer_accepted", actor):
            return case
        may(case, "accept")
        offer = offer_open(case, offer_id)
        offer_answer(offer, "accepted", now=now)
        entry = Entry("offer_accepted", data=for_somebody(actor))
        remedy_agree(case, offer, "accept", entry, actor=actor, now=now)
    return case


def offer_counter(
    *,
    actor: Actor,
    case_id: int,
    kind: str,
    amount_poisha: int | None = None,
    medium: str = "",
    due_on: date,
    note: str = "",
    offer_id: int | None = None,
    now: datetime,
) -> Case:
    """The complainant asks for something else instead, on the same terms as an offer's.

    Errors: NotAllowed, NotFound, InvalidInput by field, StaleState, CasePaused.
    """
    require(actor, "complaint.own")
    note = not_endless(note, field="note", most=1000)
    terms = Terms(kind=kind, due_on=due_on, amount_poisha=amount_poisha, medium=medium, note=note)
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry("offer_countered", text=note, data={**terms.as_data(), **for_somebody(actor)})
        if said_before(case, entry, actor):
            return case
        may(case, "counter")
        terms_check(case, terms, now=now)
        offer_answer(offer_open(case, offer_id), "countered", now=now)
        offer_write(case, terms, side=rules.COMPLAINANT, now=now)
        case_step(case, "counter", entry, actor=actor, now=now)
    return case


def offer_decline(
    *, actor: Actor, case_id: int, text: str, offer_id: int | None = None, now: datetime
) -> Case:
    """The complainant refuses, saying why: the coordinator mediates.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState, CasePaused.
    """
    require(actor, "complaint.own")
    text = words(text, field="text", why=_("Say in a few words why not."))
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry("offer_declined", text=text, data=for_somebody(actor))
        if said_before(case, entry, actor):
            return case
        may(case, "decline")
        offer_answer(offer_open(case, offer_id), "declined", now=now)
        case_step(case, "decline", entry, actor=actor, now=now)
    return case


def information_give(
    *, actor: Actor, case_id: int, text: str, evidence: Sequence[UUID] = (), now: datetime
) -> Case:
    """The complainant answers what the seller asked; the seller's time goes on.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState, CasePaused.
    """
    require(actor, "complaint.own")
    text = not_endless(text, field="text")
    if not evidence:
        text = words(text, field="text", why=_("Write an answer, or attach a file."))
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        files = evidence_take(case, evidence, side=rules.COMPLAINANT)
        data: dict[str, Any] = {"evidence": files, **for_somebody(actor)}
        entry = Entry("information_given", text=text, data=data)
        if said_before(case, entry, actor):
            return case
        may(case, "inform")
        left = seller_time_left([case.pk]).get(case.pk)
        due = now + left if left is not None else None
        case_step(case, "inform", entry, actor=actor, now=now, due_at=due)
    return case


def remedy_confirm(
    *,
    actor: Actor,
    case_id: int,
    rating: int | None = None,
    note: str = "",
    now: datetime,
) -> Case:
    """The complainant says the remedy came, with one to five stars if they like: resolved.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState, CasePaused.
    """
    require(actor, "complaint.own")
    if rating is not None and not 1 <= rating <= 5:
        raise InvalidInput({"rating": _("Give one to five stars.")})
    note = not_endless(note, field="note", most=500)
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry("remedy_confirmed", text=note, data={"rating": rating, **for_somebody(actor)})
        if said_before(case, entry, actor):
            return case
        may(case, "confirm")
        _confirmed(case, now)
        case_step(
            case,
            "confirm",
            entry,
            actor=actor,
            now=now,
            outcome="remedied",
            also={"rating": rating, "rating_note": note},
        )
    return case


def remedy_dispute(*, actor: Actor, case_id: int, text: str, now: datetime) -> Case:
    """The complainant says nothing came, or not what was agreed: the coordinator mediates.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState, CasePaused.
    """
    require(actor, "complaint.own")
    text = words(text, field="text", why=_("Say in a few words what is missing."))
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry("remedy_disputed", text=text, data=for_somebody(actor))
        if said_before(case, entry, actor):
            return case
        may(case, "dispute")
        case_step(case, "dispute", entry, actor=actor, now=now)
    return case


def case_withdraw(*, actor: Actor, case_id: int, text: str = "", now: datetime) -> Case:
    """The complainant takes the complaint back; an agency that has it is told it is over.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState, CasePaused.
    """
    require(actor, "complaint.own")
    text = not_endless(text, field="text")
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry("withdrawn", text=text, data=for_somebody(actor))
        if said_before(case, entry, actor):
            return case
        may(case, "withdraw")
        offers_settle(case, "withdrawn", now=now)
        case_step(case, "withdraw", entry, actor=actor, now=now, outcome="withdrawn")
    return case


def case_reopen(*, actor: Actor, case_id: int, text: str, now: datetime) -> Case:
    """The complainant opens a closed complaint again, within the rulebook's days: the coordinator
    mediates. Errors: NotAllowed, NotFound, InvalidInput, ReopenTooLate, DecisionFinal, StaleState.
    """
    require(actor, "complaint.own")
    text = words(text, field="text", why=_("Say in a few words why it must be opened again."))
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry("reopened", text=text, data=for_somebody(actor))
        if said_before(case, entry, actor):
            return case
        may(case, "reopen")
        if case.outcome == "decided":
            raise DecisionFinal
        if now > reopen_until(case):
            raise ReopenTooLate
        case_step(case, "reopen", entry, actor=actor, now=now)
    return case


def reopen_until(case: Case) -> datetime:
    """How long a closed case may be opened again, by the rule of the day it was closed."""
    if case.closed_at is None:
        raise ValueError(f"case {case.code} is open")
    return due_at(rule_at("complaint_reopen", case.closed_at), case.closed_at)


def _confirmed(case: Case, now: datetime) -> None:
    """The last remedy promised came, whoever reported it or nobody."""
    remedy = _UNCONFIRMED.first(case=case.pk)
    if remedy is not None:
        row_set(remedy, confirmed_at=now, done_at=remedy.done_at or now)


_UNCONFIRMED = Composed(
    lambda given: Remedy.objects.filter(
        case_id=given("case"), broken_at__isnull=True, confirmed_at__isnull=True
    ).order_by("-id")[:1]
)
