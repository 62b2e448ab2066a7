"""Chance that can be repeated: one stream of numbers per name, so that adding a product to one
table does not shuffle every other."""

import random
import unicodedata
import zlib

SEED = "ek-shop-1"
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def stream(name: str, seed: str = SEED) -> random.Random:
    return random.Random(f"{seed}:{name}")


def bengali(number: object) -> str:
    """The number in Bengali numerals."""
    return str(number).translate(_TO_BENGALI)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def check_digit(digits: str) -> str:
    """The GS1 check digit for the digits before it (a GTIN-13's first twelve, and so on)."""
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def gtin13(serial: int) -> str:
    """A GTIN under 952, the prefix GS1 keeps for demonstrations: no real article carries it."""
    body = f"952{serial:09d}"
    return body + check_digit(body)


def tens(taka: float) -> int:
    """To the nearest ten taka."""
    return round(taka / 10) * 10


def table(text: str) -> list[list[str]]:
    """Rows of a table written as lines of cells between bars; both kinds of blanks trimmed."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def family_of(*words: str) -> str:
    """A short number for what these words name together, the same each time."""
    return f"{zlib.crc32('|'.join(words).encode()):08x}"
