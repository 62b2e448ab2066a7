"""Reading the index: one state of it, and what was found in it."""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ..tuning import PLAIN, Tuning
from . import files, ranking
from .asking import Among, Ask, Between, Clause, Condition, Numbers
from .content import value_term
from .entry import LISTED, Checkpoint
from .matching import NONE, Hits, Listed, Wanted, matching
from .piece import Piece

MANIFEST = "manifest"
# What a word counts in goods that are named so, at the least (see `content`); and how many goods
# make a kind.
NAMED, A_KIND = 178, 5
T = TypeVar("T")
Narrowing = Mapping[str, Sequence[Condition]]


class Index:
    """An index on disk. `view()` opens its state of this moment; what did not change stays open.

    Raises files.Broken or OSError where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pieces: dict[str, Piece] = {}

    def view(self, tuning: Tuning = PLAIN) -> "View":
        for _attempt in range(5):
            manifest = files.read(self._path / MANIFEST)
            try:
                pieces = [self._piece(name, manifest[name]) for name in manifest.facts["pieces"]]
            except FileNotFoundError:
                # Written again and cleared away since the manifest was read.
                continue
            self._pieces = {piece.name: piece for piece in pieces}
            return View(pieces, Checkpoint(*manifest.facts["checkpoint"]), tuning)
        raise files.Broken("a piece of the index is missing")

    def _piece(self, name: str, dead: Numbers) -> Piece:
        held = self._pieces.get(name)
        if held is None:
            return Piece(name, files.read(self._path / name), dead)
        return held if len(held.dead) == len(dead) else held.without(dead)


class View:
    """One state of the index: everything asked of it answers from the same commit.

    `tuning` is what the operator says about words and order; `understood` is room for what its
    readers work out while this state lasts.
    """

    KEPT = 5_000

    def __init__(
        self, pieces: Sequence[Piece], checkpoint: Checkpoint, tuning: Tuning = PLAIN
    ) -> None:
        self.tuning = tuning
        self.pieces = pieces
        self.checkpoint = checkpoint
        self.understood: dict[Hashable, Any] = {}
        self._documents = sum(piece.size for piece in pieces)

    @property
    def products(self) -> int:
        return sum(piece.living for piece in self.pieces)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once for as long as the index stays as it is."""
        held = self.understood.get(key, self)
        if held is self:
            if len(self.understood) >= self.KEPT:
                self.understood.clear()
            held = self.understood[key] = make()
        return held

    # The vocabulary ----------------------------------------------------------------------------

    def known(self, term: str) -> int:
        """In how many products a term stands."""
        return sum(piece.frequency(term) for piece in self.pieces)

    def of_a_kind(self, term: str) -> bool:
        """Whether all goods of some category have a term and none is named so: one of the other words
        of the kind. Of a few goods that says nothing."""
        kind = None
        for piece in self.pieces:
            span = piece.span(term)
            if span.stop > span.start:
                if piece.impacts[span].max() >= NAMED:
                    return False
                kinds = piece.facts["category"]
                kind = kinds.values[kinds.codes[piece.documents[span.start], 0] - 1]
        if kind is None:
            return False
        return A_KIND <= self.known(value_term("category", int(kind))) <= self.known(term)

    def sounding(
        self, skeleton: str, *, whole: bool = True, limit: int = 64
    ) -> list[tuple[str, int]]:
        """Words of the vocabulary with this skeleton (or beginning so), commonest first, with counts."""
        if whole:
            return _commonest([piece.sounding(skeleton, limit) for piece in self.pieces], limit)
        return _commonest([piece.sounding_from(skeleton, limit) for piece in self.pieces], limit)

    def beginning(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return _commonest([piece.beginning(prefix, limit) for piece in self.pieces], limit)

    # Finding -----------------------------------------------------------------------------------

    def match(self, ask: Ask, narrowing: Narrowing | None = None) -> "Matches":
        """What meets the ask and each group of conditions."""
        clauses = [self._wanted(clause) for clause in ask.clauses]
        found: list[Hits | None] = []
        for number, piece in enumerate(self.pieces):
            if not clauses:
                found.append(NONE if ask.needed else None)
                continue
            wanted = [clause[number] for clause in clauses]
            met = sum(1 for clause in wanted if clause.at_most)
            hits = matching(wanted, ask.needed, piece.size) if met >= ask.needed else NONE
            documents, scores = hits.documents.astype(np.intp, copy=False), hits.scores
            if piece.alive is not None and len(documents):
                alive = piece.alive.take(documents)
                documents, scores = documents.compress(alive), scores.compress(alive)
            found.append(Hits(documents, scores))
        return Matches(self, found, narrowing or {})

    def _wanted(self, clause: Clause) -> list[Wanted]:
        """What a clause is among the lists of each piece."""
        whole = self._lists(clause.forms)
        if not clause.phrases:
            return [Wanted(own) for own in whole]
        phrases = [
            (weight, [self._lists(word) for word in words]) for weight, words in clause.phrases
        ]
        return [
            Wanted(own, [(weight, [word[number] for word in words]) for weight, words in phrases])
            for number, own in enumerate(whole)
        ]

    def _lists(self, forms: Mapping[str, float]) -> list[list[Listed]]:
        """For each piece, the lists of the forms it has. The rarer a word, the more it counts; and it
        is as rare as the commonest of its forms: that few goods write "dal" says nothing about ডাল."""
        held = []
        most = 0
        for term, weight in forms.items():
            spans = [piece.span(term) for piece in self.pieces]
            documents = sum(span.stop - span.start for span in spans)
            if documents:
                held.append((weight, spans))
                most = max(most, documents)
        rare = math.log(1 + (self._documents - most + 0.5) / (most + 0.5))
        made: list[list[Listed]] = [[] for _piece in self.pieces]
        for weight, spans in held:
            factor = np.float32(weight * rare)
            for lists, piece, span in zip(made, self.pieces, spans, strict=True):
                if span.stop > span.start:
                    lists.append(Listed(piece.documents[span], piece.impacts[span], factor))
        return made


class Matches:
    """What was found: how many, a page of it, how many of each kind. All from one state."""

    def __init__(self, view: View, found: Sequence[Hits | None], narrowing: Narrowing) -> None:
        """`found`: None where no word was asked for."""
        self._view = view
        self._narrowing = narrowing
        self._found = found
        self._masks: list[dict[str, Numbers]] = [
            {group: _allowed(piece, hits.documents, own) for group, own in narrowing.items()}
            if hits and narrowing
            else {}
            for piece, hits in zip(view.pieces, found, strict=True)
        ]
        self._all = [self._selected(number, frozenset(narrowing)) for number in range(len(found))]

    @property
    def total(self) -> int:
        return sum(len(hits.documents) for hits in self._all)

    def page(self, *, order: str, first: int, size: int) -> list[int]:
        """Product ids. Order: relevance, quality, popularity, price, price_down, delivery; what is equal by
        the products' age."""
        until = first + size
        keys, ids = [], []
        for piece, hits in zip(self._view.pieces, self._all, strict=True):
            if not len(hits.documents):
                continue
            if order == "relevance":
                worth = ranking.merits(self._view, piece).take(hits.documents)
                key = -(ranking.fitting(self._view, hits.scores) * worth)
            elif order == "quality":
                key = ranking.best_first(self._view, piece, hits.documents)
            elif order == "price_down":
                # Sold out stays behind: `by_price` is the price, for what is there.
                price = piece.columns["price"].take(hits.documents)
                key = piece.columns["by_price"].take(hits.documents) - 2 * price
            else:
                key = piece.columns[f"by_{order}"].take(hits.documents)
            documents = hits.documents
            if len(key) > 4 * until:
                near = key <= np.partition(key, until)[until]
                key, documents = key.compress(near), documents.compress(near)
            keys.append(key)
            ids.append(piece.ids.take(documents))
        if not keys:
            return []
        found = np.concatenate(ids)
        best = np.lexsort((found, np.concatenate(keys)))[first:until]
        page: list[int] = found.take(best).tolist()
        return page

    def counts(self, facts: Mapping[str, str]) -> dict[str, dict[int, int]]:
        """For each fact, how many carry each of its values. `facts`: with the group of conditions
        each leaves out, so that every choice says what it would give."""
        return {fact: self._count(fact, group) for fact, group in facts.items()}

    def _count(self, fact: str, group: str) -> dict[int, int]:
        groups = frozenset(self._narrowing) - {group}
        if any(self._found):
            return self._counted(fact, groups)
        asked = frozenset((name, tuple(self._narrowing[name])) for name in groups)
        return self._view.kept(("count", fact, asked), lambda: self._counted(fact, groups))

    def _counted(self, fact: str, groups: frozenset[str]) -> dict[int, int]:
        counts: dict[int, int] = {}
        for number, piece in enumerate(self._view.pieces):
            documents = (
                self._all[number].documents
                if len(groups) == len(self._narrowing)
                else self._selected(number, groups).documents
            )
            if len(documents):
                for value, count in _counts(piece, fact, documents):
                    counts[value] = counts.get(value, 0) + count
        return counts

    def _selected(self, number: int, groups: frozenset[str]) -> Hits:
        """What is left of one piece by these groups of conditions."""
        hits, piece = self._found[number], self._view.pieces[number]
        if hits is None:
            return _standing(piece, [c for group in groups for c in self._narrowing[group]])
        masks = [self._masks[number][group] for group in groups]
        if not masks or not len(hits.documents):
            return hits
        kept = masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)
        return Hits(hits.documents.compress(kept), hits.scores.compress(kept))


