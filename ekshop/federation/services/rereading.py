"""Single goods of a shop read anew, the way that all rows go."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ekshop.catalogue.selectors import offers_in_families, offers_named
from ekshop.catalogue.services import DROP, StagedRow, batch_clear, offers_stage
from ekshop.kernel import states
from ekshop.kernel.actors import Actor

from ..connectors import Refetched
from ..connectors.opening import open_feed
from ..ingest import FileProblem
from ..ingest.known import KnownRows
from ..ingest.records import BadRow, Fields, Raw, Reader
from ..models import Feed, FeedRun
from .ingest import rows_take, terms_now
from .locks import feed_alone
from .rejects import Rejects
from .sources import connector_named, source_of

READER = Actor.system("feeds")


def goods_reread(*, feed: Feed, numbers: Sequence[str], now: datetime) -> FeedRun | None:
    """Asks the shop for these of its numbers and brings what it answers into the catalogue.

    None where nothing of it is new. Raises ConnectorTrouble, and FeedBusy while the whole list is
    read: the job that asked is tried again, and so comes after.
    """
    speaks = connector_named(feed.connector)
    if speaks.refetch is None:
        return None
    with tempfile.TemporaryDirectory(prefix="ekshop-reread-") as folder, feed_alone(feed.pk):
        path = Path(folder) / "source"
        answer = speaks.refetch(source_of(feed), path, numbers)
        gone = _gone(feed, answer)
        reader = _reader(feed, path)
        if reader is None and not gone:
            return None
        return _taken(feed, reader, gone, now)


def _gone(feed: Feed, answer: Refetched) -> list[str]:
    """The numbers that are on sale with us by this feed and not any more with the shop."""
    left = {
        ref
        for family, ref in offers_in_families(feed.seller_id, answer.families)
        if ref not in answer.families[family]
    }
    named = offers_named(feed.seller_id, [*answer.gone, *left])
    return [offer.ref for offer in named if offer.live and offer.feed_id == feed.pk]


def _reader(feed: Feed, path: Path) -> Reader | None:
    speaks = connector_named(feed.connector)
    if not path.stat().st_size:
        return None
    return open_feed(path, connector=speaks, format=speaks.fetched, mapping=feed.mapping).reader


def _numbers(reader: Reader) -> list[str]:
    rows = reader.parse(list(reader.raws()))
    return [str(row.get("id")) for row in rows if isinstance(row, dict)]


class _Nothing:
    """A reader of no rows."""

    problem: FileProblem | None = None

    def raws(self) -> Iterator[Raw]:
        return iter(())

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields | BadRow]:
        return iter(())


def _taken(feed: Feed, reader: Reader | None, gone: Sequence[str], now: datetime) -> FeedRun:
    run = FeedRun.objects.create(feed=feed, trigger="push", asked_at=now)
    states.begin(run, actor=READER, now=now)
    states.move(run, "read", actor=READER, now=now, also={"started_at": now})
    terms = terms_now(feed, now)
    numbers = _numbers(reader) if reader else []
    named = offers_named(feed.seller_id, [*numbers, *gone])
    ids = [offer.id for offer in named if offer.live and offer.feed_id == feed.pk]
    batch_clear(batch=run.pk)
    offers_stage(
        batch=run.pk,
        rows=[StagedRow(len(numbers) + place, DROP, ref) for place, ref in enumerate(gone, 1)],
    )
    rows_take(
        run,
        reader or _Nothing(),
        terms,
        Rejects(run),
        known=KnownRows((), terms.stamp),
        unmarked=ids,
        whole=False,
        actor=READER,
        now=now,
        watch=lambda _run: None,
    )
    return run
