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
