"""Which articles are worth comparing: those that share enough of what is rare (blocking).

Comparing all with all is out of reach, so each article meets only the few with which it shares
the rarest keys. A key that very many have finds nobody: it would bring everyone. One matrix
product of sparse matrices does it for a block of articles at once, in memory bounded by the
block, not by the catalogue.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

MOST_COMMON = 2_000
"""A key more articles have than this brings nobody together."""
MOST_NEAR = 12
LEAST_SHARED = 6.0
"""Least rarity shared, in natural logarithms: one in four hundred has as much by chance."""
BLOCK = 500


class Article(NamedTuple):
    """`keys`: hashed to 64 bits. `seller`: of one sold by one seller alone, else 0; articles of
    one seller are not looked for among each other."""

    number: int
    keys: Sequence[int]
    seller: int = 0


class Postings(NamedTuple):
    """Which articles have which key: three columns of one length."""

    keys: np.ndarray
    numbers: np.ndarray
    sellers: np.ndarray


def postings_of(articles: Sequence[Article]) -> Postings:
    """The postings of articles at hand."""
    lengths = [len(one.keys) for one in articles]
    return Postings(
        _flat(articles),
        np.repeat(np.array([one.number for one in articles], dtype=np.int64), lengths),
        np.repeat(np.array([one.seller for one in articles], dtype=np.int64), lengths),
    )


def nearest(
    asked: Sequence[Article],
    there: Postings,
    rarity: Callable[[np.ndarray], np.ndarray],
    *,
    most: int = MOST_NEAR,
) -> Iterator[tuple[int, int]]:
    """Pairs (asked, other), at most `most` for each asked, never of an article with itself.

    `rarity` gives the weight of each of an array of keys, 0 for those that are too common.
    """
    from scipy import sparse  # here, where it is used: slow to import, and only matching needs it

    if not asked or not len(there.keys):
        return
    vocabulary, sought = np.unique(_flat(asked), return_inverse=True)
    weights = rarity(vocabulary)
    spot = np.minimum(np.searchsorted(vocabulary, there.keys), len(vocabulary) - 1)
    known = (vocabulary[spot] == there.keys) & (weights[spot] > 0)
    ids, first, column = np.unique(there.numbers[known], return_index=True, return_inverse=True)
    sellers = there.sellers[known][first]
    ones = np.ones(len(column), dtype=np.float32)
    postings = sparse.csr_array((ones, (spot[known], column)), shape=(len(vocabulary), len(ids)))
    lengths = np.array([len(one.keys) for one in asked])
    ends = np.cumsum(lengths)
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        begin, end = int(ends[start] - lengths[start]), int(ends[start + len(block) - 1])
        columns = sought[begin:end]
        at = np.repeat(np.arange(len(block)), lengths[start : start + len(block)])
        values = weights[columns].astype(np.float32)
        useful = values > 0
        query = sparse.csr_array(
            (values[useful], (at[useful], columns[useful])), shape=(len(block), len(vocabulary))
        )
        shared = query @ postings
        for row, one in enumerate(block):
            here = slice(shared.indptr[row], shared.indptr[row + 1])
            found, weight = shared.indices[here], shared.data[here]
            enough = (weight >= LEAST_SHARED) & (ids[found] != one.number)
            if one.seller:
                enough &= sellers[found] != one.seller
            found, weight = ids[found[enough]], weight[enough]
            for other in found[np.lexsort((found, -weight))[:most]]:
                yield one.number, int(other)


def _flat(articles: Sequence[Article]) -> np.ndarray:
    return np.fromiter((key for one in articles for key in one.keys), dtype=np.int64)
