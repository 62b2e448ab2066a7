from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.kernel import calendar
from ekshop.kernel.calendar import NATIONAL, UNITS, DaysOff, Week
from ekshop.kernel.clock import DHAKA

VICTORY_DAY = date(2026, 12, 16)  # a Wednesday
SATURDAY_AT_WORK = date(2026, 12, 19)
DAYS_OFF = DaysOff(frozenset({VICTORY_DAY}), frozenset({SATURDAY_AT_WORK}))

starts = st.datetimes(datetime(2026, 11, 25), datetime(2027, 1, 5)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
units = st.sampled_from(UNITS)
weeks = st.builds(
    Week,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    opens=st.sampled_from([time(0), time(8, 30), time(10)]),
    closes=st.sampled_from([time(12), time(18), time(23, 59)]),
    holidays=st.booleans(),
)
amounts = st.integers(0, 60)


def dhaka(day: int, hour: int = 0, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=DHAKA)


def due(start: datetime, amount: int, unit, week: Week = NATIONAL) -> datetime:
    return calendar.add(start, amount, unit, days_off=DAYS_OFF, week=week)


@given(starts, amounts, amounts, units, weeks)
def test_adding_in_two_steps_is_adding_at_once(start, first, second, unit, week):
    once = due(start, first + second, unit, week)
    assert due(due(start, first, unit, week), second, unit, week) == once


@given(starts, starts, amounts, units, weeks)
def test_a_later_start_is_never_due_earlier(one, other, amount, unit, week):
    early, late = sorted([one, other])
    assert due(early, amount, unit, week) <= due(late, amount, unit, week)


@given(starts, amounts, units, weeks)
def test_more_time_is_never_due_earlier(start, amount, unit, week):
    assert start <= due(start, amount, unit, week) <= due(start, amount + 1, unit, week)


def test_hours_and_calendar_days_run_through_weekends():
    assert due(dhaka(10, 15), 48, "hours") == dhaka(12, 15)
    assert due(dhaka(10, 15), 5, "calendar_days") == dhaka(15, 15)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (dhaka(9, 15), 1, dhaka(10, 15)),  # Wednesday to Thursday
        (dhaka(10, 15), 1, dhaka(13, 15)),  # Thursday over the weekend to Sunday
        (dhaka(11, 12), 1, dhaka(14)),  # Friday: Sunday is the day, and ends
        (dhaka(15, 10), 1, dhaka(17, 10)),  # Tuesday over Victory Day
        (dhaka(17, 10), 1, dhaka(19, 10)),  # Thursday to a Saturday declared open
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start, days, expected):
    assert due(start, days, "working_days") == expected


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (dhaka(9, 10), 4, dhaka(9, 14)),
        (dhaka(9, 16), 1, dhaka(9, 17)),
        (dhaka(9, 16, 30), 1, dhaka(10, 9, 30)),
        (dhaka(10, 18), 8, dhaka(13, 17)),
        (dhaka(15, 16), 2, dhaka(17, 10)),
    ],
)
def test_office_hours_run_from_nine_to_five(start, hours, expected):
    assert due(start, hours, "office_hours") == expected


def test_an_office_has_days_and_hours_of_its_own():
    always = Week(days=frozenset(range(7)), holidays=False)
    assert due(dhaka(15, 10), 2, "working_days", always) == dhaka(17, 10)
    late = Week(opens=time(10), closes=time(18))
    assert due(dhaka(9, 17), 2, "office_hours", late) == dhaka(10, 11)
    assert due(dhaka(9, 17), 2, "hours", late) == dhaka(9, 19)


def test_a_period_is_never_negative_and_a_unit_is_one_of_four():
    with pytest.raises(ValueError, match="negative"):
        due(dhaka(9), -1, "hours")
    with pytest.raises(ValueError, match="unit"):
        due(dhaka(9), 1, "fortnights")


def test_a_calendar_without_any_working_day_is_an_error_not_an_endless_search():
    class Always:
        def __contains__(self, day):
            return True

    with pytest.raises(ValueError, match="holidays table"):
        calendar.add(dhaka(9), 1, "working_days", days_off=DaysOff(Always(), frozenset()))


def test_due_times_are_in_utc():
    assert due(dhaka(9, 10), 1, "working_days").utcoffset() == timedelta()
