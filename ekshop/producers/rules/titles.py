"""Where words stand in a title: as they are written, as they look, and as they sound.

A registered name is also used by who writes it otherwise: "Jaamdani", "j@mdani", "জামদানী", "JamdаNi"
with a Cyrillic а, "jam dani". Sounds are those of the search (`ekshop.catalogue.search.sounds`), so
a name in the letters of the other language is heard too. What is only near is never the word:
`Word.farthest` says how near it has to be.
"""

import unicodedata
from functools import cached_property, lru_cache
from re import Pattern
from typing import NamedTuple

from ekshop.catalogue.search import amounts, analysis, sounds
from ekshop.parties.rules import fold

LONG_WORD = 6
"""From so many letters on a word is also found where a title writes it in two (নকশি কাঁথা)."""

LOOKS_FROM = 4
"""Shorter words are not compared by their looks: too many others look like them."""

_FOREIGN = str.maketrans(
    "аеорсухіјѕԁһмтнкαοιμνκτυɑɡɪʝոսօհ", "aeopcyxijsdhmthkaoimnktuagijnuoh"
) | dict.fromkeys(range(0x300, 0x370))
"""Cyrillic, Greek and Armenian letters and those of phonetics that are read as Latin ones, and accents,
which are read over."""

_SIGNS = str.maketrans("@4310!5$7", "aaeioisst")
"""Digits and signs put for the letter they look like."""

_LOOKS = (("rn", "m"), ("vv", "w"), ("l", "i"))
"""Letters that are taken for one another at a glance."""

_MARKS = "-–—/,.()|:;'’\""


class Word(NamedTuple):
    """A word of a name as it is looked for: written, seen ("" where it is too short) and heard.
    `farthest`: how far another may sound and still be that word written otherwise, in the scale of
    `sounds.distance`; a short word must be heard whole, too many sound nearly like it."""

    written: str
    seen: str
    skeletons: tuple[str, ...]
    farthest: float

    def heard_in(self, other: str) -> bool:
        return sounds.distance(self.written, other) <= self.farthest


@lru_cache(maxsize=2_000)
def word_of(text: str) -> Word:
    written = plain(text)
    heard = sum(1 for sound in sounds.readings(written)[0] if sound not in "@~")
    return Word(
        written,
        _looks(written) if len(written) >= LOOKS_FROM and written.isascii() else "",
        sounds.skeletons(written),
        0.1 if heard <= 3 else 0.2 if heard <= 4 else 0.35 if heard <= 5 else 0.5,
    )


class Title:
    """A title's tokens in one spelling, and where words stand among them."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self._joined = "".join(self.tokens)
        self._spaced = " " + " ".join(self.tokens)
        self._looks = [_looks(token) if token.isascii() else "" for token in self.tokens]
        self._looks_spaced = " " + " ".join(self._looks)

    def where(self, *words: str) -> list[set[int]]:
        """The tokens each of these words stands at, some for every one; none at all where one of
        them is missing, or none is asked for."""
        found = []
        for word in words:
            places = self.places(word)
            if not places:
                glued = self._sounding(word_of("".join(words))) if len(words) > 1 else set()
                return [glued] * len(words) if glued else []
            found.append(places)
        return found

    def places(self, text: str) -> set[int]:
        """The tokens that are the word or begin with it; of a long word also neighbours that make it
        up together."""
        word = word_of(text)
        found = self._sounding(word)
        # Most words stand in no title: that is known before token after token is looked at.
        if f" {word.written}" in self._spaced:
            found |= {at for at, one in enumerate(self.tokens) if one.startswith(word.written)}
        if word.seen and f" {word.seen}" in self._looks_spaced:
            found |= {at for at, one in enumerate(self._looks) if one.startswith(word.seen)}
        return found or (self._across(word) if len(word.written) >= LONG_WORD else found)

    def clues(self) -> set[str]:
        """The skeletons of all that is heard in it, of two neighbours together, too."""
        return {*self._heard, *self._pairs}

    def shows(self, written: Pattern[str], seen: Pattern[str]) -> bool:
        """Whether letters stand anywhere in it as they are written, or as they look."""
        return bool(written.search(self._joined) or seen.search("".join(self._looks)))

    def _sounding(self, word: Word) -> set[int]:
        return {
            at
            for skeleton in word.skeletons
            for heard, at in self._heard.get(skeleton, ())
            if word.heard_in(heard)
        }

    def _across(self, word: Word) -> set[int]:
        if word.written in self._joined:
            start = self._joined.index(word.written)
            return self._under(start, start + len(word.written))
        return {
            place
            for skeleton in word.skeletons
            for at in self._pairs.get(skeleton, ())
            if word.heard_in(self.tokens[at] + self.tokens[at + 1])
            for place in (at, at + 1)
        }

    def _under(self, start: int, end: int) -> set[int]:
        """The tokens that letters from `start` to `end` of all of them together belong to."""
        found, place = set(), 0
        for at, token in enumerate(self.tokens):
            if place < end and place + len(token) > start:
                found.add(at)
            place += len(token)
        return found

    @cached_property
    def _heard(self) -> dict[str, list[tuple[str, int]]]:
        """By skeleton, what is heard and where: each token, and without its ending."""
        heard: dict[str, list[tuple[str, int]]] = {}
        for at, token in enumerate(self.tokens):
            for skeleton, form in _heard_as(token):
                heard.setdefault(skeleton, []).append((form, at))
        return heard

    @cached_property
    def _pairs(self) -> dict[str, list[int]]:
        """By skeleton, the first of two neighbours that have it together."""
        pairs: dict[str, list[int]] = {}
        for at, (one, other) in enumerate(zip(self.tokens, self.tokens[1:], strict=False)):
            if _is_heard(one) and _is_heard(other):
                both = sounds.skeletons(one)[0] + sounds.skeletons(other)[0].lstrip("*")
                pairs.setdefault(both, []).append(at)
        return pairs


@lru_cache(maxsize=4_096)
def title_of(text: str) -> Title:
    return Title(text)


def tokens(text: str) -> list[str]:
    """A text's words, each folded to one spelling, signs put for letters read as these."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold()).translate(_FOREIGN)
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return [plain(_read(each)) for each in text.split()]


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    return amounts.in_single_letters(fold(word))


def _read(word: str) -> str:
    """With letters for the signs inside of a word; numbers and amounts stay."""
    inside = word.strip("!").lstrip("@#")
    letters = sum(map(str.isalpha, inside))
    if inside.isascii() and letters >= 3 and letters * 2 > len(inside):
        return inside.lower().translate(_SIGNS)
    return word


@lru_cache(maxsize=50_000)
def _heard_as(token: str) -> tuple[tuple[str, str], ...]:
    """(skeleton, form) of a word and of what is left without an ending: of Bengali also where it is
    written in Latin (Comillar doi)."""
    if not _is_heard(token):
        return ()
    forms = [token, analysis.stem(token)]
    forms += [token.removesuffix(ending) for ending in ("er", "r") if len(token) > len(ending) + 3]
    return tuple(
        (skeleton, form) for form in dict.fromkeys(forms) for skeleton in sounds.skeletons(form)
    )


def _is_heard(token: str) -> bool:
    return bool(token) and not token.isdigit()


@lru_cache(maxsize=20_000)
def _looks(word: str) -> str:
    for written, seen in _LOOKS:
        word = word.replace(written, seen)
    return word
