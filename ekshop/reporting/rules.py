"""What the figures count, and after how long something counts as stuck."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.clock import dhaka_date, dhaka_midnight

DAYS_SHOWN = 30

ON_THE_WAY = frozenset({"shipped"})
TO_BE_DELIVERED = frozenset({"confirmed", "shipped"})
"""Seller orders whose parcel has not come: late once their last day for delivery is over."""

_CONFIRMED = frozenset(
    {
        "confirmed",
        "shipped",
        "arrived",
        "inspected",
        "refused",
        "paid",
        "handed_over",
        "uncollected",
        "lost",
    }
)
_SHIPPED = _CONFIRMED - {"confirmed"}
_ARRIVED = _SHIPPED - {"shipped", "lost"}
_ACCEPTED = _ARRIVED - {"arrived", "refused", "uncollected"}
_PAID = _ACCEPTED - {"inspected"}
_HANDED_OVER = frozenset({"handed_over"})

# From order to collected: each step with the states that mean it was reached.
FUNNEL = [
    ("placed", _("Ordered"), None),
    ("confirmed", _("Confirmed by the seller"), _CONFIRMED),
    ("shipped", _("Handed to the courier"), _SHIPPED),
    ("arrived", _("At the centre"), _ARRIVED),
    ("accepted", _("Accepted at inspection"), _ACCEPTED),
    ("paid", _("Paid for"), _PAID),
    ("handed_over", _("Handed to the customer"), _HANDED_OVER),
]

UNINSPECTED_AFTER = timedelta(days=1)
UNPAID_AFTER = timedelta(days=2)
UNCOLLECTED_AFTER = timedelta(days=7)
JOB_STUCK_MINUTES = 10
MESSAGES_LOOKED_BACK = timedelta(days=3)
LICENCES_AHEAD = timedelta(days=30)
BOOKS_CHECKED_EVERY = timedelta(hours=36)
"""The nightly check of the books is missed when the last one is older than this."""


def share_bp(part: int, whole: int) -> int:
    """A part of a whole in basis points, halves up; nought of nothing."""
    return (part * 20_000 + whole) // (2 * whole) if whole else 0


def steps_reached(by_state: dict[str, int]) -> list[tuple[str, object, int]]:
    """(step, label, how many seller orders reached it), in the funnel's order."""
    return [
        (step, label, sum(n for state, n in by_state.items() if states is None or state in states))
        for step, label, states in FUNNEL
    ]


LEAST_PRODUCERS, LEAST_ORDERS = 3, 5
"""Fewer producers or orders behind a sum, and the public is not told it: one could be found."""

DOMINANT, DOMINATED_PERCENT = 2, 85
"""Where so few producers make that much of a sum it is nearly theirs: one of them, who knows her own
part, could tell the other's. What is left of a sum that is told is never less than 15 per cent of
what any one of them got, which is the p% rule with p = 15."""

LEAST_SPREAD = 4 * LEAST_PRODUCERS
"""Producers behind a spread told to the public: of fewer, its values are what single ones got."""


STEP_POISHA = 100_000
"""Of sums told to the public; what is told next week then shows no single order."""


def told_until(now: datetime) -> datetime:
    """Until when the public is told: the beginning of this week, Sunday in Dhaka."""
    today = dhaka_date(now)
    return dhaka_midnight(today - timedelta(days=today.isoweekday() % 7))


def rounded(poisha: int, step: int = STEP_POISHA) -> int:
    """To two figures or to `step`, whichever is coarser; halves up."""
    step = max(step, 10 ** max(len(str(poisha)) - 2, 0))
    return (2 * poisha + step) // (2 * step) * step


Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure: `counts` of producers or orders, and for an amount `paid`, what
    each producer adds to it, in any order. Those of smaller places add up to their larger one's."""

    counts: tuple[int, ...]
    paid: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return any(self.counts)

    def together(self, other: "Behind") -> "Behind":
        return Behind(
            tuple(map(sum, zip(self.counts, other.counts, strict=True))), self.paid + other.paid
        )

    def without(self, parts: Sequence["Behind"]) -> "Behind":
        """What is left after taking away those of places inside it."""
        numbers = zip(self.counts, *(part.counts for part in parts), strict=True)
        paid = Counter(self.paid)
        for part in parts:
            paid.subtract(part.paid)
        return Behind(
            tuple(first - sum(others) for first, *others in numbers), tuple(paid.elements())
        )


def enough(behind: Behind) -> bool:
    producers, orders = behind.counts
    return producers >= LEAST_PRODUCERS and orders >= LEAST_ORDERS


def enough_of_many(behind: Behind) -> bool:
    """Enough, and no two producers make nearly all of the amount. What is enough stays so together
    with what is enough elsewhere: no two of both make more of the two sums than of each."""
    return enough(behind) and not dominated(behind.paid)


def dominated(paid: Sequence[int]) -> bool:
    """Whether `DOMINANT` producers make nearly all of a sum; of nothing, too, for a sum of nought
    tells of each that she got nothing."""
    return sum(nlargest(DOMINANT, paid)) * 100 >= sum(paid) * DOMINATED_PERCENT


def enough_orders(behind: Behind) -> bool:
    return sum(behind.counts) >= LEAST_ORDERS


def enough_or_none(behind: Behind) -> bool:
    """Whether no part of the orders is a few."""
    return all(not part or part >= LEAST_ORDERS for part in behind.counts)


def told_apart(
    figures: Mapping[Place, Behind],
    inside: Mapping[Place, Place | None],
    fits: Callable[[Behind], bool],
) -> frozenset[Place]:
    """Which sums may be told so that no other can be had by taking some of them from another.

    `figures`: what stands behind each sum; `inside`: the larger place, None at the top; `fits`:
    enough to be told, and of two that share nothing and fit, both together must fit.

    What remains of a sum after all told inside it is as good as told: where that does not fit, the
    least told one inside goes that mends it, or the least of all and then another, at last the sum
    itself (secondary suppression). All that can be reckoned from what is told is then made of such
    remainders, whole.
    """
    below: dict[Place, list[Place]] = {}
    for place, larger in inside.items():
        if larger is not None:
            below.setdefault(larger, []).append(place)
    told = {place for place, behind in figures.items() if behind and fits(behind)}

    def told_in(place: Place) -> list[Place]:
        return [
            one
            for each in below.get(place, ())
            for one in ([each] if each in told else told_in(each))
        ]

    def settle(place: Place) -> None:
        for each in below.get(place, ()):
            settle(each)
        while place in told and below.get(place):
            parts = sorted(told_in(place), key=lambda each: (figures[each].counts[::-1], str(each)))
            rest = figures[place].without([figures[each] for each in parts])
            if not rest or fits(rest):
                return
            mending = (each for each in parts if fits(rest.together(figures[each])))
            told.discard(next(mending, parts[0] if parts else place))

    for place, larger in inside.items():
        if larger is None:
            settle(place)
    return frozenset(told)


class Spread(NamedTuple):
    """How values lie: a quarter are at most `low`, half at most `middle`, three quarters `high`."""

    number: int
    low: int
    middle: int
    high: int


def mean(values: Sequence[int]) -> int | None:
    """The whole number nearest to it; None of none."""
    return round(sum(values) / len(values)) if values else None


def spread(values: Sequence[int]) -> Spread | None:
    """Of values in order, by the nearest rank; None of fewer than `LEAST_PRODUCERS`."""
    number = len(values)
    if number < LEAST_PRODUCERS:
        return None
    low, middle, high = (values[-(-number * part // 4) - 1] for part in (1, 2, 3))
    return Spread(number, low, middle, high)
