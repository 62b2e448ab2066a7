"""How far a word may be from what was meant, by its sounds and by its letters."""

import re
from functools import lru_cache

from . import sounds

# Letters of a word in which two may be wrong.
LONG = 7
# How unlike two first sounds may be that are taken for each other; Bengali letters are written as
# they are spoken, ল for ন as well.
ALIKE, FAR_ALIKE = 0.6, 0.8
_ONE_LETTER = re.compile("chh|[bcdgjkpst]h")


def farthest_sound(term: str) -> float:
    """How far apart two words may sound that are one, written in two scripts."""
    length = _length(term)
    return 0.3 if length <= 3 else 0.5 if length <= 5 else 0.65


def farthest_slip(term: str) -> float:
    """How far apart in sound a word and its slip may be; the shorter, the nearer."""
    return min(1.15, 0.18 * _length(term))


def is_slip(term: str, other: str) -> bool:
    """Whether one is the other of the same script, mistyped: the same letters in the same order but
    for one, or two in a long word. Nobody misses the first, unless for one that sounds like it."""
    first, second = _letters(term), _letters(other)
    if first[:1] != second[:1] and sorted(first[:2]) != sorted(second[:2]):
        alike = ALIKE if term.isascii() else FAR_ALIKE
        if sounds.swapped(sounds.readings(term)[0][0], sounds.readings(other)[0][0]) > alike:
            return False
    return _slips(first, second) <= (1 if len(first) < LONG else 2)


def looks_like(term: str, other: str) -> bool:
    """Whether one could be the other mistyped: in Latin letters at most a third of them differ,
    two at the least. Other letters are compared by sound alone."""
    if not (term.isascii() and other.isascii()):
        return True
    return _slips(term, other) <= max(2, round(max(len(term), len(other)) / 3))


def is_near(term: str, other: str) -> bool:
    """Whether a person may be asked if one stands for the other of the same script: no more than a
    third of the letters of the shorter differ."""
    first, second = _letters(term), _letters(other)
    return _slips(first, second) * 3 <= min(len(first), len(second))


@lru_cache(maxsize=50_000)
def _slips(first: str, second: str) -> int:
    """How many letters are left out, put in, mistaken or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        last, row, older = row, [i], before
        for j, other in enumerate(second, start=1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]


@lru_cache(maxsize=50_000)
def _letters(term: str) -> str:
    """What is written as one: ch, sh; a joined letter without what joins it."""
    if term.isascii():
        return _ONE_LETTER.sub(lambda found: found[0][0].upper(), term)
    return term.replace(sounds.HASANTA, "")


def _length(term: str) -> int:
    """How many sounds a word has that people do write."""
    return sum(1 for sound in sounds.readings(term)[0] if sound not in "@~")
