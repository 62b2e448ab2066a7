"""Today's figures, the days before it, and how far orders come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractHour, TruncDate

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import DHAKA, dhaka_date, dhaka_midnight
from ekshop.orders.selectors import lines_visible_to, orders_visible_to, seller_orders_visible_to
from ekshop.payments.selectors import payments_visible_to
from ekshop.settlement.selectors import commission_visible_to

from .. import rules

DAY = timedelta(days=1)
VALUE = F("goods_poisha") + F("delivery_poisha")


@dataclass(frozen=True, slots=True)
class Sums:
    """One day, or the part of it that is over; amounts in poisha."""

    orders: int
    value_poisha: int
    payments: int
    collected_poisha: int
    commission_poisha: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`before`: yesterday until the same time of day. `rejected_bp`: of the pieces inspected in
    the last thirty days' orders, the share rejected or missing, in basis points."""

    today: Sums
    before: Sums
    on_the_way: int
    late: int
    inspected: int
    rejected_bp: int


@dataclass(frozen=True, slots=True)
class Day:
    """Amounts in poisha."""

    date: date
    orders: int = 0
    value_poisha: int = 0
    collected_poisha: int = 0
    commission_poisha: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """How many of the period's seller orders came this far; `share_bp` of all of them."""

    name: str
    label: object
    reached: int
    share_bp: int


@dataclass(frozen=True, slots=True)
class DistrictFigures:
    code: str
    slug: str
    name_bn: str
    name_en: str
    orders: int
    value_poisha: int

    def name_in(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name_bn


def figures(actor: Actor, *, now: datetime) -> Figures:
    """What the actor may see of today, in five statements."""
    today = dhaka_midnight(dhaka_date(now))
    orders = (
        orders_visible_to(actor)
        .filter(placed_at__gte=today - DAY)
        .aggregate(**_count_and_sum("placed_at", VALUE, today, now))
    )
    paid = (
        payments_visible_to(actor)
        .filter(collected_at__gte=today - DAY)
        .aggregate(**_count_and_sum("collected_at", F("amount_poisha"), today, now))
    )
    earned = (
        commission_visible_to(actor)
        .filter(earned_at__gte=today - DAY)
        .aggregate(**_count_and_sum("earned_at", F("amount_poisha"), today, now))
    )
    under_way = (
        seller_orders_visible_to(actor)
        .filter(state__in=rules.TO_BE_DELIVERED)
        .aggregate(
            on_the_way=Count("id", filter=Q(state__in=rules.ON_THE_WAY)),
            late=Count("id", filter=Q(deliver_by__lt=now)),
        )
    )
    found = (
        lines_visible_to(actor)
        .filter(seller_order__placed_at__gte=today - DAY * rules.DAYS_SHOWN)
        .aggregate(
            accepted=Sum("accepted_quantity", default=0),
            wrong=Sum(F("rejected_quantity") + F("short_quantity"), default=0),
        )
    )
    inspected = found["accepted"] + found["wrong"]

    def sums(when: str) -> Sums:
        return Sums(
            orders=orders[f"{when}_count"],
            value_poisha=orders[f"{when}_sum"],
            payments=paid[f"{when}_count"],
            collected_poisha=paid[f"{when}_sum"],
            commission_poisha=earned[f"{when}_sum"],
        )

    return Figures(
        today=sums("today"),
        before=sums("before"),
        on_the_way=under_way["on_the_way"],
        late=under_way["late"],
        inspected=inspected,
        rejected_bp=rules.share_bp(found["wrong"], inspected),
    )


def daily(actor: Actor, *, now: datetime, days: int = rules.DAYS_SHOWN) -> list[Day]:
    """Day by day up to today, days without anything included; three statements."""
    last = dhaka_date(now)
    since = dhaka_midnight(last - DAY * (days - 1))
    orders = _by_day(orders_visible_to(actor), "placed_at", since, VALUE)
    paid = _by_day(payments_visible_to(actor), "collected_at", since, F("amount_poisha"))
    earned = _by_day(commission_visible_to(actor), "earned_at", since, F("amount_poisha"))
    return [
        Day(
            date=day,
            orders=orders.get(day, (0, 0))[0],
            value_poisha=orders.get(day, (0, 0))[1],
            collected_poisha=paid.get(day, (0, 0))[1],
            commission_poisha=earned.get(day, (0, 0))[1],
        )
        for day in (last - DAY * back for back in range(days - 1, -1, -1))
    ]


def hourly(actor: Actor, *, now: datetime) -> list[int]:
    """Today's orders by the hour of Dhaka, up to this one; one statement."""
    rows = (
        orders_visible_to(actor)
        .filter(placed_at__gte=dhaka_midnight(dhaka_date(now)))
        .annotate(hour=ExtractHour("placed_at", tzinfo=DHAKA))
        .values_list("hour")
        .annotate(number=Count("id"))
        .order_by()
    )
    counted = dict(rows)
    return [counted.get(hour, 0) for hour in range(now.astimezone(DHAKA).hour + 1)]


def funnel(actor: Actor, *, now: datetime, days: int = rules.DAYS_SHOWN) -> list[Step]:
    """How far the seller orders placed in the last days have come; one statement."""
    since = dhaka_midnight(dhaka_date(now) - DAY * (days - 1))
    by_state = dict(
        seller_orders_visible_to(actor)
        .filter(placed_at__gte=since)
        .values_list("state")
        .annotate(number=Count("id"))
        .order_by()
    )
    all_of_them = sum(by_state.values())
    return [
        Step(name, label, reached, rules.share_bp(reached, all_of_them))
        for name, label, reached in rules.steps_reached(by_state)
    ]


def orders_by_district(
    actor: Actor, *, now: datetime, days: int = rules.DAYS_SHOWN
) -> list[DistrictFigures]:
    """Orders of the last days by their centre's district, the most first; one statement."""
    since = dhaka_midnight(dhaka_date(now) - DAY * (days - 1))
    where = "centre__centre__district__"
    names = ("code", "slug", "name_bn", "name_en")
    rows = (
        orders_visible_to(actor)
        .filter(placed_at__gte=since, centre__centre__isnull=False)
        .values_list(*(where + name for name in names))
        .annotate(number=Count("id"), value=Sum(VALUE))
        .order_by("-number", where + "code")
    )
    return [DistrictFigures(*row) for row in rows]


def _count_and_sum(column: str, amount: Any, today: datetime, now: datetime) -> dict[str, Any]:
    this = Q(**{f"{column}__gte": today, f"{column}__lte": now})
    last = Q(**{f"{column}__lt": today, f"{column}__lte": now - DAY})
    return {
        "today_count": Count("id", filter=this),
        "today_sum": Sum(amount, filter=this, default=0),
        "before_count": Count("id", filter=last),
        "before_sum": Sum(amount, filter=last, default=0),
    }


def _by_day(rows: Any, column: str, since: datetime, amount: Any) -> dict[date, tuple[int, int]]:
    counted = (
        rows.filter(**{f"{column}__gte": since})
        .annotate(day=TruncDate(column, tzinfo=DHAKA))
        .values_list("day")
        .annotate(number=Count("id"), total=Sum(amount))
        .order_by()
    )
    return {day: (number, total) for day, number, total in counted}
