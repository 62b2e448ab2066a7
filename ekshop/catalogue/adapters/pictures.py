"""Fetching a picture from a seller's own host, and from nowhere else."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from ekshop.kernel import http
from ekshop.kernel.errors import DomainError
from ekshop.kernel.pictures import MAX_BYTES

STEP_SECONDS, TOTAL_SECONDS = 10, 30
REDIRECTS = 2


class PictureNotFetched(DomainError):
    """`code` is why: status, unreachable, host, too_large."""


def picture_fetch(address: str, *, allowed: Callable[[str], bool]) -> bytes:
    """The bytes at an address. `allowed` judges every host on the way there, redirects too.

    Private addresses are refused below, in `kernel.http`. Raises PictureNotFetched.
    """
    try:
        with http.client(
            timeout=STEP_SECONDS, total=TOTAL_SECONDS, max_bytes=MAX_BYTES, redirects=0
        ) as client:
            for _hop in range(REDIRECTS + 1):
                if not allowed(host_of(address)):
                    raise PictureNotFetched("host")
                answer = client.get(address, headers={"Accept": "image/webp,image/jpeg,image/png"})
                if answer.status_code in (301, 302, 303, 307, 308):
                    address = _next(address, answer.headers.get("location", ""))
                    continue
                if answer.status_code != 200:
                    raise PictureNotFetched("status")
                return answer.content
    except http.AnswerTooLarge as error:
        raise PictureNotFetched("too_large") from error
    except http.AddressRefused as error:
        raise PictureNotFetched("host") from error
    except http.FAILURES as error:
        raise PictureNotFetched("unreachable") from error
    raise PictureNotFetched("status")


def host_of(address: str) -> str:
    """The host's name, in small letters; "" for what is no web address."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _next(address: str, location: str) -> str:
    following = urljoin(address, location)
    if address.startswith("https:") and not following.startswith("https:"):
        raise PictureNotFetched("host")
    return following
