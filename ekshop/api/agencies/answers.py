"""What every call about one referral is answered with."""

from typing import Any

from ekshop.api.access import Request
from ekshop.complaints.selectors import referral_for, referral_wire
from ekshop.complaints.services import file_opened
from ekshop.kernel import clock


def referral_told(request: Request, code: str) -> dict[str, Any]:
    """The referral as it stands. Whoever is answered with a file has read it."""
    found = referral_for(request.actor, code)
    file_opened(actor=request.actor, referral_id=found.pk, now=clock.now())
    return referral_wire(found)
