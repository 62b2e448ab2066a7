"""A parcel a courier of ours has lost, and found again: what it owes for what was in it.

On the way to the customer nobody has paid for the way, so it is not owed. On the way back it has
been laid on somebody already, who bears it whatever becomes of the parcel: it stays owed, and what
the producer herself bore of it the courier owes her with her goods.
"""

from datetime import datetime
from typing import Any

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel.actors import Actor
from ekshop.kernel.money import Money
from ekshop.payments import selectors as payments

from ..models import CourierWay
from ..rules import TO_BE_HANDED_OVER
from .claims import Claimed, courier_claim_open, courier_claim_withdraw, way_kept_as
from .sellers import seller_order_release_undo


def loss_follow(*, actor: Actor, parcel: Any, way: CourierWay | None, now: datetime) -> None:
    """Claims what a lost parcel carried, but for what is claimed as broken already; and takes that
    back of one that is not lost any more."""
    key = f"courier_claim:lost:{parcel.pk}"
    here = parcel.direction == "outbound"
    if parcel.state != "lost":
        for each in (key, way_kept_as(key)):
            courier_claim_withdraw(actor=actor, key=each, found_as=parcel.code, now=now)
        if here and parcel.seller_order.state in TO_BE_HANDED_OVER:
            # What is paid for them waits as it always does, also after it was said by mistake that
            # their maker had them again.
            seller_order_release_undo(seller_order_id=parcel.seller_order_id)
        return
    goods = _all(parcel, accepted=False) if here else _BACK[parcel.why](parcel)
    paid = way.amount_poisha if here and way and way.state == "paid" else 0
    hers = 0 if here else _HERS[parcel.why](parcel)
    if goods or paid or hers:
        courier_claim_open(
            actor=actor,
            seller_order_id=parcel.seller_order_id,
            courier=parcel.courier,
            why="lost" if here else "back",
            key=key,
            goods=goods,
            hers_poisha=hers,
            ways_poisha=paid,
            now=now,
        )


def _all(parcel: Any, *, accepted: bool) -> list[Claimed]:
    lines = parcel.lines.select_related("order_line").order_by("id")
    return [
        Claimed(
            each.order_line_id,
            each.quantity * each.order_line.unit_price_poisha,
            accepted and each.order_line.accepted_quantity > 0,
        )
        for each in lines
    ]


def _rejected(parcel: Any) -> list[Any]:
    [inspection] = fulfilment.inspections_of([parcel.seller_order_id]).values()
    return [line for line in inspection.lines.all() if line.rejected]


def _refused(parcel: Any) -> list[Claimed]:
    broken = {line.order_line_id for line in _rejected(parcel) if line.bearer == "courier"}
    return [each for each in _all(parcel, accepted=False) if each.order_line_id not in broken]


def _of_refused(parcel: Any) -> int:
    lines = _rejected(parcel)
    prices = [line.rejected * line.order_line.unit_price_poisha for line in lines]
    shares = Money(parcel.seller_order.delivery_poisha).allocate(prices)
    return sum(
        share.poisha for share, line in zip(shares, lines, strict=True) if line.bearer == "seller"
    )


def _fault(parcel: Any) -> str:
    wanted = fulfilment.returns_of([parcel.seller_order_id])[parcel.seller_order_id]
    [fault] = [each.fault for each in wanted if each.shipment_id == parcel.pk]
    return str(fault)


def _returned(parcel: Any) -> list[Claimed]:
    return [] if _fault(parcel) == "courier" else _all(parcel, accepted=True)


def _of_returned(parcel: Any) -> int:
    """What a change of mind costs she has kept of the price."""
    return parcel.seller_order.delivery_poisha if _fault(parcel) == "seller" else 0


def _of_uncollected(parcel: Any) -> int:
    paid = payments.payment_of(parcel.seller_order_id)
    borne, _rule = payments.uncollected_borne(
        parcel.seller_order, paid.amount_poisha if paid else 0
    )
    return Money(borne.seller_poisha).share(5_000).poisha


def _uncollected(parcel: Any) -> list[Claimed]:
    return _all(parcel, accepted=True)


_BACK = {"rejected": _refused, "returned": _returned, "uncollected": _uncollected}
_HERS = {"rejected": _of_refused, "returned": _of_returned, "uncollected": _of_uncollected}
