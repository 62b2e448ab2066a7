"""A prize scheme as everybody reads it: its ladder as a picture and a table, who won."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ekshop.settlement.rules import NEVER_COUNTS
from ekshop.settlement.selectors.prizes import PrizeList, place_names, prizes_of

STEP_WIDTH, HEIGHT, LOWEST = 60, 100, 24
_GAP = 4
LETTERED_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Stair:
    """One step as it is drawn; `filled` is how much of its height somebody has climbed."""

    prize: Any
    x: int
    height: int
    filled: int
    reached: bool
    missing_poisha: int

    @property
    def width(self) -> int:
        return STEP_WIDTH - _GAP

    @property
    def y(self) -> int:
        return HEIGHT - self.height

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def label_y(self) -> int:
        return self.y - _GAP

    @property
    def filled_y(self) -> int:
        return HEIGHT - self.filled


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stairs from the lowest; `counted_poisha` None: nobody's in particular."""

    stairs: list[Stair]
    counted_poisha: int | None

    @property
    def is_lettered(self) -> bool:
        """Whether its letters can be read on a telephone."""
        return len(self.stairs) <= LETTERED_AT_MOST

    @property
    def width(self) -> int:
        return STEP_WIDTH * max(len(self.stairs), 1)


def ladder_of(steps: Sequence[Any], counted_poisha: int | None = None) -> Ladder:
    """Steps come in the order of their thresholds."""
    stairs, below = [], 0
    for number, prize in enumerate(steps):
        height = LOWEST + (HEIGHT - LOWEST) * (number + 1) // len(steps)
        here = max((counted_poisha or 0) - below, 0)
        part = min(here, prize.threshold_poisha - below) / (prize.threshold_poisha - below)
        stairs.append(
            Stair(
                prize=prize,
                x=number * STEP_WIDTH + _GAP // 2,
                height=min(height, HEIGHT),
                filled=int(height * part),
                reached=(counted_poisha or 0) >= prize.threshold_poisha,
                missing_poisha=max(prize.threshold_poisha - (counted_poisha or 0), 0),
            )
        )
        below = prize.threshold_poisha
    return Ladder(stairs, counted_poisha)


@dataclass(frozen=True, slots=True)
class SchemeShown:
    """What a scheme's page needs of its terms."""

    scheme: Any
    prizes: PrizeList
    ladder: Ladder
    places: list[str]
    never_counts: list[Any]

    @property
    def by_rank(self) -> list[Any]:
        return [*self.prizes.country, *self.prizes.division]


def scheme_shown(scheme: Any, counted_poisha: int | None = None) -> SchemeShown:
    prizes = prizes_of(scheme)
    return SchemeShown(
        scheme=scheme,
        prizes=prizes,
        ladder=ladder_of(prizes.steps, counted_poisha),
        places=place_names(scheme),
        never_counts=NEVER_COUNTS,
    )
