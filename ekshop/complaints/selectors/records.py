"""What the public may know of a seller: its record, with what it is a share of.

Shares are given from `SAMPLE_AT_LEAST` complaints on; below, a share would say more about chance
than about the seller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from ekshop.kernel.deadlines import Deadline

from ..clocks import ENTITY, kind_name
from ..models import Case

SAMPLE_AT_LEAST = 10
PERIOD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SellerRecord:
    """Of the complaints filed in the period. `asked`: those the seller's time to answer has run
    for, or that it answered; `closed`: those that have ended; `people`: who complained. Shares are
    of a hundred, or None."""

    complaints: int = 0
    people: int = 0
    open: int = 0
    asked: int = 0
    answered_in_time: int = 0
    closed: int = 0
    remedied: int = 0
    promises_broken: int = 0

    @property
    def is_enough(self) -> bool:
        return self.complaints >= SAMPLE_AT_LEAST

    @property
    def answered_share(self) -> int | None:
        return self._share(self.answered_in_time, self.asked)

    @property
    def remedied_share(self) -> int | None:
        return self._share(self.remedied, self.closed)

    def _share(self, part: int, whole: int) -> int | None:
        return round(100 * part / whole) if self.is_enough and whole else None


def seller_records(respondent_ids: Sequence[int], *, now: datetime) -> dict[int, SellerRecord]:
    """By respondent, the records joined to it counted with it. One statement."""
    answer = Deadline.objects.filter(
        entity=ENTITY, entity_id=OuterRef("pk"), kind=kind_name("seller_answer")
    )
    rows = (
        Case.objects.filter(
            Q(respondent_id__in=respondent_ids) | Q(respondent__joined_to_id__in=respondent_ids),
            filed_at__gt=now - PERIOD,
            filed_at__lte=now,
            joined_to__isnull=True,
        )
        .alias(
            in_time=Exists(answer.filter(met_at__lte=F("due_at"))),
            due=Exists(answer.filter(Q(met_at__isnull=False) | Q(due_at__lte=now))),
        )
        .values("respondent_id", "respondent__joined_to_id")
        .annotate(
            complaints=Count("pk"),
            people=Count("complainant", distinct=True),
            closed=Count("pk", filter=Q(state__in=("resolved", "closed"))),
            asked=Count("pk", filter=Q(due=True)),
            answered_in_time=Count("pk", filter=Q(in_time=True)),
            remedied=Count("pk", filter=Q(state="resolved", outcome="remedied")),
            broken=Sum("promises_broken"),
        )
        .order_by()
    )
    found: dict[int, SellerRecord] = {number: SellerRecord() for number in respondent_ids}
    for row in rows:
        number = row["respondent__joined_to_id"] or row["respondent_id"]
        if number not in found:
            number = row["respondent_id"]
        known = found[number]
        found[number] = SellerRecord(
            complaints=known.complaints + row["complaints"],
            people=known.people + row["people"],
            open=known.open + row["complaints"] - row["closed"],
            asked=known.asked + row["asked"],
            answered_in_time=known.answered_in_time + row["answered_in_time"],
            closed=known.closed + row["closed"],
            remedied=known.remedied + row["remedied"],
            promises_broken=known.promises_broken + (row["broken"] or 0),
        )
    return found
