"""Frozen statements as people read them: one by its number, its lines, and months side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_after, month_of
from ekshop.kernel.errors import NotFound

from ..models import (
    CommissionLine,
    CommissionStatement,
    MonthClose,
    SellerMonth,
    StatementDispute,
)
from .closing import disputes_visible_to, seller_months_visible_to, statements_frozen

WAITING = ("open", "carried")
"""Disputes nobody has settled yet."""


def statement_numbered(actor: Actor, number: str) -> CommissionStatement:
    """Errors: NotFound, also for one that is not the actor's to see."""
    found = statements_frozen(actor).filter(number=number).first()
    if found is None:
        raise NotFound(what="statement")
    return found


def stated_lines(statement: CommissionStatement) -> QuerySet[CommissionLine]:
    """What a statement is the sum of, each with its dispute; to be paged by (`earned_at`, `id`)."""
    disputes = StatementDispute.objects.exclude(state="withdrawn").select_related("correction")
    return (
        CommissionLine.objects.filter(
            centre_id=statement.centre_id, seller_id=statement.seller_id, statement=statement
        )
        .select_related(
            "refund",
            "seller",
            "order_line__seller_order__order",
            "order_line__product",
            "order_line__commission_rate__seller",
            "order_line__commission_rate__category",
        )
        .prefetch_related(Prefetch("disputes", disputes, to_attr="disputed"))
    )


def dispute_one(actor: Actor, dispute_id: int) -> StatementDispute:
    """Errors: NotFound, also for one that is not the actor's to see."""
    found = disputes_visible_to(actor).filter(pk=dispute_id).first()
    if found is None:
        raise NotFound(what="dispute")
    return found


def disputes_waiting(actor: Actor) -> int:
    return disputes_visible_to(actor).filter(state__in=WAITING).count()


def seller_month_of(actor: Actor, month: str, seller_id: int | None = None) -> SellerMonth:
    """A seller's part of a month: the actor's own, or, for who watches, the seller's named.

    Errors: NotFound.
    """
    rows = seller_months_visible_to(actor).filter(close__month=month)
    found = rows.filter(seller_id=seller_id or actor.organisation_id).first()
    if found is None:
        raise NotFound(what="month")
    return found


@dataclass(frozen=True)
class MonthRow:
    """A month on its way, and what its statements come to; amounts in poisha."""

    month: str
    close: MonthClose | None
    sellers: int
    waiting: int
    statements: int
    total_poisha: int
    payable_poisha: int

    @property
    def state(self) -> str:
        return self.close.state if self.close else "open"


def month_rows(now: datetime) -> list[MonthRow]:
    """Every month since the first commission, this one first. Three statements."""
    closes = {row.month: row for row in MonthClose.objects.all()}
    ends = CommissionLine.objects.aggregate(first=Min("month"), last=Max("month"))
    this = month_of(now)
    first = min([ends["first"] or this, this, *closes])
    sums = {
        row["close_id"]: row
        for row in SellerMonth.objects.exclude(state="undone")
        .values("close_id")
        .annotate(
            sellers=Count("id"),
            waiting=Count("id", filter=Q(state__in=["frozen", "approved"])),
            number=Sum("statements"),
            total=Sum(F("tax_poisha") + F("payable_poisha")),
            payable=Sum("payable_poisha"),
        )
    }
    rows = []
    month = this
    while month >= first:
        close = closes.get(month)
        found: Any = sums.get(close.pk if close else 0, {})
        rows.append(
            MonthRow(
                month=month,
                close=close,
                sellers=found.get("sellers", 0),
                waiting=found.get("waiting", 0),
                statements=found.get("number", 0),
                total_poisha=found.get("total", 0),
                payable_poisha=found.get("payable", 0),
            )
        )
        month = month_after(month, -1)
    return rows


@dataclass(frozen=True)
class PaidMonth:
    """What one month's frozen statements come to for whoever looks; amounts in poisha."""

    month: str
    statements: int
    payable_poisha: int
    paid_poisha: int


def paid_months(actor: Actor, *, latest: int = 12) -> list[PaidMonth]:
    """Frozen months the actor has statements of, the newest first, for a chart."""
    rows: Any = (
        statements_frozen(actor)
        .order_by()
        .values("month")
        .annotate(
            statements=Count("id"),
            payable=Sum("payable_poisha"),
            paid=Sum("payable_poisha", filter=Q(state="paid"), default=0),
        )
        .order_by("-month")[:latest]
    )
    return [PaidMonth(row["month"], row["statements"], row["payable"], row["paid"]) for row in rows]


def disputes_of_month(actor: Actor, month: str) -> dict[str, int]:
    """How many disputes of a month's statements there are, by state."""
    rows = (
        disputes_visible_to(actor).filter(statement__month=month).exclude(statement__state="undone")
    )
    return dict(rows.order_by().values_list("state").annotate(number=Count("id")))


def fundings_of(part: SellerMonth) -> Sequence[Any]:
    return list(part.fundings.select_related("told_by", "decided_by").order_by("id"))
