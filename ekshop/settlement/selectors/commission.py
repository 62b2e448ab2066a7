"""Commission as people read it: lines, months, statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, When
from django.utils.translation import get_language

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.orders import selectors as orders

from ..models import CommissionLine


def commission_visible_to(actor: Actor) -> QuerySet[CommissionLine]:
    """A centre sees what it earned, a seller what it owes, the operator and auditor all."""
    rows = CommissionLine.objects.all()
    if actor.role in {"operator", "auditor"}:
        return rows
    if actor.role in {"entrepreneur", "call_operator"}:
        return rows.filter(centre_id=actor.organisation_id)
    if actor.role in {"partner_staff", "producer_staff"}:
        return rows.filter(seller_id=actor.organisation_id)
    return rows.none()


@dataclass(frozen=True)
class Statement:
    """One seller's month with one centre; amounts in poisha. `net` is earned plus locked."""

    seller_id: int
    seller_name_bn: str
    seller_name_en: str
    centre_id: int
    centre_name_bn: str
    centre_name_en: str
    month: str
    lines: int
    base_poisha: int
    earned_poisha: int
    locked_poisha: int
    taken_back_poisha: int

    @property
    def net_poisha(self) -> int:
        return self.earned_poisha + self.locked_poisha

    @property
    def seller_name(self) -> str:
        """In the reader's language."""
        return self.seller_name_en if get_language() == "en" else self.seller_name_bn

    @property
    def centre_name(self) -> str:
        """In the reader's language."""
        return self.centre_name_en if get_language() == "en" else self.centre_name_bn


_SUMS = {
    "lines": Count("id"),
    "base_poisha": Sum("base_poisha", default=0),
    "earned_poisha": Sum("amount_poisha", filter=Q(state="earned"), default=0),
    "locked_poisha": Sum("amount_poisha", filter=Q(state="locked"), default=0),
    "taken_back_poisha": Sum("amount_poisha", filter=Q(kind="reversal"), default=0),
}


def statements(actor: Actor, *, month: str) -> list[Statement]:
    """The month's statements the actor may see, one per seller and centre, in one statement."""
    rows = _by_parties(commission_visible_to(actor).filter(month=month))
    return [_statement(row, month) for row in rows.order_by("seller__name_en", "centre__name_en")]


def statements_after(
    actor: Actor, *, month: str, after: tuple[int, int] = (0, 0), size: int = 50
) -> list[Statement]:
    """The same, a page at a time: those beyond the pair of seller and centre, by those ids."""
    beyond = Q(seller_id__gt=after[0]) | Q(seller_id=after[0], centre_id__gt=after[1])
    rows = _by_parties(commission_visible_to(actor).filter(beyond, month=month))
    return [_statement(row, month) for row in rows.order_by("seller_id", "centre_id")[:size]]


def statement_one(actor: Actor, *, month: str, seller_id: int, centre_id: int) -> Statement:
    """Errors: NotFound, also for a statement that is not the actor's to see."""
    rows = _by_parties(
        commission_visible_to(actor).filter(month=month, seller_id=seller_id, centre_id=centre_id)
    )
    for row in rows:
        return _statement(row, month)
    raise NotFound(what="statement")


def _by_parties(rows: QuerySet[CommissionLine]) -> Any:
    return rows.values(
        "seller_id",
        "seller__name_bn",
        "seller__name_en",
        "centre_id",
        "centre__name_bn",
        "centre__name_en",
    ).annotate(**_SUMS)


def _statement(row: dict[str, Any], month: str) -> Statement:
    return Statement(
        seller_id=row["seller_id"],
        seller_name_bn=row["seller__name_bn"],
        seller_name_en=row["seller__name_en"],
        centre_id=row["centre_id"],
        centre_name_bn=row["centre__name_bn"],
        centre_name_en=row["centre__name_en"],
        month=month,
        lines=row["lines"],
        base_poisha=row["base_poisha"],
        earned_poisha=row["earned_poisha"],
        locked_poisha=row["locked_poisha"],
        taken_back_poisha=row["taken_back_poisha"],
    )


# What tells by which rule a line was reckoned.
_RULES = [
    f"order_line__{rate}__{of}"
    for rate in ("commission_rate", "sourcing_rate")
    for of in ("seller", "category", "centre_group")
]


def statement_lines(
    actor: Actor, *, month: str, seller_id: int, centre_id: int
) -> QuerySet[CommissionLine]:
    """A statement's lines, oldest first, each with the order line it comes from."""
    return (
        commission_visible_to(actor)
        .filter(month=month, seller_id=seller_id, centre_id=centre_id)
        .select_related("refund", "order_line__seller_order__order", "order_line__product", *_RULES)
        .order_by("earned_at", "id")
    )


