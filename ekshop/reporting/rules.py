"""What the figures count, and after how long something counts as stuck."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
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


def enough(producers: int, orders: int) -> bool:
    return producers >= LEAST_PRODUCERS and orders >= LEAST_ORDERS


Place = TypeVar("Place", bound=Hashable)


def told_apart(
    counts: Mapping[Place, tuple[int, ...]],
    inside: Mapping[Place, Place | None],
    fits: Callable[..., bool],
) -> frozenset[Place]:
    """Which sums may be told so that no other can be had by taking some of them from another.

    `counts`: what stands behind each sum, the smaller places' adding up to their larger ones';
    `inside`: the larger place, None at the top; `fits(*counts)`: enough to be told.

    What remains of a sum after all told inside it is as good as told: where that is too few, the
    least told one inside goes, then the next, at last the sum itself (secondary suppression).
    """
    below: dict[Place, list[Place]] = {}
    for place, larger in inside.items():
        if larger is not None:
            below.setdefault(larger, []).append(place)
    told = {place for place, numbers in counts.items() if any(numbers) and fits(*numbers)}

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
            parts = told_in(place)
            whole = zip(counts[place], *(counts[each] for each in parts), strict=True)
            rest = [first - sum(others) for first, *others in whole]
            if not any(rest) or fits(*rest):
                return
            least = min(parts, key=lambda each: (counts[each][::-1], str(each)), default=place)
            told.discard(least)

    for place, larger in inside.items():
        if larger is None:
            settle(place)
    return frozenset(told)


def enough_orders(orders: int) -> bool:
    return orders >= LEAST_ORDERS


def enough_or_none(*orders: int) -> bool:
    """Whether no part of the orders is a few."""
    return all(not part or enough_orders(part) for part in orders)


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
