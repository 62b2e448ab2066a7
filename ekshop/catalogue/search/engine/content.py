"""What one piece of the index holds, while it is in memory: made of entries, or of other pieces.

A *posting* says that a document has a term, and how much the term counts there. It is packed into
one number, term | document | impact, so that sorting numbers is all that building and joining do.
Terms are numbered in the order of their keys; documents category by category, and in each in the order
of their products' ids: what one search finds is mostly of few categories, so what it reads of every
array lies together.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from .. import analysis, sounds
from .asking import Numbers
from .entry import FACTS, LISTED, Entry

DOCUMENT_BITS, IMPACT_BITS = 28, 8
TERM_SHIFT = DOCUMENT_BITS + IMPACT_BITS
DOCUMENT_MASK = (1 << DOCUMENT_BITS) - 1
IMPACT_MASK = (1 << IMPACT_BITS) - 1

# A term that stands often in a document counts more, ever less so, and less in a long one
# (BM25). The average length is a constant, so that a posting never has to be weighed again.
SATURATION, LENGTH_SHARE, AVERAGE_LENGTH = 1.2, 0.75, 120.0

# Out of stock sorts behind everything in stock, whatever it costs.
BEHIND = 1 << 48
COLUMNS = (
    "quality",
    "price",
    "by_price",
    "by_delivery",
    "by_popularity",
    "by_quality",
    "record",
    "popularity",
    "since",
)
# Records and popularities are held in so many steps.
STEPS = 255


@dataclass(frozen=True, slots=True)
class Pairs:
    """A fact's values: which document has which. In the order of documents."""

    documents: Numbers
    values: Numbers


@dataclass(frozen=True, slots=True)
class Content:
    """`words`: terms that may be found by sound and beginning, each with its skeletons."""

    ids: Numbers
    keys: Numbers
    postings: Numbers
    words: dict[str, tuple[str, ...]]
    facts: dict[str, Pairs]
    columns: dict[str, Numbers]


@lru_cache(maxsize=200_000)
def key_of(term: str) -> int:
    """A term as a number of 64 bits; that two terms share one is left to chance, one in millions
    of catalogues."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


def value_term(fact: str, value: int) -> str:
    """The term every document with this value of a listed fact has. No word contains a "="."""
    return f"{fact}={value}"


def content_of(entries: Iterable[Entry]) -> Content:
    """Raises ValueError if two entries are of one product."""
    held = sorted(entries, key=lambda entry: (entry.category, entry.id))
    ids = np.array([entry.id for entry in held], np.int64)
    if len(np.unique(ids)) < len(ids):
        raise ValueError("a product was put twice into one piece of the index")
    numbers: dict[str, int] = {}
    terms, counts, sizes, lengths = array("I"), array("I"), array("I"), array("I")
    spoken: set[str] = set()
    for entry in held:
        counted, may_be_heard = entry.terms()
        terms.extend([numbers.setdefault(term, len(numbers)) for term in counted])
        counts.extend(counted.values())
        sizes.append(len(counted))
        lengths.append(sum(counted.values()))
        spoken |= may_be_heard
    documents = np.repeat(np.arange(len(held)), _plain(sizes))
    impacts = _impacts(_plain(counts), _plain(lengths)[documents])
    facts = {fact: _pairs([entry.facts()[fact] for entry in held]) for fact in FACTS}
    all_terms, all_documents, all_impacts = [_plain(terms)], [documents], [impacts]
    for fact in LISTED:
        pairs = facts[fact]
        values, codes = np.unique(pairs.values, return_inverse=True)
        own = [numbers.setdefault(value_term(fact, int(v)), len(numbers)) for v in values]
        all_terms.append(np.array(own, np.int64)[codes])
        all_documents.append(pairs.documents)
        all_impacts.append(np.ones(len(pairs.documents), np.int64))
    keys, order = np.unique(
        np.array([key_of(term) for term in numbers], np.uint64), return_inverse=True
    )
    postings = packed(
        order.astype(np.int64)[np.concatenate(all_terms)],
        np.concatenate(all_documents),
        np.concatenate(all_impacts),
    )
    postings.sort()
    return Content(ids, keys, postings, _heard(spoken), facts, _columns(held))


def packed(terms: Numbers, documents: Numbers, impacts: Numbers) -> Numbers:
    return (terms << TERM_SHIFT) | (documents << IMPACT_BITS) | impacts


def _plain(numbers: "array[int]") -> Numbers:
    return np.frombuffer(numbers, np.uint32).astype(np.int64)


def _impacts(counts: Numbers, lengths: Numbers) -> Numbers:
    """1 to 255."""
    long = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths / AVERAGE_LENGTH
    return np.ceil(IMPACT_MASK * counts / (counts + SATURATION * long)).astype(np.int64)


def _pairs(values: Sequence[tuple[int, ...]]) -> Pairs:
    sizes = np.fromiter(map(len, values), np.int64, len(values))
    held = np.array([value for own in values for value in own], np.int64)
    return Pairs(np.repeat(np.arange(len(values)), sizes), held)


def _heard(spoken: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {term: sounds.skeletons(term) if analysis.is_word(term) else () for term in spoken}


def _columns(entries: Sequence[Entry]) -> dict[str, Numbers]:
    """Everything goods are put in order by; all but `quality`, which multiplies, from low to high."""
    quality = np.array([entry.quality for entry in entries], np.float64)
    behind = np.array([0 if entry.in_stock else BEHIND for entry in entries], np.int64)
    price = np.array([entry.price_poisha for entry in entries], np.int64)
    days = np.array([entry.days for entry in entries], np.int64)
    popularity = np.array([min(entry.popularity, 1.0) for entry in entries], np.float64)
    worst_first = np.rint((2.0 - np.minimum(quality, 2.0)) * 1_000_000).astype(np.int64)
    least_asked_first = np.rint((1.0 - popularity) * 1_000).astype(np.int64) * 10_000_000
    return {
        "quality": quality.astype(np.float32),
        "price": price,
        "by_price": behind + price,
        "by_delivery": behind + days * 10_000_000 + worst_first,
        "by_popularity": behind + least_asked_first + worst_first,
        "by_quality": behind + worst_first,
        "record": _in_steps(np.array([entry.record for entry in entries], np.float64)),
        "popularity": _in_steps(popularity),
        "since": np.array(
            [entry.since.toordinal() if entry.since else 0 for entry in entries], np.int32
        ),
    }


def _in_steps(shares: Numbers) -> Numbers:
    return np.rint(np.clip(shares, 0, 1) * STEPS).astype(np.uint8)


def bits_for(many: int) -> int:
    """How many leading bits of a key tell about so many keys apart."""
    return max(1, math.ceil(math.log2(max(many, 2))))
