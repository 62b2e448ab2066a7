"""Whom to tell what became of what was ordered, by what it was ordered for."""

from datetime import datetime

from django.utils.module_loading import import_string

from ...models import Payout

OUTCOMES = {
    "commission_statement": "ekshop.settlement.services.closing.statement_paid",
    "seller_settlement": "ekshop.settlement.services.sellers.settlement_paid",
}
"""Entity to a function of (entity_id, now), called in the transaction of the last part's payment.
By path: these order payouts themselves."""


PLANNED = {"seller_settlement": "ekshop.settlement.services.sellers.settlement_hold_follow"}
"""The same for what waits to be sent anew, for meanwhile there may be a reason to hold it."""


def entity_planned(entity: str, entity_id: int, now: datetime) -> None:
    if entity in PLANNED:
        import_string(PLANNED[entity])(entity_id, now)


def entity_paid(entity: str, entity_id: int, now: datetime) -> None:
    """Tells, once the last part has been paid."""
    open_parts = Payout.objects.filter(entity=entity, entity_id=entity_id).exclude(
        state="succeeded"
    )
    if entity in OUTCOMES and not open_parts.exists():
        import_string(OUTCOMES[entity])(entity_id, now)
