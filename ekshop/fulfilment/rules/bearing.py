"""Rejected at the second inspection: on which leg it went wrong, and who bears it.

A producer's goods are looked at twice. What the first inspection found whole and the second finds
broken was broken between them. What anybody who counts and compares would have seen at the first,
the first should have seen. What only use or time brings out was in the goods. Goods of other
sellers are looked at once, and whatever is wrong with them was so when they left. Who bears it is a
rule of the book with its dates and words, for contracts change it.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEGS = [
    ("before", _("Before it was handed to the courier")),
    ("making", _("At its making")),
    ("check", _("At the first inspection")),
    ("way", pgettext_lazy("where it went wrong", "On the way")),
]
BEARERS = [
    ("seller", _("Whoever sold it")),
    ("centre", _("The producer's centre")),
    ("courier", _("The courier")),
]


BEARER_BY_NUMBER = {1: "seller", 2: "centre", 3: "courier"}
"""What the value of a rule of who bears it means."""

_LEGS_CHECKED = {
    "damaged": "way",
    "wrong_item": "check",
    "incomplete": "check",
    "bad_quality": "making",
    "expired": "making",
}


def leg_of(reason: str, *, checked: bool) -> str:
    """For a reason of REJECT_REASONS; `checked`: the goods were looked at before they left."""
    return _LEGS_CHECKED.get(reason, "before") if checked else "before"


def bearing_rule(reason: str, leg: str) -> str:
    """The rule of the book that says who bears it; its citation is what all sides are told."""
    return "borne_unchecked" if leg == "before" else f"borne_{reason}"
