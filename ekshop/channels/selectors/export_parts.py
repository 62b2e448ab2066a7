"""Orders from abroad as a seller sees them: its own part of each, and what it gets for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ekshop.kernel.actors import Actor
from ekshop.kernel.money import Money
from ekshop.orders.selectors import seller_orders_visible_to, state_label
from ekshop.payments.selectors import payments_of
from ekshop.settlement.selectors import sourced_poisha

from ..models import ExportLine, ExportOrder, ExportSupply

_COMING = ("placed", "confirmed", "shipped", "arrived")


@dataclass(frozen=True)
class OwnShare:
    """A seller's order at home for the hub, in poisha: the goods, their way to the hub where it has a
    courier of its own, what its sourcing centre earns of them, and what is left for the seller. `certain`: the hub has looked,
    so nothing of it is an expectation any more."""

    share: Any
    goods_poisha: int
    way_poisha: int
    sourcing_poisha: int
    certain: bool

    @property
    def comes(self) -> bool:
        """Whether anything was brought, or is still asked for."""
        return self.certain or self.share.state in _COMING

    @property
    def gets_poisha(self) -> int:
        return self.goods_poisha + self.way_poisha - self.sourcing_poisha

    @property
    def state_label(self) -> str:
        return state_label(self.share)


@dataclass(frozen=True)
class OwnPart:
    """An order from abroad with only what this seller brings: no buyer, no other seller's goods."""

    order: ExportOrder
    lines: list[ExportLine] = field(default_factory=list)
    shares: list[OwnShare] = field(default_factory=list)


def export_parts(actor: Actor, orders: Sequence[ExportOrder]) -> list[OwnPart]:
    """A seller's own parts of orders of `export_orders_visible_to`, in their order. Six statements,
    however many orders."""
    parts = {each.pk: OwnPart(each) for each in orders}
    own = ExportLine.objects.filter(
        order__in=list(parts), offer__seller_id=actor.organisation_id
    ).order_by("order_id", "position")
    for line in own:
        parts[line.order_id].lines.append(line)
    supplied = dict(
        ExportSupply.objects.filter(export_order__in=list(parts)).values_list(
            "order_id", "export_order_id"
        )
    )
    for share in _shares(actor, list(supplied)):
        parts[supplied[share.share.order_id]].shares.append(share)
    return list(parts.values())


def _shares(actor: Actor, order_ids: list[int]) -> list[OwnShare]:
    rows = list(
        seller_orders_visible_to(actor)
        .filter(order__in=order_ids)
        .prefetch_related("lines")
        .order_by("id")
    )
    ids = [row.pk for row in rows]
    paid, sourced = payments_of(ids), sourced_poisha(ids)
    found = []
    for row in rows:
        if payment := paid.get(row.pk):
            goods = sum(line.accepted_poisha for line in row.lines.all())
            way = 0 if row.by_our_courier else payment.amount_poisha - goods
            found.append(OwnShare(row, goods, way, sourced.get(row.pk, 0), certain=True))
        else:
            found.append(_expected(row))
    return found


def _expected(share: Any) -> OwnShare:
    lines = share.lines.all() if share.state in _COMING else ()
    coming = [line for line in lines if line.state in ("placed", "confirmed")]
    goods = sum(line.total_poisha for line in coming)
    sourcing = sum(Money(line.total_poisha).share(line.sourcing_bp).poisha for line in coming)
    way = share.delivery_poisha if coming and not share.by_our_courier else 0
    return OwnShare(share, goods, way, sourcing, certain=False)
