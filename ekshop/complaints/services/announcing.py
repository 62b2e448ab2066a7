"""A seller's system hears of each complaint and of each step, by its webhook."""

from collections.abc import Sequence
from datetime import datetime

from ekshop.federation.selectors import sellers_listening
from ekshop.federation.services import seller_announce
from ekshop.kernel.idempotency import once

from ..models import Case, CaseEntry
from ..selectors import case_wire
from .noticing import Moved

RECEIVED, MOVED = "complaint.received", "complaint.moved"


def case_announce(*, case_id: int, action: str, entry_id: int, now: datetime) -> bool:
    """Queues a webhook with the case as it stands; once for a step. False where nobody listens:
    the seller has no webhook, is not registered, or was not asked yet."""
    case = Case.objects.select_related("complainant", "respondent", "seller_order").get(pk=case_id)
    if case.respondent.organisation_id is None or case.sent_to_seller_at is None:
        return False
    with once(scope="case_announced", key=str(entry_id), fingerprint=action, now=now) as done:
        if not done.is_repeat:
            done.answer = _announce(case, action, case.timeline.get(pk=entry_id), now)
    return bool(done.answer)


def cases_moved_announce(moved: Sequence[Moved], *, now: datetime) -> None:
    """The same of several steps at once, as they are made."""
    sellers = {each.case.respondent.organisation_id for each in moved}
    listening = sellers_listening([number for number in sellers if number])
    for each in moved:
        asked = each.case.sent_to_seller_at is not None
        if asked and each.case.respondent.organisation_id in listening:
            _announce(each.case, each.action, each.entry, now)


def _announce(case: Case, action: str, entry: CaseEntry, now: datetime) -> bool:
    first = action == "ask_seller" and case.sent_to_seller_at == entry.at
    return seller_announce(
        seller_id=case.respondent.organisation_id or 0,
        event_type=RECEIVED if first else MOVED,
        reference=case.code,
        payload={**case_wire(case), "action": action, "by": entry.side},
        now=now,
    )
