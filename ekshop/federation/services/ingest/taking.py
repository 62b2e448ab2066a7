"""The one way in for rows, read from a file or pushed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ekshop.catalogue.selectors import CategoryNode, attribute_book, category_nodes, forbidden_terms
from ekshop.catalogue.services import (
    MergeCounts,
    catch_all_category,
    offers_merge,
    pictures_want_newest,
)
from ekshop.kernel import states
from ekshop.kernel.actors import Actor

from ...ingest import FileProblem, Note
from ...ingest.known import KnownRows
from ...ingest.records import Reader
from ...models import Feed, FeedRun
from ...rules import incoming as rules
from ...selectors.wire import taka_text
from ..mapping import categories_refused, categories_settle
from ..rejects import Rejects
from .progress import Watch, ended, progress
from .reading import cleaner_for, read_rows

VERSION = "2"
"""Part of every fingerprint: raise it when rows must be read anew because we read them better."""


@dataclass
class Terms:
    """What, of ours, decides what becomes of a seller's rows now."""

    nodes: list[CategoryNode]
    refused: list[int]
    stamp: str


def terms_now(feed: Feed, now: datetime) -> Terms:
    nodes = category_nodes()
    refused = categories_refused(feed.seller_id, nodes, now)
    words = sorted((word, term.unless) for word, term in forbidden_terms().items())
    keys = sorted(attribute_book().key_words.items())
    facts = [VERSION, feed.connector, feed.format, feed.mapping, words, sorted(refused), keys]
    stamp = hashlib.md5(json.dumps(facts, sort_keys=True).encode(), usedforsecurity=False)
    return Terms(nodes, refused, stamp.hexdigest())


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
        progress(run, merged=done)
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
    progress(
        run,
        added=counts.added,
        changed=counts.changed,
        unchanged=read.met + counts.unchanged,
        withdrawn=counts.withdrawn,
        held=counts.changes_held,
        rejected=rejects.rejected,
        warned=rejects.warned,
    )
    if counts.added:
        pictures_want_newest(seller_id=feed.seller_id, now=now)
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


def _finished(run: FeedRun, problem: FileProblem | None, *, actor: Actor, now: datetime) -> None:
    also: dict[str, Any] = {"finished_at": max(now, run.asked_at)}
    if problem:
        also |= {"problem": problem.code, "problem_data": problem.data}
    states.move(run, "finish_part" if problem else "finish", actor=actor, now=now, also=also)
    ended(run, actor=actor, now=now)
