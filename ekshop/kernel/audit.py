"""What was done, by whom, kept for those who must be able to ask. Rows are never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

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


def audit_entries() -> QuerySet[AuditEntry]:
    """All entries, the latest first; for the auditor, who sees everything."""
    return AuditEntry.objects.order_by("-id")