@dataclass(frozen=True)
class MonthSum:
    """A month in one line; amounts in poisha."""

    month: str
    lines: int
    base_poisha: int
    earned_poisha: int
    locked_poisha: int
    taken_back_poisha: int

    @property
    def net_poisha(self) -> int:
        return self.earned_poisha + self.locked_poisha


# A month's figures, and which rows each is the sum of.
FIGURES: dict[str, Q] = {
    "all": Q(),
    "earned": Q(state="earned"),
    "locked": Q(state="locked"),
    "taken_back": Q(kind="reversal"),
}


def month_lines(actor: Actor, *, month: str, figure: str = "all") -> QuerySet[CommissionLine]:
    """What a month's figure (a key of FIGURES) is the sum of; to be paged by (`earned_at`, `id`).

    An unknown figure is the sum of nothing.
    """
    rows = commission_visible_to(actor).filter(month=month)
    rows = rows.filter(FIGURES[figure]) if figure in FIGURES else rows.none()
    return rows.select_related(
        "refund",
        "seller",
        "centre",
        "order_line__seller_order__order",
        *_RULES,
    )


def month_sum(actor: Actor, month: str) -> "MonthSum":
    """One month, noughts where nothing moved."""
    sums = commission_visible_to(actor).filter(month=month).aggregate(**_SUMS)
    return MonthSum(month=month, **sums)


_NOT_PAID_YET = ("placed", "confirmed", "shipped", "arrived", "inspected")


def expected_lines(actor: Actor) -> QuerySet[Any]:
    """Order lines whose commission is frozen but not yet earned, for nothing is paid yet.

    Each with `base_poisha` and `expected_poisha`: of what was accepted once the parcel is
    inspected, of what was ordered until then. To be paged by (`seller_order__placed_at`, `id`).
    """
    pieces = Case(
        When(seller_order__state="inspected", then=F("accepted_quantity")),
        default=F("quantity"),
        output_field=BigIntegerField(),
    )
    return (
        orders.lines_visible_to(actor)
        .filter(state__in=("placed", "confirmed"), seller_order__state__in=_NOT_PAID_YET)
        .annotate(base_poisha=F("unit_price_poisha") * pieces)
        .filter(base_poisha__gt=0)
        # Halves up, as `rules.commission` rounds; integers divide without a remainder.
        .annotate(expected_poisha=(F("base_poisha") * F("commission_bp") + 5000) / 10000)
        .select_related(
            "seller_order__order",
            "seller_order__seller",
            "commission_rate__seller",
            "commission_rate__category",
            "commission_rate__centre_group",
        )
    )


def expected_poisha(actor: Actor) -> int:
    """What open orders would earn if all of it is accepted and paid."""
    total = expected_lines(actor).aggregate(total=Sum("expected_poisha", default=0))["total"]
    return int(total)


def months(actor: Actor, *, latest: int = 12) -> list[MonthSum]:
    """Commission by month, newest first."""
    rows: Any = (
        commission_visible_to(actor).values("month").annotate(**_SUMS).order_by("-month")[:latest]
    )
    return [
        MonthSum(
            month=row["month"],
            lines=row["lines"],
            base_poisha=row["base_poisha"],
            earned_poisha=row["earned_poisha"],
            locked_poisha=row["locked_poisha"],
            taken_back_poisha=row["taken_back_poisha"],
        )
        for row in rows
    ]


def commission_of(order_line_ids: Sequence[int]) -> dict[int, list[CommissionLine]]:
    """Commission rows by order line, for an order's page."""
    found: dict[int, list[CommissionLine]] = {}
    for row in CommissionLine.objects.filter(order_line_id__in=order_line_ids).order_by("id"):
        found.setdefault(row.order_line_id, []).append(row)
    return found


def sourced_poisha(seller_order_ids: Collection[int]) -> dict[int, int]:
    """By seller order, what sourcing centres earn of it, less what was taken back."""
    rows = (
        CommissionLine.objects.filter(
            order_line__seller_order_id__in=seller_order_ids, role="sourcing"
        )
        .values_list("order_line__seller_order_id")
        .annotate(sum=Sum("amount_poisha"))
        .order_by()
    )
    return dict(rows)


def order_codes_of_lines(commission_line_ids: Collection[int]) -> dict[int, str]:
    return dict(
        CommissionLine.objects.filter(pk__in=commission_line_ids).values_list(
            "pk", "order_line__seller_order__order__code"
        )
    )
