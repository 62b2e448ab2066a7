"""Which commission rate holds."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from .. import rules
from ..models import CommissionRate


def rates_in_force(
    *, seller_ids: Iterable[int], category_ids: Collection[int], at: datetime
) -> list[rules.Rate]:
    """Every rate that could apply to those sellers and categories at that moment."""
    rows = (
        CommissionRate.objects.filter(valid_from__lte=at)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))
        .filter(Q(seller__isnull=True) | Q(seller__in=list(seller_ids)))
        .filter(Q(category__isnull=True) | Q(category__in=list(category_ids)))
        .values_list("id", "seller_id", "category_id", "rate_bp")
    )
    return [rules.Rate(*row) for row in rows]


def commission_rate_at(
    *, seller_id: int, category_id: int, parent_category_id: int | None = None, at: datetime
) -> rules.Rate | None:
    """The rate an order placed then would freeze; None: no commission is agreed."""
    categories = [each for each in (category_id, parent_category_id) if each is not None]
    return rules.rate_for(
        rates_in_force(seller_ids=[seller_id], category_ids=categories, at=at),
        seller_id=seller_id,
        category_id=category_id,
        parent_category_id=parent_category_id,
    )


def commission_rates() -> QuerySet[CommissionRate]:
    """All rates ever set, the latest to begin first, with seller and category at hand."""
    return CommissionRate.objects.select_related("seller", "category", "made_by").order_by(
        "-valid_from", "-id"
    )
