"""Two titles side by side for a person: which words and numbers they share, and which numbers differ."""

from collections.abc import Mapping
from typing import NamedTuple

from .amounts import agree, amounts_in
from .traits import Traits, plain, squeezed, word_of

SAME, OTHER, PLAIN = "same", "other", ""


class Piece(NamedTuple):
    """A word as written, with the space behind it. `mark`: SAME, OTHER (a number or amount the
    other tells differently), or PLAIN."""

    text: str
    mark: str


def marked(title: str, other: Traits, meant: Mapping[str, str]) -> list[Piece]:
    """A title in pieces, marked against another article; `meant`: what its own words are in
    Latin letters, as its traits know it."""
    words = title.split()
    pieces: list[Piece] = []
    i = 0
    while i < len(words):
        size = 2 if _amount(" ".join(words[i : i + 2])) and not _amount(words[i]) else 1
        text = " ".join(words[i : i + size])
        pieces.append(Piece(text, _mark(text, other, meant)))
        i += size
    return pieces


def _amount(text: str) -> dict[str, frozenset[float]]:
    return amounts_in([plain(text)]).of if any(char.isdigit() for char in text) else {}


def _mark(text: str, other: Traits, meant: Mapping[str, str]) -> str:
    amounts = _amount(text)
    if amounts:
        told = [
            (values, other.amounts.of[name])
            for name, values in amounts.items()
            if name in other.amounts.of
        ]
        if not told:
            return PLAIN
        return SAME if all(agree(*both) for both in told) else OTHER
    if any(char.isdigit() for char in text):
        code = squeezed(text)
        if code and (code in other.squeezed or code in other.codes):
            return SAME
        return OTHER if other.codes or other.amounts.plain else PLAIN
    surface = plain(text).strip("()[]{},.;:-–—|/\"'’!?।")
    if not surface:
        return PLAIN
    word = word_of(surface)
    theirs = other.words | other.brand | set(other.meant.values())
    return SAME if {word, meant.get(word, word)} & theirs else PLAIN
