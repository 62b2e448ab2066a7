"""A claim against a courier is opened with its journal, and ends paid or written off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require

from ..models import CourierClaim

REASON_SHORTEST, REASON_LONGEST = 5, 300
_ENDS = {
    "pay": ("bank", "courier_claim_paid"),
    "write_off": ("delivery_borne", "courier_claim_written_off"),
}


def courier_claim_open(
    *, actor: Actor, seller_order_id: int, courier: str, amount_poisha: int, now: datetime
) -> CourierClaim:
    """Once for an order; the caller books it."""
    claim, is_new = CourierClaim.objects.get_or_create(
        seller_order_id=seller_order_id,
        defaults={"courier": courier, "amount_poisha": amount_poisha, "opened_at": now},
    )
    if is_new:
        states.begin(claim, actor=actor, now=now)
    return claim


@transaction.atomic
def courier_claim_end(
    *, actor: Actor, claim_id: int, action: str, reason: str, now: datetime
) -> CourierClaim:
    """`action` "pay": the money is in the bank, `reason` its reference; "write_off": the platform
    bears it, `reason` why. Errors: NotAllowed, NotFound, InvalidInput, ActionNotPossible."""
    require(actor, "courier_claim.work")
    reason = normalise(reason).strip()
    problems: dict[str, object] = {}
    if action not in _ENDS:
        problems["action"] = _("Choose what became of it.")
    if not REASON_SHORTEST <= len(reason) <= REASON_LONGEST:
        problems["reason"] = _("Give the reference of the transfer, or the reason, in words.")
    if problems:
        raise InvalidInput(problems)
    claim = CourierClaim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(claim_id=claim_id)
    states.move(
        claim, action, actor=actor, now=now, reason=reason, also={"ended_at": now, "reason": reason}
    )
    account, deed = _ENDS[action]
    journal_post(
        key=f"courier_claim_end:{claim.seller_order_id}",
        kind=deed,
        entity="seller_order",
        entity_id=claim.seller_order_id,
        postings=[
            (None, account, claim.amount_poisha),
            (None, "courier_claims", -claim.amount_poisha),
        ],
        now=now,
    )
    audit_write(
        actor=actor,
        action=deed,
        entity="seller_order",
        entity_id=claim.seller_order_id,
        data={"amount_poisha": claim.amount_poisha, "reason": reason},
        now=now,
    )
    return claim
