"""How likely it is that two articles are the same thing, and why: `compare`.

The score is a sum of log-odds in the manner of Fellegi and Sunter: each trait adds how much
likelier it is to agree (or differ) between two offers of one thing than between two things taken
at random. How much a shared word or number says is its rarity, ln(articles / articles with it),
counted in the catalogue at hand; how often the *same* thing is told differently is set by reason:

* **A maker's number** agreeing says nearly all there is to say. Two numbers of one pattern that
  differ (dap-2590, dap-2555) say the opposite: makers number their series so. Two of different
  patterns say less, for shops have numbers of their own; one that another maker's title mentions,
  less still: it is what the thing fits.
* **GTINs** that differ are two articles by the rule they are given by: their maker tells size, colour
  and pack apart with them. Those a shop prints for itself say nothing.
* **Words** come together (brand, series, kind), so their rarities are not simply added: they count
  for less than half and level off. Words missing on both sides count against; the longer title's
  own words hardly do.
* **Amounts** with their unit, packs, colours and sizes that differ are *contradictions*: the two
  may be one family, never one product without a person's word.
* **Words that exclude each other** (wired, wireless; with, without) and other numbers of the same
  noun (three jars, two jars) are two things, and such a pair never counts as likely (`deciding`).
* **Price** is mild: the same thing is sold for half and for double.

Nothing here was fitted to pairs known to be the same.
"""

import math
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from ekshop.catalogue.search import analysis, sounds

from . import tables
from .amounts import agree
from .contrasts import exclude
from .traits import Traits, brands_meet, has_digit, names, sound_of, word_of

Rarity = Callable[[str], float]
"""Of a key of `keys_of`: ln(articles / articles that have it)."""

SAME_NUMBER, NEAR_NUMBER, OTHER_NUMBER, OTHER_PATTERN, NO_NUMBER = (
    "same_number",
    "near_number",
    "other_number",
    "other_pattern",
    "no_number",
)

WORD_SHARE = 0.42
"""How much of a shared word's rarity counts: words of one title hang together."""
WORDS_MOST = 11.0
WORD_FOR_WORD = 6.0
"""Two titles of the very same words, before `WORD_SHARE`."""
MISSING_IN_BOTH = 0.45
MISSING_IN_ONE = 0.08
OTHER_LANGUAGE = 0.3
HEARD, HEARD_SHORT = 0.9, 0.3
"""How far apart one word may sound in two scripts: English words are written as they are spoken
(রাউটার, router); of two consonants and less too many sound nearly alike."""
TOLD_TWICE = 0.6
PART_EQUAL, PART_NAMED = 12.0, 11.0
SHORT_PART, MENTIONED, AMONG_OTHERS = -3.0, -5.0, -4.0
SIBLING, OTHER_SYSTEM, OTHER_IN_TITLE = -9.0, -4.0, -2.5
NEAR = 2.0
UNNUMBERED = -1.0
STAND_IN = -6.0
GTIN_OTHER = -8.0
BRAND_SAME, BRAND_NAMED, BRAND_UNSAID, BRAND_OTHER = 1.0, 0.6, -1.0, -3.0
AMOUNT_SAME, ONE_SIDED = 0.5, -0.7
AMOUNT_OTHER = {"length": -2.0, "count": -2.5, "sheets": -2.0, "pieces": -3.0}
"""Lengths and packs are told loosely (with and without the cable, a case of packs)."""
AMOUNT_OTHER_USUALLY = -3.5
AMOUNTS_LEAST = -5.0
COUNTED_OTHER = -4.0
CONTRAST_OTHER = -6.0
COLOUR_OTHER, SIZE_OTHER = -3.5, -3.0
PRICE_MOST, PRICE_LEAST = 0.7, -2.5
_PRICE_CURVE = (1 / 0.5**2 - 1 / 1.2**2) / 2
"""Prices of one thing scatter by half a natural logarithm, of two things by 1.2."""

_LOOSE = frozenset({"length", "sheets"})


@dataclass(slots=True)
class Comparison:
    """`parts`: what each trait added, largest first when shown. `number`: how the makers' numbers
    stand. `against`: amounts, colour, size or GTIN that differ ("mass", "colour", …), in a fixed
    order."""

    score: float
    number: str
    parts: dict[str, float]
    against: tuple[str, ...] = field(default=())


