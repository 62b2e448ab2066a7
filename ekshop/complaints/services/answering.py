"""The seller's side: offers, rejects, asks, agrees to a counter-offer, says it is done."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_cancel
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.statements import insert
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY, kind_name
from ..models import Case, RemedyOffer
from ..selectors import PAUSED, side_of
from .acting import (
    agreed_before,
    case_to_act,
    evidence_take,
    may,
    not_endless,
    offer_answer,
    offer_open,
    offers_settle,
    said_before,
    words,
)
from .chain import Entry
from .errors import AskedBefore
from .moving import case_step
from .remedies import remedy_agree
from .terms import Terms, terms_check

ASKED = "information_asked"


def remedy_offer(
    *,
    actor: Actor,
    case_id: int,
    kind: str,
    amount_poisha: int | None = None,
    medium: str = "",
    due_on: date,
    note: str = "",
    now: datetime,
) -> Case:
    """The seller promises a remedy by a day, if the complainant agrees.

    Money has an amount (poisha; at most what was paid, unless damages are claimed) and a way; a
    refund comes within the rulebook's days. Sent twice it is one offer.
    Errors: NotAllowed, NotFound, InvalidInput by field, StaleState, CasePaused.
    """
    require(actor, "complaint.answer")
    note = not_endless(note, field="note", most=1000)
    terms = Terms(kind=kind, due_on=due_on, amount_poisha=amount_poisha, medium=medium, note=note)
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry("remedy_offered", text=note, data=terms.as_data())
        if said_before(case, entry, actor):
            return case
        may(case, "offer")
        terms_check(case, terms, now=now)
        offers_settle(case, "countered", now=now)
        offer_write(case, terms, side=side_of(actor), now=now)
        case_step(case, "offer", entry, actor=actor, now=now, also=_answered(case, now))
    return case


def complaint_reject(
    *,
    actor: Actor,
    case_id: int,
    reason: str,
    text: str,
    evidence: Sequence[UUID] = (),
    now: datetime,
) -> Case:
    """The seller says no, with a reason of the list, words and evidence: the coordinator mediates.

    Errors: NotAllowed, NotFound, InvalidInput by field, StaleState, CasePaused.
    """
    require(actor, "complaint.answer")
    if reason not in dict(rules.REJECTION_REASONS):
        raise InvalidInput({"reason": _("Choose a reason.")})
    text = words(text, field="text", why=_("Say why, so that others can judge it."))
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        files = evidence_take(case, evidence, side=rules.SELLER)
        entry = Entry("rejected", text=text, data={"reason": reason, "evidence": files})
        if said_before(case, entry, actor):
            return case
        may(case, "reject")
        offers_settle(case, "declined", now=now)
        case_step(case, "reject", entry, actor=actor, now=now, also=_answered(case, now))
    return case


def information_ask(*, actor: Actor, case_id: int, text: str, now: datetime) -> Case:
    """The seller asks the complainant something, once in a case.

    Its 72 hours stop and go on with what was left of them when the answer comes, or when the
    complainant's own time for it is over.
    Errors: NotAllowed, NotFound, InvalidInput, AskedBefore, StaleState, CasePaused.
    """
    require(actor, "complaint.answer")
    text = words(text, field="text", why=_("Write what you need to know."))
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        entry = Entry(ASKED, text=text)
        if said_before(case, entry, actor):
            return case
        may(case, "ask_complainant")
        if case.timeline.filter(kind=ASKED).exists():
            raise AskedBefore
        deadline_cancel(
            entity=(ENTITY, case.pk), kind=kind_name("seller_answer"), now=now, reason=PAUSED
        )
        case_step(case, "ask_complainant", entry, actor=actor, now=now)
    return case


def counter_accept(
    *, actor: Actor, case_id: int, offer_id: int | None = None, now: datetime
) -> Case:
    """The seller agrees to the complainant's counter-offer; `offer_id` is the one it read.

    Errors: NotAllowed, NotFound, StaleState, CasePaused, and payments' where money moves.
    """
    require(actor, "complaint.answer")
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        if agreed_before(case, "counter_accepted", actor):
            return case
        may(case, "agree")
        offer = offer_open(case, offer_id)
        offer_answer(offer, "accepted", now=now)
        entry = Entry("counter_accepted")
        remedy_agree(case, offer, "agree", entry, actor=actor, now=now)
    return case


def offer_write(case: Case, terms: Terms, *, side: str, now: datetime) -> RemedyOffer:
    made = RemedyOffer(
        case=case,
        side=side,
        kind=terms.kind,
        amount_poisha=terms.amount_poisha,
        medium=terms.medium if terms.kind in rules.MONEY_REMEDIES else "",
        due_on=terms.due_on,
        note=terms.note,
        made_at=now,
    )
    insert([made])
    return made


def _answered(case: Case, now: datetime) -> dict[str, datetime]:
    return {"answered_at": case.answered_at or now}
