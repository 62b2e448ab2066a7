"""Amounts as feeds write them, and numbers of pieces."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ekshop.kernel.bangla import NotAnAmount, NotANumber, latin_digits, parse_int, parse_taka

from ..rules import incoming as rules

_USUAL = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?(?: ?(?:BDT|TK|Tk|Taka|tk))?", re.ASCII)
_CURRENCIES = {
    "usd": "USD", "us$": "USD", "$": "USD", "eur": "EUR", "€": "EUR", "gbp": "GBP", "£": "GBP",
    "inr": "INR", "₹": "INR", "rs": "INR", "rs.": "INR", "cny": "CNY", "¥": "CNY", "aed": "AED",
    "sar": "SAR", "cad": "CAD", "aud": "AUD", "jpy": "JPY", "sgd": "SGD", "myr": "MYR",
}  # fmt: skip
_FOREIGN = re.compile(
    r"(?<![a-z])(" + "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True)) + r")(?![a-z])",
    re.I,
)  # fmt: skip
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3})(?:\.[0-9]+)?")
_DIGITS = re.compile(r"[0-9]+")


LONGEST = 60
"""No amount or number of pieces is written with more characters."""


class BadPrice(Exception):
    """`code` is a key of `rules.REASONS`."""

    def __init__(self, code: str, **data: str) -> None:
        super().__init__(code)
        self.code, self.data = code, data


class Prices:
    """Reads amounts that are in one agreed currency; `rate` is BDT for one unit of it."""

    def __init__(self, currency: str = "BDT", rate: Decimal | None = None) -> None:
        self.currency = currency
        self.rate = rate

    def read(self, text: str) -> int:
        """Poisha, more than nothing and within reason. Raises BadPrice."""
        if len(text) > LONGEST:
            raise BadPrice("price_unreadable")
        usual = _USUAL.fullmatch(text)
        if usual and self.rate is None:
            poisha = int(usual[1]) * 100 + int((usual[2] or "0").ljust(2, "0"))
        else:
            poisha = self._unusual(text)
        if poisha <= 0:
            raise BadPrice("price_not_positive")
        if poisha > rules.HIGHEST_PRICE_POISHA:
            raise BadPrice("price_absurd")
        return poisha

    def _unusual(self, text: str) -> int:
        found = _FOREIGN.search(text)
        stated = _CURRENCIES[found[1].lower()] if found else self.currency
        if stated != self.currency:
            raise BadPrice("wrong_currency", found=stated, expected=self.currency)
        if self.rate is not None:
            return self._converted(text)
        first = _DIGITS.findall(latin_digits(text).replace(",", ""))
        if first and len(first[0].lstrip("0")) > 9:
            raise BadPrice("price_absurd")
        try:
            return parse_taka(_trimmed(text))
        except NotAnAmount:
            raise BadPrice("price_unreadable") from None

    def _converted(self, text: str) -> int:
        plain = _FOREIGN.sub("", latin_digits(text)).strip()
        if re.search(r"(?i)bdt|tk|taka|৳|টাকা", plain):
            raise BadPrice("wrong_currency", found="BDT", expected=self.currency)
        if not _NUMBER.fullmatch(plain):
            raise BadPrice("price_unreadable")
        try:
            amount = Decimal(plain.replace(",", "")) * (self.rate or 1)
        except InvalidOperation:
            raise BadPrice("price_unreadable") from None
        if amount > 10**12:
            raise BadPrice("price_absurd")
        return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _trimmed(text: str) -> str:
    """Zeros beyond the second decimal say nothing: "12.5000" is 12.50."""
    return re.sub(r"(\.[0-9]{2})0+(?![0-9])", r"\1", text)


_THERE = frozenset(
    [
        "in_stock",
        "instock",
        "available",
        "yes",
        "y",
        "true",
        "1",
        "limited_availability",
        "আছে",
        "মজুদ_আছে",
        "মজুত_আছে",
        "স্টকে_আছে",
        "পাওয়া_যায়",
        "হ্যাঁ",
    ]
)
_NOT_THERE = frozenset(
    [
        "out_of_stock",
        "outofstock",
        "not_available",
        "unavailable",
        "sold_out",
        "no",
        "n",
        "false",
        "0",
        "preorder",
        "pre_order",
        "backorder",
        "back_order",
        "discontinued",
        "on_backorder",
        "নেই",
        "নাই",
        "মজুদ_নেই",
        "মজুত_নেই",
        "স্টকে_নেই",
        "শেষ",
        "পাওয়া_যায়_না",
        "না",
    ]
)


def available(text: str) -> bool | None:
    """Whether the word says in stock; None: we do not know it. What can only be ordered ahead is not."""
    word = re.sub(r"[\s\-]+", "_", text[:LONGEST].strip().casefold())
    if word in _THERE:
        return True
    return False if word in _NOT_THERE else None


def pieces(text: str) -> int | None:
    """A number of pieces, at least none; None: not a number. "12.0" is 12; more than a million is a million."""
    if len(text) > LONGEST:
        return None
    if text.isascii() and text.isdigit() and len(text) < 8:
        return min(int(text), 1_000_000)
    try:
        return max(0, min(parse_int(re.sub(r"\.0+$", "", text)), 1_000_000))
    except NotANumber:
        return None
