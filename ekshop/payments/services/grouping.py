"""What was paid for a group's goods goes on to whoever made them."""

from datetime import datetime
from typing import Any

from ekshop.ledger.services import journal_post
from ekshop.orders.services import shares_accept, shares_moved


def group_members_pay(*, payment_id: int, seller_order: Any, now: datetime) -> int:
    """In the transaction of the payment: each member of a group has what her accepted pieces cost.
    Says how many poisha moved.

    Nothing for a seller that is no group.
    """
    if seller_order.sourcing_centre_id is None:
        return 0
    moved = [
        (share, share.accepted * share.line.unit_price_poisha)
        for share in shares_accept(seller_order_id=seller_order.pk)
        if share.accepted
    ]
    if not moved:
        return 0
    total = sum(poisha for _share, poisha in moved)
    journal_post(
        key=f"group_payment:{payment_id}",
        kind="group_share",
        entity="payment",
        entity_id=payment_id,
        postings=[
            (seller_order.seller_id, "seller_payable", total),
            *((share.member_id, "seller_payable", -poisha) for share, poisha in moved),
        ],
        now=now,
    )
    shares_moved(moved=moved)
    return total
