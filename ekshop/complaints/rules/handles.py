"""What a seller is known by, each kind folded so that two ways of writing it are one."""

import re

from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.phones import InvalidMobile, parse_mobile

_SCHEME = re.compile(r"^(?:https?:)?//", re.I)
_WWW = re.compile(r"^(?:www|m|web|mobile|bn-in)\.")
_FACEBOOK = re.compile(r"^(?:facebook\.com|fb\.com|fb\.me)/+")
_ID = re.compile(r"profile\.php\?id=(\d+)")
_DOMAIN = re.compile(r"[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")


def handle_fold(kind: str, typed: str) -> str:
    """The handle as it is compared, or "" when `typed` cannot be one of that kind.

    A telephone becomes +8801…; a wallet the eleven digits before any check digit; a link its host
    and path without scheme, www, query and closing slash; a Facebook page its name or number.
    """
    text = latin_digits(normalise(typed)).strip()
    if kind == "phone":
        try:
            return parse_mobile(text)
        except InvalidMobile:
            digits = re.sub(r"\D", "", text)
            return digits if 6 <= len(digits) <= 15 else ""
    if kind == "wallet":
        digits = re.sub(r"^(?:88)(?=01)", "", re.sub(r"\D", "", text))
        return digits[:11] if re.fullmatch(r"01[3-9]\d{8,9}", digits) else ""
    if kind == "account":
        digits = re.sub(r"[^0-9A-Za-z]", "", text).upper()
        return digits if 6 <= len(digits) <= 34 else ""
    if kind in ("link", "page"):
        return _address(text, page=kind == "page")
    if kind == "email":
        return text.casefold() if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else ""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def _address(text: str, *, page: bool) -> str:
    address = _WWW.sub("", _SCHEME.sub("", text).casefold())
    if page:
        numbered = _ID.search(address)
        if numbered:
            return numbered[1]
        address = _FACEBOOK.sub("", address).lstrip("@")
        return re.split(r"[/?#]", address)[0].replace(".", "")[:200]
    address = re.split(r"[?#]", address)[0].rstrip("/")
    return address[:200] if _DOMAIN.match(address) else ""