def compare(one: Traits, other: Traits, rarity: Rarity) -> Comparison:
    if one.gtin and one.gtin == other.gtin:
        number, weight = SAME_NUMBER, 2 * PART_EQUAL
    else:
        number, weight = _number(one, other, rarity)
    against: list[str] = []
    parts: dict[str, float] = {
        "number": weight,
        "words": _words(one, other, rarity, floor=-4.0 if number == SAME_NUMBER else -6.0),
        "brand": _brand(one, other),
        "amounts": _amounts(one, other, against, numbered=number == SAME_NUMBER),
    }
    if one.gtin != other.gtin and _of_makers(one.gtin) and _of_makers(other.gtin):
        parts["gtin"] = GTIN_OTHER
        against.append("gtin")
    if (one.words & _STAND_INS) != (other.words & _STAND_INS):
        parts["stand_in"] = STAND_IN
        against.append("stand_in")
    if one.colours and other.colours and not one.colours & other.colours:
        parts["colour"] = COLOUR_OTHER
        against.append("colour")
    if one.sizes and other.sizes and not one.sizes & other.sizes:
        parts["size"] = SIZE_OTHER
        against.append("size")
    if exclude(one.contrasts, other.contrasts, one.words, other.words):
        parts["contrast"] = CONTRAST_OTHER
        against.append("contrast")
    if one.price and other.price:
        apart = math.log(one.price / other.price)
        parts["price"] = max(PRICE_LEAST, PRICE_MOST - _PRICE_CURVE * apart * apart)
    return Comparison(sum(parts.values()), number, parts, tuple(against))


def _of_makers(gtin: str) -> bool:
    """Not one a shop gave out for its own shelves (EAN beginning with 2, UPC with 2 or 4)."""
    return bool(gtin) and not gtin[-13:].startswith(("2", "02", "04"))


def _words(one: Traits, other: Traits, rarity: Rarity, *, floor: float) -> float:
    shared = one.words & other.words
    mine = {word for word in one.words - shared if one.meant.get(word) not in shared}
    theirs = {word for word in other.words - shared if other.meant.get(word) not in shared}
    known = sum(rarity(sound_of(word)) for word in shared)
    heard = 0
    if mine and theirs:
        for word, alike in _told_otherwise(mine, theirs, {**one.meant, **other.meant}):
            known += min(rarity(sound_of(word)), rarity(sound_of(alike)))
            mine, theirs = mine - {word}, theirs - {alike}
            heard += 1
        # Written as one word here and as two there: boombox, boom box.
        glued = {word for word in mine if len(word) > 3 and word in other.squeezed}
        glued |= {word for word in theirs if len(word) > 3 and word in one.squeezed}
        known += 0.7 * sum(rarity(sound_of(word)) for word in glued)
        mine, theirs = mine - glued, theirs - glued
    missing = (
        sum(rarity(sound_of(word)) for word in mine),
        sum(rarity(sound_of(word)) for word in theirs),
    )
    latin = sum(word.isascii() for word in shared if word[0] != "*")
    bengali = sum(not word.isascii() for word in shared)
    if min(latin, bengali) >= 2:
        # Both tell it in both languages: the same twice.
        known *= TOLD_TWICE
    if not mine and not theirs and len(shared) + heard >= 2:
        known += WORD_FOR_WORD
    counted = WORDS_MOST * math.tanh(WORD_SHARE * known / WORDS_MOST)
    lost = MISSING_IN_BOTH * min(missing) + MISSING_IN_ONE * max(missing)
    if {word.isascii() for word in mine} | {word.isascii() for word in theirs} == {True, False}:
        # Words of two languages that may well say the same.
        lost *= OTHER_LANGUAGE
    counted -= lost
    return max(floor, counted)


