"""Which commission rate holds."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from ekshop.kernel.statements import fetch

from .. import rules
from ..models import CommissionRate


def rates_in_force(
    *, seller_ids: Iterable[int], category_ids: Collection[int], at: datetime
) -> list[rules.Rate]:
    """Every rate that could apply to those sellers and categories at that moment."""
    wanted = {"at": at, "sellers": list(seller_ids), "categories": list(category_ids)}
    return [rules.Rate(*row) for row in fetch(_IN_FORCE, wanted)]


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


# On the path of every order, where composing a query costs more than running it: hence SQL.
_IN_FORCE = """
SELECT id, seller_id, category_id, rate_bp FROM orders_commissionrate
WHERE valid_from <= %(at)s AND (valid_to IS NULL OR valid_to > %(at)s)
  AND (seller_id IS NULL OR seller_id = ANY(%(sellers)s))
  AND (category_id IS NULL OR category_id = ANY(%(categories)s))
"""
