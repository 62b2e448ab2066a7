"""Which documents of one piece meet what is asked, and how well. The hot path of every search.

A list of postings is `(documents, impacts, factor)`; what a document gains by it is impact × factor,
always above nought. Documents stay 32 bits wide and each list in order, so that one list can be
looked up in another without copying either.
"""

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .asking import Numbers

# Up to so many documents, putting lists together by sorting is quicker than by a table.
SORTED = 600
# A list so many times longer than the documents at hand is searched in instead of laid out.
LONGER = 4
# Of the lesser of two forms of a word, what counts beside the better.
TIE = np.float32(0.2)


class Listed(NamedTuple):
    documents: Numbers
    impacts: Numbers
    factor: np.float32

    @property
    def scores(self) -> Numbers:
        return self.impacts * self.factor


class Hits(NamedTuple):
    """Documents, each once, in no particular order, and their scores."""

    documents: Numbers
    scores: Numbers


class Wanted(NamedTuple):
    """A clause among the lists of one piece."""

    lists: Sequence[Listed]
    phrases: Sequence[tuple[float, Sequence[Sequence[Listed]]]] = ()

    @property
    def at_most(self) -> int:
        """How many documents can meet it."""
        whole = sum(len(one.documents) for one in self.lists)
        for _weight, words in self.phrases:
            whole += min(sum(len(one.documents) for one in word) for word in words)
        return whole


NONE = Hits(np.empty(0, np.uint32), np.empty(0, np.float32))


def matching(clauses: Sequence[Wanted], needed: int, documents: int) -> Hits:
    """`documents`: how many the piece has."""
    try:
        if needed < len(clauses):
            return _some([_all([clause], documents) for clause in clauses], needed)
        return _all(clauses, documents)
    except BaseException:
        _room.forget()
        raise


def _all(clauses: Sequence[Wanted], documents: int) -> Hits:
    if len(clauses) > 1:
        clauses = sorted(clauses, key=lambda clause: clause.at_most)
    held, scores = _any(_options(clauses[0], documents), documents)
    for clause in clauses[1:]:
        if not len(held):
            return NONE
        gained = _gained(held, _options(clause, documents), documents)
        kept = gained > 0
        scores = (scores + gained).compress(kept)
        held = held.compress(kept)
    return Hits(held, scores)


def _options(clause: Wanted, documents: int) -> Sequence[Listed]:
    if not clause.phrases:
        return clause.lists
    options = list(clause.lists)
    for weight, words in clause.phrases:
        if all(words):
            together = _all([Wanted(word) for word in words], documents)
            order = np.argsort(together.documents)
            options.append(
                Listed(together.documents[order], together.scores[order], np.float32(weight))
            )
    return options


def _any(lists: Sequence[Listed], documents: int) -> Hits:
    if not lists:
        return NONE
    if len(lists) == 1:
        return Hits(lists[0].documents, lists[0].scores)
    if sum(len(one.documents) for one in lists) <= SORTED:
        return _sorted_together(lists)
    table = _room.of(documents)
    places = lists[0].documents.astype(np.intp)
    table[places] = lists[0].scores
    found = [places]
    for one in lists[1:]:
        places = one.documents.astype(np.intp)
        before = table.take(places)
        found.append(places.compress(before == 0))
        table[places] = _together(before, one.scores)
    together = np.concatenate(found)
    scores = table.take(together)
    table[together] = 0
    return Hits(together, scores)


def _sorted_together(lists: Sequence[Listed]) -> Hits:
    held = np.unique(np.concatenate([one.documents for one in lists]))
    scores = np.zeros(len(held), np.float32)
    for one in lists:
        places = held.searchsorted(one.documents)
        scores[places] = _together(scores[places], one.scores)
    return Hits(held, scores)


def _together(one: Numbers, other: Numbers) -> Numbers:
    """Of two forms of a word the better counts, and a little of the other: goods that say "dal" and
    ডাল are not twice as much dal as those that say it once."""
    lesser = np.minimum(one, other)
    lesser *= TIE
    lesser += np.maximum(one, other)
    return lesser


def _gained(wanted: Numbers, lists: Sequence[Listed], documents: int) -> Numbers:
    """What each of the documents at hand gains by the lists; nought if it stands in none."""
    gained = None
    for one in lists:
        if len(one.documents) > LONGER * len(wanted):
            # Of one width with the list, or NumPy would widen all of it first.
            same = wanted.astype(one.documents.dtype, copy=False)
            places = one.documents.searchsorted(same)
            own = one.impacts.take(places, mode="clip") * one.factor
            own *= one.documents.take(places, mode="clip") == same
        else:
            table = _room.of(documents)
            places = one.documents.astype(np.intp)
            table[places] = one.scores
            own = table.take(wanted)
            table[places] = 0
        gained = own if gained is None else _together(gained, own)
    return np.zeros(len(wanted), np.float32) if gained is None else gained


def _some(options: Sequence[Hits], needed: int) -> Hits:
    held, place = np.unique(
        np.concatenate([hits.documents for hits in options]), return_inverse=True
    )
    met = np.bincount(place, minlength=len(held)) >= needed
    scores = np.bincount(place, np.concatenate([hits.scores for hits in options]), len(held))
    return Hits(held[met], scores[met].astype(np.float32))


class _Room(threading.local):
    """Room for a number a document, all nought before and after; each thread has its own.

    Making it anew for each search would cost more than most searches. Who fails on the way has to
    `forget` it.
    """

    table: Numbers = np.zeros(0, np.float32)

    def of(self, documents: int) -> Numbers:
        if len(self.table) < documents:
            self.table = np.zeros(documents, np.float32)
        return self.table

    def forget(self) -> None:
        self.table = np.zeros(0, np.float32)


_room = _Room()
