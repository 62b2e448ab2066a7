"""A group's money moves on to its members: what each made and was accepted, less its commission."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from ekshop.kernel.money import Money
from ekshop.ledger.selectors import journals_of
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.orders.services import shares_moved

from ..models import CommissionLine


def group_money_follow(*, seller_order_id: int, now: datetime) -> int:
    """After commission or a return: each member has what her kept pieces came to, less the
    commission on them; says how many poisha moved, either way.

    What pieces came to moves with the payment itself; here follows what has changed since. A refund
    agreed on in a complaint is the group's own. Run again it moves nothing.
    """
    with transaction.atomic():
        shares = orders.shares_held(seller_order_id)
        moved = []
        for line_id in sorted({share.line_id for share in shares}):
            own = [share for share in shares if share.line_id == line_id]
            if not any(share.accepted for share in own):
                continue
            line = own[0].line
            kept = (line.accepted_quantity - line.returned_quantity) * line.unit_price_poisha
            rows = CommissionLine.objects.filter(order_line_id=line_id).exclude(kind="borne")
            earned = rows.aggregate(sum=Sum("amount_poisha", default=0))["sum"]
            parts = Money(kept - earned).allocate([share.accepted for share in own])
            moved += [
                (share, part.poisha - share.moved_poisha)
                for share, part in zip(own, parts, strict=True)
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
