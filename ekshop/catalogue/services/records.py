"""How sellers keep their promises, as the shop shows it and ranks by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from ekshop.kernel.clock import dhaka_date

from ..models import SellerRecord, SellerRecordDay
from ..rules import record_score

ALL = 10_000


@dataclass(frozen=True, slots=True)
class RecordOf:
    """`counts`: (kept, of how many) for each of `rules.PROMISES`, of those in `rules.BROKEN`
    (broken, of how many). A seller of whom nothing is known yet has kept everything."""

    seller_id: int
    orders: int
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def share(self, promise: str, unknown: int) -> int:
        """In basis points, halves up."""
        part, whole = self.counts.get(promise, (0, 0))
        return (part * ALL * 2 + whole) // (whole * 2) if whole else unknown


@transaction.atomic
def seller_records_set(*, records: Iterable[RecordOf], now: datetime) -> int:
    """Writes them, and the day of each, in a statement each; says how many. Complaints, which are
    counted elsewhere (`complaints_upheld_set`), stay."""
    found = list(records)
    known = dict(SellerRecord.objects.values_list("seller_id", "upheld"))
    rows = [_row(record, known.get(record.seller_id, 0), now) for record in found]
    SellerRecord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["seller"],
        update_fields=[
            "orders", "confirmed_bp", "on_time_bp", "rejected_bp", "counts", "score_bp",
            "updated_at",
        ],
    )  # fmt: skip
    _days(rows, now)
    return len(rows)


@transaction.atomic
def complaints_upheld_set(*, upheld: Mapping[int, int], now: datetime) -> int:
    """How many complaints of the window were decided or put right against each seller; none of
    those not named. Says how many records changed."""
    changed = []
    rows = {row.seller_id: row for row in SellerRecord.objects.select_for_update()}
    for seller_id in set(upheld) - set(rows):
        rows[seller_id] = SellerRecord(seller_id=seller_id, updated_at=now)
    for seller_id, row in rows.items():
        number = upheld.get(seller_id, 0)
        if row.upheld != number or row.counts.get("upheld", [0, 0])[0] != number:
            row.upheld, row.updated_at = number, now
            row.counts = {**row.counts, "upheld": [number, max(row.orders, number)]}
            row.score_bp = record_score(row.counts)
            changed.append(row)
    SellerRecord.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["seller"],
        update_fields=["upheld", "counts", "score_bp", "updated_at"],
    )
    return len(changed)


def _row(record: RecordOf, upheld: int, now: datetime) -> SellerRecord:
    counts = {promise: list(pair) for promise, pair in record.counts.items()}
    counts["upheld"] = [upheld, max(record.orders, upheld)]
    return SellerRecord(
        seller_id=record.seller_id,
        orders=record.orders,
        confirmed_bp=record.share("confirmed", ALL),
        on_time_bp=record.share("on_time", ALL),
        rejected_bp=record.share("rejected", 0),
        upheld=upheld,
        counts=counts,
        score_bp=record_score(counts),
        updated_at=now,
    )


def _days(rows: Iterable[SellerRecord], now: datetime) -> None:
    SellerRecordDay.objects.bulk_create(
        [
            SellerRecordDay(
                seller_id=row.seller_id,
                day=dhaka_date(now),
                orders=row.orders,
                score_bp=row.score_bp,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["seller", "day"],
        update_fields=["orders", "score_bp"],
    )
