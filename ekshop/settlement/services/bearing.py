"""Who bears what was refused on opening, in the books, by the rule noted at the inspection.

What lies with whoever sold it needs no journal: it paid the courier, and nothing is owed to it for
pieces that were refused. Where the courier or the producer's centre is at fault the seller gets back
what it bore for them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_of
from ekshop.kernel.money import Money
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.parties.selectors import entrepreneurs_of

from ..models import CommissionLine
from .claims import courier_claim_open
from .sellers import seller_order_release_back


def rejection_book(*, actor: Actor, seller_order_id: int, now: datetime) -> int:
    """Books what others than the seller bear of an inspection's rejected pieces, once; gives the
    poisha the seller is owed by it.

    The way back costs what the way here did; where nothing at all was accepted nobody pays the way
    here either, so both are borne. They are shared by the price of the rejected pieces. The courier
    also owes the price of what it broke.
    """
    order = orders.seller_order_get(seller_order_id)
    inspection = fulfilment.inspections_of([order.pk]).get(order.pk)
    if inspection is None:
        return 0
    rejected = [line for line in inspection.lines.all() if line.rejected]
    prices = [line.rejected * line.order_line.unit_price_poisha for line in rejected]
    nothing = not any(line.accepted for line in inspection.lines.all())
    ways = Money(order.delivery_poisha * (2 if nothing else 1))
    if not sum(prices) or all(line.bearer == "seller" for line in rejected):
        return 0
    shares = [share.poisha for share in ways.allocate(prices)]
    claim = sum(
        share + price
        for line, share, price in zip(rejected, shares, prices, strict=True)
        if line.bearer == "courier"
    )
    centres = [
        (line, share)
        for line, share in zip(rejected, shares, strict=True)
        if line.bearer == "centre" and share
    ]
    with transaction.atomic():
        rows = [_borne(actor, order, line, share, now) for line, share in centres]
        owed = claim + sum(share for _line, share in centres)
        if claim:
            courier_claim_open(
                actor=actor,
                seller_order_id=order.pk,
                courier=inspection.shipment.courier,
                amount_poisha=claim,
                now=now,
            )
        _post(order, claim, rows, now)
        if nothing and owed:
            # Nobody will ever take these goods, so what they cost stands at once.
            seller_order_release_back(seller_order_id=order.pk, now=now)
    return owed


def _borne(actor: Actor, order: Any, line: Any, share: int, now: datetime) -> CommissionLine:
    """What the producer's centre bears is kept back from what it earns by sourcing."""
    there = entrepreneurs_of(order.sourcing_centre_id)
    row, is_new = CommissionLine.objects.get_or_create(
        order_line_id=line.order_line_id,
        role="sourcing",
        kind="borne",
        defaults={
            "seller_id": order.seller_id,
            "centre_id": order.sourcing_centre_id,
            "person_id": there[0].pk if there else None,
            "base_poisha": -share,
            "rate_bp": 0,
            "amount_poisha": -share,
            "month": month_of(now),
            "earned_at": now,
            "locks_at": now,
        },
    )
    if is_new:
        states.begin(row, actor=actor, now=now)
    return row


def _post(order: Any, claim: int, rows: Sequence[CommissionLine], now: datetime) -> None:
    if claim:
        journal_post(
            key=f"courier_claim:{order.pk}",
            kind="courier_claim",
            entity="seller_order",
            entity_id=order.pk,
            postings=[(None, "courier_claims", claim), (order.seller_id, "seller_payable", -claim)],
            now=now,
        )
    if rows:
        borne = -sum(row.amount_poisha for row in rows)
        journal_post(
            key=f"way_back_borne:{order.pk}",
            kind="way_back_borne",
            entity="seller_order",
            entity_id=order.pk,
            postings=[
                (rows[0].centre_id, "commission_earned", borne),
                (order.seller_id, "seller_payable", -borne),
            ],
            now=now,
        )
