"""The words of attributes and values, and what a seller's text means by them.

A value that we know has a code and words in both languages; one we do not know is its own. A
number with a unit we know is compared with others of its kind: 500 g stands before 1 kg.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from ekshop.kernel.bangla import bengali_digits, latin_digits, normalise
from ekshop.kernel.models import in_language

from . import reference
from .attributes import attribute_key, levelled

_AMOUNT = re.compile(r"([\d.]{1,9})\s*([^\d\s]+)?")
_MANY = re.compile(r"\s*(?:/|\+|&|,|;|\band\b|\sও\s)\s*")
LISTED, AMOUNTS, OTHERS = 0, 1, 2


class AttributeNamed(NamedTuple):
    key: str
    name_bn: str
    name_en: str
    position: int

    @property
    def name(self) -> str:
        return in_language(self.name_bn, self.name_en)


class Value(NamedTuple):
    """What a seller's text comes to. `order`: so that values stand as people
    expect: sizes by size, colours as listed, then amounts by amount, others by their name."""

    key: str
    code: str
    name_bn: str
    name_en: str
    order: tuple[int, float, str]

    @property
    def name(self) -> str:
        return in_language(self.name_bn, self.name_en)

    @property
    def number(self) -> int:
        """The value as the search index counts it: 48 bits that are the same everywhere."""
        return value_number(self.key, self.code)


def value_number(key: str, code: str) -> int:
    return int.from_bytes(blake2b(f"{key}={code}".encode(), digest_size=6).digest(), "big")


class ValueRow(NamedTuple):
    """A value as listed: in `reference`, by an operator, or (`learnt`) as a feed says it."""

    key: str
    code: str
    name_bn: str
    name_en: str
    words: str
    position: int
    learnt: bool = False


@dataclass
class Book:
    """Everything known of attributes; made by `book_of`."""

    attributes: dict[str, AttributeNamed] = field(default_factory=dict)
    key_words: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], Value] = field(default_factory=dict)
    value_words: dict[tuple[str, str], Value] = field(default_factory=dict)
    facets: dict[str, list[str]] = field(default_factory=dict)
    by_number: dict[int, Value] = field(default_factory=dict)
    _met: dict[tuple[str, str], Value | None] = field(default_factory=dict)

    def key_of(self, name: str) -> str:
        return attribute_key(name, self.key_words)

    def attribute(self, key: str) -> AttributeNamed:
        """The attribute, also one that nobody has given words yet."""
        named = key.replace("_", " ").capitalize()
        return self.attributes.get(key) or AttributeNamed(key, named, named, 1_000)

    def value(self, key: str, text: str) -> Value | None:
        """None for a text that says nothing."""
        asked = (key, text)
        if asked not in self._met:
            if len(self._met) > 50_000:
                self._met.clear()
            self._met[asked] = self._read(key, text)
        return self._met[asked]

    def _read(self, key: str, text: str) -> Value | None:
        plain = levelled(text)
        if not plain:
            return None
        known = self.value_words.get((key, plain))
        if known:
            return known
        if amount := _amount(key, text):
            return amount
        parts = [part for part in _MANY.split(normalise(text)) if levelled(part)]
        named = [self.value_words.get((key, levelled(part))) for part in parts]
        if len(parts) > 1 and all(named):
            each = [value for value in named if value is not None]
            return Value(
                key,
                "+".join(value.code for value in each),
                " ও ".join(value.name_bn for value in each),
                " and ".join(value.name_en for value in each),
                (OTHERS, 0.0, each[0].name_en),
            )
        return Value(key, plain, text, text, (OTHERS, 0.0, plain))

    @cached_property
    def narrowing(self) -> frozenset[str]:
        """Attributes by which goods of any category are narrowed."""
        return frozenset(
            {*reference.USUAL_FACETS, *(k for keys in self.facets.values() for k in keys)}
        )

    def facets_of(self, slug: str, top: str) -> list[str]:
        """By which attributes goods of a category are narrowed."""
        return self.facets.get(slug) or self.facets.get(top) or reference.USUAL_FACETS


def book_of(
    attributes: Iterable[tuple[str, str, str, str]],
    values: Iterable[ValueRow],
    facets: Mapping[str, list[str]],
) -> Book:
    """What `reference` says, with these before it."""
    book = Book(facets={**reference.FACETS, **facets})
    for position, (key, bengali, english, words) in enumerate([*reference.ATTRIBUTES, *attributes]):
        at = book.attributes[key].position if key in book.attributes else position
        book.attributes[key] = AttributeNamed(key, bengali, english, at)
        for word in (key, bengali, english, *words.split("|")):
            if plain := levelled(word):
                book.key_words[plain] = key
    usual = (ValueRow(*row, position) for position, row in enumerate(reference.VALUES))
    learnt = []
    for row in [*usual, *values]:
        if row.learnt:
            learnt.append(row)
            continue
        value = Value(row.key, row.code, row.name_bn, row.name_en, (LISTED, row.position, ""))
        book.values[row.key, row.code] = value
        for word in (row.code, row.name_bn, row.name_en, *row.words.split("|")):
            if plain := levelled(word):
                book.value_words[row.key, plain] = value
    for row in learnt:
        read = book.value(row.key, row.name_en)
        if read and read.code == row.code:
            book.values.setdefault((row.key, row.code), read)
    book.by_number = {value.number: value for value in book.values.values()}
    return book


def _amount(key: str, text: str) -> Value | None:
    """A number, with a unit we know or alone: "৫০০ গ্রাম", "1 kg", "42"."""
    found = _AMOUNT.fullmatch(latin_digits(normalise(text)).strip().casefold())
    if not found or found[1].count(".") > 1 or found[1] == ".":
        return None
    number = float(found[1])
    shown = f"{number:g}"
    if not found[2]:
        return Value(key, shown, bengali_digits(shown), shown, (AMOUNTS, number, ""))
    unit = _UNITS.get(levelled(found[2]))
    if unit is None:
        return None
    code, bengali, english, base, times = unit
    return Value(
        key,
        f"{shown}-{code}",
        f"{bengali_digits(shown)} {bengali}",
        f"{shown} {english}",
        (AMOUNTS, number * times, base),
    )


_UNITS = {
    levelled(word): (code, bengali, english, base, float(times))
    for code, bengali, english, base, times, words in reference.UNITS
    for word in (code, bengali, english, *words.split("|"))
    if levelled(word)
}
