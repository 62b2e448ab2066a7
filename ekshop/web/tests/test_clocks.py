from datetime import UTC, datetime, timedelta

from ekshop.kernel.deadlines import Deadline
from ekshop.web.clocks import HOURS, clock_tone

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)


def due(hours):
    return Deadline(due_at=NOW + timedelta(hours=hours))


def test_a_clock_is_calm_then_soon_then_late():
    assert [clock_tone(due(hours), NOW) for hours in (25, 23, -1)] == ["calm", "soon", "late"]
    assert clock_tone(due(23), NOW, soon=HOURS) == "calm"
    assert clock_tone(None, NOW) == "waiting"
