"""Payouts as they are read, and who may see which."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from ekshop.kernel.clock import dhaka_midnight

from .. import rules
from ..models import Payout, PayoutAttempt


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


def sent_since(provider: str, numbers: Iterable[str], day: date) -> dict[str, int]:
    """What was sent to each number since a day began, or may have been, in poisha."""
    rows = (
        PayoutAttempt.objects.filter(
            provider=provider,
            wallet__in=list(numbers),
            sent_at__gte=dhaka_midnight(day),
            state__in=rules.PAID_ONCE_STATES,
        )
        .values_list("wallet")
        .annotate(total=Sum("amount_poisha"))
    )
    return dict(rows)


def masked(number: str) -> str:
    """Enough of a wallet or an account to know it again: "017…5678"."""
    return f"{number[:3]}…{number[-4:]}" if len(number) > 8 else number
