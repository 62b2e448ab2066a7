"""What somebody means by an SMS: a yes or a no, and to which complaint."""

from dataclasses import dataclass

from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.replies import words_said, yes_or_no


@dataclass(frozen=True)
class Reply:
    """`yes` is None where it cannot be told; `code` is "" where none was written."""

    yes: bool | None
    code: str = ""


def reply_read(text: str) -> Reply:
    """One word of the lists, before or after a complaint's code or alone. Anything more is a
    sentence, which a person must read: "না পেলে কী হবে" is no no."""
    said = words_said(text)
    for word, rest in ((said[:1], said[1:]), (said[-1:], said[:-1])):
        yes = yes_or_no(word[0]) if word else None
        if yes is not None:
            code = _code("".join(rest))
            if code or not rest:
                return Reply(yes, code)
    return Reply(None, _code("".join(said)))


def _code(text: str) -> str:
    try:
        return parse_code(text, "C") if text else ""
    except InvalidCode:
        return ""
