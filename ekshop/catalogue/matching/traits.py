"""What is known of one article, made ready to be compared: `traits_of`.

Words come as the search levels and stems them, so that spellings meet; a Bengali word and the
Latin word for the same goods become one *concept*. A *code* is what makers number their goods by:
four characters or more, a digit among them, and not an amount.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from ekshop.catalogue.search import analysis, sounds
from ekshop.catalogue.search.amounts import in_single_letters
from ekshop.kernel import bangla

from . import tables
from .amounts import Amounts, amounts_in
from .contrasts import Contrasts, contrasts_in

MOST_BRAND_KEYS = 6
_NONE: Mapping[str, str] = {}


class Goods(NamedTuple):
    """An article as its sellers tell of it. `titles`: the same thing in one or more languages.

    `attributes` is what a feed says of size, colour and the like; `price_poisha` is None where
    none is known.
    """

    titles: tuple[str, ...]
    brand: str = ""
    mpn: str = ""
    gtin: str = ""
    price_poisha: int | None = None
    attributes: Mapping[str, str] = {}


class Traits(NamedTuple):
    """`words` are without codes, amounts, colours and praise; `meant` says of Bengali ones among them
    what they are in Latin letters, where that is known. `part` is the part number its seller
    gives, squeezed; `codes` hold it and those of the titles. `titles` are plain, `squeezed` the
    same without what stands between letters and digits."""

    words: frozenset[str]
    meant: Mapping[str, str]
    codes: frozenset[str]
    part: str
    brand: frozenset[str]
    amounts: Amounts
    colours: frozenset[str]
    sizes: frozenset[str]
    titles: tuple[str, ...]
    squeezed: str
    gtin: str
    price: int | None
    contrasts: Contrasts


def traits_of(goods: Goods, lexicon: Mapping[str, str] = _NONE) -> Traits:
    """`lexicon`: Latin words that say the same as Bengali ones (`lexicon.learned`)."""
    titles = tuple(
        _FITS.sub(" for ", plain(title)) for title in dict.fromkeys(goods.titles) if title
    )
    brand = plain(goods.brand)
    part = _part(goods.mpn, brand)
    attributes = tuple(plain(value) for value in goods.attributes.values())
    codes = {code for title in titles for code in _codes(title)}
    if len(part) >= 3 and has_digit(part):
        codes.add(part)
    words: set[str] = set()
    colours: set[str] = set()
    for text in (*titles, *attributes):
        for surface in _WORD.findall(text):
            if colour := _colour(surface):
                colours.add(colour)
            elif surface not in NOISE and not surface[0].isdigit():
                words.add(word_of(surface))
    sizes = {_SIZE[word] for value in attributes for word in _WORD.findall(value) if word in _SIZE}
    for title in titles:
        sizes |= _sizes(title)
    return Traits(
        words=frozenset(words),
        meant={word: lexicon[word] for word in words if word in lexicon},
        codes=frozenset(codes),
        part=part,
        brand=_brand(brand),
        amounts=amounts_in((*(_without_codes(title) for title in titles), *attributes)),
        colours=frozenset(colours),
        sizes=frozenset(sizes),
        titles=titles,
        squeezed="|".join(_SEPARATORS.sub("", title) for title in titles),
        gtin=goods.gtin,
        price=goods.price_poisha,
        contrasts=contrasts_in((*titles, *attributes), word_of),
    )


def words_in(text: str) -> list[str]:
    """The words of a plain text as written; "date-palm" is two."""
    return _WORD.findall(text)


def colours_in(text: str) -> frozenset[str]:
    """Colours a plain text names, by the name they have here."""
    return frozenset(
        colour for surface in _WORD.findall(text) if (colour := _colour(surface)) is not None
    )


def _colour(surface: str) -> str | None:
    return _COLOUR.get(surface) or (
        None if surface.isascii() else _COLOUR.get(analysis.level(surface))
    )


def keys_of(traits: Traits) -> frozenset[str]:
    """What two offers of one thing are found together by: words by their sound, codes, GTIN, and
    the brand together with each of a few words, for goods whose every word is common."""
    words = {sound_of(word) for word in (*traits.words, *traits.meant.values())}
    found = {f"#{code}" for code in traits.codes} | words
    for brand in sorted(traits.brand)[:1]:
        maker = sound_of(brand)
        found.add(maker)
        found.update(
            f"{maker}+{word}"
            for word in islice(sorted(words, key=len, reverse=True), MOST_BRAND_KEYS)
        )
    if traits.gtin:
        found.add(f"={traits.gtin}")
    return frozenset(found)


@lru_cache(maxsize=200_000)
def number_of(key: str) -> int:
    """A key as 64 bits, the same in every process; two keys meet by chance once in a billion."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def squeezed(text: str) -> str:
    """A number of a maker without what people put between its characters."""
    return _SEPARATORS.sub("", plain(text))


