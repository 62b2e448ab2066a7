"""A producer's states, what is asked of her, and how an identity number is read and shown."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.machines import Machine

PRODUCER = Machine(
    name="producer",
    initial="brought",
    states={
        "brought": _("Waits for approval"),
        "sent_back": _("Sent back: something is missing"),
        "approved": _("Approved"),
        "withdrawn": _("She no longer takes part"),
    },
    transitions=[
        ("brought", "approve", "approved", _("Approve")),
        ("brought", "send_back", "sent_back", _("Send back with a reason")),
        (("sent_back", "withdrawn"), "bring", "brought", _("Bring for approval again")),
        (("brought", "sent_back", "approved"), "withdraw", "withdrawn", _("Agreement taken back")),
    ],
)

IDENTITY_KINDS = [
    ("nid", _("National identity card")),
    ("birth", _("Birth registration")),
]
IDENTITY_LENGTHS = {"nid": (10, 13, 17), "birth": (17,)}
"""Digits: a smart card has 10, an older card 13, or 17 with the year of birth before them."""

CRAFTS = [
    ("weaving", _("Weaving")),
    ("needlework", _("Needlework and quilting")),
    ("cane_bamboo", _("Cane, bamboo and mats")),
    ("pottery", _("Pottery")),
    ("jute", _("Jute")),
    ("wood", _("Wood")),
    ("metal", _("Metal and jewellery")),
    ("leather", _("Leather")),
    ("food", _("Food made at home")),
    ("harvest", _("Fruit, honey and crops")),
    ("other", _("Something else")),
]
UNITS = [
    ("piece", _("pieces")),
    ("pair", _("pairs")),
    ("set", _("sets")),
    ("metre", _("metres")),
    ("kg", _("kilograms")),
    ("litre", _("litres")),
]
PHOTO_KINDS = [("portrait", _("Portrait")), ("workshop", _("Workshop"))]
MOST_WORKSHOP_PHOTOS = 6
MOST_CAPACITY = 100_000
MOST_LEAD_DAYS = 180
MOST_REST_DAYS = 120
LEAST_REASON = 10

REST_CLOSES_DAYS = 14
"""Whole days of rest still to come from which on nothing is ordered of her; fewer only make the
promise later."""

_SPACES = re.compile(r"[\s\-.]")
_BIRTH_YEARS = range(1900, 2031)


def identity_number(kind: str, typed: str) -> str | None:
    """The number's digits, typed in Bengali or Latin digits, or None where it cannot be one.

    Seventeen digits begin with a year of birth; a number of one digit only is nobody's.
    """
    digits = _SPACES.sub("", latin_digits(normalise(typed)))
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) not in IDENTITY_LENGTHS.get(kind, ()) or len(set(digits)) == 1:
        return None
    if len(digits) == 17 and int(digits[:4]) not in _BIRTH_YEARS:
        return None
    return digits


def identity_spellings(kind: str, digits: str) -> list[str]:
    """Every number that is the same person's card: an older card's with and without the year."""
    if kind != "nid" or len(digits) == 10:
        return [digits]
    bare = digits[-13:]
    return [bare, *(f"{year}{bare}" for year in _BIRTH_YEARS)]


def identity_mask(digits: str) -> str:
    """What may be shown of it: the last three digits, and how many there are."""
    return "•" * max(0, len(digits) - 3) + digits[-3:]


class Rest(NamedTuple):
    """Days she does not work, both included."""

    from_day: date
    to_day: date


def back_on(rests: Iterable[Rest], day: date) -> date:
    """The first day from `day` on that no rest covers; `day` itself where none does."""
    for rest in sorted(rests):
        if rest.from_day <= day <= rest.to_day:
            day = rest.to_day + timedelta(days=1)
    return day


def ready_on(rests: Sequence[Rest], day: date, work_days: int) -> date:
    """The day on which work of so many days, begun on `day`, is done; she rests in between."""
    ready = back_on(rests, day)
    for _worked in range(work_days):
        ready = back_on(rests, ready + timedelta(days=1))
    return ready
