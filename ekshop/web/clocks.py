"""How near a clock is to its end, as the pages colour it."""

from datetime import datetime, timedelta

from ekshop.kernel.deadlines import Deadline

DAY = timedelta(hours=24)
HOURS = timedelta(hours=6)
"""From when on it is soon: a day for who has days to answer, hours for who has hours."""


def clock_tone(deadline: Deadline | None, now: datetime, *, soon: timedelta = DAY) -> str:
    if deadline is None:
        return "waiting"
    if deadline.is_late(now):
        return "late"
    return "soon" if deadline.due_at - now < soon else "calm"
