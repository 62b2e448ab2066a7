"""What sellers call a thing's attributes, brought to one key each."""

import re
from collections.abc import Mapping

from ekshop.kernel.bangla import normalise

LONGEST_KEY, LONGEST_VALUE, MOST = 40, 100, 20

_BETWEEN = re.compile(r"[^\w\u0980-\u09ff]+")


def levelled(name: str) -> str:
    """A name without case, spelling variants and punctuation: "Sleeve-Length:" → sleeve_length."""
    if not name.isascii():
        name = normalise(name)
    return _BETWEEN.sub("_", name.casefold()).strip("_")[:LONGEST_KEY].rstrip("_")


def attribute_key(name: str, words: Mapping[str, str]) -> str:
    """Our key for a seller's name, "" for one without a letter.

    `words` gives our key for each levelled name we know; another name is its own key.
    """
    plain = levelled(name)
    return words.get(plain, plain)
