"""The way of the money of an order from abroad, from the foreign price to who gets what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from ekshop.kernel.money import Money
from ekshop.ledger.selectors import journals_of_many
from ekshop.settlement.selectors import paid_out

from ..models import Consignment, ExportOrder
from .exports import Supplied


@dataclass(frozen=True)
class ChainStep:
    """`minor` in the order's currency where it has one, `poisha` in taka; below nought it is taken
    away."""

    key: str
    minor: int | None
    poisha: int | None
    rate: Any = None
    name: str = ""


def freight_shares(consignment: Consignment) -> dict[int, int]:
    """The carrier's bill for a consignment by order, in poisha: shared by what each parcel weighed
    when it was packed, the remainder by `Money.allocate`, so together they are the bill. None of
    them before it is known. Neither weights nor what is in it change once it was handed over."""
    if consignment.freight_poisha is None:
        return {}
    weights = dict(consignment.orders.order_by("id").values_list("id", "weighed_g"))
    parts = Money(consignment.freight_poisha).allocate([grams or 0 for grams in weights.values()])
    return {order_id: part.poisha for order_id, part in zip(weights, parts, strict=True)}


def chain_of(
    order: ExportOrder, supplied: Sequence[Supplied], sourced: Mapping[int, int]
) -> list[ChainStep]:
    """As far as it is known: what the buyer pays, at which rate that is how much, what the channel
    keeps, what the goods and their ways cost, and what is left; "left_so_far" until the carrier's
    bill is known.

    `sourced`: what sourcing centres earn, in poisha, by seller order; sellers bear it.
    """
    sent = order.rate_id is not None
    goods = sum(
        (line.packed if sent else line.quantity) * line.unit_minor for line in order.lines.all()
    )
    steps = [
        ChainStep("goods", goods, None),
        ChainStep("shipping", order.shipping_minor, None),
        ChainStep(
            "sold",
            goods + order.shipping_minor,
            order.receivable_poisha if sent else None,
            rate=order.rate,
        ),
        *_settled(order),
        *_paid_for(supplied, sourced),
    ]
    shares = freight_shares(order.consignment) if order.consignment else {}
    if order.pk in shares:
        steps.append(ChainStep("carrier", None, -shares[order.pk]))
    if order.lost_poisha:
        steps.append(ChainStep("lost", None, -order.lost_poisha))
    if sent:
        left = sum(step.poisha or 0 for step in steps)
        steps.append(ChainStep("left" if order.pk in shares else "left_so_far", None, left))
    return steps


def _settled(order: ExportOrder) -> list[ChainStep]:
    """What the channel keeps and gives back, and what rates did."""
    steps = []
    rows = order.settlement_rows.filter(state="booked")
    for kind in ("fee", "freight", "refund"):
        sums = rows.filter(kind=kind).aggregate(m=Sum("minor"), p=Sum("poisha"))
        if sums["m"]:
            steps.append(ChainStep(kind, sums["m"], sums["p"]))
    gain = rows.aggregate(g=Sum("gain_poisha", default=0))["g"]
    if gain:
        steps.append(ChainStep("exchange", None, gain))
    return steps


def _paid_for(supplied: Sequence[Supplied], sourced: Mapping[int, int]) -> list[ChainStep]:
    """What the hub paid to sellers, couriers and sourcing centres, and what sellers bear of it."""
    borne = _borne([each.share.pk for each in supplied])
    steps = []
    for each in supplied:
        if each.payment is None:
            continue
        name = each.share.seller.name
        steps += [
            ChainStep(key, None, -poisha, name=name)
            for key, poisha in _parts(each, sourced).items()
        ]
        if each.share.pk in borne:
            steps.append(ChainStep("borne", None, borne[each.share.pk], name=name))
    return steps


def _parts(each: Supplied, sourced: Mapping[int, int]) -> dict[str, int]:
    """Whose the payment of one supply is, in poisha: "producer", and where there is any, "courier"
    and "sourcing"."""
    earned = sourced.get(each.share.pk, 0)
    way = each.payment.delivery_poisha if each.share.by_our_courier else 0
    parts = {"producer": each.payment.amount_poisha - way - earned}
    return parts | {key: n for key, n in (("courier", way), ("sourcing", earned)) if n}


@dataclass(frozen=True)
class Due:
    """`key`: as in `ChainStep`; `paid`: it has had it."""

    key: str
    poisha: int
    paid: bool


def dues_of(supplied: Sequence[Supplied], sourced: Mapping[int, int]) -> dict[int, list[Due]]:
    """By seller order, what the hub's payment for its goods gives to whom."""
    had = paid_out([each.share.pk for each in supplied])
    return {
        each.share.pk: [
            Due(key, poisha, (each.share.pk, key) in had)
            for key, poisha in _parts(each, sourced).items()
        ]
        for each in supplied
        if each.payment
    }


def _borne(seller_order_ids: Sequence[int]) -> dict[int, int]:
    """By seller order, what its seller gave back for goods that came back from abroad."""
    found: dict[int, int] = {}
    for journal in journals_of_many([("seller_order", seller_order_ids)]):
        if journal.kind == "export_borne":
            back = sum(
                poisha for purpose, _of, poisha in journal.entries if purpose == "export_loss"
            )
            found[journal.entity_id] = found.get(journal.entity_id, 0) - back
    return found
