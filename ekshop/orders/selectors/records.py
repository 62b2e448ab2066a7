"""How sellers have answered and what was found in their parcels: figures, never single orders."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from ..models import OrderLine, SellerOrder

_ANSWERED = ~Q(state__in=("placed", "expired", "cancelled"))


@dataclass(frozen=True, slots=True)
class SellingFigures:
    """`answered` of those orders that were not taken back first; pieces that were inspected."""

    orders: int
    answered: int
    unanswered: int
    inspected_pieces: int
    rejected_pieces: int


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
        )
        .order_by()
    )
    found = {row["seller_order__seller_id"]: row for row in pieces}
    figures = {}
    for row in orders:
        inspected = found.get(row["seller_id"], {"accepted": 0, "rejected": 0, "short": 0})
        bad = inspected["rejected"] + inspected["short"]
        figures[row["seller_id"]] = SellingFigures(
            orders=row["number"],
            answered=row["answered"],
            unanswered=row["expired"],
            inspected_pieces=inspected["accepted"] + bad,
            rejected_pieces=bad,
        )
    return figures
