"""One reading of a feed, from the file to the shop.

    fetch → open → read (known rows skipped, others cleaned and staged) → categories → merge

Every step may be killed: a run taken up again begins again from its file, and because rows
already in the shop are recognised, it ends as it would have ended.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import structlog
from django.conf import settings

from ekshop.catalogue.selectors import (
    CategoryNode,
    attribute_book,
    category_nodes,
    feed_fingerprints,
    feed_offers_unmarked,
    forbidden_terms,
    forbidden_words,
)
from ekshop.catalogue.services import (
    OFFER,
    MergeCounts,
    StagedRow,
    batch_clear,
    catch_all_category,
    offers_merge,
    offers_stage,
)
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.ids import tracking_codes

from ..adapters.feeds import Fetched
from ..connectors import Marks
from ..connectors.opening import open_feed
from ..ingest import Cleaner, FileProblem, Note
from ..ingest.known import KnownRows
from ..ingest.records import Raw, Reader
from ..models import Feed, FeedRun
from ..rules import incoming as rules
from ..selectors.wire import taka_text
from .confirming import feed_goods_back, feed_heard
from .mapping import Words, categories_refused, categories_settle
from .rejects import Rejects
from .sources import connector_named, source_of

log = structlog.get_logger(__name__)

AT_ONCE = 500
BYTES_AT_ONCE = 4 << 20
STAGED_AT_ONCE = 5_000
VERSION = "2"
"""Part of every fingerprint: raise it when rows must be read anew because we read them better."""

Watch = Callable[[FeedRun], None]


@dataclass
class Terms:
    """What, of ours, decides what becomes of a seller's rows now."""

    nodes: list[CategoryNode]
    refused: list[int]
    stamp: str


@dataclass
class Read:
    """What reading a file came to."""

    problem: FileProblem | None
    rows: int = 0
    met: int = 0
    offers: int = 0
    words: Words = field(default_factory=Words)


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
                _ended(run, actor=actor, now=now)
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
        _progress(run, worked_ms=int((time.monotonic() - began) * 1000))
        watch(run)


def work_folder(run: FeedRun) -> Path:
    """Empty, and this run's own."""
    folder = Path(settings.VAR_DIR) / "feeds" / str(run.pk)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def terms_now(feed: Feed, now: datetime) -> Terms:
    nodes = category_nodes()
    refused = categories_refused(feed.seller_id, nodes, now)
    words = sorted((word, term.unless) for word, term in forbidden_terms().items())
    keys = sorted(attribute_book().key_words.items())
    facts = [VERSION, feed.connector, feed.format, feed.mapping, words, sorted(refused), keys]
    stamp = hashlib.md5(json.dumps(facts, sort_keys=True).encode(), usedforsecurity=False)
    return Terms(nodes, refused, stamp.hexdigest())


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
    _progress(run, bytes=fetched.size)
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


def rows_take(
    run: FeedRun,
    reader: Reader,
    terms: Terms,
    rejects: Rejects,
    *,
    known: KnownRows,
    unmarked: Sequence[int],
    whole: bool,
    broken: FileProblem | None = None,
    actor: Actor,
    now: datetime,
    watch: Watch,
) -> None:
    """The one way in for rows, read from a file or pushed: clean, stage, settle categories, merge.

    `run` is at "reading" and ends as finished. `whole`: the rows are all the feed has, so what is
    not among them is withdrawn; else they are only what changed, and `unmarked` are the feed's
    live offers that they name.
    """
    feed = run.feed
    read = read_rows(run, reader, known, cleaner_for(feed, rejects), watch)
    problem = broken or read.problem
    if whole and read.rows == 0 and problem is None and not run.trust:
        raise FileProblem("empty")
    if whole and problem is None and not read.offers and not read.met and not run.trust:
        problem = FileProblem("nothing_taken")
    live = len(known) + len(unmarked)
    categories = categories_settle(
        seller_id=feed.seller_id, nodes=terms.nodes, words=read.words, now=now
    )
    states.move(run, "merge", actor=actor, now=now)
    watch(run)

    def merged(done: int, total: int) -> None:
        _progress(run, merged=done)
        watch(run)

    counts = offers_merge(
        actor=actor,
        batch=run.pk,
        seller_id=feed.seller_id,
        feed_id=feed.pk,
        complete=whole and problem is None,
        most_withdrawn=None if run.trust else _most_withdrawn(live),
        now=now,
        unseen=[*known.unseen(), *unmarked],
        categories=categories,
        other_category=catch_all_category(),
        refused_categories=terms.refused,
        progress=merged,
    )
    for note in merge_notes(counts):
        rejects.add(note)
    rejects.flush()
    if counts.held:
        problem = FileProblem("shrunk", gone=counts.held, live=live)
    _progress(
        run,
        added=counts.added,
        changed=counts.changed,
        unchanged=read.met + counts.unchanged,
        withdrawn=counts.withdrawn,
        held=counts.changes_held,
        rejected=rejects.rejected,
        warned=rejects.warned,
    )
    _finished(run, problem, actor=actor, now=now)


