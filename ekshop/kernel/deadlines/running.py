"""The clock's part: what is due is claimed and told, once however many workers look."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from ..events import emit_many
from .kinds import kind_of

BATCH = 500


def deadlines_run(now: datetime, limit: int = 100_000, *, about: str = "") -> int:
    """Tells of all that is due or to be reminded of, in batches; says how many were told. `about`:
    of one name of things only."""
    told = 0
    for statement, told_as in ((_PASSED, "passed"), (_WARNED, "warned")):
        while told < limit:
            size = min(BATCH, limit - told)
            number = _claim(statement, now, size, about, told_as)
            told += number
            if number < size:
                break
    return told


_CLAIM = """
    UPDATE kernel_deadline SET {change} WHERE id IN (
        SELECT id FROM kernel_deadline WHERE state = 'waiting' AND {due}
            AND (%(about)s = '' OR entity = %(about)s)
        ORDER BY {order}, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
    ) RETURNING kind, entity, entity_id, id, due_at
"""
_PASSED = _CLAIM.format(
    change="state = 'passed', settled_at = %(now)s", due="due_at <= %(now)s", order="due_at"
)
_WARNED = _CLAIM.format(
    change="warned_at = %(now)s",
    due="warned_at IS NULL AND warn_at IS NOT NULL AND warn_at <= %(now)s",
    order="warn_at",
)


def _claim(statement: str, now: datetime, size: int, about: str, told_as: str) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, {"now": now, "size": size, "about": about})
            rows = sorted(cursor.fetchall(), key=lambda row: (row[4], row[3]))
        events = {row[0]: getattr(kind_of(row[0]), told_as) for row in rows}
        emit_many(events[row[0]](row[1], row[2], row[0], row[3], row[4]) for row in rows)
    return len(rows)
