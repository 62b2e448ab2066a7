"""How an order is allotted among a group's members."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

ALLOTTED_BY = [
    _(
        "Whole pieces, one after the other, each to whoever used the least of what she can make in thirty days."
    ),
    _("Among equals to whoever joined the group first."),
    _("Nobody gets more than she said she can make in thirty days."),
]
"""The rule, as members are told it."""


@dataclass(frozen=True)
class Hand:
    """A member: `capacity` in thirty days, `used` of it by now. In the order in which they joined."""

    id: int
    capacity: int
    used: int


def allotted(pieces: int, hands: Sequence[Hand]) -> dict[int, int]:
    """By the member's id, those who get some; less than `pieces` in all where hands are too few."""
    used = {hand.id: hand.used for hand in hands}
    got: dict[int, int] = {}
    for _piece in range(pieces):
        free = [hand for hand in hands if used[hand.id] < hand.capacity]
        if not free:
            break
        first = min(free, key=lambda hand: Fraction(used[hand.id], hand.capacity))
        used[first.id] += 1
        got[first.id] = got.get(first.id, 0) + 1
    return got
