"""How sellers keep their promises, as the shop shows it and ranks by it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from ..models import SellerRecord


@dataclass(frozen=True, slots=True)
class RecordOf:
    """Basis points; a seller of whom nothing is known yet has kept everything."""

    seller_id: int
    orders: int
    confirmed_bp: int
    on_time_bp: int
    rejected_bp: int


def seller_records_set(*, records: Iterable[RecordOf], now: datetime) -> int:
    """Writes them in one statement; says how many."""
    rows = [SellerRecord(**asdict(record), updated_at=now) for record in records]
    SellerRecord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["seller"],
        update_fields=["orders", "confirmed_bp", "on_time_bp", "rejected_bp", "updated_at"],
    )
    return len(rows)
