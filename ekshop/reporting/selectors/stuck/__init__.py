"""What does not move: each kind of it counted for a work list, and listed to be worked off.

A kind is a query over what its owner lets the actor see, the moment since which a row stands
there, and what a row is called and leads to. `Thing.entity` and `key` say what it is; the pages
know its address.
"""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from ekshop.kernel.actors import Actor
from ekshop.ledger.selectors import verifications

from ... import rules
from .kinds import KINDS
from .shapes import Books, Kind, Stuck, Thing

__all__ = ["Books", "KINDS", "Kind", "Stuck", "Thing", "books", "stuck"]


def stuck(actor: Actor, *, now: datetime) -> list[Stuck]:
    """The kinds of which there is any, in the order of their urgency; a statement a kind."""
    counted = []
    for kind in KINDS.values():
        sums: dict[str, Any] = {"number": Count("id")}
        if kind.since:
            sums["oldest"] = Min(kind.since)
        found = kind.rows(actor, now).order_by().aggregate(**sums)
        if found["number"]:
            counted.append(Stuck(kind, found["number"], found.get("oldest")))
    return counted


def books(*, now: datetime) -> Books:
    """Whether the books agreed when they were last looked at; one statement."""
    last = verifications().first()
    return Books(last, last is not None and last.at < now - rules.BOOKS_CHECKED_EVERY)
