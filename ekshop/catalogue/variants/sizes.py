"""What sellers write as a size, which often is none: a colour, a pack, a plug.

A feed has a column for the size and none for most else, so everything lands there. A size is letters,
a number, or measures; whatever else is said goes under the attribute it belongs to.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from ekshop.kernel.bangla import latin_digits, normalise

from . import reference
from .attributes import levelled

SIZE, COLOUR, MATERIAL, PACK, POWER, RAM, STORAGE, KIND = (
    "size", "colour", "material", "pack", "power", "ram", "storage", "kind",
)  # fmt: skip

_NUMBER = r"\d+(?:[.,/]\d+)?"
_MEMORY = re.compile(rf"(?:(\d{{1,3}})\s*(?:gb)?\s*[/+]\s*)?({_NUMBER})\s*([mgt]b|জিবি)")
_POWER = re.compile(rf"{_NUMBER}\s*(?:w|watts?|kw|ওয়াট)")
_PACKED = re.compile(
    r"(?:(?:strip|pack|packet|box|set|pair|bag|carton|dozen)s?\s+of\s+\d+"
    r"|\d+\s*(?:pcs?|pieces?|packs?|packets?|sets?|pairs?|bags?|rolls?|sheets?|pages?|leaves|tablets?"
    r"|capsules?|sachets?|টি|টা|খানা|পিস|জোড়া|সেট|পাতা|প্যাকেট))"
)
_COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_TOGETHER = {"set": "set", "pair": "pair", "pc": "pcs", "piece": "pcs", "bottle": "bottle"}
_LETTERS = re.compile(r"[2-9]?x{0,4}[sl]|m")
_MARKED = re.compile(r"\d{1,3}[a-f]{1,2}|\d{1,2}t|(?:uk|us|eu|eur|bd|w|l|no)\d{1,3}|\d{1,2}xs?")
_NETWORK_OR_YEAR = re.compile(r"[2-6]g|(?:19|20)\d\d")
_PARTS = re.compile(r"\s*,\s+")
_WORD = re.compile(r"[^\W\d_\u0980-\u09ff]+\d*|[\u0980-\u09ff]+|\d[\d.]*[^\W\d_\u0980-\u09ff]*")
_MEASURED = ("mass", "volume", "length")


def sizes_settled(said: Mapping[str, str]) -> dict[str, str]:
    """The same attributes with what is no size under another key; what the seller says there
    itself goes before it."""
    text = said.get(SIZE)
    if not text:
        return dict(said)
    found = {key: value for key, value in said.items() if key != SIZE}
    for key, value in _told(text):
        found.setdefault(key, value)
    return found


@lru_cache(maxsize=20_000)
def _told(text: str) -> tuple[tuple[str, str], ...]:
    parts = [part for part in _PARTS.split(text) if part.strip()]
    told = [_read(part.strip()) for part in parts]
    keys = [key for key, _value in told]
    if len(set(keys)) == 1 and len(keys) > 1:
        return ((keys[0], text),)
    if len(set(keys)) < len(keys):
        return ((KIND, text),)
    return tuple(told)


def _read(text: str) -> tuple[str, str]:
    """Under which key it belongs, and how it is said there."""
    folded = latin_digits(normalise(text)).casefold()
    plain = levelled(text)
    for key in (SIZE, COLOUR, MATERIAL):
        if plain in _LISTED[key]:
            return key, text
    if memory := _MEMORY.fullmatch(folded):
        return STORAGE, text if memory[1] is None else f"{memory[2]} {memory[3].upper()}"
    if _POWER.fullmatch(folded):
        return POWER, text
    if _PACKED.fullmatch(folded):
        return PACK, text
    if counted := _counted(folded):
        return PACK, counted
    return (SIZE if _measures(folded) else KIND), text


def _counted(folded: str) -> str:
    """ "one" as "1 pcs", "one set" as "1 set"."""
    words = folded.split()
    if words[0] not in _COUNTS or len(words) > 2:
        return ""
    what = _TOGETHER.get(words[1]) if len(words) == 2 else "pcs"
    return f"{_COUNTS[words[0]]} {what}" if what else ""


def _measures(folded: str) -> bool:
    """Whether all of it is numbers, units of measure, letters of a size and words beside them; at
    least one number or letter among them."""
    if _NETWORK_OR_YEAR.fullmatch(folded):
        return False
    words = _WORD.findall(folded)
    sure = False
    for word in words:
        number = re.match(r"[\d.]+", word)
        rest = word[number.end() :] if number else word
        measured = number and (not rest or rest in _UNITS)
        if measured or _LETTERS.fullmatch(word) or _MARKED.fullmatch(word) or word in _LISTED[SIZE]:
            sure = True
        elif word not in _UNITS and word not in _BESIDE:
            return False
    return sure


_LISTED = {
    each: frozenset(
        levelled(word)
        for key, code, bengali, english, words in reference.VALUES
        for word in (code, bengali, english, *words.split("|"))
        if key == each and word
    )
    for each in (SIZE, COLOUR, MATERIAL)
}
_UNITS = frozenset(
    latin_digits(normalise(word)).casefold()
    for code, bengali, english, base, _times, words in reference.UNITS
    for word in (code, bengali, english, *words.split("|"))
    if base in _MEASURED and word
) | {"litres", "inchs", "cubit", "cubits", "হাত", "y", "yr", "yrs", "year", "years", "month", "months", "mo"}  # fmt: skip
_BESIDE = frozenset(
    {
        "size",
        "no",
        "number",
        "uk",
        "us",
        "eu",
        "eur",
        "bd",
        "waist",
        "length",
        "width",
        "height",
        "w",
        "l",
        "h",
        "d",
        "x",
        "by",
        "to",
        "and",
        "about",
        "approx",
        "each",
        "kids",
        "men",
        "women",
        "fits",
        "all",
        "regular",
        "slim",
        "tall",
        "petite",
        "plus",
        "wide",
        "fit",
        "bottle",
        "tube",
        "dish",
        "jar",
        "tin",
        "can",
        "refill",
        "মাপ",
        "সাইজ",
        "নম্বর",
        "নং",
        "বছর",
        "মাস",
        "প্রায়",
        "বোতল",
        "টিউব",
        "one",
    }
)
