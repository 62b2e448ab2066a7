"""What is taken out of a story before the public may read it."""

import re
from collections.abc import Iterable

from ekshop.kernel.bangla import normalise

GAP = "▁▁▁"
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w\-]+\.(?:com|net|org|shop|bd|info|me)(?:/\S*)?", re.I
)
_MAIL = re.compile(r"\S+@\S+\.\S+")
_AT_NAME = re.compile(r"@[\w.]{3,}")
_NUMBER = re.compile(r"[+]?[\d০-৯](?:[\s\-–.]?[\d০-৯]){4,}")
_SPREAD = re.compile(r"[+(]{0,2}\d(?:[\W_]{0,3}\d){8,}")
_WORD_EDGE = r"(?<![\w\u0980-\u09ff]){}(?![\w\u0980-\u09ff])"


def without_numbers(text: str) -> str:
    """A name without telephone, account and e-mail in it: "" where nothing else was known."""
    clean = normalise(text)
    for pattern in (_MAIL, _SPREAD, _NUMBER):
        clean = pattern.sub(" ", clean)
    clean = normalise(clean)
    return clean if any(map(str.isalpha, clean)) else ""


def redact(text: str, names: Iterable[str] = ()) -> str:
    """The text without addresses, links, numbers of five digits and more (of nine, however they are
    spread), and the given names.

    Amounts up to four digits and dates stay; each part of a name of three letters or more goes,
    also where a Bengali case ending hangs on the whole of it.
    """
    clean = normalise(text)
    for pattern in (_MAIL, _LINK, _AT_NAME, _SPREAD, _NUMBER):
        clean = pattern.sub(GAP, clean)
    parts = {part for name in names for part in normalise(name).split() if len(part) >= 3}
    for part in sorted(parts, key=len, reverse=True):
        ending = r"(?:ের|র|কে|য়|তে|এর|ও)?" if not part.isascii() else r"(?:'s)?"
        clean = re.sub(_WORD_EDGE.format(re.escape(part) + ending), GAP, clean, flags=re.I)
    return re.sub(rf"(?:{GAP}[\s,]*)+{GAP}", GAP, clean)
