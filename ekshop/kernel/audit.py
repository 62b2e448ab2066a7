"""What was done, by whom, kept for those who must be able to ask. Rows are never changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from psycopg import sql

from .actors import Actor
from .models import AuditEntry


def audit_write(
    *,
    actor: Actor,
    action: str,
    entity: str,
    entity_id: Any,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> AuditEntry:
    """Adds an entry, in the transaction of what it tells of.

    `action` is the service's name; `data` is JSON and carries no private text.
    """
    return AuditEntry.objects.create(
        action=action,
        entity=entity,
        entity_id=str(entity_id),
        data=data or {},
        at=now,
        **actor.columns(),
    )


def audit_of(entity: str, entity_id: Any) -> QuerySet[AuditEntry]:
    """Everything written about one thing, the latest first."""
    return AuditEntry.objects.filter(entity=entity, entity_id=str(entity_id)).order_by("-id")


def audit_entries(
    *,
    by: str = "",
    action: str = "",
    entity: str = "",
    entity_id: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    people: Collection[int] = (),
) -> QuerySet[AuditEntry]:
    """All entries, the latest first; for the auditor, who sees everything.

    `by`: part of the name of whoever did it, as it was written then; `people`: who have it in
    their name now.
    """
    rows = AuditEntry.objects.order_by("-id")
    if by:
        rows = rows.filter(Q(actor_label__icontains=by) | Q(actor_person_id__in=list(people)))
    if action:
        rows = rows.filter(action=action)
    if entity:
        rows = rows.filter(entity=entity)
    if entity_id:
        rows = rows.filter(entity_id=entity_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    return rows


def audit_vocabulary() -> tuple[list[str], list[str]]:
    """The actions and the entities there are, from as many index steps as there are words."""
    return _words("action"), _words("entity")


_WORDS = sql.SQL("""
    WITH RECURSIVE word AS (
        (SELECT {column} AS value FROM kernel_auditentry ORDER BY {column} LIMIT 1)
        UNION ALL
        SELECT (
            SELECT {column} FROM kernel_auditentry WHERE {column} > word.value
            ORDER BY {column} LIMIT 1
        ) FROM word WHERE word.value IS NOT NULL
    )
    SELECT value FROM word WHERE value IS NOT NULL
""")


def _words(column: str) -> list[str]:
    """Each value once, without reading the rows between: the log only ever grows."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS.format(column=sql.Identifier(column)))
        return [row[0] for row in cursor.fetchall()]
