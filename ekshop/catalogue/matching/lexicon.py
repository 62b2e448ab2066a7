"""Words of the two languages that say the same, learned from goods told in both: `learned`.

Goods told in Bengali only and in English only share names that sound alike, amounts and part numbers;
of কাঁধের ব্যাগ and "shoulder bag" nothing. But others tell theirs in both languages, and in enough of
those the same two words come together. Which of a title's words belongs to which is reckoned as in
IBM's first model: every word's share is dealt out among the words beside it, again and again, in both
directions; what both agree upon is taken. A Bengali word then meets its English one as if they sounded
alike; two titles in one language are compared as ever.

Words that sound alike or stand in the search's tables are known already and teach nothing. Nor does
what one seller alone says: by a list of false pairs its goods, or another's, would come together with
what they are not.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from ekshop.catalogue.search import analysis

from .comparing import heard_apart
from .traits import Goods, traits_of

Lexicon = Mapping[str, str]
"""By a Bengali word, levelled, the Latin one that says the same."""

SEEN = 2
"""In one thing alone two words may stand together for any reason."""
TAKEN, KEPT = 0.3, 0.2
"""How sure both directions must be; of a word known before less, so that it does not come and go."""
ROUNDS = 8
MOST_PAIRS = 400_000
"""Of words beside each other that are reckoned with: some 300 MB and twenty seconds, whatever sellers
write."""
STEM = 3
"""Bengali words of one English word begin alike: they are one with its endings (কাঁধ, কাঁধের)."""


class Telling(NamedTuple):
    """What is left of one thing's two titles when the words that meet anyway are gone. `sellers`:
    whose titles these may be; none are the platform's own."""

    bengali: frozenset[str]
    latin: frozenset[str]
    sellers: frozenset[int] = frozenset()


def telling_of(bengali: str, english: str, sellers: Collection[int] = ()) -> Telling | None:
    """None: nothing is left to learn from."""
    mine, theirs = (traits_of(Goods((title,))).words for title in (bengali, english))
    left = {word for word in mine - theirs if not word.isascii()}
    latin = {word for word in theirs - mine if word.isascii() and word.isalpha()}
    for word in sorted(left):
        near = min(((heard_apart(word, other), other) for other in latin), default=None)
        if near and near[0] < float("inf"):
            left.discard(word)
            latin.discard(near[1])
    if not left or not latin:
        return None
    return Telling(frozenset(left), frozenset(latin), frozenset(sellers))


def learned(
    tellings: Iterable[Telling], before: Lexicon | None = None, *, most_pairs: int = MOST_PAIRS
) -> dict[str, str]:
    """The lexicon of these goods; each tells of a thing of its own, for what is said twice counts
    twice. `before`: what was learned last time."""
    told = list(_shortest(tellings, most_pairs))
    known = before or {}
    forth = _dealt([(one.bengali, one.latin) for one in told])
    back = _dealt([(one.latin, one.bengali) for one in told])
    together: Counter[tuple[str, str]] = Counter()
    behind_all: dict[tuple[str, str], frozenset[int]] = {}
    for one in told:
        for pair in product(one.bengali, one.latin):
            together[pair] += 1
            behind_all[pair] = behind_all.get(pair, one.sellers) & one.sellers
    best: dict[str, tuple[float, str]] = {}
    for (mine, theirs), times in together.items():
        sure = min(forth[mine, theirs], back[theirs, mine])
        least = KEPT if known.get(mine) == theirs else TAKEN
        if times >= SEEN and sure >= least and not behind_all[mine, theirs]:
            best[mine] = max(best.get(mine, (0.0, "")), (sure, theirs))
    by_latin: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for mine, (sure, theirs) in best.items():
        by_latin[theirs].append((sure, mine))
    lexicon: dict[str, str] = {}
    for theirs, words in by_latin.items():
        _sure, first = max(words)
        lexicon |= {
            mine: theirs
            for _sure, mine in words
            if analysis.stem(mine)[:STEM] == analysis.stem(first)[:STEM]
        }
    return lexicon


def _shortest(tellings: Iterable[Telling], most_pairs: int) -> Iterator[Telling]:
    """Up to so many pairs: the fewer words stand together, the more they say of each other."""
    pairs = 0
    for one in sorted(tellings, key=lambda one: len(one.bengali) * len(one.latin)):
        pairs += len(one.bengali) * len(one.latin)
        if pairs > most_pairs:
            return
        yield one


def _dealt(
    pairs: Collection[tuple[frozenset[str], frozenset[str]]],
) -> Mapping[tuple[str, str], float]:
    """How likely a word of the first side is told as one of the second."""
    chance: dict[tuple[str, str], float] = {}
    for _round in range(ROUNDS):
        shares: dict[tuple[str, str], float] = defaultdict(float)
        whole: dict[str, float] = defaultdict(float)
        for mine, theirs in pairs:
            for other in theirs:
                dealt = {word: chance.get((word, other), 1.0) for word in mine}
                all_of_it = sum(dealt.values())
                for word, part in dealt.items():
                    shares[word, other] += part / all_of_it
                    whole[word] += part / all_of_it
        chance = {pair: share / whole[pair[0]] for pair, share in shares.items()}
    return chance
