"""How sellers keep their promises."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ekshop.kernel.clock import dhaka_date

from ..models import SellerRecord, SellerRecordDay

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RecordTrend:
    """`scores`: day by day, the oldest first, in basis points."""

    scores: tuple[int, ...]

    @property
    def change_bp(self) -> int:
        return self.scores[-1] - self.scores[0]

    @property
    def by_bp(self) -> int:
        return abs(self.change_bp)


def seller_record(seller_id: int) -> SellerRecord | None:
    """None for a seller without orders yet."""
    return SellerRecord.objects.filter(seller_id=seller_id).first()


def records_listed() -> QuerySet[SellerRecord]:
    return SellerRecord.objects.select_related("seller__place__district")


def record_trends(seller_ids: Collection[int], *, now: datetime) -> dict[int, RecordTrend]:
    """Of the last thirty days, for sellers measured on more than one of them. One statement."""
    days: dict[int, list[int]] = {}
    rows = SellerRecordDay.objects.filter(
        seller_id__in=list(seller_ids), day__gte=dhaka_date(now - MONTH)
    ).order_by("seller_id", "day")
    for seller_id, score in rows.values_list("seller_id", "score_bp"):
        days.setdefault(seller_id, []).append(score)
    return {each: RecordTrend(tuple(scores)) for each, scores in days.items() if len(scores) > 1}
