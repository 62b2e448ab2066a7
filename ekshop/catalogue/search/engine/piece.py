"""One piece of the index: a file that never changes, and the documents of it that still count."""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import files
from .asking import Numbers
from .content import (
    COLUMNS,
    DOCUMENT_MASK,
    IMPACT_BITS,
    IMPACT_MASK,
    TERM_SHIFT,
    Content,
    Pairs,
    bits_for,
    key_of,
)
from .entry import FACTS

# So many values of a list lie side by side with each document; the few further ones apart.
BESIDE = 4
# So many postings are unpacked at once.
AT_ONCE = 4_000_000
NOWHERE = slice(0, 0)


class Fact(NamedTuple):
    """`codes[document]`: numbers of its values, 1 for `values[0]`, 0 for none. What does not fit stands
    in `more_codes`, a document's from its `more_starts` up to the next; both are empty where all fits."""

    values: Numbers
    codes: Numbers
    more_starts: Numbers
    more_codes: Numbers

    def pairs(self) -> Pairs:
        documents, places = np.nonzero(self.codes)
        codes = np.concatenate([self.codes[documents, places], self.more_codes]).astype(np.int64)
        documents = np.concatenate([documents, self.more_documents()])
        order = np.argsort(documents, kind="stable")
        return Pairs(documents[order], self.values[codes[order] - 1])

    def more_documents(self) -> Numbers:
        """Which document each of `more_codes` is of."""
        sizes: Numbers = np.diff(self.more_starts.astype(np.int64))
        return np.repeat(np.arange(len(sizes)), sizes)

    def counts(self, documents: Numbers) -> Numbers:
        """How many of these documents have each value."""
        if self.codes.shape[1] == 1:
            return np.bincount(self.codes[:, 0].take(documents), minlength=len(self.values) + 1)[1:]
        codes = self.codes.take(documents, axis=0)
        counts = np.bincount(codes.ravel(), minlength=len(self.values) + 1)
        if len(self.more_codes):
            # Only a row that is full to its end goes on elsewhere.
            full = documents.compress(codes[:, -1] > 0)
            if len(full):
                starts = self.more_starts.take(full).astype(np.int64)
                sizes = self.more_starts.take(full + 1) - starts
                ends = sizes.cumsum()
                places = np.arange(ends[-1]) + np.repeat(starts - ends + sizes, sizes)
                counts += np.bincount(self.more_codes.take(places), minlength=len(counts))
        return counts[1:]

    def having(self, documents: Numbers, allowed: Numbers) -> Numbers:
        """Which of these documents have a value that is allowed; `allowed` is by value."""
        fits = np.concatenate([[False], allowed])
        table = fits.take(self.codes.take(documents, axis=0))
        own = np.asarray(table[:, 0] if table.shape[1] == 1 else table.any(axis=1))
        further = fits.take(self.more_codes)
        if further.any():
            there = np.zeros(len(self.codes), np.bool_)
            there[self.more_documents()[further]] = True
            np.logical_or(own, there.take(documents), out=own)
        return own


