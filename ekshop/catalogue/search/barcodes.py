"""Barcodes typed or scanned into the search box: digits that name one thing at every seller."""

from typing import Literal, NamedTuple

from ekshop.kernel.bangla import latin_digits

from ..rules import gtin14, is_inside_a_shop

LENGTHS = (8, 12, 13, 14)
Verdict = Literal["", "found", "unknown", "inside", "misread"]


class Barcode(NamedTuple):
    """`gtin`: as fourteen digits; None if its last digit does not fit the others."""

    digits: str
    gtin: str | None


def barcode_of(text: str) -> Barcode | None:
    """The barcode a query is; None for any other query."""
    digits = "".join(char for char in latin_digits(text) if char not in " -\u00a0")
    if len(digits) not in LENGTHS or not (digits.isascii() and digits.isdigit()):
        return None
    return Barcode(digits, gtin14(digits))


def verdict(text: str, *, found: bool) -> Verdict:
    """What is to be said of a query as a barcode; nothing if it is none."""
    barcode = barcode_of(text)
    if barcode is None:
        return ""
    if found:
        return "found"
    if barcode.gtin is None:
        return "misread"
    return "inside" if is_inside_a_shop(barcode.gtin) else "unknown"
