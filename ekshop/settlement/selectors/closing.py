"""The month's close as people read it: what stops it, how far it is, and its statements."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_bounds
from ekshop.ledger import selectors as books
from ekshop.orders import selectors as orders
from ekshop.parties import selectors as parties
from ekshop.payments import selectors as payments
from ekshop.payments.rules import EXPORT

from ..models import (
    CommissionLine,
    CommissionStatement,
    MonthClose,
    MonthStep,
    SellerMonth,
    StatementDispute,
)

SHOWN = 10
"""How many examples a check shows; its count is of all."""

WATCHERS = {"operator", "auditor"}


# Who sees what ------------------------------------------------------------------------------------


def statements_frozen(actor: Actor) -> QuerySet[CommissionStatement]:
    """A centre's own, a seller's own, all for the operator and the auditor; none that is undone."""
    return _own(actor, CommissionStatement.objects.exclude(state="undone")).select_related(
        "seller", "centre", "close"
    )


def disputes_visible_to(actor: Actor) -> QuerySet[StatementDispute]:
    """Of the statements the actor may see."""
    rows = StatementDispute.objects.select_related(
        "statement__seller",
        "statement__centre",
        "line__order_line__seller_order__order",
        "opened_by",
        "settled_by",
    )
    return _own(actor, rows, "statement__")


def seller_months_visible_to(actor: Actor) -> QuerySet[SellerMonth]:
    """A seller's own; all for the operator and the auditor; none that is undone."""
    rows = SellerMonth.objects.exclude(state="undone").select_related("close", "seller")
    if actor.role in WATCHERS:
        return rows
    if actor.role in {"partner_staff", "producer_staff"}:
        return rows.filter(seller_id=actor.organisation_id)
    return rows.none()


def _own(actor: Actor, rows: QuerySet[Any], to: str = "") -> QuerySet[Any]:
    if actor.role in WATCHERS or actor.is_system:
        return rows
    if actor.role in {"entrepreneur", "call_operator"}:
        return rows.filter(**{f"{to}centre_id": actor.organisation_id})
    if actor.role in {"partner_staff", "producer_staff"}:
        return rows.filter(**{f"{to}seller_id": actor.organisation_id})
    return rows.none()


# Months -------------------------------------------------------------------------------------------


def month_close_of(month: str) -> MonthClose | None:
    return MonthClose.objects.filter(month=month).first()


def frozen_before(month: str) -> MonthClose | None:
    """The last month before it whose statements stand: what it carried out is carried in."""
    return (
        MonthClose.objects.filter(month__lt=month).exclude(state="open").order_by("-month").first()
    )


def later_frozen(month: str) -> bool:
    """A later month stands on this one: it carried in what this one carries out."""
    return MonthClose.objects.filter(month__gt=month).exclude(state="open").exists()


def disputable(close: MonthClose, now: datetime) -> bool:
    return (
        close.state == "frozen" and close.disputes_until is not None and now <= close.disputes_until
    )


def steps_of(close: MonthClose) -> QuerySet[MonthStep]:
    return close.steps.select_related("asked_by", "decided_by").order_by("-id")


@dataclass(frozen=True)
class Progress:
    """Long work under way: centres done of all there are, and statements made so far."""

    done: int
    of: int
    statements: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.of if self.of else 100


def progress_of(actor: Actor, close: MonthClose) -> Progress:
    centres = parties.centres_visible_to(actor)
    return Progress(
        done=centres.filter(pk__lte=close.frozen_to).count(),
        of=centres.count(),
        statements=CommissionStatement.objects.filter(close=close, attempt=close.attempt).count(),
    )


@dataclass(frozen=True)
class CloseSums:
    """What a month's statements come to, in poisha, and how many there are."""

    statements: int
    carried: int
    paid: int
    gross_poisha: int
    tax_poisha: int
    payable_poisha: int
    paid_poisha: int
    carried_in_poisha: int
    carried_out_poisha: int


def close_sums(close: MonthClose) -> CloseSums:
    rows = CommissionStatement.objects.filter(close=close, attempt=close.attempt)
    found = rows.aggregate(
        statements=Count("id"),
        carried=Count("id", filter=Q(state="carried")),
        paid=Count("id", filter=Q(state="paid")),
        tax=Sum("tax_poisha", default=0),
        payable=Sum("payable_poisha", default=0),
        arrived=Sum("payable_poisha", filter=Q(state="paid"), default=0),
        carried_in=Sum("carried_in_poisha", default=0),
        carried_out=Sum("carried_out_poisha", default=0),
    )
    return CloseSums(
        statements=found["statements"],
        carried=found["carried"],
        paid=found["paid"],
        gross_poisha=found["tax"] + found["payable"] + found["carried_out"],
        tax_poisha=found["tax"],
        payable_poisha=found["payable"],
        paid_poisha=found["arrived"],
        carried_in_poisha=found["carried_in"],
        carried_out_poisha=found["carried_out"],
    )


def still_needed(part: SellerMonth, *, told: bool = False) -> int:
    """What a seller's month still lacks; with `told`, less what is said to be on its way."""
    counted = ["received", "told"] if told else ["received"]
    here = part.fundings.filter(state__in=counted).aggregate(total=Sum("amount_poisha", default=0))
    return (part.needed_poisha or 0) - int(here["total"])


