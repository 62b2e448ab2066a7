"""How often a channel is called: buckets that fill with time, kept where every worker sees them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from ..adapters import Adapter, Allowance
from ..models import Channel, Quota
from ..rules.strange import pause_of, rate_believed

USUAL = Allowance(rate=1.0, burst=10)
"""Of an operation the adapter says nothing of."""


def quota_take(
    *, channel: Channel, adapter: Adapter, operation: str, wanted: int, now: datetime
) -> int:
    """Takes up to so many calls from an operation's allowance; returns how many were granted."""
    with transaction.atomic():
        quota = _locked(channel, adapter, operation, now)
        filled = _filled(quota, now)
        granted = min(wanted, int(filled + 1e-9))
        quota.tokens, quota.at = filled - granted, max(quota.at, now)
        quota.used += granted
        quota.save(update_fields=["tokens", "at", "used"])
    return granted


def quota_return(*, channel: Channel, operation: str, unused: int) -> None:
    """Calls granted and not made."""
    if unused > 0:
        Quota.objects.filter(channel=channel, operation=operation).update(
            tokens=F("tokens") + unused, used=F("used") - unused
        )


def quota_refused(*, channel: Channel, operation: str, seconds: float, now: datetime) -> None:
    """The channel asked us to wait: the bucket is as empty as that takes to fill to one."""
    for quota in Quota.objects.filter(channel=channel, operation=operation):
        Quota.objects.filter(pk=quota.pk).update(
            tokens=min(1 - pause_of(seconds) * quota.rate, 0.0),
            at=now,
            refused=F("refused") + 1,
            refused_at=now,
        )


def quota_learn(*, channel: Channel, rates: Mapping[str, float]) -> None:
    """The channel says which rates hold now; kept until it says otherwise."""
    for operation, rate in rates.items():
        if rate_believed(rate):
            Quota.objects.filter(channel=channel, operation=operation).update(rate=rate)


def _locked(channel: Channel, adapter: Adapter, operation: str, now: datetime) -> Quota:
    allowance = adapter.quotas.get(operation, USUAL)
    Quota.objects.bulk_create(
        [
            Quota(
                channel=channel,
                operation=operation,
                tokens=allowance.burst,
                at=now,
                rate=allowance.rate,
                burst=allowance.burst,
            )
        ],
        ignore_conflicts=True,
    )
    return Quota.objects.select_for_update().get(channel=channel, operation=operation)


def _filled(quota: Quota, now: datetime) -> float:
    passed = max((now - quota.at).total_seconds(), 0.0)
    return min(quota.tokens + passed * quota.rate, float(quota.burst))
