"""Words that exclude each other: wired and wireless, left and right, with sugar and without.

Two titles that are alike but for one such word are two things, however rare the words they share.
What a title says stands as members of contrasts ("connection": {"wireless"}); what it says is
missing ("without lid", "চিনি ছাড়া"), as the words of it. A title that says nothing of a contrast
denies nothing, but for `tables.MARKS`, which nobody leaves out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from ekshop.catalogue.search import analysis
from ekshop.catalogue.search.amounts import in_single_letters

from . import tables

LONGEST = 3
"""Words in the longest phrase of the tables."""


class Contrasts(NamedTuple):
    """`of`: members said, by contrast. `marks`: what is said of few and is never left out.
    `lacks`: words of what is said to be missing."""

    of: Mapping[str, frozenset[str]]
    marks: frozenset[str]
    lacks: frozenset[str]


def contrasts_in(texts: Iterable[str], word_of: Callable[[str], str]) -> Contrasts:
    """Of plain texts about one thing. `word_of`: the form in which words are compared."""
    of: dict[str, set[str]] = {}
    marks: set[str] = set()
    lacks: set[str] = set()
    for text in texts:
        words = _WORD.findall(text)
        for contrast, member in _said(words):
            if contrast == _MARK:
                marks.add(member)
            else:
                of.setdefault(contrast, set()).add(member)
        lacks.update(word_of(word) for word in _missing(words))
    return Contrasts(
        {contrast: frozenset(members) for contrast, members in of.items()},
        frozenset(marks),
        frozenset(lacks),
    )


def exclude(
    one: Contrasts, other: Contrasts, one_words: Set[str], other_words: Set[str]
) -> frozenset[str]:
    """The contrasts in which two articles say what excludes each other, and the words that one is
    without and the other is not."""
    found = {
        contrast
        for contrast, members in one.of.items()
        if contrast in other.of and not members & other.of[contrast]
    }
    found |= one.marks ^ other.marks
    found |= {word for word in one.lacks - other.lacks if word in other_words}
    found |= {word for word in other.lacks - one.lacks if word in one_words}
    return frozenset(found)


def _said(words: list[str]) -> Iterator[tuple[str, str]]:
    """Members that phrases of these words stand for, as written or however they are spelt."""
    levelled = [_levelled(word) for word in words]
    for written in (words, levelled) if levelled != words else (words,):
        for i in range(len(written)):
            for size in range(1, LONGEST + 1):
                yield from _MEMBERS.get(" ".join(written[i : i + size]), ())


def _levelled(phrase: str) -> str:
    if phrase.isascii():
        return phrase
    return " ".join(analysis.level(word) for word in phrase.split())


def _missing(words: list[str]) -> Iterator[str]:
    """What stands behind "without", before "free" or "ছাড়া", or is written together with "বিহীন"."""
    for before, word in zip(["", *words], words, strict=False):
        if before in _WITHOUT_BEFORE:
            yield word
        if word in _WITHOUT_BEHIND and before:
            yield before
        for ending in _WITHOUT_ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                yield word.removesuffix(ending)


def _table() -> dict[str, frozenset[tuple[str, str]]]:
    table: dict[str, frozenset[tuple[str, str]]] = {}
    for line in in_single_letters(tables.CONTRASTS).strip().splitlines():
        contrast, _colon, told = line.partition(":")
        for number, member in enumerate(told.split("|")):
            _enter(table, member, (contrast, str(number)))
    for line in in_single_letters(tables.MARKS).strip().splitlines():
        _enter(table, line, (_MARK, line.partition(",")[0]))
    return table


def _enter(
    table: dict[str, frozenset[tuple[str, str]]], phrases: str, said: tuple[str, str]
) -> None:
    for phrase in phrases.split(","):
        for form in (phrase.strip(), _levelled(phrase.strip())):
            table[form] = table.get(form, frozenset()) | {said}


_MARK = "mark"
_WORD = re.compile(rf"[a-z]+(?:'[a-z]+)?|[0-9]+(?:st|nd|rd|th)|[{analysis.BENGALI_LETTERS}]+")
_WITHOUT_BEFORE = frozenset(tables.WITHOUT_BEFORE.split())
_WITHOUT_BEHIND = frozenset(in_single_letters(tables.WITHOUT_BEHIND).split())
_WITHOUT_ENDINGS = tuple(in_single_letters(tables.WITHOUT_ENDINGS).split())
_MEMBERS = _table()
