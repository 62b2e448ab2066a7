"""What waits for a person: opened once, closed with what was done."""

from datetime import datetime
from typing import Any

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise

from ...models import ExportConcern, ExportOrder


def concern_open(order: ExportOrder, kind: str, *, now: datetime, **data: Any) -> ExportConcern:
    """One of a kind an order; opened again it says the newest."""
    row, is_new = ExportConcern.objects.get_or_create(
        order=order, kind=kind, closed_at=None, defaults={"data": data, "opened_at": now}
    )
    if not is_new and row.data != data:
        row.data = data
        row.save(update_fields=["data"])
    return row


def concerns_close(
    order: ExportOrder, *kinds: str, actor: Actor, outcome: str, now: datetime
) -> int:
    """Those of these kinds; without a kind all of them."""
    rows = ExportConcern.objects.filter(order=order, closed_at=None)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return rows.update(
        closed_at=now, closed_by_id=actor.person_id, outcome=normalise(outcome)[:300]
    )
