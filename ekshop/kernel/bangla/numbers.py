"""Numbers, amounts and percentages, written and read."""

import re

from django.utils.translation import gettext_lazy as _

from ..errors import DomainError
from .text import in_digits_of, is_bengali, latin_digits, normalise


def group(digits: str) -> str:
    """South Asian grouping: the last three digits, then by twos. "1234567" -> "12,34,567"."""
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])


def format_number(n: int, lang: str) -> str:
    sign = "-" if n < 0 else ""
    return in_digits_of(sign + group(str(abs(n))), lang)


def format_taka(poisha: int, lang: str) -> str:
    """Poisha as taka: ৳১২,৩৪,৫৬৭; the paisa is written only when there is some."""
    taka, paisa = divmod(abs(poisha), 100)
    text = f"{'-' if poisha < 0 else ''}৳{group(str(taka))}"
    return in_digits_of(f"{text}.{paisa:02d}" if paisa else text, lang)


def format_taka_text(poisha: int, lang: str) -> str:
    """Without the sign, which costs an English SMS half its letters: "Tk 1,250", "১,২৫০ টাকা"."""
    amount = format_taka(poisha, lang).replace("৳", "")
    return f"{amount} টাকা" if is_bengali(lang) else f"Tk {amount}"


def format_percent(basis_points: int, lang: str) -> str:
    """Hundredths of a per cent as per cent, decimals only where there are some: 750 is "7.5%"."""
    whole, rest = divmod(abs(basis_points), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    sign = "-" if basis_points < 0 else ""
    return in_digits_of(f"{sign}{group(str(whole))}{decimals}%", lang)


class NotANumber(DomainError):
    code = "not_a_number"
    message = _("Write a whole number, like 12.")


class NotAnAmount(DomainError):
    code = "not_an_amount"
    message = _("Write an amount in taka, like 1250 or 1250.50.")


class NotAPercentage(DomainError):
    code = "not_a_percentage"
    message = _("Write a percentage, like 5 or 7.25.")


_DIGITS_AT_MOST = 16  # more than all the money there is, and within what the database holds
_GROUPED = r"\d+|\d{1,3}(?:,\d{2,3})*,\d{3}"
_INT = re.compile(rf"[+-]?(?:{_GROUPED})", re.ASCII)
_TAKA = re.compile(rf"([+-]?)({_GROUPED}|)(?:\.(\d{{1,2}}))?", re.ASCII)
_TAKA_WORDS = re.compile(r"[৳৲]|(?<![a-z])(?:tk\.?|bdt|taka)(?![a-z])|টাকা|মাত্র|/[-=–—]|/$", re.I)


def parse_int(text: str) -> int:
    """A whole number as people type it: "১২,০০০", " 12 000 ". Raises ``NotANumber``."""
    plain = _plain_number(text)
    if not _INT.fullmatch(plain) or _too_long(plain):
        raise NotANumber(typed=text[:40])
    return int(plain.replace(",", ""))


def parse_taka(text: str) -> int:
    """An amount as people write it, in poisha: "৳১,২৩৪/-", "Tk. 12.50", "15.00 BDT", "৫০ টাকা".

    Raises ``NotAnAmount`` for anything doubtful, such as three decimals or a comma where no group
    of thousands ends ("1,50"): a wrong reading of money is worse than a question.
    """
    plain = _plain_number(_TAKA_WORDS.sub("", normalise(text)))
    found = _TAKA.fullmatch(plain)
    if not found or not (found[2] or found[3]) or _too_long(plain):
        raise NotAnAmount(typed=text[:40])
    taka, paisa = int((found[2] or "0").replace(",", "")), int((found[3] or "0").ljust(2, "0"))
    return (-1 if found[1] == "-" else 1) * (taka * 100 + paisa)


def parse_percent(text: str) -> int:
    """A percentage as people type it, in basis points: "৭.৫", "5 %". Raises ``NotAPercentage``."""
    try:
        return parse_taka(normalise(text).replace("%", ""))
    except NotAnAmount as error:
        raise NotAPercentage(typed=text[:40]) from error


def _too_long(plain: str) -> bool:
    return sum(map(str.isdigit, plain)) > _DIGITS_AT_MOST


def _plain_number(text: str) -> str:
    """Latin digits, a plain minus, and spaces between digits read as the commas they stand for."""
    plain = latin_digits(normalise(text)).replace("\u2212", "-")
    return re.sub(r"\s", "", re.sub(r"(?<=\d)\s+(?=\d)", ",", plain))
