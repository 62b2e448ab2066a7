"""Codes that people read aloud, write on paper and type back: `K74-MX2P-9`.

The 29 symbols leave out what is mistaken for something else (0 O, 1 I L, U V). 29 is a
prime, and every place has a weight of its own, so the last character finds every single
wrong character and every swap of two neighbours. Case, spaces, dashes and the kind of
digits do not matter when a code is read back.

The code is random, so it tells nobody how many orders there are. It is not a secret: what
it opens to the public asks for something more.
"""

from __future__ import annotations

import secrets

from django.utils.translation import gettext_lazy as _

from .errors import InvalidInput

ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
BODY = 6
_PAIRS = [(a + b, i, j) for i, a in enumerate(ALPHABET) for j, b in enumerate(ALPHABET)]
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_BENGALI_DIGITS = {ord("০") + digit: str(digit) for digit in range(10)}
_DASHES_AND_SPACES = dict.fromkeys(map(ord, "-‐‑‒–—−_./ \t\r\n\u00a0\u200b\u200c\u200d"))


class InvalidCode(InvalidInput):
    code = "invalid_code"
    message = _("This is not a code of ours. Compare it with your slip, letter by letter.")

    def __init__(self, text: str) -> None:
        super().__init__(None, text=text[:40])


def tracking_code(letter: str) -> str:
    """A fresh random code beginning with `letter`, which says what kind of thing it names.

    594 million for each letter; the column it goes into is unique, and a taken one is
    simply drawn again. Raises ValueError for a letter outside the alphabet.
    """
    if letter not in _VALUE or letter.isdigit():
        raise ValueError(f"{letter!r} is not a letter of the alphabet of codes")
    body = letter + "".join(secrets.choice(ALPHABET) for _place in range(BODY))
    return _grouped(body + check_character(body))


def tracking_codes(letter: str, count: int) -> list[str]:
    """Many at once, a few hundred nanoseconds each; two may be the same, as with single ones."""
    if letter not in _VALUE or letter.isdigit():
        raise ValueError(f"{letter!r} is not a letter of the alphabet of codes")
    pairs, size = _PAIRS, len(_PAIRS)
    start = 8 * _VALUE[letter]
    noise = secrets.token_bytes(8 * count)
    codes = []
    for place in range(0, 8 * count, 8):
        rest, third = divmod(int.from_bytes(noise[place : place + 8]), size)
        rest, second = divmod(rest, size)
        one, a, b = pairs[rest % size]
        two, c, d = pairs[second]
        three, e, f = pairs[third]
        check = -(start + 7 * a + 6 * b + 5 * c + 4 * d + 3 * e + 2 * f) % len(ALPHABET)
        codes.append(f"{letter}{one}-{two}{three}-{ALPHABET[check]}")
    return codes


def parse_code(text: str, letter: str | None = None) -> str:
    """The code in its one written form. Raises InvalidCode, also for another kind's letter."""
    plain = text.translate(_BENGALI_DIGITS).translate(_DASHES_AND_SPACES).upper()
    if len(plain) != BODY + 2 or not set(plain) <= _VALUE.keys():
        raise InvalidCode(text)
    if plain[0].isdigit() or plain[-1] != check_character(plain[:-1]):
        raise InvalidCode(text)
    if letter is not None and plain[0] != letter:
        raise InvalidCode(text)
    return _grouped(plain)


def check_character(body: str) -> str:
    """The symbol that makes the weighted sum of all places divisible by 29."""
    places = enumerate(reversed(body), start=2)
    return ALPHABET[-sum(weight * _VALUE[symbol] for weight, symbol in places) % len(ALPHABET)]


def _grouped(plain: str) -> str:
    return f"{plain[:3]}-{plain[3:-1]}-{plain[-1]}"
