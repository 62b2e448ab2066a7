"""Numbers with their units, in Bengali and English: half a kilo is 500 g, and is not 1 kg.

A title's amounts become a set of values for each dimension, in the dimension's own unit, so that
"500 গ্রাম", "০.৫ কেজি" and "500gm" say the same. Packs ("pack of 6", "৬টির প্যাক", "6-pack",
"4 x 250 ml") count under `count`. A small number before a word counts what the word names: three
jars and two jars differ, in figures or in words. Other numbers without a unit are kept apart: what
they count is not known, only that two titles name different ones.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ekshop.catalogue.search import analysis, sounds
from ekshop.catalogue.search.amounts import in_single_letters

from . import tables

_BN = analysis.BENGALI_LETTERS
_CHUNK = re.compile(
    rf"[0-9]+(?:\.[0-9]+)?(?:\s*-\s*[0-9]+/[0-9]+|\s[0-9]/[0-9])?|\.[0-9]+|[a-z]+|[{_BN}]+|[^\s]"
)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{2,3}\b)")
_TOLERANCE = 0.02
MOST_COUNTED = 60
"""A larger number before a word is a model's or a year, and counts nothing."""


class Amounts(NamedTuple):
    """`of`: values by dimension. `plain`: numbers that carry no unit, as written; `spans`: the
    numbers of "60 x 36", smaller first, whatever their unit. `counted`: how many of what, by the
    consonants of the word behind the number."""

    of: dict[str, frozenset[float]]
    plain: frozenset[str]
    spans: frozenset[tuple[float, ...]]
    counted: dict[str, frozenset[float]]


def _unit_table() -> dict[str, tuple[str, float]]:
    table: dict[str, tuple[str, float]] = {}
    for dimension, units in tables.UNITS.items():
        for spellings, times in units.items():
            for spelling in in_single_letters(spellings).split():
                table[spelling] = table[analysis.level(spelling)] = (dimension, times)
    return table


_UNIT = _unit_table()
_PACK = frozenset(
    form
    for word in in_single_letters(tables.PACK_WORDS).split()
    for form in (word, analysis.level(word))
)
_NUMBER = {
    form: float(value)
    for written, value in tables.NUMBER_WORDS.items()
    for ending in ([""] if written.isascii() else ["", "টি", "টা", "টির"])
    for word in [in_single_letters(written + ending)]
    for form in (word, analysis.level(word))
}
_FRACTION = re.compile(r"(?<![0-9.])([0-9]+)[- ]([1357])[ /]([248]|16)(?![0-9.])")
_SIDE = r"[0-9]+(?:\.[0-9]+)?"
_LETTER = r"(?:\s?(?:w|h|d|l|in|inch|inches|ft|cm|mm)\b)?"
_OTHER_UNITS = "|".join(
    sorted(
        (
            re.escape(word)
            for dimension, units in tables.UNITS.items()
            if dimension != "length"
            for spellings in units
            for word in in_single_letters(spellings).split()
        ),
        key=len,
        reverse=True,
    )
)
_SPAN = re.compile(
    rf"(?<![a-z0-9.]){_SIDE}{_LETTER}(?:\s?[x×*]\s?{_SIDE}{_LETTER}){{1,2}}"
    rf"(?![a-z0-9.]|\s?-?(?:{_OTHER_UNITS})(?![a-z{_BN}]))"
)
_NUMBER_IN = re.compile(_SIDE)
_INCHES = re.compile(r"(?<=[0-9])\s?(?:''|\"|”|″)")


def amounts_in(texts: Iterable[str]) -> Amounts:
    """What several texts about one thing say together."""
    found: dict[str, set[float]] = {}
    plain: set[str] = set()
    spans: set[tuple[float, ...]] = set()
    counted: dict[str, set[float]] = {}
    for text in texts:
        of, numbers, sides, nouns = _amounts(text)
        for noun, value in nouns:
            counted.setdefault(noun, set()).add(value)
        spans.update(sides)
        for dimension, value in of:
            found.setdefault(dimension, set()).add(value)
        plain.update(numbers)
    return Amounts(
        {dimension: frozenset(values) for dimension, values in found.items()},
        frozenset(plain),
        frozenset(spans),
        {noun: frozenset(values) for noun, values in counted.items()},
    )


def agree(one: frozenset[float], other: frozenset[float]) -> bool:
    """Do they name one amount in common, to within two in a hundred?"""
    if one & other:
        return True
    return any(abs(a - b) <= _TOLERANCE * max(a, b) for a in one for b in other)


