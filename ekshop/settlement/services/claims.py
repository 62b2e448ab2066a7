"""A claim against a courier is opened with its journal, and ends paid, written off or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.ledger.selectors import journals_of
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.parties.services import require

from ..models import CourierClaim, CourierClaimLine, TwoPersonDeed
from .deeds import deed_ask, deed_does, takes_two
from .grouping import group_money_follow
from .sellers import seller_order_release_back

REASON_SHORTEST, REASON_LONGEST = 5, 300
PLATFORM_BEARS = "delivery_borne"


@dataclass(frozen=True, slots=True)
class Claimed:
    """The price of pieces of an order line; `accepted`: they had been found good before."""

    order_line_id: int
    poisha: int
    accepted: bool = False


class ChangedMeanwhile(Conflict):
    code = "changed_meanwhile"
    message = _("This has changed since you saw it. Look at the sum again.")


def courier_claim_open(
    *,
    actor: Actor,
    seller_order_id: int,
    courier: str,
    why: str,
    key: str,
    goods: Sequence[Claimed],
    hers_poisha: int = 0,
    ways_poisha: int,
    now: datetime,
) -> CourierClaim:
    """Once by its `key`, with its journal: the seller has the goods' price and, `hers_poisha`, what
    she bore besides; and the ways, which nobody else bears, are the courier's. What is a group's
    goes on to its members."""
    seller_id = orders.seller_order_get(seller_order_id).seller_id
    hers = sum(each.poisha for each in goods) + hers_poisha
    amount = hers + ways_poisha
    with transaction.atomic():
        claim, is_new = CourierClaim.objects.get_or_create(
            booked_as=key,
            defaults={
                "seller_order_id": seller_order_id,
                "courier": courier,
                "why": why,
                "amount_poisha": amount,
                "opened_at": now,
            },
        )
        if is_new:
            states.begin(claim, actor=actor, now=now)
            journal_post(
                key=key,
                kind="courier_claim",
                entity="seller_order",
                entity_id=seller_order_id,
                postings=[
                    (None, "courier_claims", amount),
                    (seller_id, "seller_payable", -hers),
                    (None, "delivery_due", -ways_poisha),
                ],
                now=now,
            )
            CourierClaimLine.objects.bulk_create(
                CourierClaimLine(
                    claim=claim,
                    order_line_id=each.order_line_id,
                    amount_poisha=each.poisha,
                    were_accepted=each.accepted,
                )
                for each in goods
                if each.poisha
            )
            group_money_follow(seller_order_id=seller_order_id, now=now)
    return claim


@transaction.atomic
def courier_claim_pay(
    *,
    actor: Actor,
    claim_id: int,
    amount_poisha: int,
    reference: str,
    seen_poisha: int,
    now: datetime,
) -> CourierClaim | TwoPersonDeed:
    """So much of it is in the bank; in parts too, and also after it was written off, when what
    comes lessens what the platform bore. `seen_poisha`: what had been paid when the page was shown,
    so that one press counts once. Once all that has come is above the rule book's limit, it waits
    for a second person. Errors: NotAllowed, NotFound, InvalidInput, ChangedMeanwhile, DeedAsked,
    ActionNotPossible."""
    claim, reference = _held(actor, claim_id, reference, "reference")
    _payable(claim, amount_poisha, seen_poisha)
    terms: dict[str, Any] = {
        "claim_id": claim_id,
        "amount_poisha": amount_poisha,
        "reference": reference,
        "seen_poisha": seen_poisha,
    }
    if takes_two(seen_poisha + amount_poisha, now):
        return _asked(actor, claim, "claim_payment", amount_poisha, reference, terms, now)
    return _paid(actor=actor, now=now, **terms)


def _payable(claim: CourierClaim, amount_poisha: int, seen_poisha: int) -> None:
    if claim.paid_poisha != seen_poisha:
        raise ChangedMeanwhile
    if not 0 < amount_poisha <= claim.left_poisha:
        raise InvalidInput({"amount": _("More than nothing, and not more than is left of it.")})
    if claim.state not in ("open", "written_off"):
        raise ChangedMeanwhile


@deed_does("claim_payment")
def _paid(
    *,
    actor: Actor,
    claim_id: int,
    amount_poisha: int,
    reference: str,
    seen_poisha: int,
    now: datetime,
) -> CourierClaim:
    claim, reference = _held(actor, claim_id, reference, "reference")
    _payable(claim, amount_poisha, seen_poisha)
    account = "courier_claims" if claim.state == "open" else PLATFORM_BEARS
    paid = claim.paid_poisha + amount_poisha
    also = {"paid_poisha": paid, "reason": reference}
    if paid == claim.amount_poisha:
        states.move(
            claim, "pay", actor=actor, now=now, reason=reference, also={**also, "ended_at": now}
        )
    else:
        CourierClaim.objects.filter(pk=claim.pk).update(**also)
        claim.paid_poisha, claim.reason = paid, reference
    _ended(actor, claim, "courier_claim_paid", seen_poisha, account, "bank", amount_poisha, now)
    return claim


@transaction.atomic
def courier_claim_write_off(
    *, actor: Actor, claim_id: int, reason: str, now: datetime
) -> CourierClaim | TwoPersonDeed:
    """What is left of it the platform bears. Of a claim above the rule book's limit it waits for a
    second person, however little is left: what had come may be one person's word. Errors: NotAllowed, NotFound, InvalidInput, ChangedMeanwhile, DeedAsked,
    ActionNotPossible."""
    claim, reason = _held(actor, claim_id, reason, "reason")
    terms: dict[str, Any] = {
        "claim_id": claim_id,
        "reason": reason,
        "left_poisha": claim.left_poisha,
    }
    if claim.state == "open" and takes_two(claim.amount_poisha, now):
        return _asked(actor, claim, "claim_write_off", claim.left_poisha, reason, terms, now)
    return _written_off(actor=actor, now=now, **terms)


@deed_does("claim_write_off")
def _written_off(
    *, actor: Actor, claim_id: int, reason: str, left_poisha: int, now: datetime
) -> CourierClaim:
    claim, reason = _held(actor, claim_id, reason, "reason")
    if claim.left_poisha != left_poisha:
        raise ChangedMeanwhile
    states.move(
        claim,
        "write_off",
        actor=actor,
        now=now,
        reason=reason,
        also={"ended_at": now, "reason": reason},
    )
    _ended(
        actor,
        claim,
        "courier_claim_written_off",
        claim.paid_poisha,
        "courier_claims",
        PLATFORM_BEARS,
        claim.left_poisha,
        now,
    )
    return claim


def courier_claim_withdraw(*, actor: Actor, key: str, found_as: str, now: datetime) -> bool:
    """What was claimed as lost has arrived: the seller gives back the price, the courier gets back
    what it paid. False where nothing was claimed, or it was withdrawn before."""
    with transaction.atomic():
        claim = CourierClaim.objects.select_for_update().filter(booked_as=key).first()
        if claim is None or claim.state == "withdrawn":
            return False
        _withdrawn(actor, claim, found_as, _ways_of(claim), now)
    return True


@transaction.atomic
def courier_claim_came_back(
    *, actor: Actor, claim_id: int, reason: str, now: datetime
) -> CourierClaim:
    """What was claimed as lost was carried back to its maker, as her centre or she herself says: she
    gives back the price, with her next settlement where she had it, for nobody will be handed these
    goods; the courier gets back what it paid. The way brought nobody anything, so what the courier
    was paid for it before, it owes still. Errors: NotAllowed, NotFound,
    InvalidInput, ActionNotPossible."""
    claim, reason = _held(actor, claim_id, reason, "reason")
    if claim.why != "lost":
        raise NotFound(claim_id=claim_id)
    ways = _ways_of(claim)
    _withdrawn(actor, claim, reason, ways, now)
    if ways:
        _way_kept(actor, claim, ways, now)
    audit_write(
        actor=actor,
        action="courier_claim_came_back",
        entity="seller_order",
        entity_id=claim.seller_order_id,
        data={"amount_poisha": claim.amount_poisha, "reason": reason},
        now=now,
    )
    return claim


def way_kept_as(key: str) -> str:
    """The key of what is still claimed, of a claim that was booked as `key`, for its way."""
    return f"{key}:way"


def _way_kept(actor: Actor, before: CourierClaim, ways: int, now: datetime) -> None:
    """Goods were carried back whose way had been paid for: claimed by itself, and what the courier
    has paid `before` goes towards it first."""
    claim = courier_claim_open(
        actor=actor,
        seller_order_id=before.seller_order_id,
        courier=before.courier,
        why="way",
        key=way_kept_as(before.booked_as),
        goods=[],
        ways_poisha=ways,
        now=now,
    )
    kept = min(before.paid_poisha, ways)
    if not kept:
        return
    journal_post(
        key=f"{claim.booked_as}:kept",
        kind="courier_claim_kept",
        entity="seller_order",
        entity_id=claim.seller_order_id,
        postings=[(None, "courier_payable", kept), (None, "courier_claims", -kept)],
        now=now,
    )
    CourierClaim.objects.filter(pk=before.pk).update(paid_poisha=before.paid_poisha - kept)
    also = {"paid_poisha": kept, "reason": before.reason}
    if kept == ways:
        also["ended_at"] = now
        states.move(claim, "pay", actor=actor, now=now, reason=before.reason, also=also)
    else:
        CourierClaim.objects.filter(pk=claim.pk).update(**also)


def _withdrawn(actor: Actor, claim: CourierClaim, reason: str, ways: int, now: datetime) -> None:
    """The contrary of what was booked. `ways`: what of it was claimed for ways."""
    account = PLATFORM_BEARS if claim.state == "written_off" else "courier_claims"
    states.move(
        claim,
        "withdraw",
        actor=actor,
        now=now,
        reason=reason,
        also={"ended_at": now, "reason": reason},
    )
    seller_id = orders.seller_order_get(claim.seller_order_id).seller_id
    journal_post(
        key=f"{claim.booked_as}:withdrawn",
        kind="courier_claim_withdrawn",
        entity="seller_order",
        entity_id=claim.seller_order_id,
        postings=[
            (seller_id, "seller_payable", claim.amount_poisha - ways),
            (None, "delivery_due", ways),
            (None, account, -claim.left_poisha),
            (None, "courier_payable", -claim.paid_poisha),
        ],
        now=now,
    )
    group_money_follow(seller_order_id=claim.seller_order_id, now=now)


def _ways_of(claim: CourierClaim) -> int:
    """What of it was claimed for ways, by the journal that booked it."""
    [booked] = [
        each
        for each in journals_of("seller_order", claim.seller_order_id)
        if each.key == claim.booked_as
    ]
    return -sum(poisha for purpose, _owner, poisha in booked.entries if purpose == "delivery_due")


def _held(actor: Actor, claim_id: int, text: str, field: str) -> tuple[CourierClaim, str]:
    require(actor, "courier_claim.work")
    text = normalise(text).strip()
    if not REASON_SHORTEST <= len(text) <= REASON_LONGEST:
        said = _("Give the reference of the transfer, or the reason, in words.")
        raise InvalidInput({field: said})
    claim = CourierClaim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(claim_id=claim_id)
    return claim, text


def _asked(
    actor: Actor,
    claim: CourierClaim,
    kind: str,
    amount_poisha: int,
    note: str,
    terms: dict[str, Any],
    now: datetime,
) -> TwoPersonDeed:
    return deed_ask(
        actor=actor,
        kind=kind,
        about=claim.seller_order.code,
        entity_id=claim.pk,
        amount_poisha=amount_poisha,
        note=note,
        terms=terms,
        now=now,
    )


def _ended(
    actor: Actor,
    claim: CourierClaim,
    deed: str,
    before: int,
    source: str,
    target: str,
    poisha: int,
    now: datetime,
) -> None:
    """Books `poisha` from one account to the other; what was paid `before` keeps keys apart."""
    journal_post(
        key=f"{deed}:{claim.pk}:{before}",
        kind=deed,
        entity="seller_order",
        entity_id=claim.seller_order_id,
        postings=[(None, target, poisha), (None, source, -poisha)],
        now=now,
    )
    audit_write(
        actor=actor,
        action=deed,
        entity="seller_order",
        entity_id=claim.seller_order_id,
        data={"amount_poisha": poisha, "reason": claim.reason},
        now=now,
    )
    if claim.why == "lost" and claim.state != "open":
        # Nobody will hand these goods over, so what she is owed for them stands now.
        seller_order_release_back(seller_order_id=claim.seller_order_id, now=now)
