"""What a month's commission would have been under a rate that is only thought of."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, Case, Count, DecimalField, F, Q, Sum, When
from django.db.models.functions import Cast, Round

from ekshop.kernel.actors import Actor
from ekshop.settlement.selectors import commission_visible_to

PREVIEWED_AT_MOST = 100
"""Of sellers and of centres, those whose sum changes most."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one seller, one centre, or all together; amounts in poisha."""

    id: int | None
    name_bn: str
    name_en: str
    lines: int
    actual_poisha: int
    would_be_poisha: int

    @property
    def difference_poisha(self) -> int:
        return self.would_be_poisha - self.actual_poisha

    def name_in(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name_bn


@dataclass(frozen=True, slots=True)
class Preview:
    """`total.lines`: how many of the month's `all_lines` the rate would have decided."""

    month: str
    all_lines: int
    total: Effect
    sellers: list[Effect]
    centres: list[Effect]


def rate_preview(
    actor: Actor, *, seller_id: int | None, category_id: int | None, rate_bp: int, month: str
) -> Preview:
    """The month's commission lines reckoned anew wherever that rate would have won.

    The choice is that of `orders.rules.rate_for`: a seller's own rate before anyone's, the
    category's before its parent's before any. Rounded line by line, as it is earned; what was
    taken back counts at the new rate too. Three statements.
    """
    decided = commission_visible_to(actor).filter(month=month)
    wins = _scope(seller_id, category_id) & _beats(seller_id, category_id)
    # numeric, never float: PostgreSQL rounds a float's half to the even number.
    base = Cast("base_poisha", DecimalField(max_digits=24, decimal_places=4))
    anew = Cast(Round(base * rate_bp / Decimal(10_000)), BigIntegerField())
    would_be = Case(When(wins, then=anew), default=F("amount_poisha"))
    sums = {
        "lines": Count("id", filter=wins),
        "actual": Sum("amount_poisha", default=0),
        "would_be": Sum(would_be, default=0),
    }
    whole = decided.aggregate(all_lines=Count("id"), **sums)

    def by(column: str) -> list[Effect]:
        rows = (
            decided.values(f"{column}_id", f"{column}__name_bn", f"{column}__name_en")
            .annotate(**sums)
            .filter(lines__gt=0)
        )
        found = [
            Effect(
                row[f"{column}_id"],
                row[f"{column}__name_bn"],
                row[f"{column}__name_en"],
                row["lines"],
                row["actual"],
                row["would_be"],
            )
            for row in rows
        ]
        found.sort(key=lambda effect: (-abs(effect.difference_poisha), effect.name_en))
        return found[:PREVIEWED_AT_MOST]

    return Preview(
        month=month,
        all_lines=whole["all_lines"],
        total=Effect(None, "", "", whole["lines"], whole["actual"], whole["would_be"]),
        sellers=by("seller"),
        centres=by("centre"),
    )


_CATEGORY = "order_line__product__category"
_RATE = "order_line__commission_rate"


def _scope(seller_id: int | None, category_id: int | None) -> Q:
    """Lines the thought-of rate is about."""
    about = Q(pk__isnull=False)
    if seller_id is not None:
        about &= Q(seller_id=seller_id)
    if category_id is not None:
        about &= Q(**{_CATEGORY: category_id}) | Q(**{f"{_CATEGORY}__parent": category_id})
    return about


def _beats(seller_id: int | None, category_id: int | None) -> Q:
    """Lines whose own rate is no more telling than the thought-of one."""
    no_rate = Q(**{f"{_RATE}__isnull": True})
    any_category = Q(**{f"{_RATE}__category__isnull": True})
    if category_id is None:
        as_near = any_category
    else:
        own = Q(**{_CATEGORY: category_id})
        its_child = Q(**{f"{_CATEGORY}__parent": category_id})
        as_near = own | (its_child & (any_category | Q(**{f"{_RATE}__category": category_id})))
    of_anyone = Q(**{f"{_RATE}__seller__isnull": True})
    if seller_id is None:
        return no_rate | (of_anyone & as_near)
    return no_rate | of_anyone | as_near