@lru_cache(maxsize=50_000)
def _amounts(
    text: str,
) -> tuple[
    tuple[tuple[str, float], ...],
    tuple[str, ...],
    tuple[tuple[float, ...], ...],
    tuple[tuple[str, float], ...],
]:
    """`text` is plain: lower case, Latin digits, one Bengali spelling of its letters."""
    text = _FRACTION.sub(_decimal, text)
    spans: list[tuple[float, ...]] = []
    for match in _SPAN.finditer(text):
        spans.append(tuple(sorted(float(number) for number in _NUMBER_IN.findall(match.group()))))
    text = _SPAN.sub(" ", text)
    parts = _CHUNK.findall(_INCHES.sub(" inch ", _THOUSANDS.sub("", text)))
    found: list[tuple[str, float]] = []
    plain: list[str] = []
    counted: list[tuple[str, float]] = []
    i, size = 0, len(parts)
    while i < size:
        value = _value(parts[i])
        if value is None:
            if parts[i] in _PACK or analysis.level(parts[i]) in _PACK:
                step, count = _packed(parts, i)
                if count:
                    found.append(("count", count))
                    i += step
                    continue
            i += 1
            continue
        after = i + 1
        times: float | None = None
        if after + 1 < size and parts[after] in ("x", "×", "*"):
            second = _value(parts[after + 1])
            if (
                second is not None
                and _unit(parts, after + 2)
                and not _unit(parts, after + 2, "length")
            ):
                times, value, after = value, second, after + 2
        unit = _unit(parts, after)
        if unit:
            dimension, factor, after = unit
            if times and times > 1:
                found.append(("count", times))
            # A length among several ("5 x 8 inch") is still one of the lengths named.
            found.append((dimension, round(value * factor, 3)))
        elif parts[i][0].isdigit() or parts[i][0] == ".":
            plain.append(_shown(value))
        if not unit or unit[:2] == ("count", 1):
            # The second of "3 7" or of "17 3/8" counts nothing.
            alone = i == 0 or _value(parts[i - 1]) is None
            noun = _noun(parts, after)
            if noun and alone and value == int(value) <= MOST_COUNTED:
                counted.append((noun, value))
        i = after
    return tuple(found), tuple(plain), tuple(spans), tuple(counted)


def _noun(parts: list[str], at: int) -> str:
    """The word that stands there, perhaps behind a hyphen, by its consonants: jars and জার are one."""
    if at < len(parts) and parts[at] in ("-", "‐", "‑"):
        at += 1
    if at >= len(parts) or not parts[at][0].isalpha() or parts[at] in _PACK:
        return ""
    return _consonants(parts[at]) if len(parts[at]) >= (3 if parts[at].isascii() else 2) else ""


@lru_cache(maxsize=20_000)
def _consonants(word: str) -> str:
    heard = sounds.skeletons(analysis.stem(analysis.level(word)))[0]
    return heard if len(heard) >= 2 else ""


def _decimal(match: re.Match[str]) -> str:
    whole, above, below = (int(group) for group in match.groups())
    return f"{whole + above / below:g}" if above < below else match.group()


def _unit(parts: list[str], at: int, only: str = "") -> tuple[str, float, int] | None:
    """The unit that stands there, perhaps behind a hyphen, and where the text goes on."""
    if at < len(parts) and parts[at] in ("-", "‐", "‑"):
        at += 1
    if at >= len(parts):
        return None
    if parts[at] == "fl" and parts[at + 1 : at + 2] in (["oz"], ["."]):
        return ("volume", 29.57, at + (2 if parts[at + 1] == "oz" else 3))
    word = parts[at]
    known = _UNIT.get(word) or (None if word.isascii() else _bengali_unit(word))
    if known is None or (only and known[0] != only):
        return None
    return (*known, at + 1)


@lru_cache(maxsize=5_000)
def _bengali_unit(word: str) -> tuple[str, float] | None:
    """With its ending: কেজির, পিসের, টির."""
    levelled = analysis.level(word)
    return _UNIT.get(levelled) or _UNIT.get(analysis.stem(levelled))


def _packed(parts: list[str], at: int) -> tuple[int, float | None]:
    """After a pack word: "of 6", "of six"; how many parts that takes and the number."""
    step = 2 if parts[at + 1 : at + 2] == ["of"] else 0
    if not step or at + step >= len(parts):
        return 1, None
    value = _value(parts[at + step])
    if value is None:
        return 1, None
    after = at + step + 1
    unit = _unit(parts, after)
    if unit and unit[0] == "count":
        return unit[2] - at, value * unit[1]
    # "box of 500 g" is not five hundred of anything.
    return (step + 1, value) if not unit else (1, None)


@lru_cache(maxsize=20_000)
def _value(part: str) -> float | None:
    if part[0].isdigit() or (part[0] == "." and len(part) > 1):
        whole, _gap, fraction = part.replace("-", " ").partition(" ")
        try:
            value = float(whole)
            if fraction.strip():
                above, below = fraction.strip().split("/")
                value += float(above) / float(below)
        except (ValueError, ZeroDivisionError):
            return None
        return value
    return _NUMBER.get(part) or _NUMBER.get(analysis.level(part))


def _shown(value: float) -> str:
    return f"{value:g}"
