"""One reading of a feed, from the file to the shop.

    fetch → open → read (known rows skipped, others cleaned and staged) → categories → merge

Every step may be killed: a run taken up again begins again from its file, and because rows
already in the shop are recognised, it ends as it would have ended.
"""

import shutil
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from ekshop.catalogue.selectors import feed_fingerprints, feed_offers_unmarked
from ekshop.catalogue.services import batch_clear
from ekshop.kernel import states
from ekshop.kernel.actors import Actor

from ...adapters.feeds import Fetched
from ...connectors import Marks
from ...connectors.opening import open_feed
from ...ingest import FileProblem
from ...ingest.known import KnownRows
from ...models import Feed, FeedRun
from ..confirming import feed_goods_back
from ..rejects import Rejects
from ..sources import connector_named, source_of
from .progress import Watch, ended, progress
from .taking import Terms, rows_take, terms_now

log = structlog.get_logger(__name__)


def run_work(
    run: FeedRun,
    *,
    actor: Actor,
    now: datetime,
    path: Path | None = None,
    watch: Watch | None = None,
) -> None:
    """Does a waiting run to its end; `path` is a file at hand, else it is fetched.

    A file that cannot be used ends the run as failed, with why; any other error is raised
    after that is written down.
    """
    watch = watch or (lambda _run: None)
    folder = work_folder(run)
    feed = run.feed
    began = time.monotonic()
    try:
        terms = terms_now(feed, now)
        fetched = None
        if path is None:
            fetched = _fetch(run, folder, terms, actor=actor, now=now)
            if fetched is None:
                ended(run, actor=actor, now=now)
                watch(run)
                return
            path = folder / "source"
        _read_and_merge(run, path, terms, fetched, actor=actor, now=now, watch=watch)
        _remember(run, terms, fetched, now)
    except FileProblem as problem:
        _failed(run, problem, actor=actor, now=now)
    except Exception:
        _failed(run, FileProblem("internal"), actor=actor, now=now)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        progress(run, worked_ms=int((time.monotonic() - began) * 1000))
        watch(run)


def work_folder(run: FeedRun) -> Path:
    """Empty, and this run's own."""
    folder = Path(settings.VAR_DIR) / "feeds" / str(run.pk)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _fetch(
    run: FeedRun, folder: Path, terms: Terms, *, actor: Actor, now: datetime
) -> Fetched | None:
    """The file, or None when it is the one we know and we would read it no differently."""
    feed = run.feed
    states.move(run, "fetch", actor=actor, now=now, also={"started_at": now})
    trusted = feed.rules_stamp == terms.stamp and not run.trust
    speaks = connector_named(feed.connector)
    if speaks.fetch is None:
        raise FileProblem("not_fetched")
    marks = Marks(feed.etag, feed.last_modified) if trusted else Marks()
    fetched = speaks.fetch(source_of(feed), folder / "source", marks=marks)
    progress(run, bytes=fetched.size)
    if fetched.learnt:
        feed.settings = {**feed.settings, **fetched.learnt}
        Feed.objects.filter(pk=feed.pk).update(settings=feed.settings)
    same = fetched.same or (
        fetched.sha256 == feed.content_hash and not fetched.broken_off and not fetched.partial
    )
    if trusted and same:
        states.move(run, "skip", actor=actor, now=now, also={"finished_at": now})
        return None
    return fetched


def _read_and_merge(
    run: FeedRun,
    path: Path,
    terms: Terms,
    fetched: Fetched | None,
    *,
    actor: Actor,
    now: datetime,
    watch: Watch,
) -> None:
    feed = run.feed
    speaks = connector_named(feed.connector)
    also = {"bytes": path.stat().st_size, "started_at": run.started_at or now}
    states.move(run, "read", actor=actor, now=now, also=also)
    watch(run)
    batch_clear(batch=run.pk)
    format = speaks.fetched if fetched and speaks.fetched else feed.format
    opened = open_feed(path, connector=speaks, format=format, mapping=feed.mapping)
    feed_goods_back(feed, now)
    known = KnownRows(feed_fingerprints(feed.pk), terms.stamp)
    unmarked = feed_offers_unmarked(feed.pk)
    rows_take(
        run,
        opened.reader,
        terms,
        Rejects(run),
        known=known,
        unmarked=unmarked,
        whole=not (fetched and fetched.partial),
        broken=FileProblem("broken_off") if fetched and fetched.broken_off else None,
        actor=actor,
        now=now,
        watch=watch,
    )


def _remember(run: FeedRun, terms: Terms, fetched: Any | None, now: datetime) -> None:
    """Only a file that came whole and was used whole lets the next fetch be spared."""
    whole = run.state == "done" and fetched is not None
    Feed.objects.filter(pk=run.feed_id).update(
        etag=fetched.etag if whole and fetched else "",
        last_modified=fetched.last_modified if whole and fetched else "",
        content_hash=fetched.sha256 if whole and fetched else "",
        rules_stamp=terms.stamp,
    )


def _failed(run: FeedRun, problem: FileProblem, *, actor: Actor, now: datetime) -> None:
    also = {
        "finished_at": max(now, run.asked_at),
        "problem": problem.code,
        "problem_data": problem.data,
    }
    states.move(run, "fail", actor=actor, now=now, also=also)
    batch_clear(batch=run.pk)
    if run.feed.state == "active" and run.trigger in ("schedule", "demand"):
        states.move(run.feed, "fail", actor=actor, now=now, data={"problem": problem.code})
    log.warning("feed_run_failed", run=run.pk, feed=run.feed_id, problem=problem.code)