# What stands in the way ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """Something to look at before a month is frozen. `stops`: it cannot be frozen like this.

    `items`: a few of the `count` there are, as the words of a link and what it leads to: (kind,
    key, text), where kind is "order", "organisation", "month", "dispute" or "journal".
    """

    kind: str
    count: int
    stops: bool
    items: list[tuple[str, str, str]] = field(default_factory=list)


def month_check(actor: Actor, month: str, now: datetime) -> list[Check]:
    """Everything that stops the month's freeze, then what will wait for the next one.

    Kinds: not_over, earlier_moving, later_frozen, uncommissioned, ledger, payable (these stop), and
    inspections, windows, disputes (these go on). Only what there is. Raises ValueError for no month.
    """
    start, end = month_bounds(month)
    found = [
        Check("not_over", int(end > now), stops=True),
        _months("earlier_moving", Q(month__lt=month, state__in=["freezing", "undoing"])),
        _months("later_frozen", Q(month__gt=month) & ~Q(state="open")),
        _uncommissioned(actor, start, end),
        _ledger(),
        _payable(),
        _inspections(actor, end),
        _windows(actor, month),
        _disputes(month),
    ]
    return [check for check in found if check.count]


def _months(kind: str, which: Q) -> Check:
    rows = list(MonthClose.objects.filter(which).order_by("month"))
    return Check(
        kind, len(rows), stops=True, items=[("month", row.month, row.month) for row in rows[:SHOWN]]
    )


def _uncommissioned(actor: Actor, start: datetime, end: datetime) -> Check:
    """Lines paid for in the month that have earned nothing yet: their event failed or waits."""
    paid = payments.payments_visible_to(actor).filter(collected_at__gte=start, collected_at__lt=end)
    paid = paid.exclude(medium=EXPORT)
    earned = CommissionLine.objects.filter(order_line_id=OuterRef("pk"), kind="commission")
    lines = (
        orders.lines_visible_to(actor)
        .filter(accepted_quantity__gt=0, seller_order_id__in=paid.values("seller_order_id"))
        .filter(~Exists(earned))
    )
    return _by_order("uncommissioned", lines, "seller_order__order__code", stops=True)


def _inspections(actor: Actor, end: datetime) -> Check:
    """Parcels that stand at a centre unopened: they are paid for, and earn, in a later month."""
    parcels = orders.seller_orders_visible_to(actor).filter(state="arrived", placed_at__lt=end)
    return _by_order("inspections", parcels, "order__code", stops=False)


def _windows(actor: Actor, month: str) -> Check:
    """Lines whose return window still runs: they wait for the next month's freeze."""
    lines = CommissionLine.objects.filter(month__lte=month, state="earned")
    return _by_order("windows", lines, "order_line__seller_order__order__code", stops=False)


def _by_order(kind: str, rows: QuerySet[Any], code: str, *, stops: bool) -> Check:
    """The rows' orders as examples, the oldest first."""
    number = rows.count()
    codes = rows.order_by("id").values_list(code, flat=True)[:SHOWN] if number else []
    return Check(kind, number, stops, [("order", each, each) for each in dict.fromkeys(codes)])


def _disputes(month: str) -> Check:
    rows = StatementDispute.objects.filter(
        state__in=["open", "carried"], statement__month__lt=month
    ).select_related("statement")
    number = rows.count()
    return Check(
        "disputes",
        number,
        stops=False,
        items=[
            ("dispute", str(row.pk), row.statement.number)
            for row in rows.order_by("id")[: SHOWN if number else 0]
        ],
    )


def _ledger() -> Check:
    """Accounts whose balance is not what their entries add up to."""
    wrong = books.mismatches()
    return Check(
        "ledger",
        len(wrong),
        stops=True,
        items=[("account", str(row.account_id), str(row.account_id)) for row in wrong[:SHOWN]],
    )


def _payable() -> Check:
    """Centres whose account does not agree with their lines and statements."""
    wrong = payable_mismatches()
    names = parties.organisation_names(wrong[:SHOWN])
    return Check(
        "payable",
        len(wrong),
        stops=True,
        items=[("organisation", str(pk), name.name) for pk, name in names.items()],
    )


def payable_mismatches() -> list[int]:
    """Centres to whom the books owe something else than their lines and statements say.

    Owed is what is locked and stands on no statement, what the last frozen month carries on, and
    what is frozen and not ordered. What is ordered is owed until it is sent, so it gives the room
    between the least and the most that may be owed.
    """
    last = MonthClose.objects.exclude(state="open").order_by("-month").first()
    owed = dict(
        books.accounts()
        .filter(purpose="commission_payable")
        .exclude(organisation=None)
        .values_list("organisation_id", "balance_poisha")
    )
    with connection.cursor() as cursor:
        cursor.execute(_OWED, {"last": last.month if last else ""})
        ours = {centre: (int(least), int(ordered)) for centre, least, ordered in cursor.fetchall()}
    wrong = []
    for centre in sorted(owed.keys() | ours.keys()):
        least, ordered = ours.get(centre, (0, 0))
        if not least <= -owed.get(centre, 0) <= least + ordered:
            wrong.append(centre)
    return wrong


_OWED = """
    SELECT centre_id, sum(least), sum(ordered) FROM (
        SELECT centre_id, amount_poisha AS least, 0 AS ordered FROM settlement_commissionline
        WHERE statement_id IS NULL AND state = 'locked'
        UNION ALL
        SELECT centre_id,
            CASE WHEN state = 'frozen' THEN payable_poisha ELSE 0 END
            + CASE WHEN month = %(last)s THEN carried_out_poisha ELSE 0 END,
            CASE WHEN state = 'ordered' THEN payable_poisha ELSE 0 END
        FROM settlement_commissionstatement
        WHERE state IN ('frozen', 'ordered') OR (month = %(last)s AND state <> 'undone')
    ) AS each GROUP BY centre_id
"""
