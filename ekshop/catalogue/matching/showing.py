"""Two titles side by side for a person: which words differ, and which of them exclude each other."""

from collections.abc import Mapping
from typing import NamedTuple

from .amounts import Amounts, agree, amounts_in
from .comparing import heard_apart
from .contrasts import contrasts_in, exclude
from .traits import NOISE, Traits, colours_in, plain, squeezed, word_of, words_in

SAME, OTHER, ALONE, PLAIN = "same", "other", "alone", ""
LONGEST = 3


class Piece(NamedTuple):
    """A word or a few as written. `mark`: SAME; OTHER (an amount, a colour or a word that the other
    tells differently); ALONE (the other does not say it); PLAIN (it says nothing of the thing, or
    whether the other says it cannot be told across scripts)."""

    text: str
    mark: str


def marked(title: str, other: Traits, meant: Mapping[str, str]) -> list[Piece]:
    """A title in pieces, marked against another article; `meant`: what its own words are in
    Latin letters, as its traits know it."""
    words = title.split()
    pieces: list[Piece] = []
    i = 0
    while i < len(words):
        size = _together(words[i : i + LONGEST])
        text = " ".join(words[i : i + size])
        pieces.append(Piece(text, _mark(text, other, meant)))
        i += size
    return pieces


def _together(words: list[str]) -> int:
    """How many of the next words are one saying: "250 ml", "three jars", "sugar free"."""
    for size in range(len(words), 1, -1):
        text = " ".join(words[:size])
        parts = (" ".join(words[: size - 1]), " ".join(words[1:size]))
        if _says(text) - set().union(*map(_says, parts)):
            return size
    return 1


def _says(text: str) -> set[tuple[str, str]]:
    """What a few words say together, as things to be counted."""
    told = plain(text)
    amounts = _amounts(told)
    contrasts = contrasts_in([told], word_of)
    found = {("amount", f"{name}{sorted(values)}") for name, values in amounts.of.items()}
    found |= {("counted", noun) for noun in amounts.counted}
    found |= {(name, member) for name, members in contrasts.of.items() for member in members}
    return found | {("lacks", word) for word in contrasts.lacks}


def _amounts(text: str) -> Amounts:
    return amounts_in([text])


def _mark(text: str, other: Traits, meant: Mapping[str, str]) -> str:
    told = plain(text)
    amounts = _amounts(told)
    both = [
        (values, there[name])
        for mine, there in (
            (amounts.of, other.amounts.of),
            (amounts.counted, other.amounts.counted),
        )
        for name, values in mine.items()
        if name in there
    ]
    if both:
        return SAME if all(agree(*pair) for pair in both) else OTHER
    contrasts = contrasts_in([told], word_of)
    said = contrasts._replace(marks=contrasts.marks | other.contrasts.marks)
    surfaces = words_in(told)
    words = {word_of(word) for word in surfaces}
    if exclude(said, other.contrasts, words, other.words):
        return OTHER
    colours = colours_in(told)
    if colours and other.colours:
        return SAME if colours & other.colours else OTHER
    if any(char.isdigit() for char in text):
        code = squeezed(text)
        if code and (code in other.squeezed or code in other.codes):
            return SAME
        return OTHER if other.codes or other.amounts.plain else ALONE
    marks = {_word_mark(word, other, meant) for word in surfaces}
    return next((mark for mark in (ALONE, SAME) if mark in marks), PLAIN)


def _word_mark(surface: str, other: Traits, meant: Mapping[str, str]) -> str:
    if surface in NOISE:
        return PLAIN
    word = word_of(surface)
    theirs = other.words | other.brand | other.colours | set(other.meant.values())
    if {word, meant.get(word, word)} & theirs or _heard(word, theirs):
        return SAME
    if surface.isascii() and surface in other.squeezed:
        return SAME
    # A word of a script the other is not told in may well be there in the other language.
    in_script = any(each.isascii() == surface.isascii() for each in other.words if each[0] != "*")
    return ALONE if in_script else PLAIN


def _heard(word: str, theirs: set[str] | frozenset[str]) -> bool:
    """Is it there in the other script, as it sounds?"""
    pairs = ((word, each) if each.isascii() else (each, word) for each in theirs)
    return any(
        bengali.isascii() != latin.isascii() and heard_apart(bengali, latin) < 1
        for bengali, latin in pairs
        if not bengali.startswith("*") and not latin.startswith("*")
    )
