"""One worker a feed or a trial, by locks that PostgreSQL drops with whoever held them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from .errors import FeedBusy

_FEEDS, _TRIALS = 7_101, 7_103
"""The first half of the advisory lock; the second is the feed or the trial."""


@contextmanager
def feed_alone(feed_id: int) -> Iterator[None]:
    """Raises FeedBusy where another worker is at the feed; held outside transactions."""
    with _held(_FEEDS, feed_id) as gained:
        if not gained:
            raise FeedBusy()
        yield


@contextmanager
def trial_alone(run_id: int) -> Iterator[bool]:
    """False where another worker is at the trial; held outside transactions."""
    with _held(_TRIALS, run_id) as gained:
        yield gained


@contextmanager
def _held(space: int, number: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, number])
        gained = bool(cursor.fetchone()[0])
    try:
        yield gained
    finally:
        if gained:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, number])


def feed_locked(feed_id: int) -> None:
    """The same until the transaction ends, waiting as long as `lock_timeout` lets it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_FEEDS, feed_id])
