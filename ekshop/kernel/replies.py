"""What people write back: the words of a short answer, and which of them mean yes or no."""

import re

from .bangla import latin_digits, normalise

YES = frozenset(
    {"yes", "y", "ok", "1", "হ্যাঁ", "হ্যা", "হাঁ", "হা", "জি", "জ্বি", "ha", "haa", "hya", "hae", "ji"}
)
NO = frozenset({"no", "n", "2", "না", "নাহ", "na", "nah"})
_MARKS = re.compile(r"[\s.,;:!?।\"'()\[\]]+")


def words_said(text: str) -> list[str]:
    """The words alone, with Latin digits and small letters."""
    return [word for word in _MARKS.split(latin_digits(normalise(text)).casefold()) if word]


def yes_or_no(word: str) -> bool | None:
    """None for a word that is neither."""
    if word in YES:
        return True
    return False if word in NO else None
