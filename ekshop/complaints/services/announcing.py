"""A seller's system hears of each complaint and of each step, by its webhook."""

from datetime import datetime

from ekshop.federation.services import seller_announce
from ekshop.kernel.idempotency import once

from ..models import Case
from ..selectors import case_wire

RECEIVED, MOVED = "complaint.received", "complaint.moved"


def case_announce(*, case_id: int, action: str, entry_id: int, now: datetime) -> bool:
    """Queues a webhook with the case as it stands; once for a step. False where nobody listens:
    the seller has no webhook, is not registered, or was not asked yet."""
    case = Case.objects.select_related("complainant", "respondent", "seller_order").get(pk=case_id)
    seller_id = case.respondent.organisation_id
    if seller_id is None or case.sent_to_seller_at is None:
        return False
    with once(scope="case_announced", key=str(entry_id), fingerprint=action, now=now) as done:
        if not done.is_repeat:
            entry = case.timeline.get(pk=entry_id)
            first = action == "ask_seller" and case.sent_to_seller_at == entry.at
            payload = {**case_wire(case), "action": action, "by": entry.side}
            done.answer = seller_announce(
                seller_id=seller_id,
                event_type=RECEIVED if first else MOVED,
                reference=case.code,
                payload=payload,
                now=now,
            )
    return bool(done.answer)
