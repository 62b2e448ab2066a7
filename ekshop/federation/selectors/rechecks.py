"""What was heard of sellers' prices and stock at order time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Q

from ..models import OfferRecheck


def prices_heard(*, since: datetime, until: datetime) -> dict[int, tuple[int, int]]:
    """By seller: how often a price was heard, and how often it was higher than shown."""
    rows = (
        OfferRecheck.objects.filter(asked_at__gte=since, asked_at__lt=until)
        .exclude(new_poisha=None)
        .values("seller_id")
        .annotate(heard=Count("id"), dearer=Count("id", filter=Q(outcome="dearer")))
        .order_by()
    )
    return {row["seller_id"]: (row["heard"], row["dearer"]) for row in rows}


def rechecked_lately(offer_ids: Collection[int], *, now: datetime, within: timedelta) -> set[int]:
    """Those of the offers whose seller answered for them so lately that it is not asked again."""
    rows = OfferRecheck.objects.filter(offer_id__in=list(offer_ids), asked_at__gt=now - within)
    return set(rows.exclude(outcome="silent").values_list("offer_id", flat=True))
