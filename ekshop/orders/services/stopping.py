"""Centres that may order nothing new for a time, and why."""

from datetime import datetime

from ..models import CentreStop


def centre_stop_set(
    *, centre_id: int, held_poisha: int, limit_poisha: int, late_poisha: int = 0, now: datetime
) -> CentreStop:
    """No new orders from this centre: it holds more cash than it may, or so much of it for longer
    than it may. Again, with new figures.

    What was ordered goes on. Called by whoever counts the cash, in its transaction.
    """
    figures = {"held_poisha": held_poisha, "limit_poisha": limit_poisha, "late_poisha": late_poisha}
    stop, _new = CentreStop.objects.update_or_create(
        centre_id=centre_id, defaults=figures, create_defaults={**figures, "since": now}
    )
    return stop


def centre_stop_lift(*, centre_id: int) -> bool:
    """It may order again; says whether it could not."""
    return bool(CentreStop.objects.filter(centre_id=centre_id).delete()[0])
