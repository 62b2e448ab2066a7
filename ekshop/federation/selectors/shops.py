"""A feed's shop: whether it tells us of changes, and the orders given to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ..models import Feed, ShopLink, ShopOrder
from ..rules.shops import SHOP_ORDER

TONES = {"taken": "indigo", "over": "green", "failed": "madder", "waiting": "turmeric", "calling_off": "turmeric"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShopOrderLine:
    """An order given to a shop, in words. `again`: it can be given once more by hand."""

    id: int
    code: str
    ref: str
    state: str
    tone: str
    problem: str
    at: datetime
    again: bool


def shop_link_of(feed: Feed) -> ShopLink | None:
    return ShopLink.objects.filter(feed=feed).first()


def shop_orders_of(feed: Feed) -> QuerySet[ShopOrder]:
    """Whoever may see the feed may see these."""
    return ShopOrder.objects.filter(feed=feed)


def shop_order_lines(given: Iterable[ShopOrder]) -> list[ShopOrderLine]:
    return [
        ShopOrderLine(
            id=each.pk,
            code=each.code,
            ref=each.ref,
            state=str(SHOP_ORDER.state_label(each.state)),
            tone=TONES.get(each.state, ""),
            problem=each.problem,
            at=each.created_at,
            again=each.state == "failed",
        )
        for each in given
    ]
