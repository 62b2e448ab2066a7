"""Doing a thing once, however often it is asked for under the caller's own key.

    with once(scope=f"order:{centre_id}", key=nonce, fingerprint=fingerprint_of(form), now=now) as done:
        if not done.is_repeat:
            order = ...
            done.answer = {"order_id": order.pk}
    return done.answer

The same key and content give the same answer; the same key with other content is refused.
Two at the same moment come one after the other: the second waits for the first's outcome.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .errors import Conflict
from .models import OnceKey

KEPT_DAYS = 30


class OtherContent(Conflict):
    """The key has been used before, for something else."""

    code = "idempotency_conflict"
    message = _("This was already sent, with other content. Send it under a new key.")


@dataclass
class Done:
    """`answer` (JSON) is kept for the next time; on a repeat it is what was kept."""

    answer: Any = None
    is_repeat: bool = False


@contextmanager
def once(*, scope: str, key: str, fingerprint: str, now: datetime) -> Iterator[Done]:
    """A transaction in which a thing is done once; nothing is kept if it raises.

    Raises OtherContent for a key already used in the scope with another fingerprint.
    """
    digest = fingerprint_of(fingerprint)
    with transaction.atomic():
        row, fresh = OnceKey.objects.get_or_create(
            scope=scope[:80], key=_short(key), defaults={"fingerprint": digest, "at": now}
        )
        if not fresh and row.fingerprint != digest:
            raise OtherContent(scope=scope)
        done = Done(row.answer, not fresh)
        yield done
        if fresh:
            OnceKey.objects.filter(pk=row.pk).update(answer=done.answer)


def fingerprint_of(content: Any) -> str:
    """The same for the same content, whatever the order of its keys."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def once_keys_prune(now: datetime) -> int:
    """Forgets keys older than thirty days; a repeat after that long is a new request."""
    return OnceKey.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]


def _short(key: str) -> str:
    return key if len(key) <= 100 else hashlib.sha256(key.encode()).hexdigest()