class Piece:
    """`dead`: documents that were replaced or taken out since; they are never found."""

    def __init__(self, name: str, held: files.Arrays, dead: Numbers) -> None:
        self.name = name
        self.dead = dead
        self.ids = held["ids"]
        self.size = len(self.ids)
        self.alive: Numbers | None = None
        if len(dead):
            self.alive = np.ones(self.size, np.bool_)
            self.alive[dead] = False
        self._held = held
        self.documents = held["documents"]
        self.impacts = held["impacts"]
        self.columns = {name: held[name] for name in COLUMNS}
        self.facts = {
            fact: Fact(*(held[f"{fact}.{part}"] for part in Fact._fields)) for fact in FACTS
        }
        # What its documents are worth beside their words, by the weights asked for (see `ranking`).
        self.merits: dict[Hashable, Numbers] = {}
        self._terms = _Directory(held, "term")
        self._heard = _Directory(held, "heard")
        self._starts = held["starts"].data

    def without(self, dead: Numbers) -> "Piece":
        other = Piece(self.name, self._held, np.union1d(self.dead, dead).astype(np.uint32))
        other.merits = self.merits
        return other

    @property
    def living(self) -> int:
        return self.size - len(self.dead)

    def find(self, ids: Numbers) -> Numbers:
        """The documents of those of these products it has, dead or alive."""
        by_id = self._held["by_id"]
        places = np.searchsorted(self.ids, ids, sorter=by_id)
        documents = by_id.take(places[places < self.size]).astype(np.intp)
        return documents[np.isin(self.ids.take(documents), ids)]

    def frequency(self, term: str) -> int:
        span = self.span(term)
        return span.stop - span.start

    def span(self, term: str) -> slice:
        """Where in `documents` and `impacts` its postings stand: the documents that have it, in order,
        and how much it counts in each. Empty if none has it."""
        number = self._terms.find(key_of(term))
        return slice(self._starts[number], self._starts[number + 1]) if number >= 0 else NOWHERE

    # The vocabulary ----------------------------------------------------------------------------

    def sounding(self, skeleton: str, limit: int) -> list[tuple[str, int]]:
        """Words of this skeleton, commonest first, with how many documents have each."""
        number = self._heard.find(key_of(skeleton))
        if number < 0:
            return []
        place = self._heard_place[number]
        start, end = self._heard_starts[place], self._heard_starts[place + 1]
        return self._words(self._held["heard.words"][start : min(end, start + limit)])

    def sounding_from(self, start: str, limit: int) -> list[tuple[str, int]]:
        """Words of a skeleton that begins so."""
        low, high = self._heard_texts.beginning(start)
        span = slice(self._heard_starts[low], self._heard_starts[high])
        return self._words(self._commonest(self._held["heard.words"][span], limit))

    def beginning(self, start: str, limit: int) -> list[tuple[str, int]]:
        low, high = self._word_texts.beginning(start)
        return self._words(self._commonest(np.arange(low, high), limit))

    def words(self) -> dict[str, tuple[str, ...]]:
        """All of them, each with its skeletons."""
        skeletons: dict[str, list[str]] = {word: [] for word in self._word_texts}
        words = list(skeletons)
        for place, skeleton in enumerate(self._heard_texts):
            for number in self._held["heard.words"][
                self._heard_starts[place] : self._heard_starts[place + 1]
            ]:
                skeletons[words[number]].append(skeleton)
        return {word: tuple(own) for word, own in skeletons.items()}

    @cached_property
    def _word_texts(self) -> "_Texts":
        return _Texts(self._held["word.text"], self._held["word.ends"])

    @cached_property
    def _heard_texts(self) -> "_Texts":
        return _Texts(self._held["heard.text"], self._held["heard.ends"])

    @cached_property
    def _heard_place(self) -> memoryview:
        return self._held["heard.place"].data

    @cached_property
    def _heard_starts(self) -> memoryview:
        return self._held["heard.starts"].data

    def _commonest(self, words: Numbers, limit: int) -> Numbers:
        if len(words) <= limit:
            return words
        return words[np.argsort(-self._held["word.documents"][words], kind="stable")[:limit]]

    def _words(self, numbers: Numbers) -> list[tuple[str, int]]:
        counts = self._held["word.documents"]
        return [(self._word_texts[number], int(counts[number])) for number in numbers.tolist()]

    # Joining it to others ----------------------------------------------------------------------

    def content(self) -> Content:
        """Everything that still counts, its documents numbered anew."""
        kept = np.arange(self.size) if self.alive is None else np.flatnonzero(self.alive)
        renumbered = np.full(self.size, -1, np.int64)
        renumbered[kept] = np.arange(len(kept))
        documents = renumbered[self.documents]
        starts = self._held["starts"].astype(np.int64)
        terms = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        impacts = self.impacts.astype(np.int64)
        postings = (terms << TERM_SHIFT) | (documents << IMPACT_BITS) | impacts
        facts = {}
        for name, fact in self.facts.items():
            pairs = fact.pairs()
            own = renumbered[pairs.documents]
            facts[name] = Pairs(own[own >= 0], pairs.values[own >= 0])
        return Content(
            self.ids[kept],
            self._held["term.keys"],
            postings[documents >= 0],
            self.words(),
            facts,
            {name: column[kept] for name, column in self.columns.items()},
        )


class _Directory:
    """Sorted keys, with where each beginning of a key starts, so that finding one is a step or two."""

    def __init__(self, held: files.Arrays, name: str) -> None:
        keys, first = held[f"{name}.keys"], held[f"{name}.first"]
        self._keys, self._first = keys.data, first.data
        self._shift = 64 - bits_for(len(keys))

    def find(self, key: int) -> int:
        """The number of the key, or -1."""
        beginning = key >> self._shift
        keys = self._keys
        for number in range(self._first[beginning], self._first[beginning + 1]):
            if keys[number] == key:
                return number
        return -1