def plain(text: str) -> str:
    """Lower case, Latin digits, one form of each Bengali letter."""
    if not text.isascii():
        text = in_single_letters(bangla.latin_digits(bangla.normalise(text)))
        text = text.replace("\u200c", "").replace("\u200d", "")
    return text.lower()


def has_digit(code: str) -> bool:
    return not code.isalpha()


def names(traits: Traits, part: str) -> bool:
    """Does it call itself by that number, as a whole, however it is spaced ("dgs 1008p")?"""
    if part in traits.codes:
        return True
    return part in traits.squeezed and any(part in _runs(title) for title in traits.titles)


@lru_cache(maxsize=200_000)
def word_of(surface: str) -> str:
    """The form under which a word meets its other spellings and, for goods, its other language.

    Bengali endings stay on: taking them off would take the r from Mirpur.
    """
    whole = analysis.level(surface)
    short = analysis.stem(whole)
    return _concept(short) or _concept(whole) or (short if short.isascii() else whole)


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    """A word's consonants: the key under which its spellings in either script stand together."""
    if any(char.isdigit() for char in word) or word.startswith("*"):
        return word
    skeleton = sounds.skeletons(word)[0]
    return f"~{skeleton}" if len(skeleton) >= 3 else word


@lru_cache(maxsize=200_000)
def _concept(word: str) -> str:
    others = analysis.same_goods(word)
    return f"*{min({word, *others})}" if others else ""


@lru_cache(maxsize=20_000)
def _brand(text: str) -> frozenset[str]:
    words = [word for word in _WORD.findall(text) if word not in _COMPANY] or _WORD.findall(text)
    return frozenset(
        _BRAND.get(word) or _BRAND.get(analysis.level(word)) or word_of(word) for word in words
    )


def _part(mpn: str, brand: str) -> str:
    """The part number, without the brand put before it; "" where it is a description instead."""
    if len(_LONG_WORD.findall(mpn.lower())) >= 2:
        return ""
    part, maker = squeezed(mpn), _SEPARATORS.sub("", brand)
    rest = part[len(maker) :] if maker and part.startswith(maker) else ""
    # "habiganj-tea-1" is no number of its own: another district has its tea-1, too.
    return rest if len(rest) >= 4 and sum(map(str.isdigit, rest)) >= 2 else part


def _codes(text: str) -> set[str]:
    return {
        _SEPARATORS.sub("", match.group())
        for match in _CODE.finditer(text)
        if _is_code(match.group())
    }


def _without_codes(text: str) -> str:
    return _CODE.sub(lambda match: " " if _is_code(match.group()) else match.group(), text)


@lru_cache(maxsize=200_000)
def _is_code(written: str) -> bool:
    code = _SEPARATORS.sub("", written)
    if len(code) < 4 or code.isalpha():
        return False
    if written.isdigit() and len(code) == 4:
        return code[:2] not in ("19", "20") and int(code) % 50 > 0
    if _SERIES.match(written):
        return True
    if _DECIMAL.match(written) or all(map(_is_measure, written.replace("/", "-").split("-"))):
        return written.isdigit() and len(code) >= 5
    return True


