"""One worker a feed, by locks that PostgreSQL drops with whoever held them."""

from django.db import connection

from .errors import FeedBusy

_FEEDS = 7_101
"""The first half of the advisory lock; the second is the feed."""


class feed_alone:
    """Raises FeedBusy where another worker is at the feed; held outside transactions."""

    def __init__(self, feed_id: int) -> None:
        self.feed_id = feed_id

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_FEEDS, self.feed_id])
            if not cursor.fetchone()[0]:
                raise FeedBusy()

    def __exit__(self, *_error: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_FEEDS, self.feed_id])


def feed_locked(feed_id: int) -> None:
    """The same until the transaction ends, waiting as long as `lock_timeout` lets it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_FEEDS, feed_id])
