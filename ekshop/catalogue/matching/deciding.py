"""From scores to decisions: the same, perhaps, one family, or no.

**Rivals.** A seller lists a thing once, mostly. So of several articles of one seller that resemble
an article, at most one is it, and each takes from the others' odds what it has itself: the score
less `RIVALRY` times ln(1 + the rivals' odds against its own). A pair with the same maker's number
only suffers from the side with fewer rivals, for sellers do list a thing twice.

**Thresholds** are odds before anything was compared, not figures that did well on known pairs. Of
what blocking brings together about one pair in a thousand is the same thing: a score of ln 1000 ≈
`EVEN` makes it as likely as not. `AUTOMATIC` stands at odds of 150 to 1, and only for a pair that
nothing speaks against, each product once for each seller; a person sees the others from one in
twenty (`REVIEW`). On the two real tables the scores of each article's best partner fall steeply
up to `EVEN`, lie flat beyond it and rise to a second hill around `AUTOMATIC`:
`bench/matching.py` prints them.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from .comparing import (
    NEAR_NUMBER,
    NO_NUMBER,
    SAME_NUMBER,
    Comparison,
)

EVEN = math.log(1000)
AUTOMATIC_FROM = EVEN + math.log(150)
REVIEW_FROM = EVEN - math.log(20)
CONTRASTED = EVEN - math.log(9)
"""At most, where the two say what excludes each other: one in ten, whatever else they share."""
RIVALRY = 1.5
_TOO_LITTLE = 0.1
"""A rival of a smaller share of the other's odds takes nothing."""
_TAKES_FROM = REVIEW_FROM + math.log(_TOO_LITTLE)

AUTOMATIC, REVIEW, FAMILY, NO = "automatic", "review", "family", "no"


Pair = tuple[int, int]
Sellers = Callable[[int], Collection[int]]


@dataclass(slots=True)
class Decided:
    """`score`: after what rivals take from it. `verdict` AUTOMATIC, REVIEW, FAMILY or NO."""

    one: int
    other: int
    score: float
    verdict: str
    comparison: Comparison

    @property
    def probability(self) -> float:
        return probability(self.score)

    @property
    def likely(self) -> bool:
        """More likely the same than not."""
        return self.score >= EVEN


def probability(score: float) -> float:
    return 1 / (1 + math.exp(min(50.0, EVEN - score)))


def decide(
    compared: Mapping[tuple[int, int], Comparison],
    sellers: Sellers,
    doubles: Callable[[int, int], bool],
) -> list[Decided]:
    """Every pair with its verdict, the surest first.

    `sellers`: who sells an article. `doubles`: may two articles of one seller be one thing?
    """
    taken = [_rivalry(compared, sellers, doubles, side=side) for side in (0, 1)]
    found = []
    for pair, comparison in compared.items():
        losses = taken[0][pair], taken[1][pair]
        same = comparison.number == SAME_NUMBER
        score = comparison.score - (min(losses) if same else max(losses))
        verdict = _verdict(score, comparison)
        if _EXCLUDING.intersection(comparison.against):
            score = min(score, CONTRASTED)
        found.append(Decided(*pair, score, verdict, comparison))
    found.sort(key=lambda one: (-one.score, one.one, one.other))
    _once_a_seller(found, sellers)
    return found


def _verdict(score: float, comparison: Comparison) -> str:
    against = comparison.against
    differs = set(against) - {"gtin"}
    if differs and not differs - _FAMILY and comparison.number in _FAMILY_NUMBERS:
        # What the differences cost does not speak against being one family.
        costs = (comparison.parts.get(part, 0.0) for part in ("colour", "size", "gtin"))
        without = score - sum(costs)
        without -= min(0.0, comparison.parts["amounts"])
        if without >= EVEN:
            return FAMILY
    if score >= AUTOMATIC_FROM and not against:
        return AUTOMATIC
    return REVIEW if score >= REVIEW_FROM else NO


_FAMILY = frozenset({"colour", "size", "mass", "volume", "storage", "count", "counted", "pieces"})
_EXCLUDING = frozenset({"contrast", "counted"})
_FAMILY_NUMBERS = (SAME_NUMBER, NEAR_NUMBER, NO_NUMBER)


def _rivalry(
    compared: Mapping[Pair, Comparison],
    sellers: Sellers,
    doubles: Callable[[int, int], bool],
    *,
    side: int,
) -> dict[Pair, float]:
    """What a pair loses to the other pairs of its article on that side.

    A rival is sold by a seller of the partner, and is not the partner's double: a thing that a
    seller lists twice is not in doubt for that.
    """
    groups: dict[tuple[int, int], list[Pair]] = {}
    lost = dict.fromkeys(compared, 0.0)
    for pair, comparison in compared.items():
        if comparison.score >= _TAKES_FROM:
            for seller in sellers(pair[1 - side]):
                groups.setdefault((pair[side], seller), []).append(pair)
    for members in groups.values():
        if len(members) == 1:
            continue
        most = max(compared[pair].score for pair in members)
        odds = {pair: math.exp(compared[pair].score - most) for pair in members}
        for pair, own in odds.items():
            if compared[pair].score < REVIEW_FROM:
                continue
            rest = sum(
                against
                for rival, against in odds.items()
                if rival != pair
                and against > _TOO_LITTLE * own
                and not doubles(pair[1 - side], rival[1 - side])
            )
            lost[pair] = max(lost[pair], RIVALRY * math.log1p(rest / own))
    return lost


def _once_a_seller(found: Sequence[Decided], sellers: Sellers) -> None:
    """An article is put together with one of each seller's by itself; a person may add the second."""
    met: set[tuple[int, int]] = set()
    for one in found:
        if one.verdict != AUTOMATIC:
            continue
        claims = {(one.one, seller) for seller in sellers(one.other)}
        claims |= {(one.other, seller) for seller in sellers(one.one)}
        if claims & met or set(sellers(one.one)) & set(sellers(one.other)):
            one.verdict = REVIEW
        else:
            met |= claims