def _told_otherwise(
    mine: Set[str], theirs: Set[str], meant: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Words of two scripts that sound the same, জামদানি and jamdani, or are known to say the same."""
    bengali_mine = {word for word in mine if not word.isascii()}
    bengali_theirs = {word for word in theirs if not word.isascii()}
    if not bengali_mine and not bengali_theirs:
        return []
    found = []
    for bengali, latin in (
        (bengali_mine, theirs - bengali_theirs),
        (bengali_theirs, mine - bengali_mine),
    ):
        left = set(latin)
        for word in sorted(bengali):
            near = min(
                (
                    (0.0 if meant.get(word) == other else heard_apart(word, other), other)
                    for other in left
                ),
                default=(math.inf, ""),
            )
            if near[0] < math.inf:
                left.discard(near[1])
                found.append((word, near[1]) if word in mine else (near[1], word))
    return found


@lru_cache(maxsize=200_000)
def heard_apart(bengali: str, latin: str) -> float:
    """How far apart two words sound that are one in two scripts, with or without the Bengali one's
    ending; infinite: they are not."""
    if not latin.isalpha():
        return math.inf
    near = math.inf
    theirs = set(sounds.skeletons(latin))
    for form in {bengali, analysis.stem(bengali)}:
        shared = max(map(len, theirs.intersection(sounds.skeletons(form))), default=0)
        if shared:
            apart = sounds.distance(form, latin)
            if apart <= (HEARD if shared > 2 else HEARD_SHORT):
                near = min(near, apart)
    return near


def _number(one: Traits, other: Traits, rarity: Rarity) -> tuple[str, float]:
    mine, theirs = one.part, other.part
    if len(mine) >= 3 and theirs and mine.lstrip("0") == theirs.lstrip("0"):
        return SAME_NUMBER, PART_EQUAL
    of_one_maker = not (one.brand and other.brand) or brands_meet(one, other) is not False
    for part, there in ((mine, other), (theirs, one)):
        weight = _named(part, there, of_one_maker)
        if weight is not None:
            return SAME_NUMBER, weight
    shared = one.codes & other.codes
    extra = min(5.0, 0.5 * sum(rarity(f"#{code}") for code in shared))
    for part, there in ((mine, other), (theirs, one)):
        if len(part) >= 4 and not has_digit(part) and part in there.words:
            extra += min(3.0, 0.5 * rarity(sound_of(part)))
    only_one = {code for code in one.codes - shared if not names(other, code)}
    only_other = {code for code in other.codes - shared if not names(one, code)}
    pairs = [(a, b) for a in only_one for b in only_other]
    if any(_near(a, b) for a, b in pairs):
        return NEAR_NUMBER, NEAR + 0.5 * extra
    if not pairs:
        return NO_NUMBER, UNNUMBERED + extra
    if any(siblings(a, b) for a, b in pairs):
        return OTHER_NUMBER, SIBLING + 0.3 * extra
    told = mine and theirs and has_digit(mine) and has_digit(theirs)
    return OTHER_PATTERN, (OTHER_SYSTEM if told else OTHER_IN_TITLE) + extra


def _named(part: str, there: Traits, of_one_maker: bool) -> float | None:
    """What it weighs that the other calls itself by this part number; None: it does not."""
    if len(part) < 4 or not has_digit(part):
        return None
    if names(there, part) or part[0] == "0" and names(there, part.lstrip("0")):
        weight = PART_NAMED + (SHORT_PART if len(part) < 5 else 0.0)
        if not of_one_maker:
            weight += MENTIONED
        if any(siblings(part, code) and not _near(part, code) for code in there.codes):
            weight += AMONG_OTHERS
        return weight
    before = there.part[: -len(part)]
    if len(part) >= 5 and there.part.endswith(part) and len(before) <= 4 and before.isalpha():
        return PART_NAMED - 2.0
    return None


@lru_cache(maxsize=100_000)
def siblings(one: str, other: str) -> bool:
    """Two numbers of one maker's series: one pattern of letters and digits, or one beginning."""
    if one == other:
        return False
    if _pattern(one) == _pattern(other):
        return True
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same >= 3 and 2 * same >= min(len(one), len(other))


def _near(one: str, other: str) -> bool:
    """One with something before or behind it: c270 and c270h."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and (long.startswith(short) or long.endswith(short))


@lru_cache(maxsize=100_000)
def _pattern(code: str) -> str:
    return re.sub("[0-9]", "9", re.sub("[a-z]", "a", code))


def _brand(one: Traits, other: Traits) -> float:
    if one.brand and other.brand:
        meet = brands_meet(one, other)
        if meet is not False:
            return BRAND_SAME if meet else 0.0
        named = any(word in other.squeezed for word in one.brand)
        named = named or any(word in one.squeezed for word in other.brand)
        return BRAND_NAMED if named else BRAND_OTHER
    there = other if one.brand else one
    said = one.brand or other.brand
    if any(word in there.squeezed for word in said):
        return BRAND_NAMED
    return BRAND_UNSAID if said and all(word.isascii() for word in said) else 0.0


def _amounts(one: Traits, other: Traits, against: list[str], *, numbered: bool) -> float:
    mine, theirs = one.amounts, other.amounts
    weight = 0.0
    for dimension, values in mine.of.items():
        told = theirs.of.get(dimension)
        if not told:
            continue
        if agree(values, told):
            weight += AMOUNT_SAME
        else:
            weight += AMOUNT_OTHER.get(dimension, AMOUNT_OTHER_USUALLY)
            if dimension not in _LOOSE:
                against.append(dimension)
    counted = mine.counted.keys() & theirs.counted.keys()
    if any(not agree(mine.counted[noun], theirs.counted[noun]) for noun in counted):
        weight += COUNTED_OTHER
        against.append("counted")
    if mine.spans and theirs.spans:
        if _overlap(mine.spans, theirs.spans):
            weight += AMOUNT_SAME
        else:
            weight += AMOUNT_OTHER_USUALLY
            against.append("span")
    if mine.plain and theirs.plain:
        shared = mine.plain & theirs.plain
        weight += AMOUNT_SAME * min(2, len(shared))
        if len(shared) < min(len(mine.plain), len(theirs.plain)):
            weight -= 1.5
    weight = max(weight, AMOUNTS_LEAST)
    if bool(mine.spans) != bool(theirs.spans) and not numbered:
        weight += ONE_SIDED
    return weight


def _overlap(one: frozenset[tuple[float, ...]], other: frozenset[tuple[float, ...]]) -> bool:
    return any(a[-2:] == b[-2:] or a[:2] == b[:2] for a in one for b in other)


_STAND_INS = frozenset(word_of(word) for word in tables.STAND_INS.split())
