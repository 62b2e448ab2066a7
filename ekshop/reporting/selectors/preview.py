"""What a month's commission would have been under a rate that is only thought of."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, Count, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Cast, Round

from ekshop.kernel.actors import Actor
from ekshop.orders.selectors import centre_group_members
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A commission rule that is only thought of; None: any."""

    rate_bp: int
    seller_id: int | None = None
    category_id: int | None = None
    offer_id: int | None = None
    group_id: int | None = None
    role: str = "sale"


def rate_preview(actor: Actor, rule: Rule, *, month: str) -> Preview:
    """The month's commission lines reckoned anew wherever that rule would have held.

    The choice is that of `orders.rules.rate_for`. Rounded line by line, as it is earned; what was
    taken back counts at the new rate too. For sourcing the lines are the sales of goods that have
    a producer's centre, earned by that centre or not yet. Four statements.
    """
    sold = commission_visible_to(actor).filter(
        month=month, role="sale", kind__in=["commission", "reversal"]
    )
    if rule.role == "sourcing":
        decided = sold.filter(order_line__sourcing_centre__isnull=False)
        was, centre = _at(F("order_line__sourcing_bp")), "order_line__sourcing_centre"
    else:
        decided, was, centre = sold, F("amount_poisha"), "centre"
    wins = _scope(rule, centre) & Q(own_nearness__gte=F("asked_nearness"))
    decided = decided.annotate(
        own_nearness=_own_nearness(f"order_line__{_RATES[rule.role]}"),
        asked_nearness=_asked_nearness(rule),
    )
    sums = {
        "lines": Count("id", filter=wins),
        "actual": Sum(was, default=0),
        "would_be": Sum(Case(When(wins, then=_at(Value(rule.rate_bp))), default=was), default=0),
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
        centres=by(centre),
    )


def _at(rate_bp: Any) -> Any:
    """A line's commission at a rate."""
    # numeric, never float: PostgreSQL rounds a float's half to the even number.
    base = Cast("base_poisha", DecimalField(max_digits=24, decimal_places=4))
    return Cast(Round(base * rate_bp / Decimal(10_000)), BigIntegerField())


_CATEGORY = "order_line__product__category"
_RATES = {"sale": "commission_rate", "sourcing": "sourcing_rate"}


def _scope(rule: Rule, centre: str) -> Q:
    """Lines the thought-of rule is about."""
    about = Q(pk__isnull=False)
    if rule.offer_id is not None:
        about &= Q(order_line__offer_id=rule.offer_id)
    if rule.seller_id is not None:
        about &= Q(seller_id=rule.seller_id)
    if rule.category_id is not None:
        about &= Q(**{_CATEGORY: rule.category_id}) | Q(
            **{f"{_CATEGORY}__parent": rule.category_id}
        )
    if rule.group_id is not None:
        members = centre_group_members(rule.group_id)
        about &= Q(**{f"{centre}__in": members.filter(centre__isnull=False).values("centre")}) | Q(
            **{
                f"{centre}__centre__district__in": members.filter(district__isnull=False).values(
                    "district"
                )
            }
        )
    return about


# How near a rule is as one number, the nearest the smallest: offer, then seller, then category,
# then the group, in the order of `orders.rules.rate_for`. The group's number comes last.
_OFFER, _SELLER, _CATEGORY_STEP, _GROUP = 10**15, 10**14, 10**13, 10**12


def _own_nearness(rate: str) -> Any:
    """Of the rule frozen on a line; a line without one is beaten by any."""

    def unless(field: str, weight: int) -> Case:
        return Case(
            When(**{f"{rate}__{field}__isnull": True}, then=Value(weight)),
            default=Value(0),
            output_field=BigIntegerField(),
        )

    category = Case(
        When(**{f"{rate}__category__isnull": True}, then=Value(2 * _CATEGORY_STEP)),
        When(**{f"{rate}__category": F(_CATEGORY)}, then=Value(0)),
        default=Value(_CATEGORY_STEP),
        output_field=BigIntegerField(),
    )
    group = Case(
        When(**{f"{rate}__centre_group__isnull": True}, then=Value(_GROUP)),
        default=F(f"{rate}__centre_group_id"),
        output_field=BigIntegerField(),
    )
    return Case(
        When(**{f"{rate}__isnull": True}, then=Value(10 * _OFFER)),
        default=unless("offer", _OFFER) + unless("seller", _SELLER) + category + group,
        output_field=BigIntegerField(),
    )


def _asked_nearness(rule: Rule) -> Any:
    """The same of the thought-of rule, for each line it is about."""
    fixed = 0 if rule.offer_id else _OFFER
    fixed += 0 if rule.seller_id else _SELLER
    fixed += rule.group_id or _GROUP
    if rule.category_id is None:
        return Value(fixed + 2 * _CATEGORY_STEP, output_field=BigIntegerField())
    return Case(
        When(**{_CATEGORY: rule.category_id}, then=Value(fixed)),
        default=Value(fixed + _CATEGORY_STEP),
        output_field=BigIntegerField(),
    )
