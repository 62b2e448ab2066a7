"""From text to the terms the index holds and a query asks for.

Our own tokeniser, because the usual ones cut Bengali words at vowel signs. A token is a run of
Bengali letters, or of Latin letters and digits; amounts and their unit become one token ("500 g",
"৫০০ গ্রাম" and "500gm" are all `500g`); words tied by a hyphen are kept apart and together.

Each token is *levelled* (one spelling for what people spell in several ways, `level`) and *stemmed*
(`stem`). The index is fed these terms joined by spaces, so its own tokeniser only splits on them.
Everything done to one token is cached: a million titles hold few different words.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ekshop.kernel import bangla

from . import amounts, tables

# Bengali letters and signs without its digits, currency marks and danda.
BENGALI_LETTERS = (
    "\u0980-\u0983\u0985-\u09b9\u09bc-\u09ce\u09d7\u09dc-\u09e3\u09f0\u09f1\u09fc\u09fe"
)

_TOKEN = re.compile(rf"[0-9]+\.[0-9]+[a-z]*|[a-z0-9]+(?:'[a-z]+)?|[{BENGALI_LETTERS}]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9])")
_CONSONANTS = "ক-হ\u09dc\u09dd\u09df"
_DOUBLED = re.compile(rf"([{_CONSONANTS}])্\1")
_ASPIRATED = re.compile(
    "|".join(f"{plain}্(?={breathed})" for plain, breathed in tables.ASPIRATE_OF.items())
)
_JO = re.compile("(?<!্)\u09af(?!\u09bc)|(?<=র্)\u09af(?![\u09bc\u09be])")
_SPELLING = {ord(a): b for a, b in tables.SPELLING.items() if a != "\u09af"}
_BASE_LETTER = re.compile("[অ-হ\u09dc\u09dd\u09df]")

_SYLLABLE = re.compile("[অ-হ\u09dc\u09dd\u09df](?!্)")

MAX_TOKEN = 60


class Token(NamedTuple):
    """One word as typed (`surface`, normalised), and whether a hyphen ties it to the next."""

    surface: str
    tied: bool = False


def tokens(text: str) -> list[Token]:
    """The words of a text in order, amounts joined to their units."""
    text = _plain(text)
    found: list[Token] = []
    matches = list(_TOKEN.finditer(text))
    for i, match in enumerate(matches):
        surface = match.group()[:MAX_TOKEN]
        following = matches[i + 1] if i + 1 < len(matches) else None
        gap = text[match.end() : following.start()] if following else " "
        found.append(Token(surface, tied=gap in ("-", "‐", "‑", "/")))
    return _with_units(found)


@lru_cache(maxsize=20_000)
def index_terms(text: str) -> tuple[str, ...]:
    """Every term a document with this text is found by: levelled words, stems, tied words joined."""
    words = tokens(text)
    terms: list[str] = []
    for i, word in enumerate(words):
        terms.extend(forms(word.surface))
        if i + 1 < len(words) and (word.tied or is_short(word.surface)):
            terms.append(joined(word.surface, words[i + 1].surface))
    return tuple(terms)


def joined(first: str, second: str) -> str:
    return level(first + second)


@lru_cache(maxsize=200_000)
def forms(surface: str) -> tuple[str, ...]:
    """A token's levelled form, and its stem if that differs."""
    whole = level(surface)
    short = stem(whole)
    return (whole,) if short == whole else (whole, short)


