"""Letters and digits: one form for each, and cutting texts short."""

import re
import unicodedata

ZWJ, ZWNJ, NUKTA, VIRAMA = "\u200d", "\u200c", "\u09bc", "\u09cd"
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Anything that normalising could change, composition apart: most texts have none of it.
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\xa0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
    "|^ | $|  |\u0985\u09be|\u09ac\u09bc|\u09bc\u09bc|\u09f7"
)
_ODD_SPACE = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_JOINER = re.compile(f"[{ZWJ}{ZWNJ}]+")
_CONSONANT = re.compile("[\u0995-\u09b9\u09dc-\u09df\u09ce\u09f0\u09f1]")

_RESPELLED = (
    ("\u0985\u09be", "\u0986"),  # অ + া typed for আ
    ("\u09a4\u09cd\u200d", "\u09ce"),  # ৎ as it was spelled before Unicode 4.1
    ("\u09ac\u09bc", "\u09b0"),  # ব with a dot below is র
    ("\u09f7", "\u0964"),
)


def normalise(text: str) -> str:
    """One spelling for what reads the same: NFC, one form of য় ড় ঢ়, clean spaces and joiners.

    Line breaks stay (at most one blank line in a row); ends are trimmed. Idempotent.
    """
    if not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", _CONTROL.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(f"{NUKTA}{{2,}}", NUKTA, text)
    for odd, usual in _RESPELLED:
        text = text.replace(odd, usual)
    text = _JOINER.sub(_joiner_kept, text)
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.strip() for line in _ODD_SPACE.sub(" ", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _joiner_kept(match: re.Match[str]) -> str:
    """The joiner if it changes what is read, else nothing."""
    text, joiner = match.string, match.group()[0]
    before = text[match.start() - 1] if match.start() else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if joiner == ZWJ and before == "র" and text[match.end() : match.end() + 2] == VIRAMA + "য":
        return ZWJ
    if joiner == ZWNJ and before == VIRAMA and _CONSONANT.match(after):
        return ZWNJ
    if joiner == ZWJ and before and ord(before) > 0x2000 and after and ord(after) > 0x2000:
        return ZWJ  # inside an emoji
    return ""


def same(a: str, b: str) -> bool:
    """Do two texts read alike, whatever keyboard, case, digits or joiners they were typed with?"""
    return _fold(a) == _fold(b)


def _fold(text: str) -> str:
    bare = _JOINER.sub("", normalise(text)).casefold()
    return latin_digits(re.sub(r"\s+", " ", bare))


def bengali_digits(text: str | int) -> str:
    return str(text).translate(_TO_BENGALI)


def latin_digits(text: str | int) -> str:
    return str(text).translate(_TO_LATIN)


def in_digits_of(text: str | int, lang: str) -> str:
    """The same text with the numerals of ``lang``; for codes, counts and times inside sentences."""
    return bengali_digits(text) if is_bengali(lang) else str(text)


def is_bengali(lang: str) -> bool:
    return lang.split("-")[0] == "bn"


def shorten(text: str, length: int) -> str:
    """At most ``length`` characters, cut between words where possible, never inside a letter."""
    if len(text) <= length:
        return text
    cut = length - 1
    space = text.rfind(" ", length // 2, length)
    if space > 0:
        cut = space
    while cut and (unicodedata.combining(text[cut]) or unicodedata.category(text[cut]) == "Mc"):
        cut -= 1
    while cut and text[cut - 1] in (VIRAMA, ZWJ, ZWNJ):
        cut -= 2
    return text[: max(cut, 0)].rstrip(" ,;:") + "…"
