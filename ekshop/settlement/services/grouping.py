"""A group's money moves on to its members: what each made and was accepted, less its commission,
and what couriers owe for what was hers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from ekshop.kernel.money import Money
from ekshop.ledger.selectors import journals_of
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.orders.services import shares_moved

from ..models import CommissionLine, CourierClaimLine


def group_money_follow(*, seller_order_id: int, now: datetime) -> int:
    """After commission, a return or a claim: each member has what her kept pieces came to, less
    the commission on them, and of what couriers were made to owe the price of her pieces; says how
    many poisha moved, either way.

    What pieces came to moves with the payment itself; here follows what has changed since. A refund
    agreed on in a complaint is the group's own. Run again it moves nothing.
    """
    with transaction.atomic():
        shares = orders.shares_held(seller_order_id)
        moved = []
        for line_id in sorted({share.line_id for share in shares}):
            own = [share for share in shares if share.line_id == line_id]
            parts = zip(own, _paid(own), _claimed(own), strict=True)
            moved += [
                (share, paid + claimed - share.moved_poisha) for share, paid, claimed in parts
            ]
        moved = [(share, poisha) for share, poisha in moved if poisha]
        if not moved:
            return 0
        seller_id = orders.seller_order_get(seller_order_id).seller_id
        before = journals_of("seller_order", seller_order_id)
        number = sum(journal.kind == "group_share" for journal in before)
        journal_post(
            key=f"group_share:{seller_order_id}:{number}",
            kind="group_share",
            entity="seller_order",
            entity_id=seller_order_id,
            postings=[
                (seller_id, "seller_payable", sum(poisha for _share, poisha in moved)),
                *((share.member_id, "seller_payable", -poisha) for share, poisha in moved),
            ],
            now=now,
        )
        shares_moved(moved=moved)
    return sum(abs(poisha) for _share, poisha in moved)


def _paid(own: Sequence[Any]) -> list[int]:
    """Of one line, by share: of what customers have paid for it, less its commission."""
    line = own[0].line
    if not any(share.accepted for share in own):
        return [0] * len(own)
    kept = (line.accepted_quantity - line.returned_quantity) * line.unit_price_poisha
    rows = CommissionLine.objects.filter(order_line_id=line.pk).exclude(kind="borne")
    earned = rows.aggregate(sum=Sum("amount_poisha", default=0))["sum"]
    return [part.poisha for part in Money(kept - earned).allocate([one.accepted for one in own])]


def _claimed(own: Sequence[Any]) -> list[int]:
    """Of one line, by share: of what couriers owe for its pieces. Which were whose no parcel says:
    of accepted pieces each has her part as she has of a payment, of others the rest of hers."""
    line = own[0].line
    made = [share.quantity for share in own]
    good = [part.poisha for part in Money(line.accepted_quantity).allocate(made)]
    sums = [0] * len(own)
    for claimed in CourierClaimLine.objects.filter(order_line_id=line.pk).exclude(
        claim__state="withdrawn"
    ):
        other = [each - part for each, part in zip(made, good, strict=True)]
        weights = good if claimed.were_accepted else other
        parts = Money(claimed.amount_poisha).allocate(weights if any(weights) else made)
        sums = [each + part.poisha for each, part in zip(sums, parts, strict=True)]
    return sums
