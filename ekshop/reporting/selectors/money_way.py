"""The way of the money: from what was ordered in a month to what reached the entrepreneur."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_bounds
from ekshop.orders.selectors import lines_visible_to
from ekshop.payments.selectors import payments_visible_to
from ekshop.settlement.selectors import commission_visible_to


@dataclass(frozen=True, slots=True)
class MoneyStep:
    """How much of the money came this far, in poisha."""

    name: str
    label: Any
    poisha: int


@dataclass(frozen=True, slots=True)
class MoneyWay:
    """`goods`: ordered, accepted, collected, kept after refunds. `commission`: earned on them, of it
    locked, put on a statement, paid. Each step is a part of the one before."""

    goods: list[MoneyStep]
    commission: list[MoneyStep]


def money_way(actor: Actor, *, month: str) -> MoneyWay:
    """Of the seller orders placed in the month that the actor may see; three statements."""
    since, until = month_bounds(month)
    price = F("unit_price_poisha")
    lines = lines_visible_to(actor).filter(
        seller_order__placed_at__gte=since, seller_order__placed_at__lt=until
    )
    ordered = lines.aggregate(
        ordered=Sum(price * F("quantity"), default=0),
        accepted=Sum(price * F("accepted_quantity"), default=0),
    )
    paid = (
        payments_visible_to(actor)
        .filter(seller_order__placed_at__gte=since, seller_order__placed_at__lt=until)
        .order_by()
        .aggregate(
            collected=Sum("goods_poisha", default=0),
            delivery=Sum("delivery_poisha", default=0),
            refunded=Sum("refunded_poisha", default=0),
        )
    )
    earned = (
        commission_visible_to(actor)
        .filter(
            order_line__seller_order__placed_at__gte=since,
            order_line__seller_order__placed_at__lt=until,
        )
        .aggregate(
            net=Sum("amount_poisha", default=0),
            locked=Sum("amount_poisha", filter=Q(state="locked"), default=0),
            stated=Sum("amount_poisha", filter=Q(statement__isnull=False), default=0),
            paid=Sum("amount_poisha", filter=Q(statement__state="paid"), default=0),
        )
    )
    together = paid["collected"] + paid["delivery"]
    return MoneyWay(
        goods=[
            MoneyStep("ordered", _("Ordered"), ordered["ordered"]),
            MoneyStep("accepted", _("Accepted at inspection"), ordered["accepted"]),
            MoneyStep("collected", _("Paid by customers, with delivery"), together),
            MoneyStep("kept", _("Left after refunds"), together - paid["refunded"]),
        ],
        commission=[
            MoneyStep("earned", _("Commission, returns taken off"), earned["net"]),
            MoneyStep("locked", _("Of it locked"), earned["locked"]),
            MoneyStep("stated", _("On a frozen statement"), earned["stated"]),
            MoneyStep("paid", _("On a statement that is paid"), earned["paid"]),
        ],
    )