@lru_cache(maxsize=50_000)
def _is_measure(piece: str) -> bool:
    """A short number, a word, or an amount with its unit (500gm, 1080p, 8x11)."""
    if not piece or piece.isalpha() or piece.isdigit() and len(piece) < 5:
        return True
    letters = _DIGITS.sub("", piece)
    return piece[0].isdigit() and letters in _MEASURES


@lru_cache(maxsize=5_000)
def _runs(title: str) -> frozenset[str]:
    """Up to four neighbouring pieces of a title written together, where they hold a digit."""
    pieces = _PIECE.findall(title)
    found: set[str] = set()
    for i in range(len(pieces)):
        run = ""
        for piece in pieces[i : i + 4]:
            run += piece
            if len(run) > 3 and has_digit(run):
                found.add(run)
    return frozenset(found)


def _sizes(title: str) -> set[str]:
    """A size named as such: "size XL", "size 26", "XXL", or "M" in brackets or at the end."""
    named = {word for match in _SIZE_NAMED.finditer(title) for word in match.groups() if word}
    return {_SIZE.get(word, word) for word in named if word in _SIZE or word.isdigit()}


def _first_of_line(lines: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        words = line.split()
        for word in words:
            table[word] = table[analysis.level(plain(word))] = words[0]
    return table


def brands_meet(one: Traits, other: Traits) -> bool | None:
    """Have they a brand in common? None: one is written in Bengali and one in Latin letters, and
    they sound different, as a name does that was translated."""
    if one.brand & other.brand:
        return True
    mine, theirs = map(_sounds, (one.brand, other.brand))
    if mine & theirs:
        return True
    scripts = {all(word.isascii() for word in brand) for brand in (one.brand, other.brand)}
    return False if len(scripts) == 1 else None


def _sounds(words: frozenset[str]) -> set[str]:
    return {sound for word in words if (sound := sound_of(word)).startswith("~")}


def _both_forms(words: str) -> frozenset[str]:
    listed = in_single_letters(words).split()
    return frozenset(form for word in listed for form in (word, analysis.level(word)))


_CODE = re.compile(r"[a-z0-9]+(?:[-./_#][a-z0-9]+)*")
_PIECE = re.compile(r"[a-z0-9]+")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"[0-9.]+")
# TRSV-4385: letters and a number, and not a unit or a word.
_SERIES = re.compile(r"(?!pack|set|box|size|of-)[a-z]{2,5}-[0-9]{3,}$")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+$")
_WORD = re.compile(rf"[a-z0-9]+(?:'[a-z]+)?|[{analysis.BENGALI_LETTERS}]+")
_LONG_WORD = re.compile(r"(?<![a-z0-9])[a-z]{4,}(?![a-z0-9])")
# "compatible with X" says what it fits; "compatible" alone, that another maker copied it.
_FITS = re.compile(r"\bcompatible (?:with|for)\b")
_SIZE_NAMED = re.compile(
    in_single_letters(r"(?:size|সাইজ)\s*[:\-]?\s*([a-z0-9]+|স্মল|মিডিয়াম|লার্জ)")
    + r"|[(,\-/]\s*(xs|s|m|l)\s*[),]?$|\b([2-3]?x{1,3}l)\b"
)
_COLOUR = _first_of_line(tables.COLOURS)
_SIZE = _first_of_line(tables.SIZES)
_BRAND = _first_of_line(tables.BRANDS)
NOISE = _both_forms(tables.NOISE) | _both_forms(
    " ".join(spellings for units in tables.UNITS.values() for spellings in units)
)
_COMPANY = _both_forms(tables.COMPANY_WORDS)
_MEASURES = frozenset(
    word
    for units in tables.UNITS.values()
    for spellings in units
    for word in spellings.split()
    if word.isascii()
) | frozenset(tables.MEASURE_ENDINGS.split())
