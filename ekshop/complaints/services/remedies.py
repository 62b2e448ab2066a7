"""A remedy agreed or ordered, and done. Money paid through us goes back through us: at once where
both sides agreed, and where an agency ordered it when it is said to be done, or by ourselves."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.composed import Composed
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.statements import insert, row_set
from ekshop.parties.services import require
from ekshop.payments.services import refund_issue_for_complaint

from .. import rules
from ..models import Case, Remedy, RemedyOffer
from ..selectors import side_of
from .acting import case_to_act, evidence_take, may, not_endless, said_before
from .chain import Entry, entry_write
from .moving import case_step, told_as_one
from .terms import due_on_accepted, end_of, refundable_poisha

PLATFORM = Actor.system("complaints")


def remedy_agree(
    case: Case, offer: RemedyOffer, action: str, entry: Entry, *, actor: Actor, now: datetime
) -> Remedy:
    """Both sides agree: the remedy is due at the end of its day. The caller holds the case.

    A refund of what was paid through ek-Shop is paid in the same transaction, and the case waits
    for the complainant's word; where it is cash, first for the centre to give it. Raises payments' errors where the money is not there any more.
    """
    due_on = due_on_accepted(offer, now=now)
    remedy = Remedy(
        case=case,
        offer=offer,
        kind=offer.kind,
        amount_poisha=offer.amount_poisha,
        medium=offer.medium,
        due_at=end_of(due_on),
        agreed_at=now,
    )
    insert([remedy])
    data = {"kind": offer.kind, "amount_poisha": offer.amount_poisha, "due_on": str(due_on)}
    agreed = Entry(entry.kind, text=entry.text, data={**data, **entry.data}, seen_by=entry.seen_by)
    ours = remedy.kind == "refund" and refundable_poisha(case) is not None
    with told_as_one(now=now) if ours else nullcontext():
        case_step(case, action, agreed, actor=actor, now=now, due_at=remedy.due_at)
        if ours:
            _refund(case, remedy, None, actor=actor, now=now)
    return remedy


def paid_here(case: Case, remedy: Remedy) -> bool:
    """Whether the remedy is money that came through ek-Shop and goes back the way it came: then it
    is done when our books say so, whatever anybody notes."""
    the_same_way = remedy.kind == "refund" and remedy.medium in ("", "same")
    return the_same_way and refundable_poisha(case) is not None


def ordered_refund_pay(
    case: Case, remedy: Remedy, entry: Entry, *, actor: Actor, now: datetime
) -> None:
    """What an agency ordered of money that came through ek-Shop goes back, once; `entry` says why
    now. The caller holds the case.

    Raises payments' errors where the money is not there any more, before anything is written.
    """
    with told_as_one(now=now):
        _refund(case, remedy, entry, actor=actor, now=now)


def _refund(
    case: Case, remedy: Remedy, because: Entry | None, *, actor: Actor, now: datetime
) -> None:
    refund = refund_issue_for_complaint(
        actor=actor,
        seller_order_id=case.seller_order_id or 0,
        amount_poisha=remedy.amount_poisha or 0,
        case_code=case.code,
        remedy_id=remedy.pk,
        now=now,
    )
    remedy.refund, remedy.done_at = refund, now
    remedy.save(update_fields=["refund", "done_at", "done_note"])
    if because is not None:
        entry_write(case, because, actor=actor, side=side_of(actor), now=now)
    paid = {
        "amount_poisha": refund.amount_poisha,
        "medium": refund.medium,
        "refund": refund.code,
    }
    in_cash = refund.medium == "cash"
    entry = Entry("cash_ready" if in_cash else "refund_paid", data=paid)
    clock = "cash" if in_cash else None
    case_step(case, "fulfil", entry, actor=PLATFORM, now=now, clock=clock)


def remedy_report(
    *,
    actor: Actor,
    case_id: int,
    note: str = "",
    evidence: Sequence[UUID] = (),
    now: datetime,
) -> Case:
    """The seller says the remedy is done, by a note (a transaction number, say) or by evidence.

    Where an agency ordered money back that came through ek-Shop, it goes back now.
    Errors: NotAllowed, NotFound, InvalidInput, StaleState, CasePaused, and payments' where money
    moves.
    """
    require(actor, "complaint.answer")
    note = not_endless(note, field="note", most=500)
    if not note and not evidence:
        raise InvalidInput({"note": _("Say how it was done, or attach the proof.")})
    with transaction.atomic():
        case = case_to_act(actor, case_id, now=now)
        files = evidence_take(case, evidence, side=rules.SELLER)
        entry = Entry("remedy_reported", text=note, data={"evidence": files})
        if said_before(case, entry, actor):
            return case
        may(case, "fulfil")
        remedy = remedy_due(case)
        if remedy is not None and paid_here(case, remedy):
            remedy.done_note = note
            ordered_refund_pay(case, remedy, entry, actor=actor, now=now)
            return case
        if remedy is not None:
            row_set(remedy, done_at=now, done_note=note)
        case_step(case, "fulfil", entry, actor=actor, now=now)
    return case


def remedy_due(case: Case) -> Remedy | None:
    """What was agreed or ordered last and is still to be given."""
    return _DUE.first(case=case.pk)


_DUE = Composed(
    lambda given: Remedy.objects.filter(
        case_id=given("case"),
        broken_at__isnull=True,
        done_at__isnull=True,
        set_aside_at__isnull=True,
    ).order_by("-id")[:1]
)
