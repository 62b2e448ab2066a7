"""Amounts and their units: "১ কেজি", "1kg", "1000 g" and "এক কেজি" are one term.

A number and the unit beside it become one token as typed ("1kg"); `level` brings what can be said in
a smaller unit down to it ("1000g"), on both sides.
"""

import re
from decimal import Decimal
from functools import lru_cache

from . import tables


def in_single_letters(text: str) -> str:
    """য় ড় ঢ় as one code point each, so that a letter is one character to everything below."""
    return (
        text.replace("\u09af\u09bc", "\u09df")
        .replace("\u09a1\u09bc", "\u09dc")
        .replace("\u09a2\u09bc", "\u09dd")
    )


UNIT_OF = {
    in_single_letters(spelling): unit
    for unit, spellings in tables.UNITS.items()
    for spelling in spellings
}
NUMBERS = {in_single_letters(word): digits for word, digits in tables.NUMBERS.items()}

_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([a-z]*)$")
# 32" and 32'' are inches where they stand behind a number.
_INCHES = re.compile("(?<=[0-9])\\s?(?:\"|”|″|''|’’)")
MAX_DIGITS = 9


def in_inches(text: str) -> str:
    return _INCHES.sub(" inch ", text)


def number_of(surface: str) -> str:
    """The digits of a number said as a word ("এক", "half"); empty for any other word."""
    return NUMBERS.get(surface, "")


def split(surface: str) -> tuple[str, str] | None:
    """A token's number and the unit written onto it ("" if none); None if it is no amount."""
    found = _AMOUNT.match(surface)
    return (found[1], found[2]) if found else None


def unit_of(surface: str, stem: str) -> str:
    """The unit a word names, also with an ending (কেজির); empty if none."""
    return UNIT_OF.get(surface) or UNIT_OF.get(stem, "")


def is_amount(surface: str) -> bool:
    """Whether it is a bare number, or one with its unit."""
    found = split(surface)
    return found is not None and (not found[1] or found[1] in tables.UNITS)


def is_price(surface: str) -> bool:
    return surface[:1].isdigit() and surface.endswith(tables.TAKA)


@lru_cache(maxsize=50_000)
def level(surface: str) -> str:
    """An amount in the smallest unit it is usually sold in: 1.5kg as 1500g; anything else as it is."""
    found = split(surface)
    if not found or not found[1] or len(found[0]) > MAX_DIGITS:
        return surface
    number, unit = found
    smaller, times = tables.SMALLER_UNITS.get(unit, (unit, "1"))
    if smaller not in tables.UNITS:
        return surface
    amount = (Decimal(number) * Decimal(times)).normalize()
    return f"{amount:f}{smaller}"
