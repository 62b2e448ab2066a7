"""A queryset composed once answers as the queryset itself does, whatever it is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ekshop.kernel.composed import Composed
from ekshop.kernel.models import AuditEntry, Deadline, RuleVersion

NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db

_ABOUT = Composed(
    lambda given: (
        Deadline.objects.select_related("rule")
        .filter(entity=given("entity"), entity_id=given("id"))
        .exclude(state="met")
        .order_by("-due_at")[:2]
    )
)
_WRITTEN = Composed(lambda given: AuditEntry.objects.filter(entity_id=given("id")))
_NOTHING = Composed(lambda given: AuditEntry.objects.none())


def test_it_finds_what_the_queryset_finds_with_what_is_related():
    rule = RuleVersion.objects.create(key="x", value=3, unit="hours", valid_from=NOW)
    for number in range(4):
        Deadline.objects.create(
            entity="thing",
            entity_id=number % 2,
            kind=str(number),
            rule=rule if number else None,
            started_at=NOW,
            due_at=NOW + number * timedelta(hours=1),
            created_at=NOW,
        )
    for number in (0, 1, 2):
        rows = _ABOUT.all(entity="thing", id=number)
        wanted = Deadline.objects.filter(entity="thing", entity_id=number).order_by("-due_at")
        assert [vars(row) | {"_state": 0} for row in rows] == [
            vars(row) | {"_state": 0} for row in wanted.select_related("rule")
        ]
        with CaptureQueriesContext(connection) as asked:
            assert [row.rule and row.rule.key for row in rows] == [
                each.rule and "x" for each in rows
            ]
        assert not asked
    assert _ABOUT.first(entity="other", id=0) is None


def test_values_of_every_kind_come_back_as_the_orm_gives_them():
    AuditEntry.objects.create(
        action="seen", entity="thing", entity_id="7", data={"list": [1, "২"]}, at=NOW
    )
    (row,) = _WRITTEN.all(id="7")
    assert row.data == {"list": [1, "২"]} and row.at == NOW and not row._state.adding


def test_what_can_have_no_rows_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert _NOTHING.all() == [] and _NOTHING.first() is None
