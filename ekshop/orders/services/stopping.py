"""Centres that may order nothing new for a time, and why."""

from datetime import datetime

from ..models import CentreStop


def centre_stop_set(
    *, centre_id: int, held_poisha: int, limit_poisha: int, now: datetime
) -> CentreStop:
    """No new orders from this centre: it holds more cash than it may. Again, with new figures.

    What was ordered goes on. Called by whoever counts the cash, in its transaction.
    """
    stop, is_new = CentreStop.objects.get_or_create(
        centre_id=centre_id,
        defaults={"held_poisha": held_poisha, "limit_poisha": limit_poisha, "since": now},
    )
    if not is_new and (stop.held_poisha, stop.limit_poisha) != (held_poisha, limit_poisha):
        stop.held_poisha, stop.limit_poisha = held_poisha, limit_poisha
        stop.save(update_fields=["held_poisha", "limit_poisha"])
    return stop


def centre_stop_lift(*, centre_id: int) -> bool:
    """It may order again; says whether it could not."""
    return bool(CentreStop.objects.filter(centre_id=centre_id).delete()[0])
