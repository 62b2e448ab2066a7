"""The list from its address."""

from pathlib import Path

from ...adapters.feeds import Fetched, feed_fetch
from ..shape import Marks, Source


def fetch(
    source: Source,
    into: Path,
    *,
    marks: Marks = Marks(),  # noqa: B008 - frozen
    most: int | None = None,
    total: float | None = None,
) -> Fetched:
    return feed_fetch(
        source.address,
        into,
        etag=marks.etag,
        last_modified=marks.last_modified,
        most=most,
        total=total,
    )
