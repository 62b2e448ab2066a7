"""Payouts as they are read, and who may see which."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from ..models import Payout


def taken_of(numbers: Iterable[str], *, since: date) -> dict[tuple[str, str], dict[date, int]]:
    """What is planned or was sent to these numbers from a day on, by day, in poisha.

    A failed one took nothing; one whose outcome is not known may have.
    """
    rows = (
        Payout.objects.filter(number__in=list(numbers), pay_on__gte=since)
        .exclude(state="failed")
        .values_list("provider", "number", "pay_on")
        .annotate(taken=Sum("amount_poisha"))
    )
    found: dict[tuple[str, str], dict[date, int]] = {}
    for provider, number, day, taken in rows:
        found.setdefault((provider, number), {})[day] = taken
    return found
