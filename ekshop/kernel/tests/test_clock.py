from datetime import UTC, date, datetime, timedelta

import pytest

from ekshop.kernel import clock


def test_a_stopped_clock_stands_until_its_hand_is_moved():
    noon = datetime(2026, 11, 22, 6, tzinfo=UTC)
    with clock.at(noon) as hand:
        assert clock.now() == noon == clock.now()
        hand.forward(hours=48)
        assert clock.now() == noon + timedelta(hours=48)
    assert clock.now() != noon


def test_days_and_months_are_dhakas():
    late_evening_utc = datetime(2026, 11, 30, 19, tzinfo=UTC)
    assert clock.dhaka_date(late_evening_utc) == date(2026, 12, 1)
    assert clock.month_of(late_evening_utc) == "2026-12"
    start, end = clock.month_bounds("2026-12")
    assert start == datetime(2026, 11, 30, 18, tzinfo=UTC)
    assert end == datetime(2026, 12, 31, 18, tzinfo=UTC)
    assert clock.month_after("2026-12") == "2027-01"
    assert clock.month_after("2026-01", -1) == "2025-12"


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "26-11", "", "2026/11"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        clock.month_bounds(text)


def test_the_clock_of_all_processes_moves_through_a_file(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    before = clock.now()
    clock.offset_write(timedelta(days=3))
    assert timedelta(days=3) <= clock.now() - before < timedelta(days=3, minutes=1)
    clock.offset_write(timedelta())
    assert clock.now() - before < timedelta(minutes=1)


def test_a_clock_without_a_file_cannot_be_moved(settings):
    settings.CLOCK_FILE = None
    with pytest.raises(RuntimeError):
        clock.offset_write(timedelta(days=1))


def test_a_naive_time_says_no_instant():
    with pytest.raises(ValueError, match="naive"):
        clock.dhaka_date(datetime(2026, 1, 1))
