"""One worker a feed, and one push a seller at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from ekshop.kernel.locks import alone, turn

from .errors import FeedBusy

_FEED = "federation.feed"


@contextmanager
def feed_alone(feed_id: int) -> Iterator[None]:
    """Raises FeedBusy where another worker is at the feed; held outside transactions."""
    with alone(_FEED, feed_id) as mine:
        if not mine:
            raise FeedBusy()
        yield


def feed_turn(feed_id: int) -> None:
    """The same until the transaction ends, waiting as long as `lock_timeout` lets it."""
    turn(_FEED, feed_id)
