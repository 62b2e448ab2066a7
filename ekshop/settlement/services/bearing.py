"""Who bears what was refused on opening, in the books, by the rule noted at the inspection.

What lies with a seller that has a courier of its own needs no journal: it paid the courier, and
nothing is owed to it for pieces that were refused; where others are at fault it gets back what it
bore for them. A producer's ways are the platform's until they are laid on whoever bears them.
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
from ekshop.orders import selectors as orders
from ekshop.parties.selectors import entrepreneurs_of

from ..models import CommissionLine, CourierClaim
from .claims import Claimed, courier_claim_open
from .sellers import seller_order_release_back
from .ways import Posting, way_bear, ways_left_over


def rejection_book(*, actor: Actor, seller_order_id: int, now: datetime) -> int:
    """Books who bears an inspection's rejected pieces, once; gives the poisha that stand against
    couriers and centres by it.

    The way back costs what the way here did; where nothing at all was accepted nobody pays the way
    here either, so both are borne. They are shared by the price of the rejected pieces. The courier
    also owes the price of what it broke.
    """
    order = orders.seller_order_get(seller_order_id)
    inspection = fulfilment.inspections_of([order.pk]).get(order.pk)
    if inspection is None:
        return 0
    lines = list(inspection.lines.all())
    rejected = [line for line in lines if line.rejected]
    prices = [line.rejected * line.order_line.unit_price_poisha for line in rejected]
    nothing = not any(line.accepted for line in lines)
    with transaction.atomic():
        if not sum(prices):
            if nothing:
                ways_left_over(order=order, now=now)
            if nothing and _claimed_before(order):
                seller_order_release_back(seller_order_id=order.pk, now=now)
            return 0
        ways = Money(order.delivery_poisha * (2 if nothing else 1))
        shares = [share.poisha for share in ways.allocate(prices)]
        sums = {bearer: [0, 0] for bearer in ("seller", "centre", "courier")}
        for line, share, price in zip(rejected, shares, prices, strict=True):
            sums[line.bearer][0] += share
            sums[line.bearer][1] += price
        way, price = sums["courier"]
        if price:
            # Who has a courier of its own gets back the way it paid that one.
            ours = order.by_our_courier
            courier_claim_open(
                actor=actor,
                seller_order_id=order.pk,
                courier=inspection.shipment.courier,
                why="broken",
                key=f"courier_claim:{order.pk}",
                goods=[
                    Claimed(line.order_line_id, each)
                    for line, each in zip(rejected, prices, strict=True)
                    if line.bearer == "courier"
                ],
                hers_poisha=0 if ours else way,
                ways_poisha=way if ours else 0,
                now=now,
            )
        rows = _centre_bears(actor, order, rejected, shares, now)
        bearers: list[Posting] = [
            (row.centre_id, "commission_earned", -row.amount_poisha) for row in rows
        ]
        if order.by_our_courier:
            bearers.append((order.seller_id, "seller_payable", sums["seller"][0]))
        booked = way_bear(
            order=order,
            key=f"way_back_borne:{order.pk}",
            bearers=bearers,
            entity="seller_order",
            entity_id=order.pk,
            now=now,
        )
        if nothing and (booked or price or _claimed_before(order)):
            # Nobody will ever take these goods, so what they cost stands at once.
            seller_order_release_back(seller_order_id=order.pk, now=now)
    return way + price + sums["centre"][0]


def _claimed_before(order: Any) -> bool:
    """A parcel of it was lost and found: she may have been paid for the goods, and owes that."""
    return CourierClaim.objects.filter(seller_order_id=order.pk).exists()


def _centre_bears(
    actor: Actor, order: Any, rejected: Sequence[Any], shares: Sequence[int], now: datetime
) -> list[CommissionLine]:
    """What the producer's centre bears is kept back from what it earns by sourcing."""
    found = zip(rejected, shares, strict=True)
    return [
        _borne(actor, order, line, share, now)
        for line, share in found
        if line.bearer == "centre" and share
    ]


def _borne(actor: Actor, order: Any, line: Any, share: int, now: datetime) -> CommissionLine:
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
