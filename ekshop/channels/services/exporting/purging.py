"""Buyers' names and addresses go when nobody needs them any more."""

from datetime import datetime

from ekshop.kernel.rulebook import due_at, rule_at

from ...models import ExportOrder
from ...rules import exporting as rules

PURGED_AT_ONCE = 1_000


def buyers_purge(*, now: datetime, limit: int = PURGED_AT_ONCE) -> int:
    """Empties what is known of the buyers of orders that are over for as long as the rule says;
    returns of how many. The country stays: figures and customs' records need it."""
    purged = 0
    rows = ExportOrder.objects.filter(
        state__in=rules.OVER, over_at__lte=now, buyer_purged_at=None
    ).order_by("over_at")
    for order in rows.only("pk", "over_at")[:limit]:
        assert order.over_at is not None
        if due_at(rule_at(rules.KEPT_RULE, order.over_at), order.over_at) > now:
            break
        purged += ExportOrder.objects.filter(pk=order.pk, buyer_purged_at=None).update(
            buyer="", buyer_purged_at=now
        )
    return purged