FIELD_OF = {"licence": "category", "price_odd": "price"}


def merge_notes(counts: MergeCounts) -> Iterator[Note]:
    """What the merge did not take, or took and points out, as notes on the rows."""
    for refused in counts.refused:
        field = FIELD_OF.get(refused.code, "id")
        yield Note(refused.position, refused.seller_ref, field, refused.seller_ref, refused.code)
    for rise in counts.rises:
        shown = {"old": taka_text(rise.old), "new": taka_text(rise.new)}
        yield Note(rise.position, rise.seller_ref, "price", shown["new"], "price_rise", shown)


def _most_withdrawn(live: int) -> int:
    return max(rules.SUSPICIOUS_LEAST, int(live * rules.SUSPICIOUS_SHARE))


class Notebook(Protocol):
    """Whoever is told what is wrong with a row."""

    def add(self, note: Note) -> None: ...


def cleaner_for(feed: Feed, rejects: Notebook) -> Cleaner:
    mapping = feed.mapping
    rate = mapping.get("rate")
    return Cleaner(
        attribute_words=attribute_book().key_words,
        note=rejects.add,
        forbidden=forbidden_words(),
        reasons={
            term: {
                "reason_bn": row.reason_bn,
                "reason_en": row.reason_en,
                "citation_bn": row.citation_bn or row.citation,
                "citation_en": row.citation,
            }
            for term, row in forbidden_terms().items()
        },
        currency=mapping.get("currency") or "BDT",
        rate=Decimal(rate) if rate else None,
        stock=int(mapping.get("stock") or rules.STOCK_UNSTATED),
    )


def read_rows(
    run: FeedRun, reader: Reader, known: KnownRows, cleaner: Cleaner, watch: Watch
) -> Read:
    """Reads a file to its end, staging what is new. Memory does not grow with the file."""
    read = Read(None)
    waiting: list[StagedRow] = []
    staged = 0

    def stage() -> None:
        nonlocal staged
        staged += offers_stage(batch=run.pk, rows=waiting)
        waiting.clear()
        _progress(run, rows=read.rows, staged=staged)
        watch(run)

    until = time.monotonic() + settings.FEED_READ_SECONDS
    for raws in _in_batches(reader.raws()):
        if time.monotonic() > until:
            minutes = int(settings.FEED_READ_SECONDS // 60)
            read.problem = FileProblem("took_too_long", minutes=minutes)
            break
        if read.rows >= rules.MOST_ROWS:
            read.problem = FileProblem("too_many_rows", limit=rules.MOST_ROWS)
            break
        read.rows += len(raws)
        fresh, digests = [], []
        for raw in raws:
            digest = known.digest(raw.key)
            if raw.payload is not None and known.see(digest):
                read.met += 1
            else:
                fresh.append(raw)
                digests.append(digest)
        if not fresh:
            continue
        codes = tracking_codes("G", len(fresh))
        for raw, fields, digest, code in zip(
            fresh, reader.parse(fresh), digests, codes, strict=True
        ):
            row = cleaner.clean(raw.number, fields, fingerprint=digest.hex(), code=code)
            if row is None:
                continue
            if row.verdict == OFFER:
                read.offers += 1
                read.words.add(row.source_category or "", row.title or "")
            waiting.append(row)
        if len(waiting) >= STAGED_AT_ONCE:
            stage()
    stage()
    read.problem = read.problem or reader.problem
    return read


def _in_batches(raws: Iterator[Raw]) -> Iterator[Sequence[Raw]]:
    """So many rows, or so many bytes of them, as are held at once."""
    batch: list[Raw] = []
    size = 0
    for raw in raws:
        batch.append(raw)
        size += len(raw.key)
        if len(batch) == AT_ONCE or size > BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _progress(run: FeedRun, **columns: Any) -> None:
    FeedRun.objects.filter(pk=run.pk).update(**columns)
    for name, value in columns.items():
        setattr(run, name, value)


def _finished(run: FeedRun, problem: FileProblem | None, *, actor: Actor, now: datetime) -> None:
    also: dict[str, Any] = {"finished_at": max(now, run.asked_at)}
    if problem:
        also |= {"problem": problem.code, "problem_data": problem.data}
    states.move(run, "finish_part" if problem else "finish", actor=actor, now=now, also=also)
    _ended(run, actor=actor, now=now)


def _ended(run: FeedRun, *, actor: Actor, now: datetime) -> None:
    feed = run.feed
    Feed.objects.filter(pk=feed.pk).update(last_read_at=now)
    if feed.state == "failing":
        states.move(feed, "recover", actor=actor, now=now)
    feed_heard(feed, news=bool(run.added + run.changed + run.withdrawn + run.held), now=now)


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
