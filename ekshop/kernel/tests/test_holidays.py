from datetime import UTC, date, datetime

import pytest

from ekshop.kernel import bangla, calendar, holidays
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_of
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.errors import InvalidInput, NotFound

pytestmark = pytest.mark.django_db
OMAR = Actor(kind="person", person_id=1, role="operator", label="Omar")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
VICTORY_DAY = date(2026, 12, 16)


def test_the_published_list_fills_the_table_in_both_languages_once():
    assert holidays.holidays_load([2026]) > 15
    assert holidays.holidays_load([2026]) == 0
    row = holidays.holidays_in(2026).get(date=VICTORY_DAY)
    assert row.name_en == "Victory Day"
    assert bangla.same(row.name_bn, "বিজয় দিবস")
    assert not calendar.is_working_day(VICTORY_DAY)
    assert calendar.is_working_day(date(2026, 12, 15))
    assert not calendar.is_working_day(date(2026, 12, 18))


def test_what_people_correct_stays_corrected_when_the_list_is_loaded_again():
    holidays.holidays_load([2026])
    eid = date(2026, 3, 22)
    holidays.holiday_remove(actor=OMAR, day=eid, now=NOW)
    holidays.holiday_put(actor=OMAR, day=VICTORY_DAY, name_bn="ছুটি", name_en="Day off", now=NOW)
    holidays.holidays_load([2026])
    assert calendar.is_working_day(eid)
    assert holidays.holidays_in(2026).get(date=VICTORY_DAY).name_en == "Day off"
    with pytest.raises(NotFound):
        holidays.holiday_remove(actor=OMAR, day=eid, now=NOW)
    assert audit_of("holiday", eid).count() == 1


def test_a_weekend_day_can_be_declared_open_and_deadlines_see_it():
    saturday = date(2026, 12, 19)
    thursday = datetime(2026, 12, 17, 10, tzinfo=DHAKA)
    assert calendar.add(thursday, 1, "working_days").astimezone(DHAKA).day == 20
    holidays.holiday_put(
        actor=OMAR, day=saturday, name_bn="খোলা", name_en="Open", is_working=True, now=NOW
    )
    assert calendar.add(thursday, 1, "working_days").astimezone(DHAKA).day == 19


def test_a_holiday_has_a_name_in_both_languages():
    with pytest.raises(InvalidInput) as refusal:
        holidays.holiday_put(actor=OMAR, day=VICTORY_DAY, name_bn=" ", name_en="Day", now=NOW)
    assert set(refusal.value.field_errors) == {"name_bn"}
