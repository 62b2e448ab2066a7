"""Which offers are the same thing: pure reckoning with what sellers say, without a database.

    traits_of    what one article is known by: words, makers' numbers, amounts, colours, sizes
    keys_of      what it is looked up by; `near.nearest` finds whom it is worth comparing with
    compare      how likely two are the same, and why
    learned      what Bengali words are called in English, from goods told in both
    decide       automatic, for a person to look at, one family, or no

`matched` does it all for a set small enough to be in memory.
"""

from collections.abc import Callable, Collection, Mapping

from .comparing import Comparison, compare
from .deciding import (
    AUTOMATIC,
    AUTOMATIC_FROM,
    EVEN,
    FAMILY,
    NO,
    REVIEW,
    REVIEW_FROM,
    Decided,
    decide,
    probability,
)
from .lexicon import Lexicon, Telling, learned, telling_of
from .near import MOST_COMMON, Article, Postings, nearest, postings_of
from .rarity import Rarity, counted
from .traits import Goods, Traits, keys_of, number_of, sound_of, traits_of

__all__ = [
    "Article",
    "AUTOMATIC",
    "AUTOMATIC_FROM",
    "Comparison",
    "Decided",
    "EVEN",
    "FAMILY",
    "Goods",
    "Lexicon",
    "MOST_COMMON",
    "NO",
    "Postings",
    "REVIEW",
    "REVIEW_FROM",
    "Rarity",
    "Traits",
    "compare",
    "counted",
    "decide",
    "keys_of",
    "learned",
    "matched",
    "nearest",
    "number_of",
    "postings_of",
    "probability",
    "sound_of",
    "Telling",
    "telling_of",
    "traits_of",
]


def matched(
    goods: Mapping[int, Goods],
    sellers: Callable[[int], Collection[int]],
    lexicon: Lexicon | None = None,
) -> list[Decided]:
    """Every pair worth a word among these articles of several sellers, the surest first."""
    traits = {number: traits_of(one, lexicon or {}) for number, one in goods.items()}
    articles = []
    for number, one in traits.items():
        who = list(sellers(number))
        keys = [number_of(key) for key in keys_of(one)]
        articles.append(Article(number, keys, who[0] if len(who) == 1 else 0))
    rarity = counted(articles)
    pairs = {
        (min(pair), max(pair)) for pair in nearest(articles, postings_of(articles), rarity.weights)
    }
    compared = {
        (one, other): compare(traits[one], traits[other], rarity) for one, other in sorted(pairs)
    }

    def doubles(one: int, other: int) -> bool:
        comparison = compare(traits[one], traits[other], rarity)
        return comparison.score >= EVEN and not comparison.against

    return decide(compared, sellers, doubles)
