"""Rejected at the second inspection: on which leg it went wrong, and who bears it.

A producer's goods are looked at twice. What the first inspection found whole and the second finds
broken was broken between them. What anybody who counts and compares would have seen at the first,
the first should have seen. What only use or time brings out was in the goods. Goods of other
sellers are looked at once, and whatever is wrong with them was so when they left.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

LEGS = [
    ("before", _("Before it was handed to the courier")),
    ("making", _("At its making")),
    ("check", _("At the first inspection")),
    ("way", _("On the way")),
]
BEARERS = [
    ("seller", _("Whoever sold it")),
    ("centre", _("The producer's centre")),
    ("courier", _("The courier")),
]


@dataclass(frozen=True)
class Bearing:
    """`leg` and `bearer` by their keys; `why` in the words both sides are told."""

    leg: str
    bearer: str
    why: Any


_BEFORE = Bearing(
    "before",
    "seller",
    _("What is refused on opening goes back at the seller's cost: it sent the goods."),
)
_CHECKED = {
    "damaged": Bearing(
        "way",
        "courier",
        _(
            "Whole at the first inspection, broken at the second: it happened on the way. The courier"
            " bears the pieces and the way back; the producer is paid for them."
        ),
    ),
    "wrong_item": Bearing(
        "check",
        "centre",
        _(
            "Comparing with the order would have shown it: the first inspection let it leave. The"
            " producer's centre bears the way back."
        ),
    ),
    "incomplete": Bearing(
        "check",
        "centre",
        _(
            "Counting would have shown it: the first inspection let it leave. The producer's centre"
            " bears the way back."
        ),
    ),
    "bad_quality": Bearing(
        "making",
        "seller",
        _("It lies in how the goods were made: the producer bears the way back."),
    ),
    "expired": Bearing(
        "making",
        "seller",
        _("It was too old when it was brought: the producer bears the way back."),
    ),
}


def bearing_of(reason: str, *, checked: bool) -> Bearing:
    """For a reason of REJECT_REASONS; `checked`: the goods were looked at before they left."""
    return _CHECKED.get(reason, _BEFORE) if checked else _BEFORE
