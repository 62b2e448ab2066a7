"""Which products have which key, read from the database's bytes: millions of rows would be slow as
Python's. For a few products just the lists of their keys; where very many wait, all of them once."""

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from ekshop.kernel.statements import fetch

from ...matching import MOST_COMMON, Article, Postings, postings_of

AT_ONCE = 100_000
"""So many rows of a copy are held as bytes before they become numbers."""

_ROW = np.dtype(
    [
        ("columns", ">i2"), ("a", ">i4"), ("key", ">i8"), ("b", ">i4"), ("product", ">i8"),
        ("c", ">i4"), ("seller", ">i8"),
    ]
)  # fmt: skip
# A header before the rows and a mark behind them.
_HEADER, _MARK = 19, 2

_ENTRIES = "SELECT product_id, keys, seller FROM catalogue_matchentry WHERE product_id = ANY(%s)"

_ASKED = """
COPY (SELECT key, product_id, seller FROM match_asked JOIN catalogue_matchkey USING (key))
TO STDOUT (FORMAT binary)
"""

_ALL = """
COPY (SELECT key, product_id, seller FROM catalogue_matchkey JOIN catalogue_matchword USING (key)
      WHERE products BETWEEN 2 AND {most}) TO STDOUT (FORMAT binary)
"""


class AllPostings(NamedTuple):
    """Every list that brings anybody together, in the order of keys, and apart from them those of
    products that were read since. A product that is gone by now is compared with nobody."""

    held: Postings
    since: Postings

    @classmethod
    def read(cls) -> "AllPostings":
        with connection.cursor() as cursor:
            held = _copied(cursor, _ALL.format(most=MOST_COMMON))
        return cls(_in_order(held), postings_of([]))

    def further(self, product_ids: Collection[int]) -> "AllPostings":
        """With these products, as they were just read."""
        articles = [Article(*row) for row in fetch(_ENTRIES, [list(product_ids)])]
        return self._replace(since=_in_order(_together(self.since, postings_of(articles))))

    def of(self, keys: Collection[int]) -> Postings:
        asked = np.unique(np.fromiter(keys, np.int64, len(keys)))
        return _together(_stretches(self.held, asked), _stretches(self.since, asked))


def _in_order(postings: Postings) -> Postings:
    order = np.argsort(postings.keys, kind="stable")
    return Postings(*(column[order] for column in postings))


def _together(one: Postings, other: Postings) -> Postings:
    return Postings(*map(np.concatenate, zip(one, other, strict=True)))


def _stretches(postings: Postings, asked: np.ndarray) -> Postings:
    starts = np.searchsorted(postings.keys, asked, "left")
    sizes = np.searchsorted(postings.keys, asked, "right") - starts
    ends = sizes.cumsum()
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + sizes, sizes)
    return Postings(*(column[places] for column in postings))


def postings_of_keys(cursor: Any, keys: Collection[int]) -> Postings:
    cursor.execute("CREATE TEMPORARY TABLE match_asked (key bigint) ON COMMIT DROP")
    with cursor.copy("COPY match_asked FROM STDIN") as copy:
        copy.write("".join(f"{key}\n" for key in keys))
    found = _copied(cursor, _ASKED)
    cursor.execute("DROP TABLE match_asked")
    return found


def _copied(cursor: Any, statement: str) -> Postings:
    parts: list[np.ndarray] = []
    held = bytearray()
    with cursor.copy(statement) as copy:
        for row in copy:
            held += row
            if len(held) >= _HEADER + AT_ONCE * _ROW.itemsize:
                parts.append(_numbers(held, first=not parts))
                held.clear()
    if len(held) > _MARK:
        parts.append(_numbers(held[:-_MARK], first=not parts))
    rows = np.concatenate(parts) if parts else np.empty((0, 3), np.int64)
    return Postings(rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy())


def _numbers(held: bytearray, *, first: bool) -> np.ndarray:
    rows = np.frombuffer(bytes(held[_HEADER:] if first else held), dtype=_ROW)
    return np.stack([rows[name].astype(np.int64) for name in ("key", "product", "seller")], axis=1)
