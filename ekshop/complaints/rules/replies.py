"""What somebody means by an SMS: a yes or a no, and to which complaint."""

import re
from dataclasses import dataclass

from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.ids import InvalidCode, parse_code

YES = frozenset(
    {"yes", "y", "ok", "1", "হ্যাঁ", "হ্যা", "হাঁ", "হা", "জি", "জ্বি", "ha", "haa", "hya", "hae", "ji"}
)
NO = frozenset({"no", "n", "2", "না", "নাহ", "na", "nah"})
_MARKS = re.compile(r"[\s.,;:!?।\"'()\[\]]+")


@dataclass(frozen=True)
class Reply:
    """`yes` is None where it cannot be told; `code` is "" where none was written."""

    yes: bool | None
    code: str = ""


def reply_read(text: str) -> Reply:
    """One word of the lists, before or after a complaint's code or alone. Anything more is a
    sentence, which a person must read: "না পেলে কী হবে" is no no."""
    said = [word for word in _MARKS.split(latin_digits(normalise(text)).casefold()) if word]
    for word, rest in ((said[:1], said[1:]), (said[-1:], said[:-1])):
        meant = {True: YES, False: NO}
        for yes, words in meant.items():
            if word and word[0] in words:
                code = _code("".join(rest))
                if code or not rest:
                    return Reply(yes, code)
    return Reply(None, _code("".join(said)))


def _code(text: str) -> str:
    try:
        return parse_code(text, "C") if text else ""
    except InvalidCode:
        return ""
