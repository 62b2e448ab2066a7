"""How rare a key is in the catalogue at hand: what it says when two articles share it."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from .near import MOST_COMMON, Article
from .traits import number_of


class Rarity:
    """Natural logarithm of (articles / articles with the key).

    `counts` holds, by the key's number, how many articles have it; one it lacks is as rare as can
    be. Called with a key as written, `weights` with an array of numbers.
    """

    def __init__(self, articles: int, counts: Mapping[int, int]) -> None:
        self.articles = articles
        self._counts = counts
        self._known: dict[str, float] = {}

    def __call__(self, key: str) -> float:
        rarity = self._known.get(key)
        if rarity is None:
            rarity = self._known[key] = self._of(number_of(key))
        return rarity

    def weights(self, numbers: np.ndarray) -> np.ndarray:
        """0 for those too common to find anything by."""
        return np.array(
            [
                self._of(number) if self._counts.get(number, 1) <= MOST_COMMON else 0.0
                for number in map(int, numbers)
            ]
        )

    def _of(self, number: int) -> float:
        return max(0.0, math.log((self.articles + 1) / (self._counts.get(number, 0) + 1)))


def counted(articles: Sequence[Article]) -> Rarity:
    """The rarity of keys among these articles."""
    counts = Counter(key for one in articles for key in one.keys)
    return Rarity(len(articles), counts)
