"""Bangladeshi mobile numbers: one stored form (+8801XXXXXXXXX) for whatever people type or paste.

Only the shape is judged (01, then an operator digit 3 to 9, then eight digits); whether somebody
answers is the gateway's business.
"""

import re

from django.utils.translation import gettext_lazy as _

from .bangla import latin_digits, normalise
from .errors import DomainError

_MOBILE = re.compile(r"(?:\+?880|00880)?0?(1[3-9]\d{8})", re.ASCII)
_SEPARATORS = re.compile(r"[\s()\-\u2010-\u2015.]")


class InvalidMobile(DomainError):
    code = "invalid_mobile"
    message = _("This is not a mobile number of Bangladesh. Write it like 01712-345678.")


def parse_mobile(text: str) -> str:
    """ "০১৭১২-৩৪৫৬৭৮", "8801712345678", "+880 1712 345678" -> "+8801712345678".

    Raises ``InvalidMobile``.
    """
    found = _MOBILE.fullmatch(_SEPARATORS.sub("", latin_digits(normalise(text))))
    if not found:
        raise InvalidMobile(typed=text[:40])
    return f"+880{found[1]}"


def local_form(mobile: str) -> str:
    """How people here write it: +8801712345678 -> "01712-345678"."""
    return f"0{mobile[4:8]}-{mobile[8:]}"


def mask(mobile: str) -> str:
    """Enough to recognise one's own number, too little to call it: "017…5678"."""
    return f"0{mobile[4:6]}…{mobile[-4:]}"
