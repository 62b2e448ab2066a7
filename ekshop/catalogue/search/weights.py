"""How much each thing beside the words counts for the order of what is found.

A weight is a share in per cent: goods that have nothing of a thing lose that share of their score,
goods that have all of it lose nothing. `words` says how much a better fit of the words counts: at
100 as it is reckoned, at 0 not at all.

The index holds each document's `quality` under `HOUSE`, the weights this house begins with, so with
them a search costs nothing more. Other weights put the first `WINDOW` of what the index found in
another order; what lies behind stays as the index has it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from statistics import median

WINDOW = 300
MOST = 100

# A product is new for so many days, less each day.
NEW_DAYS = 60
# Whoever delivers within the first is as soon as can be; after the second it is late.
SOON_DAYS, LATE_DAYS = 1, 10


@dataclass(frozen=True, slots=True)
class Weights:
    words: int = 100
    stock: int = 90
    record: int = 30
    popularity: int = 23
    origin: int = 9
    delivery: int = 0
    freshness: int = 0
    price: int = 0

    @property
    def is_house(self) -> bool:
        return self == HOUSE

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


HOUSE = Weights()
NAMES = tuple(field.name for field in fields(Weights))


def weights_of(held: Mapping[str, int]) -> Weights:
    """From what was stored; a weight that did not exist then is as the house has it."""
    return Weights(**{name: held[name] for name in NAMES if name in held})


@dataclass(frozen=True, slots=True)
class Facts:
    """One document found. `score`: of the words, times `quality` as the index holds it."""

    id: int
    score: float
    quality: float
    in_stock: bool
    origin: bool
    record: float
    popularity: float
    days: int
    age_days: int
    price: int


def quality(
    weights: Weights,
    *,
    in_stock: bool,
    record: float,
    popularity: float,
    origin: bool,
    delivery: float = 1.0,
    freshness: float = 1.0,
    price: float = 1.0,
) -> float:
    """What words cannot say, from 0 to 1; every part from 0 to 1."""
    return math.prod(
        1.0 - share / 100 * (1.0 - part)
        for share, part in (
            (weights.stock, 1.0 if in_stock else 0.0),
            (weights.record, record),
            (weights.popularity, popularity),
            (weights.origin, 1.0 if origin else 0.0),
            (weights.delivery, delivery),
            (weights.freshness, freshness),
            (weights.price, price),
        )
    )


def reordered(found: Sequence[Facts], weights: Weights) -> list[int]:
    """The ids of what was found under these weights, best first. Sold out stays behind."""
    if not found:
        return []
    middle = median(one.price for one in found)
    scored = [(_score(one, weights, middle), one) for one in found]
    # The index's own order decides between equals: `sorted` is stable.
    scored.sort(key=lambda held: -held[0])
    return [one.id for _, one in scored]


def _score(one: Facts, weights: Weights, middle: float) -> float:
    fit = one.score / one.quality if one.quality else one.score
    return fit ** (weights.words / 100) * quality(
        weights,
        in_stock=one.in_stock,
        record=one.record,
        popularity=one.popularity,
        origin=one.origin,
        delivery=_between(LATE_DAYS - one.days, LATE_DAYS - SOON_DAYS),
        freshness=_between(NEW_DAYS - one.age_days, NEW_DAYS),
        price=cheapness(one.price, middle),
    )


def cheapness(price: int, middle: float) -> float:
    """Where a price stands among those found: a half at the middle, near 1 at a quarter of it."""
    if price <= 0 or middle <= 0:
        return 0.5
    return 1 / (1 + (price / middle) ** 1.5)


def _between(value: float, whole: float) -> float:
    return max(0.0, min(1.0, value / whole))
