"""The states of a producer's goods, and which changes somebody looks at first."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

LISTING = Machine(
    name="listing",
    initial="draft",
    states={
        "draft": _("Being written"),
        "submitted": _("Waits to be looked at"),
        "sent_back": _("Sent back: something is to be mended"),
        "live": _("In the shop"),
        "changed": _("In the shop; a change waits to be looked at"),
        "paused": _("Paused"),
        "ended": _("Taken out for good"),
    },
    transitions=[
        (("draft", "sent_back"), "submit", "submitted", _("Sent to be looked at")),
        ("submitted", "take_back", "draft", _("Taken back to be changed")),
        ("submitted", "approve", "live", _("Looked at and put into the shop")),
        ("submitted", "send_back", "sent_back", _("Sent back with what is to be mended")),
        ("live", "change", "changed", _("A change sent to be looked at")),
        ("changed", "approve", "live", _("The change looked at and taken over")),
        ("changed", "send_back", "live", _("The change sent back; the shop goes on as before")),
        ("live", "pause", "paused", _("Paused")),
        ("paused", "resume", "live", _("In the shop again")),
        (("draft", "sent_back", "live", "paused"), "end", "ended", _("Taken out for good")),
    ],
    final={"ended"},
)
IN_REVIEW = ("submitted", "changed")
WRITABLE = ("draft", "sent_back", "live", "paused")
IN_SHOP = ("live", "changed")

SEND_BACK_REASONS = [
    ("photo", _("The photos do not show the goods well enough")),
    ("words", _("The name or the description is not clear or not right")),
    ("category", _("It is in the wrong place")),
    ("price", _("The price cannot be right")),
    ("terms", _("How long it takes, keeps or travels cannot be right")),
    ("not_hers", _("It does not seem to be her own work")),
    ("forbidden", _("Such goods may not be sold")),
]

RISE_LOOKED_AT_BP = 2_000
FALL_LOOKED_AT_BP = 5_000
"""A price that rises by more than a fifth of what was last looked at, or falls by more than half
(a nought too few), is looked at before it counts."""

REVIEWED_FIELDS = ("title_bn", "title_en", "about_bn", "about_en", "category_id")
PERISHABLE = frozenset({"local-food"})
"""Slugs of categories whose goods spoil: how long they keep must be said."""

LEAST_TITLE, LEAST_ABOUT = 3, 20
MOST_QUANTITY = 10_000
MOST_PRICE_POISHA = 100_000_000


def looked_at_first(approved: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """What of a change somebody looks at before the shop shows it: "words", "category", "photos",
    "price". Stock, days, season and smaller changes of price count at once, for only she knows
    them and nobody is misled by them."""
    found = []
    if any(approved.get(field) != wanted.get(field) for field in REVIEWED_FIELDS[:-1]):
        found.append("words")
    if approved.get("category_id") != wanted.get("category_id"):
        found.append("category")
    if approved.get("photos") != wanted.get("photos"):
        found.append("photos")
    if price_jumps(approved["reviewed_poisha"], wanted["price_poisha"]):
        found.append("price")
    return found


def price_jumps(old_poisha: int, new_poisha: int) -> bool:
    rise, fall = old_poisha * RISE_LOOKED_AT_BP, old_poisha * FALL_LOOKED_AT_BP
    return (new_poisha - old_poisha) * 10_000 > rise or (old_poisha - new_poisha) * 10_000 > fall