class _Texts:
    """Texts in the order of their bytes, one behind the other."""

    def __init__(self, text: Numbers, ends: Numbers) -> None:
        self._text, self._ends = text.data, ends.data

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        return self._raw(number).decode()

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    def _raw(self, number: int) -> bytes:
        start = self._ends[number - 1] if number else 0
        return bytes(self._text[start : self._ends[number]])

    def beginning(self, start: str) -> tuple[int, int]:
        """The numbers of those that begin so: from, and up to."""
        raw = start.encode()
        numbers = range(len(self))
        low = bisect_left(numbers, raw, key=self._raw)
        return low, bisect_left(numbers, raw + b"\xff", lo=low, key=self._raw)


def save(path: Path, content: Content) -> None:
    """Writes a piece; terms that no document has any more are left out."""
    counts = np.zeros(len(content.keys), np.int64)
    documents = np.empty(len(content.postings), np.uint32)
    impacts = np.empty(len(content.postings), np.uint8)
    for start in range(0, len(content.postings), AT_ONCE):
        span = slice(start, start + AT_ONCE)
        some = content.postings[span]
        counts += np.bincount(some >> TERM_SHIFT, minlength=len(counts))
        documents[span] = (some >> IMPACT_BITS) & DOCUMENT_MASK
        impacts[span] = some & IMPACT_MASK
    used = counts > 0
    keys, counts = content.keys[used], counts[used]
    arrays: dict[str, Numbers] = {
        "ids": content.ids,
        "by_id": np.argsort(content.ids).astype(np.uint32),
        "documents": documents,
        "impacts": impacts,
        "starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32),
        "term.keys": keys,
        "term.first": _first(keys),
        **content.columns,
        **_vocabulary(content.words, keys, counts),
    }
    for fact in FACTS:
        for part, array in _table(len(content.ids), content.facts[fact])._asdict().items():
            arrays[f"{fact}.{part}"] = array
    files.write(path, arrays, {})


def _first(keys: Numbers) -> Numbers:
    bits = bits_for(len(keys))
    beginnings = keys >> np.uint64(64 - bits)
    return np.searchsorted(beginnings, np.arange((1 << bits) + 1)).astype(np.uint32)


def _vocabulary(
    words: Mapping[str, tuple[str, ...]], keys: Numbers, counts: Numbers
) -> dict[str, Numbers]:
    own = np.array([key_of(word) for word in words], np.uint64)
    places = np.minimum(np.searchsorted(keys, own), max(len(keys) - 1, 0))
    there = keys[places] == own if len(keys) else np.zeros(len(own), np.bool_)
    frequency = {
        word: int(counts[place])
        for word, place, held in zip(words, places.tolist(), there.tolist(), strict=True)
        if held
    }
    texts = sorted(frequency, key=str.encode)
    skeletons: dict[str, list[int]] = {}
    for number, word in enumerate(texts):
        for skeleton in words[word]:
            skeletons.setdefault(skeleton, []).append(number)
    for own_words in skeletons.values():
        own_words.sort(key=lambda number: -frequency[texts[number]])
    heard = sorted(skeletons, key=str.encode)
    heard_keys = np.array([key_of(skeleton) for skeleton in heard], np.uint64)
    order = np.argsort(heard_keys, kind="stable")
    return {
        **_texts("word", texts),
        "word.documents": np.array([frequency[word] for word in texts], np.int64),
        **_texts("heard", heard),
        "heard.keys": heard_keys[order],
        "heard.first": _first(heard_keys[order]),
        "heard.place": order.astype(np.uint32),
        "heard.starts": np.cumsum([0, *(len(skeletons[one]) for one in heard)]).astype(np.uint32),
        "heard.words": np.array([n for one in heard for n in skeletons[one]], np.uint32),
    }


def _texts(name: str, texts: list[str]) -> dict[str, Numbers]:
    raw = [text.encode() for text in texts]
    return {
        f"{name}.text": np.frombuffer(b"".join(raw), np.uint8),
        f"{name}.ends": np.cumsum([len(text) for text in raw]).astype(np.uint32),
    }


def _table(documents: int, pairs: Pairs) -> Fact:
    values, codes = np.unique(pairs.values, return_inverse=True)
    codes += 1
    sizes = np.bincount(pairs.documents, minlength=documents)
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(codes)) - starts[pairs.documents]
    beside = min(int(sizes.max(initial=1)), BESIDE)
    kind = np.min_scalar_type(len(values))
    table = np.zeros((documents, max(beside, 1)), kind)
    fits = place < table.shape[1]
    table[pairs.documents[fits], place[fits]] = codes[fits]
    more = np.bincount(pairs.documents[~fits], minlength=documents)
    starts = np.concatenate([[0], more.cumsum()]) if more.any() else more[:0]
    return Fact(values.astype(np.int64), table, starts.astype(np.uint32), codes[~fits].astype(kind))
