"""Since when producers may sell."""

from datetime import datetime

from ..models import ProducerProfile


def approved_since() -> dict[int, datetime]:
    """By seller, when a producer who takes part was last approved; one statement."""
    rows = ProducerProfile.objects.filter(state="approved", decided_at__isnull=False)
    return {pk: at for pk, at in rows.values_list("seller_id", "decided_at") if at}
