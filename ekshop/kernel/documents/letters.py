"""Text as the embedded fonts can set it. Typst refuses to make an archival file (PDF/A) in which one
character has no glyph, and papers that cross a border are read by people who know Latin letters: so
what no font here has is written in Latin letters, and what has none is left out."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from anyascii import anyascii
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
JOINERS = frozenset("\u200c\u200d")
NAMED_PICTURE = re.compile(r"^:[\w+-]+:$")


def printable(text: str) -> str:
    """Letters that a font here has stay as they are: Bengali, and Latin with its accents. Others become
    Latin letters; pictures and control characters go."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(" {2,}", " ", "".join(_set(cluster) for cluster in _clusters(text)))


def printable_in(value: Any) -> Any:
    """The same for every text in lists and dicts."""
    if isinstance(value, dict):
        return {key: printable_in(each) for key, each in value.items()}
    if isinstance(value, list):
        return [printable_in(each) for each in value]
    return printable(value) if isinstance(value, str) else value


def encodable(text: str) -> str:
    """Without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _clusters(text: str) -> list[str]:
    """A letter with the marks on it: typst takes both from one font."""
    found: list[str] = []
    for each in text:
        if found and (each in JOINERS or unicodedata.category(each)[0] == "M"):
            found[-1] += each
        else:
            found.append(each)
    return found


def _set(cluster: str) -> str:
    if cluster in "\n\t":
        return cluster
    cluster = "".join(each for each in cluster if each in JOINERS or _is_letter(each))
    for form in (cluster, unicodedata.normalize("NFC", cluster)):
        if any(font.issuperset(set(form) - JOINERS) for font in _covered()):
            return form
    return "".join(_in_latin(each) for each in cluster)


def _is_letter(each: str) -> bool:
    """No control, no half of a character, nothing private or unassigned."""
    return unicodedata.category(each)[0] != "C"


def _in_latin(each: str) -> str:
    written = anyascii(each)
    return "" if NAMED_PICTURE.match(written) else written


@lru_cache
def _covered() -> tuple[frozenset[str], ...]:
    """What each family has in all its weights."""
    families: dict[str, frozenset[str]] = {}
    for file in sorted(FONTS.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            has = frozenset(chr(code) for code in font.getBestCmap())
        family = file.name.partition("_")[0]
        families[family] = families.get(family, has) & has
    return tuple(families.values())