def _standing(piece: Piece, conditions: Sequence[Condition]) -> Hits:
    """All goods under these conditions, from the lists of one condition's values if it has any."""
    lists = [c for c in conditions if isinstance(c, Among) and c.fact in LISTED]
    start = min(lists, key=lambda c: len(c.values), default=None)
    if start is None:
        documents = np.arange(piece.size)
    else:
        terms = [value_term(start.fact, value) for value in start.values]
        held = [own for term in terms if len(own := piece.documents[piece.span(term)])]
        documents = (
            np.unique(np.concatenate(held)) if len(held) > 1 else held[0] if held else NONE[0]
        )
        documents = documents.astype(np.intp)
    if piece.alive is not None:
        documents = documents.compress(piece.alive.take(documents))
    others = [condition for condition in conditions if condition is not start]
    if others:
        documents = documents.compress(_allowed(piece, documents, others))
    return Hits(documents, np.zeros(len(documents), np.float32))


def _allowed(piece: Piece, documents: Numbers, conditions: Sequence[Condition]) -> Numbers:
    allowed = np.ones(len(documents), np.bool_)
    for condition in conditions:
        if isinstance(condition, Between):
            allowed &= condition.allows(piece.columns["price"].take(documents))
            continue
        fact = piece.facts[condition.fact]
        own = fact.having(documents, condition.allows(fact.values))
        np.logical_and(allowed, own, out=allowed)
    return allowed


def _counts(piece: Piece, fact: str, documents: Numbers) -> list[tuple[int, int]]:
    held = piece.facts[fact]
    counts = held.counts(documents)
    there = counts.nonzero()[0]
    return list(zip(held.values[there].tolist(), counts[there].tolist(), strict=True))


def _commonest(groups: Sequence[list[tuple[str, int]]], limit: int) -> list[tuple[str, int]]:
    if len(groups) == 1:
        return groups[0]
    counts: dict[str, int] = {}
    for group in groups:
        for word, count in group:
            counts[word] = counts.get(word, 0) + count
    return sorted(counts.items(), key=lambda held: (-held[1], held[0]))[:limit]
