from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from ekshop.kernel.models import AuditEntry, Deadline, Holiday
from ekshop.kernel.statements import fetch, insert, insert_if_new, row_set, run, update, upsert

NOW = datetime(2026, 11, 22, 4, 30, 15, 123456, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def entry(**changed):
    return AuditEntry(
        **{
            "action": "seen",
            "entity": "thing",
            "entity_id": "1",
            "at": NOW,
            "actor_kind": "person",
            "actor_person_id": 1 << 40,
            "actor_label": 'আশা "Asha" O\'Neill, \\ %s',
            "data": {"taka": "৳১২", "list": [1, None, True]},
            **changed,
        }
    )


def test_inserted_rows_are_those_of_the_orm_and_know_their_numbers():
    rows = [entry(), entry(actor_person_id=None, actor_label="", data={})]
    insert(rows)
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    for row in rows:
        kept = AuditEntry.objects.get(pk=row.pk)
        assert {**vars(kept), "_state": 0} == {**vars(row), "_state": 0}
        assert not row._state.adding


def test_many_rows_take_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        insert([entry(entity_id=str(number)) for number in range(50)])
    insert([])
    assert AuditEntry.objects.count() == 50


def test_rows_that_are_there_already_are_left_alone():
    promise = {
        "entity": "order",
        "entity_id": 7,
        "kind": "answer",
        "started_at": NOW,
        "due_at": NOW,
        "state": Deadline.State.WAITING,
        "created_at": NOW,
    }
    insert_if_new([Deadline(**promise)])
    insert_if_new([Deadline(**promise), Deadline(**{**promise, "kind": "delivery"})])
    assert sorted(Deadline.objects.values_list("kind", flat=True)) == ["answer", "delivery"]


def test_a_value_too_long_is_refused_and_a_broken_constraint_is_djangos_error():
    with pytest.raises(Exception, match="too long"), transaction.atomic():
        insert([entry(actor_kind="x" * 13)])
    holiday = {"date": NOW.date(), "name_bn": "ছুটি", "name_en": "Holiday", "source": "edited"}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Holiday(**holiday), Holiday(**holiday)])
    assert fetch("SELECT count(*) FROM kernel_holiday WHERE date = %s", [NOW.date()]) == [(0,)]


def test_values_of_every_size_are_one_kept_statement():
    for number in (1, 40_000, 1 << 40):
        assert fetch("SELECT %s + 1", [number]) == [(number + 1,)]
    assert fetch("SELECT count(*) FROM kernel_holiday WHERE id = ANY(%s)", [[]]) == [(0,)]
    kept = fetch("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1 + 1'")
    assert kept == [(1,)]


def test_everything_is_of_the_transaction_at_hand():
    with transaction.atomic():
        insert([entry()])
        assert run("UPDATE kernel_holiday SET name_en = %s WHERE id = %s", ["Eid", 1]) == 0
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_anew_is_used_from_then_on():
    assert fetch("SELECT 1") == [(1,)]
    connection.close()
    assert fetch("SELECT 1") == [(1,)]


def test_columns_are_set_as_the_orm_sets_them():
    days = [
        Holiday(date=f"2026-12-0{n}", name_bn="ছুটি", name_en="Day", source="edited") for n in (1, 2)
    ]
    insert(days)
    assert update(Holiday, {"is_working": True}, where={"name_en": "Day"}) == 2
    assert (
        update(Holiday, {"is_working": False}, where={"id": days[0].pk, "source": "removed"}) == 0
    )
    row_set(days[0], name_bn="খোলা", is_working=False)
    each = {"id": [day.pk for day in days], "name_en": ["First", "Second"]}
    assert update(Holiday, {"source": "removed"}, where={"source": "edited"}, each=each) == 2
    kept = list(Holiday.objects.filter(pk__in=each["id"]).order_by("date"))
    assert [(day.name_bn, day.name_en, day.is_working) for day in kept] == [
        ("খোলা", "First", False),
        ("ছুটি", "Second", True),
    ]
    assert {day.source for day in kept} == {"removed"} and days[0].name_bn == "খোলা"
    with pytest.raises(DataError), transaction.atomic():
        update(Holiday, {}, where={}, each={"id": [days[0].pk], "source": ["x" * 11]})


def test_a_row_is_added_or_the_one_with_its_key_changed():
    day = {"date": "2026-12-01", "name_bn": "ছুটি", "name_en": "Day", "source": "edited"}
    first = upsert(Holiday(**day), by="date", changed=["name_en"])
    again = upsert(
        Holiday(**{**day, "name_en": "Other", "name_bn": "x"}), by="date", changed=["name_en"]
    )
    assert again.pk == first.pk and (again.name_en, again.name_bn) == ("Other", "ছুটি")
    assert Holiday.objects.count() == 1 and not again._state.adding
