"""How sellers have answered and what was found in their parcels: figures, never single orders."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_entities
from ekshop.kernel.errors import NotFound

from ..models import OrderLine, SellerOrder
from .orders import seller_orders_visible_to

NO_STOCK = ("out_of_stock", "discontinued")
_ANSWERED = ~Q(state__in=("placed", "expired", "cancelled"))


@dataclass(frozen=True, slots=True)
class SellingFigures:
    """`answered` of those orders that were not taken back first; pieces that were inspected.

    Of the lines answered: those declined for want of stock, and for another price.
    """

    orders: int
    answered: int
    unanswered: int
    inspected_pieces: int
    rejected_pieces: int
    answered_lines: int = 0
    lines_without_stock: int = 0
    lines_at_another_price: int = 0


def selling_figures(*, since: datetime, until: datetime) -> dict[int, SellingFigures]:
    """By the seller's id, of orders placed in that time, trials apart. Two statements."""
    within = {"placed_at__gte": since, "placed_at__lt": until, "trial": False}
    orders = (
        SellerOrder.objects.filter(**within)
        .values("seller_id")
        .annotate(
            number=Count("id"),
            answered=Count("id", filter=_ANSWERED),
            expired=Count("id", filter=Q(state="expired")),
        )
        .order_by()
    )
    pieces = (
        OrderLine.objects.filter(
            **{f"seller_order__{name}": value for name, value in within.items()}
        )
        .values("seller_order__seller_id")
        .annotate(
            accepted=Sum("accepted_quantity"),
            rejected=Sum("rejected_quantity"),
            short=Sum("short_quantity"),
            lines=Count("id", filter=Q(state__in=("confirmed", "declined"))),
            no_stock=Count("id", filter=Q(state="declined", decline_reason__in=NO_STOCK)),
            other_price=Count("id", filter=Q(state="declined", decline_reason="price_changed")),
        )
        .order_by()
    )
    found = {row["seller_order__seller_id"]: row for row in pieces}
    figures = {}
    for row in orders:
        inspected = found[row["seller_id"]]
        bad = inspected["rejected"] + inspected["short"]
        figures[row["seller_id"]] = SellingFigures(
            orders=row["number"],
            answered=row["answered"],
            unanswered=row["expired"],
            inspected_pieces=inspected["accepted"] + bad,
            rejected_pieces=bad,
            answered_lines=inspected["lines"],
            lines_without_stock=inspected["no_stock"],
            lines_at_another_price=inspected["other_price"],
        )
    return figures


def promise_orders(
    actor: Actor, *, seller_id: int, promise: str, broken: bool, since: datetime, until: datetime
) -> QuerySet[SellerOrder]:
    """The orders a figure of a seller's record is made of, or those of them where the promise was
    broken. `promise`: confirmed, on_time, stock, price, rejected.

    Raises NotFound for any other.
    """
    orders = seller_orders_visible_to(actor).filter(seller_id=seller_id)
    if promise == "on_time":
        return orders.filter(
            pk__in=deadline_entities(
                "courier_hand_over", since=since, until=until, owner_id=seller_id, late=broken
            )
        )
    within = orders.filter(placed_at__gte=since, placed_at__lt=until)
    if promise not in _MADE_OF:
        raise NotFound(what="promise")
    whole, part = _MADE_OF[promise]
    if promise == "confirmed":
        return within.filter(part if broken else whole)
    return within.filter(
        Exists(OrderLine.objects.filter(part if broken else whole, seller_order=OuterRef("pk")))
    )


_LINES_ANSWERED = Q(state__in=("confirmed", "declined"))
_MADE_OF: dict[str, tuple[Q, Q]] = {
    "confirmed": (~Q(state__in=("placed", "cancelled")), Q(state="expired")),
    "stock": (_LINES_ANSWERED, Q(state="declined", decline_reason__in=NO_STOCK)),
    "price": (_LINES_ANSWERED, Q(state="declined", decline_reason="price_changed")),
    "rejected": (
        Q(accepted_quantity__gt=0) | Q(rejected_quantity__gt=0) | Q(short_quantity__gt=0),
        Q(rejected_quantity__gt=0) | Q(short_quantity__gt=0),
    ),
}
"""Of orders (the first) or their lines: what counts, and what of it was broken."""
