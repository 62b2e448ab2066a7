"""Prizes: never by lot. Who is ranked where, and which step is reached, as pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

PRIZE_SCHEME = Machine(
    name="prize_scheme",
    initial="draft",
    states={
        "draft": _("Draft"),
        "proposed": _("Waits for a second person to publish it"),
        "published": _("Published"),
        "frozen": _("Result frozen, open to objections"),
        "confirmed": _("Result confirmed, prizes to hand over"),
        "finished": _("All prizes handed over"),
        "dropped": _("Dropped before it was published"),
    },
    transitions=[
        ("draft", "propose", "proposed", _("Ask to publish it")),
        ("proposed", "send_back", "draft", _("Send it back")),
        ("proposed", "publish", "published", _("Publish it")),
        (("draft", "proposed"), "drop", "dropped", _("Drop it")),
        ("published", "freeze", "frozen", _("Freeze the result")),
        ("frozen", "undo", "published", _("Undo the frozen result")),
        ("frozen", "confirm", "confirmed", _("Confirm the result")),
        ("confirmed", "finish", "finished", _("Everything is handed over or never fetched")),
    ],
)

PRIZE_FLAG = Machine(
    name="prize_flag",
    initial="open",
    states={
        "open": _("To be judged"),
        "upheld": _("Upheld"),
        "dismissed": _("Dismissed"),
    },
    transitions=[
        ("open", "uphold", "upheld", _("Uphold")),
        ("open", "dismiss", "dismissed", _("Dismiss")),
    ],
)

PRIZE_AWARD = Machine(
    name="prize_award",
    initial="due",
    states={
        "due": _("To be handed over"),
        "handed_over": _("Handed over"),
        "forfeited": _("Never fetched"),
    },
    transitions=[
        ("due", "hand_over", "handed_over", _("Hand over")),
        ("due", "forfeit", "forfeited", _("Note as never fetched")),
    ],
)

PRIZE_KINDS = [
    ("step", _("Step of the ladder")),
    ("country", _("Rank in the whole country")),
    ("division", _("Rank in each division")),
]

TIE_RULES = [
    ("reached_first", _("Who reached the sum first goes first")),
    ("fewer_returns", _("Of whom less was taken back goes first")),
    ("shared", _("Equal sums share the rank and each receives its prize")),
]

RANK_REASONS = [
    ("sum", _("by the sum")),
    ("tie_rule", _("by the rule for equal sums")),
    ("shared", _("shared: equal in everything")),
    ("nothing", _("nothing counts")),
    ("excluded", _("takes no part")),
]

PRIZE_FLAG_KINDS = [
    ("own_mobile", _("The customer has the mobile number of somebody at the centre")),
    ("own_wallet", _("The customer has the wallet number of somebody at the centre")),
    ("one_customer", _("Most of the commission comes from one customer")),
    ("round_trip", _("The same customer bought and gave back the same goods again and again")),
]

FLAG_EXCLUDES = [
    ("orders", _("Leave out these orders")),
    ("centre", _("The centre takes no part in this scheme")),
]

# What never counts, whatever the scheme: said on every page that shows one.
NEVER_COUNTS = [
    _("Goods given back, and what a complaint took back."),
    _("What is not locked by the day on which the result is reckoned."),
    _("Orders a centre placed for itself, once somebody has looked at them and said so."),
]

ONE_CUSTOMER_ORDERS = 5
ONE_CUSTOMER_SHARE_BP = 5_000
"""One customer's part of a centre's commission, and in how many orders, from which on we look."""

ROUND_TRIPS = 2
"""So many times the same goods went back from the same customer, and we look."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one centre has; amounts in poisha, `returned_poisha` never above zero."""

    centre_id: int
    division_id: int
    counted_poisha: int
    returned_poisha: int = 0
    lines: int = 0
    reached_at: datetime | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry with its ranks; None: takes no part, or nothing counts."""

    entry: Entry
    rank: int | None
    division_rank: int | None
    reason: str


def ranked(entries: Iterable[Entry], *, tie_rule: str) -> list[Ranked]:
    """Everyone once, the first in rank first, those without a rank last.

    The larger sum goes first. Equal sums are told apart by the tie rule; equal in that too, they
    share the rank, and as many ranks after it stay empty. The order of `entries` makes no
    difference.
    """
    entries = list(entries)
    running = sorted(
        (each for each in entries if each.counted_poisha > 0 and not each.excluded),
        key=lambda each: (*_place(each, tie_rule), each.centre_id),
    )
    in_country = _ranks(running, tie_rule)
    in_division: dict[int, int] = {}
    by_division = sorted(running, key=lambda each: each.division_id)
    for _division, group in groupby(by_division, key=lambda each: each.division_id):
        in_division |= _ranks(list(group), tie_rule)
    sums: dict[int, int] = {}
    places: dict[Any, int] = {}
    for each in running:
        sums[each.counted_poisha] = sums.get(each.counted_poisha, 0) + 1
        places[_place(each, tie_rule)] = places.get(_place(each, tie_rule), 0) + 1

    def reason(each: Entry) -> str:
        if places[_place(each, tie_rule)] > 1:
            return "shared"
        return "tie_rule" if sums[each.counted_poisha] > 1 else "sum"

    first = [
        Ranked(each, in_country[each.centre_id], in_division[each.centre_id], reason(each))
        for each in running
    ]
    without = sorted(
        (each for each in entries if each.centre_id not in in_country),
        key=lambda each: (each.excluded, -each.counted_poisha, each.centre_id),
    )
    return first + [
        Ranked(each, None, None, "excluded" if each.excluded else "nothing") for each in without
    ]


def behind(rows: Sequence[Ranked]) -> dict[int, int | None]:
    """By centre, what whoever is next before it has more, in poisha; None for the first, and for
    who takes no part. `rows` as `ranked` gives them: the larger sum before the smaller."""
    found: dict[int, int | None] = {}
    larger: int | None = None
    seen: int | None = None
    for each in rows:
        counted = each.entry.counted_poisha
        if seen is not None and counted < seen:
            larger = seen
        if each.rank is not None:
            seen = counted
        there = None if each.entry.excluded or larger is None else larger - counted
        found[each.entry.centre_id] = there
    return found


def _place(entry: Entry, tie_rule: str) -> tuple[Any, ...]:
    if tie_rule == "reached_first":
        return (-entry.counted_poisha, entry.reached_at.timestamp() if entry.reached_at else 0.0)
    if tie_rule == "fewer_returns":
        return (-entry.counted_poisha, -entry.returned_poisha)
    return (-entry.counted_poisha,)


def _ranks(running: Sequence[Entry], tie_rule: str) -> dict[int, int]:
    """By centre; `running` is in order."""
    ranks: dict[int, int] = {}
    rank, before = 0, None
    for number, each in enumerate(running, start=1):
        place = _place(each, tie_rule)
        if place != before:
            rank, before = number, place
        ranks[each.centre_id] = rank
    return ranks


class Step(Protocol):
    """A step of a ladder: a prize with a threshold."""

    threshold_poisha: Any


S = TypeVar("S", bound=Step)


def step_reached(steps: Iterable[S], counted_poisha: int) -> S | None:
    """The highest step reached. A centre receives that one, not those below it as well."""
    reached = [step for step in steps if step.threshold_poisha <= counted_poisha]
    return max(reached, key=lambda step: step.threshold_poisha, default=None)


def step_next(steps: Iterable[S], counted_poisha: int) -> S | None:
    """The lowest step not reached yet; None on top of the ladder."""
    above = [step for step in steps if step.threshold_poisha > counted_poisha]
    return min(above, key=lambda step: step.threshold_poisha, default=None)
