"""A file read to its end: rows met before skipped, the others cleaned and staged."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from django.conf import settings

from ekshop.catalogue.selectors import attribute_book, forbidden_terms, forbidden_words
from ekshop.catalogue.services import OFFER, StagedRow, offers_stage
from ekshop.kernel.ids import tracking_codes

from ...ingest import Cleaner, FileProblem, Note
from ...ingest.known import KnownRows
from ...ingest.records import Raw, Reader
from ...models import Feed, FeedRun
from ...rules import incoming as rules
from ..mapping import Words
from .progress import Watch, progress

AT_ONCE = 500
BYTES_AT_ONCE = 4 << 20
STAGED_AT_ONCE = 5_000


@dataclass
class Read:
    """What reading a file came to."""

    problem: FileProblem | None
    rows: int = 0
    met: int = 0
    offers: int = 0
    words: Words = field(default_factory=Words)


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
        progress(run, rows=read.rows, staged=staged)
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
