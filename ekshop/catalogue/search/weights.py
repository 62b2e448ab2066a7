"""How much each thing beside the words counts for the order of what is found.

A weight is a share in per cent: goods that have nothing of a thing lose that share of their score,
goods that have all of it lose nothing. `words` says how much a better fit of the words counts: at
100 as it is reckoned, at 0 not at all.

The index holds each document's `quality` under `HOUSE`, the weights this house begins with; under
others `engine.ranking` works it out for all documents at once.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

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


def quality(
    weights: Weights,
    *,
    in_stock: bool,
    record: float,
    popularity: float,
    origin: bool,
) -> float:
    """What words cannot say and a document knows of itself, from 0 to 1; every part from 0 to 1."""
    return math.prod(
        1.0 - share / 100 * (1.0 - part)
        for share, part in (
            (weights.stock, 1.0 if in_stock else 0.0),
            (weights.record, record),
            (weights.popularity, popularity),
            (weights.origin, 1.0 if origin else 0.0),
        )
    )
