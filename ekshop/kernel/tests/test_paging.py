from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from ekshop.kernel.models import AuditEntry
from ekshop.kernel.paging import InvalidCursor, page_of

START = datetime(2026, 11, 22, tzinfo=UTC)
ORDER = ("-at", "action", "-id")
pytestmark = pytest.mark.django_db


def entries(moments, actions="ab"):
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            action=actions[number % len(actions)],
            entity="thing",
            entity_id="1",
            at=START + timedelta(hours=hours),
            actor_kind="system",
        )
        for number, hours in enumerate(moments)
    )


def walk(size, order=ORDER):
    rows, cursor, pages = AuditEntry.objects.all(), None, []
    while True:
        page = page_of(rows, order=order, cursor=cursor, size=size)
        pages.append(page)
        cursor = page.next_cursor
        if cursor is None:
            return pages


@settings(max_examples=25)
@given(moments=st.lists(st.integers(0, 3), max_size=12), size=st.integers(1, 5))
def test_walking_forward_and_back_shows_every_row_once_and_in_order(moments, size):
    entries(moments)
    pages = walk(size)
    seen = [row.pk for page in pages for row in page]
    assert seen == list(AuditEntry.objects.order_by(*ORDER).values_list("pk", flat=True))
    assert pages[0].previous_cursor is None
    for before, after in zip(pages, pages[1:], strict=False):
        back = page_of(
            AuditEntry.objects.all(), order=ORDER, cursor=after.previous_cursor, size=size
        )
        assert back.items == before.items
        assert back.next_cursor == before.next_cursor
    _forget()


def _forget():
    """Entries cannot be deleted, so the property test empties the table as a whole."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_auditentry")


def test_a_page_is_one_statement_however_far_in(django_assert_num_queries):
    entries(range(30))
    deep = walk(5)[4].previous_cursor
    with django_assert_num_queries(1):
        page_of(AuditEntry.objects.all(), order=ORDER, cursor=deep, size=5)


def test_a_row_added_in_front_does_not_shift_the_next_page():
    entries(range(6))
    first = page_of(AuditEntry.objects.all(), order=ORDER, size=3)
    entries([99])
    second = page_of(AuditEntry.objects.all(), order=ORDER, cursor=first.next_cursor, size=3)
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert len(second) == 3


@pytest.mark.parametrize("cursor", ["x", "a.b", "W10.forged", "W10", "ক", "." * 5000])
def test_a_cursor_that_is_not_ours_is_refused(cursor):
    with pytest.raises(InvalidCursor):
        page_of(AuditEntry.objects.all(), order=ORDER, cursor=cursor)


def test_a_cursor_of_another_order_is_refused():
    entries(range(3))
    cursor = page_of(AuditEntry.objects.all(), order=ORDER, size=1).next_cursor
    with pytest.raises(InvalidCursor):
        page_of(AuditEntry.objects.all(), order=("-id",), cursor=cursor, size=1)