@lru_cache(maxsize=200_000)
def level(surface: str) -> str:
    """One spelling for a token: ী as ি, শ and ষ as স, doubled consonants single, no silent final ও."""
    if surface.isascii():
        return amounts.level(surface.replace("'s", "").replace("'", ""))
    word = _JO.sub("জ", surface)
    for spelling, plain in tables.SPELLING_GROUPS:
        word = word.replace(spelling, plain)
    word = word.translate(_SPELLING)
    word = _ASPIRATED.sub("", word)
    previous = ""
    while previous != word:
        previous, word = word, _DOUBLED.sub(r"\1", word)
    return _without_final_o(word.rstrip("্")) or surface


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A levelled token without its ending; never shorter than a word can be."""
    if word.isascii():
        return _english_stem(word)
    for ending in _ENDINGS:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            needed = tables.BENGALI_SHY_ENDINGS.get(ending, tables.BENGALI_STEM_LETTERS)
            if len(_BASE_LETTER.findall(rest)) < needed or rest.endswith("্"):
                return word
            if ending == "র" and not _ends_for_r(rest):
                continue
            return _without_final_o(rest)
    return word


@lru_cache(maxsize=200_000)
def is_word(term: str) -> bool:
    return len(term) > 1 and not any(char.isdigit() for char in term)


@lru_cache(maxsize=200_000)
def is_short(surface: str) -> bool:
    """A syllable that is often written onto the word after it: টি শার্ট, থ্রি পিস, t shirt."""
    if surface.isascii():
        return surface.isalpha() and len(surface) <= 2
    return len(_SYLLABLE.findall(surface)) <= 1


def is_silent(surface: str) -> bool:
    return surface in _SILENT


def same_goods(term: str) -> frozenset[str]:
    """Levelled words that ask for the same goods as this levelled word."""
    return _SAME_GOODS.get(term, frozenset())


def _plain(text: str) -> str:
    if not text.isascii():
        text = bangla.latin_digits(bangla.normalise(text))
        text = amounts.in_single_letters(text)
        text = text.replace("\u200c", "").replace("\u200d", "").replace("’", "'")
    text = text.lower()
    if not text.isascii():
        text = _without_accents(text)
    return amounts.in_inches(_THOUSANDS.sub("", text))


def _without_accents(text: str) -> str:
    if all(char < "\u00c0" or char > "\u024f" for char in text):
        return text
    return "".join(
        unicodedata.normalize("NFKD", char)[0] if "\u00c0" <= char <= "\u024f" else char
        for char in text
    )


def _with_units(words: list[Token]) -> list[Token]:
    out: list[Token] = []
    i = 0
    while i < len(words):
        word = words[i]
        said = amounts.number_of(word.surface)
        number, unit = amounts.split(said or word.surface) or ("", "")
        if number:
            following = _unit(words[i + 1].surface) if i + 1 < len(words) else ""
            if not unit and following:
                word, i = Token(number + following, words[i + 1].tied), i + 1
            elif unit and not said and unit in amounts.UNIT_OF:
                word = Token(number + amounts.UNIT_OF[unit], word.tied)
        out.append(word)
        i += 1
    return out


@lru_cache(maxsize=20_000)
def _unit(surface: str) -> str:
    return amounts.unit_of(surface, surface if surface.isascii() else stem(level(surface)))


def _english_stem(word: str) -> str:
    if (
        len(word) < 4
        or not word.isalpha()
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
    ):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def _without_final_o(word: str) -> str:
    if word.endswith(("ো", "ও")) and len(_BASE_LETTER.findall(word[:-1])) >= 2:
        return word[:-1]
    return word


def _ends_for_r(rest: str) -> bool:
    """May a final র be an ending here? After a vowel sign only, and after া only in a longer word."""
    if rest[-1] == "া":
        return len(_BASE_LETTER.findall(rest)) >= 3
    return "\u09be" <= rest[-1] <= "\u09cc"


_ENDINGS = tuple(
    sorted(
        {amounts.in_single_letters(ending) for ending in tables.BENGALI_ENDINGS},
        key=len,
        reverse=True,
    )
)

_SILENT = frozenset(token.surface for token in tokens(tables.SILENT_WORDS))


def _same_goods() -> dict[str, frozenset[str]]:
    meaning: dict[str, set[str]] = {}
    for line in tables.SAME_GOODS.strip().splitlines():
        levelled = {level(token.surface) for token in tokens(line)}
        for word in levelled:
            meaning.setdefault(word, set()).update(levelled)
    return {word: frozenset(others - {word}) for word, others in meaning.items()}


_SAME_GOODS = _same_goods()
