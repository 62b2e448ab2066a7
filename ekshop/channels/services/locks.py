"""One worker a channel, by locks that PostgreSQL drops with whoever held them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_PUMPS = 7_104
"""The first half of the advisory lock; the second is the channel."""


@contextmanager
def channel_alone(channel_id: int) -> Iterator[bool]:
    """False where another worker is at the channel; held outside transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_PUMPS, channel_id])
        gained = bool(cursor.fetchone()[0])
    try:
        yield gained
    finally:
        if gained:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_PUMPS, channel_id])
