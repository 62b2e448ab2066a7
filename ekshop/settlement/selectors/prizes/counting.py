"""What counts in a scheme, up to a moment: the same whenever it is asked."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum

from ekshop.kernel.clock import dhaka_midnight, month_bounds

from ... import rules
from ...models import CommissionLine, PrizeFlag, PrizeFlagLine, PrizeScheme

_DISTRICT = "centre__centre__district"


def settles_at(scheme: PrizeScheme) -> datetime:
    """The first moment that counts no more: the end, in Dhaka, of the day the scheme names."""
    return dhaka_midnight(scheme.settles_on + timedelta(days=1))


def sales_of(scheme: PrizeScheme) -> QuerySet[CommissionLine]:
    """The lines earned in the scheme's months by whoever takes part, flagged or not; what
    went abroad was sold by no centre."""
    rows = CommissionLine.objects.filter(
        kind="commission",
        month__gte=scheme.first_month,
        month__lte=scheme.last_month,
        order_line__seller_order__export=False,
    )
    places = [row.place_id for row in scheme.places.all()]
    if places:
        here = Q(**{f"{_DISTRICT}__in": places}) | Q(**{f"{_DISTRICT}__parent__in": places})
        rows = rows.filter(here)
    return rows


def counting_lines(scheme: PrizeScheme) -> QuerySet[CommissionLine]:
    """The same without the lines somebody found not to count."""
    left_out = PrizeFlagLine.objects.filter(
        flag__scheme=scheme,
        flag__state="upheld",
        flag__excludes="orders",
        flag__centre=OuterRef("centre"),
        order_line=OuterRef("order_line"),
    )
    return sales_of(scheme).exclude(Exists(left_out))


def counted(scheme: PrizeScheme, *, until: datetime) -> tuple[list[rules.Entry], dict[int, int]]:
    """Every centre that sold something, with what is locked of it; and by centre what is not yet.

    What was taken back or corrected by then belongs to the sale it is about, in whichever month
    it happened. Lines are never edited and keep the moment they were locked, so the same moment
    always gives the same figures. Three statements.
    """
    end = min(until, settles_at(scheme))
    sales = counting_lines(scheme).filter(earned_at__lt=end)
    is_locked = Q(locked_at__lt=end)
    found: dict[int, dict[str, Any]] = {}
    for row in sales.values("centre_id", f"{_DISTRICT}__parent_id").annotate(
        counted=Sum("amount_poisha", filter=is_locked, default=0),
        all=Sum("amount_poisha", default=0),
        lines=Count("id", filter=is_locked),
        reached_at=Max("earned_at", filter=is_locked),
    ):
        found[row["centre_id"]] = {**row, "returned": 0}
    sale = sales.filter(order_line=OuterRef("order_line"), role=OuterRef("role"))
    after = (
        CommissionLine.objects.filter(
            kind__in=["reversal", "correction"],
            earned_at__gte=month_bounds(scheme.first_month)[0],
            earned_at__lt=end,
        )
        .annotate(sold=Exists(sale), sold_locked_at=Subquery(sale.values("locked_at")[:1]))
        .filter(sold=True)
    )
    was_locked = Q(sold_locked_at__lt=end)
    for row in after.values("centre_id").annotate(
        counted=Sum("amount_poisha", filter=was_locked, default=0),
        all=Sum("amount_poisha", default=0),
        returned=Sum("amount_poisha", filter=was_locked & Q(kind="reversal"), default=0),
    ):
        for figure in ("counted", "all", "returned"):
            found[row["centre_id"]][figure] += row[figure]
    excluded = set(excluding_flags(scheme))
    entries = [
        rules.Entry(
            centre_id=pk,
            division_id=row[f"{_DISTRICT}__parent_id"],
            counted_poisha=row["counted"],
            returned_poisha=row["returned"],
            lines=row["lines"],
            reached_at=row["reached_at"],
            excluded=pk in excluded,
        )
        for pk, row in found.items()
    ]
    return entries, {pk: row["all"] - row["counted"] for pk, row in found.items()}


def excluding_flags(scheme: PrizeScheme) -> dict[int, int]:
    """By centre that takes no part: the flag, the first if several."""
    rows = PrizeFlag.objects.filter(scheme=scheme, state="upheld", excludes="centre")
    return {row.centre_id: row.pk for row in rows.order_by("-id")}
