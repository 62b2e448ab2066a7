"""A seller's part: it approves its month and sends what is needed; an operator finds it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.ledger import selectors as books
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require

from ... import rules
from ...models import Funding, MonthClose, SellerMonth
from ...selectors import closing as reads
from .errors import MoreThanNeeded, NotSettledYet, OwnTransfer, TransferTold
from .paying import statements_order

REFERENCE_LENGTH = 60


def seller_month_approve(*, actor: Actor, seller_month_id: int, now: datetime) -> SellerMonth:
    """The seller agrees with its statements of a month, and hears what it has to send.

    What customers paid for its goods lies with us, less what it owes the centres: only what its
    account is short of is needed, and where it is short of nothing the payments are ordered.
    Errors: NotAllowed, NotFound, NotSettledYet, StaleState.
    """
    require(actor, "statement.approve")
    with transaction.atomic():
        part = _held(actor, seller_month_id)
        if part.close.state not in {"settled", "paying"}:
            raise NotSettledYet
        needed = rules.money_needed(
            part.total_poisha, books.balance(part.seller_id, "seller_payable")
        )
        states.move(
            part,
            "approve",
            actor=actor,
            now=now,
            data={"needed_poisha": needed},
            also={
                "needed_poisha": needed,
                "approved_by_id": actor.person,
                "approved_at": now,
            },
        )
        _audit(actor, part, "seller_month_approve", now, needed_poisha=needed)
        _fund_if_here(actor, part, now)
    return part


def funding_tell(
    *, actor: Actor, seller_month_id: int, amount_poisha: int, reference: str, now: datetime
) -> Funding:
    """The seller says it sent money for a month, with the bank's reference.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState, MoreThanNeeded, TransferTold.
    """
    require(actor, "payout.fund")
    reference = "".join(latin_digits(normalise(reference)).split()).upper()
    problems = {}
    if amount_poisha <= 0:
        problems["amount"] = _("Give an amount above nothing.")
    if not reference or len(reference) > REFERENCE_LENGTH:
        problems["reference"] = _("Give the bank's reference of the transfer.")
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        part = _held(actor, seller_month_id)
        if part.state != "approved":
            raise states.ActionNotPossible(
                action=_("Tell of a transfer"),
                state=rules.SELLER_MONTH.state_label(part.state),
            )
        if amount_poisha > reads.still_needed(part, told=True):
            raise MoreThanNeeded
        try:
            with transaction.atomic():
                funding = Funding.objects.create(
                    seller_month=part,
                    amount_poisha=amount_poisha,
                    reference=reference,
                    told_by_id=actor.person,
                    told_at=now,
                )
        except IntegrityError as error:
            raise TransferTold(reference=reference) from error
        states.begin(funding, actor=actor, now=now)
        _audit(actor, part, "funding_tell", now, funding_id=funding.pk)
    return funding


def funding_receive(*, actor: Actor, funding_id: int, now: datetime) -> Funding:
    """An operator found the transfer in our bank account. When all that is needed is here, the
    payments are ordered. Errors: NotAllowed, OwnTransfer, NotFound, StaleState."""
    require(actor, "month.close")
    with transaction.atomic():
        funding = _funding(actor, funding_id)
        _decide(actor, funding, "receive", "", now)
        journal_post(
            key=f"funding:{funding.pk}",
            kind="funding",
            entity="funding",
            entity_id=funding.pk,
            postings=[
                (None, "bank", funding.amount_poisha),
                (funding.seller_month.seller_id, "seller_payable", -funding.amount_poisha),
            ],
            now=now,
        )
        _fund_if_here(actor, funding.seller_month, now)
    return funding


def funding_refuse(*, actor: Actor, funding_id: int, answer: str, now: datetime) -> Funding:
    """The transfer is not in our account. Errors: NotAllowed, NotFound, InvalidInput, StaleState."""
    require(actor, "month.close")
    if not answer.strip():
        raise InvalidInput({"answer": _("Say why.")})
    with transaction.atomic():
        funding = _funding(actor, funding_id)
        _decide(actor, funding, "refuse", answer.strip()[:300], now)
    return funding


def _decide(actor: Actor, funding: Funding, action: str, answer: str, now: datetime) -> None:
    if funding.told_by_id == actor.person:
        raise OwnTransfer
    decided = {"decided_by_id": actor.person, "decided_at": now, "answer": answer}
    states.move(funding, action, actor=actor, now=now, reason=answer, also=decided)
    _audit(actor, funding.seller_month, f"funding_{action}", now, funding_id=funding.pk)


def _fund_if_here(actor: Actor, part: SellerMonth, now: datetime) -> None:
    if reads.still_needed(part) > 0:
        return
    states.move(part, "fund", actor=actor, now=now)
    if part.close.state == "settled":
        states.move(part.close, "pay", actor=actor, now=now)
    statements_order.later(seller_month_id=part.pk)


def _held(actor: Actor, seller_month_id: int) -> SellerMonth:
    """Locked with its month, the month first. Errors: NotFound, also for another seller's."""
    part = reads.seller_months_visible_to(actor).filter(pk=seller_month_id).first()
    if part is None:
        raise NotFound(what="seller_month")
    close = MonthClose.objects.select_for_update().get(pk=part.close_id)
    part = SellerMonth.objects.select_for_update().get(pk=seller_month_id)
    part.close = close
    return part


def _funding(actor: Actor, funding_id: int) -> Funding:
    funding = Funding.objects.filter(pk=funding_id).first()
    if funding is None:
        raise NotFound(what="funding")
    part = _held(actor, funding.seller_month_id)
    funding = Funding.objects.select_for_update().get(pk=funding_id)
    funding.seller_month = part
    return funding


def _audit(actor: Actor, part: SellerMonth, action: str, now: datetime, **data: int | str) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="seller_month",
        entity_id=part.pk,
        data={"month": part.close.month, "seller_id": part.seller_id, **data},
        now=now,
    )
