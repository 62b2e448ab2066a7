"""The index itself: its fields, what goes into a document, and reading it.

One document is one product, or one family of sizes and colours under the id of its first member for
sale, with the gathered facts of its offers, so a count is a count of things and a page of results
needs no grouping. Fields:

* `words`, the terms (see `analysis`) of the titles, and of what surrounds them: category, sellers,
  districts. One field, so that a word costs one list of postings; what stands in a title is
  written several times, which is how it weighs more.
* `heard`, the vocabulary by sound: `skeleton|word` terms, listed with `terms_with_prefix`.
* facts as unsigned fast fields for filters, counts and order. `quality` multiplies the text score.
* one document of kind `checkpoint` says how far in the outbox this very commit has read, so the
  index and its position can never disagree.

Gotcha: `Document(id=1)` infers a signed integer and kills the writer later; use `add_unsigned`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import tantivy

from . import analysis, sounds
from .tuning import PLAIN, Tuning

# Raised when fields or analysis change: an index of another version is rebuilt, never read.
VERSION = 6

# A product's lowest price falls into one of these; the last band is open. In taka.
PRICE_BANDS = (0, 100, 300, 1_000, 3_000, 10_000, 30_000)
# How many times a title's word is written for one around it.
NAME_WEIGHT = 5

# Out of stock sorts behind everything in stock, whatever it costs.
BEHIND = 1 << 48

FLAGS = ("in_stock", "gi", "producer", "on_time")
FACETS = ("category", "top", "seller", "district", "band", "days", "mask")
# To count a field of several values costs several times as much a product as one of a single value,
# and nearly every product has three sellers at most: the first three have a field each (0: none).
# Below so many products, one list of values to read beats that.
FIRST_SELLERS = ("seller_1", "seller_2", "seller_3")
MORE_SELLERS = "seller_more"
FEW = 16_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A product as the index sees it. Prices in poisha; `record` and `popularity` from 0 to 1.

    `codes`: part numbers and the like. They are found as they are written, never by their sound,
    also where they stand in a name.
    """

    id: int
    names: tuple[str, ...]
    about: tuple[str, ...]
    category: int
    top: int
    sellers: tuple[int, ...]
    districts: tuple[int, ...]
    price_poisha: int
    days: int
    in_stock: bool
    gi: bool = False
    producer: bool = False
    on_time: bool = False
    record: float = 1.0
    popularity: float = 0.0
    codes: tuple[str, ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(flag for flag in FLAGS if getattr(self, flag))

    @property
    def quality(self) -> float:
        """What text cannot say: goods that are there, from sellers who keep their word, that people buy."""
        return (
            (1.0 if self.in_stock else 0.1)
            * (0.7 + 0.3 * self.record)
            * (1.0 + 0.3 * self.popularity)
            * (1.1 if self.gi else 1.0)
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the index has read the outbox: past every change up to (transaction, change).

    `newest` is the highest change id that existed then; it tells a pruned outbox from an idle one.
    """

    transaction: int
    change: int
    newest: int


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("checkpoint", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("heard", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("flag", tokenizer_name="raw", index_option="basic")
    for fact in ("category", "top", "seller", "district", "band", "days"):
        builder.add_unsigned_field(fact, indexed=True, fast=True)
    for column in (
        "mask",
        "price",
        "by_price",
        "by_delivery",
        "by_quality",
        *FIRST_SELLERS,
        MORE_SELLERS,
    ):
        builder.add_unsigned_field(column, fast=True)
    builder.add_float_field("quality", fast=True)
    return builder.build()


def price_band(price_poisha: int) -> int:
    """The number of the band a price falls into, from 0."""
    taka = price_poisha // 100
    return sum(1 for lowest in PRICE_BANDS if taka >= lowest) - 1


def document(entry: Entry) -> tantivy.Document:
    names = [term for text in entry.names for term in analysis.index_terms(text)]
    about = [term for text in entry.about for term in analysis.index_terms(text)]
    codes = [term for text in entry.codes for term in analysis.index_terms(text)]
    quality = entry.quality
    doc = tantivy.Document()
    doc.add_text("kind", "product")
    doc.add_unsigned("id", entry.id)
    doc.add_text("words", " ".join((names + codes) * NAME_WEIGHT + about))
    doc.add_text("heard", " ".join(map(_heard, {*names, *about} - set(codes))))
    doc.add_unsigned("category", entry.category)
    doc.add_unsigned("top", entry.top)
    for seller in entry.sellers:
        doc.add_unsigned("seller", seller)
    for column, seller in zip_longest(FIRST_SELLERS, entry.sellers[:3], fillvalue=0):
        doc.add_unsigned(column, seller)
    for seller in entry.sellers[3:]:
        doc.add_unsigned(MORE_SELLERS, seller)
    for district in entry.districts:
        doc.add_unsigned("district", district)
    for flag in entry.flags:
        doc.add_text("flag", flag)
    doc.add_unsigned("mask", sum(1 << bit for bit, flag in enumerate(FLAGS) if flag in entry.flags))
    behind = 0 if entry.in_stock else BEHIND
    worst_first = round((2.0 - min(quality, 2.0)) * 1_000_000)
    doc.add_unsigned("price", entry.price_poisha)
    doc.add_unsigned("band", price_band(entry.price_poisha))
    doc.add_unsigned("days", entry.days)
    doc.add_unsigned("by_price", behind + entry.price_poisha)
    doc.add_unsigned("by_delivery", behind + entry.days * 10_000_000 + worst_first)
    doc.add_unsigned("by_quality", behind + worst_first)
    doc.add_float("quality", quality)
    return doc


@lru_cache(maxsize=500_000)
def _heard(term: str) -> str:
    """A term as the vocabulary keeps it: once under each of its skeletons; nothing for numbers."""
    if not analysis.is_word(term):
        return ""
    return " ".join(f"{skeleton}|{term}" for skeleton in sounds.skeletons(term))


class Writer:
    """Puts entries in and takes products out; nothing counts until `commit`, which is atomic."""

    def __init__(self, path: Path, *, heap_mb: int = 64) -> None:
        self._index = tantivy.Index(schema(), path=str(path))
        self._writer = self._index.writer(heap_mb * 1_000_000, num_threads=1)

    def put(self, entry: Entry) -> None:
        self.remove(entry.id)
        self._writer.add_document(document(entry))

    def add(self, entry: Entry) -> None:
        """Put a product that is known not to be there yet."""
        self._writer.add_document(document(entry))

    def remove(self, product_id: int) -> None:
        # Not delete_documents_by_term: it takes a number for a signed one and deletes nothing.
        self._writer.delete_documents_by_query(
            tantivy.Query.term_query(self._index.schema, "id", product_id)
        )

    def commit(self, checkpoint: Checkpoint) -> None:
        doc = tantivy.Document()
        doc.add_text("kind", "checkpoint")
        held = [checkpoint.transaction, checkpoint.change, checkpoint.newest]
        doc.add_text("checkpoint", json.dumps(held))
        self._writer.delete_documents_by_term("kind", "checkpoint")
        self._writer.add_document(doc)
        self._writer.commit()

    def close(self) -> None:
        """Let merges finish and give the lock back; the writer cannot be used after."""
        self._writer.wait_merging_threads()


class View:
    """One opened state of the index: everything asked of it answers from the same commit.

    `tuning` is what the operator says about words and order; `understood` is room for what its
    readers work out about words while this state lasts.
    """

    def __init__(self, index: tantivy.Index, tuning: Tuning = PLAIN) -> None:
        self.tuning = tuning
        self.schema = index.schema
        self.searcher = index.searcher()
        self.understood: dict[Any, Any] = {}

    def checkpoint(self) -> Checkpoint | None:
        query = tantivy.Query.term_query(self.schema, "kind", "checkpoint")
        hits = self.searcher.search(query, 1).hits
        if not hits:
            return None
        held = self.searcher.doc(hits[0][1]).get_first("checkpoint")
        return Checkpoint(*json.loads(str(held)))

    def count(self, query: tantivy.Query) -> int:
        return self.searcher.search(query, 1).count

    def page(
        self, query: tantivy.Query, *, order: str, first: int, size: int
    ) -> tuple[int, list[int]]:
        """How many match, and the product ids of one page. Order: relevance, quality, price, delivery."""
        if order == "relevance":
            found = self.searcher.search(query, size, offset=first, weight_by_field="quality")
        else:
            found = self.searcher.search(
                query, size, offset=first, order_by_field=f"by_{order}", order=tantivy.Order.Asc
            )
        ids = self.searcher.fast_field_values("id", [address for _, address in found.hits])
        return found.count, [int(held) for held in ids if held is not None]

    def facets(
        self, query: tantivy.Query, fields: Iterable[str], *, at_most: int = 1 << 62
    ) -> dict[str, dict[int, int]]:
        """For each field, how many matching products carry each of its values.

        `at_most`: how many can match, if that is known; few are counted another way.
        """
        wanted: dict[str, tuple[str, ...]] = {field: (field,) for field in fields}
        if "seller" in wanted and at_most > FEW:
            wanted["seller"] = self._seller_columns
        if not wanted:
            return {}
        found = self.searcher.aggregate(
            query,
            {
                column: {"terms": {"field": column, "size": 10_000}}
                for columns in wanted.values()
                for column in columns
            },
        )
        return {
            field: _together([found[column]["buckets"] for column in columns])
            for field, columns in wanted.items()
        }

    @cached_property
    def _seller_columns(self) -> tuple[str, ...]:
        further = self.count(tantivy.Query.exists_query(MORE_SELLERS))
        return (*FIRST_SELLERS, MORE_SELLERS) if further else FIRST_SELLERS

    def known(self, term: str) -> int:
        """In how many products a term stands."""
        return self.searcher.doc_freq("words", term)

    def sounding(
        self, skeleton: str, *, whole: bool = True, limit: int = 64
    ) -> list[tuple[str, int]]:
        """Words of the vocabulary with this skeleton (or beginning so), commonest first, with counts."""
        prefix = f"{skeleton}|" if whole else skeleton
        found = self.searcher.terms_with_prefix("heard", prefix, limit=limit)
        return [(term.partition("|")[2], count) for term, count in found]

    def beginning(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return self.searcher.terms_with_prefix("words", prefix, limit=limit)


def _together(columns: list[list[dict[str, Any]]]) -> dict[int, int]:
    """One fact's counts from the columns it is spread over, where 0 stands for none."""
    first, *others = columns
    counts = {int(bucket["key"]): bucket["doc_count"] for bucket in first}
    for bucket in chain.from_iterable(others):
        value = int(bucket["key"])
        counts[value] = counts.get(value, 0) + bucket["doc_count"]
    if others:
        counts.pop(0, None)
    return counts
