"""All that speaks HTTP with a WooCommerce shop, under limits.

WooCommerce lets a caller in by its key over TLS, and without TLS only by a signature in the query
(OAuth 1.0a with one leg, RFC 5849). An answer that is cut off, that is a web page, or that says to
come back is asked for again, as long as there is time; a write is never repeated here. An answer
may have any shape: what cannot be taken apart counts as no answer.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import httpx
import structlog
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import http

from ..shape import OtherSideAway, OtherSideRefuses, Source

log = structlog.get_logger(__name__)

ROOT = "/wp-json/wc/v3"
PAGE = 100
STEP_SECONDS, CALL_SECONDS, ALL_SECONDS = 20.0, 60.0, 1800.0
ATTEMPTS = 4
LONGEST_WAIT = 60.0
MOST_BYTES = 30 * 1024 * 1024
MOST_ENTRIES = 1_000_000
AGAIN = {408, 425, 429, 500, 502, 503, 504}

Params = Mapping[str, Any]

NO_KEYS = _("The shop does not know this key, or the secret is wrong. Copy both once more.")
NO_RIGHT = _("The key may not do this. Make one with the permission Read/Write.")
NOT_A_SHOP = _("There is a WordPress here, but WooCommerce is not active in it.")
NO_PERMALINKS = _(
    "The shop's interface is not found. In WordPress, under Settings → Permalinks, choose anything "
    "but Plain; and see that the address is the shop's own."
)
WEB_PAGE = _("The address answers with a web page where the shop's interface should be.")
ODD = _("the shop's answer cannot be read")
BY_ERROR = _("it answered with error {status}")
ELSEWHERE = _("The address leads on to %(to)s. Give that one.")

_failure = lazy(http.failure_sentence, str)
"""In whichever language it is read: trouble is kept in both."""

MISSHAPEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What taking apart an answer raises that is not as it should be."""


class Answer(NamedTuple):
    """`found`: its JSON, without what PostgreSQL cannot hold."""

    found: Any
    headers: Mapping[str, str]


class Shop:
    """A shop for as long as one piece of work; use it as a context manager."""

    def __init__(self, source: Source, *, seconds: float = ALL_SECONDS) -> None:
        self.base = source.address.rstrip("/")
        self._key = source.settings.get("consumer_key", "")
        self._secret = source.settings.get("consumer_secret", "")
        self._until = time.monotonic() + seconds
        self.began: datetime | None = None
        """The shop's own time at its first answer, in UTC."""
        self._tls = urlsplit(self.base).scheme == "https"
        self._client = http.client(
            timeout=STEP_SECONDS,
            total=min(CALL_SECONDS, seconds),
            max_bytes=MOST_BYTES,
            headers={"Accept": "application/json"},
        )

    def __enter__(self) -> "Shop":
        self._client.__enter__()
        return self

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._client.__exit__(kind, error, trace)
        if isinstance(error, MISSHAPEN):
            log.warning("shop_answer_odd", base=self.base, error=repr(error)[:200])
            raise OtherSideAway(why=ODD) from error

    def get(self, path: str, params: Params | None = None) -> Any:
        """The answer's JSON. Raises OtherSideAway, OtherSideRefuses."""
        return self.answer("GET", path, params).found

    def answer(self, method: str, path: str, params: Params | None = None) -> Answer:
        """A read, asked for again while that may help."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = self._sent(method, path, params or {}, None)
                return self._checked(response)
            except OtherSideAway as away:
                wait = self._wait(attempt, away)
                if attempt == ATTEMPTS or wait is None:
                    raise
                time.sleep(wait)
        raise AssertionError

    def write(self, method: str, path: str, told: Any, params: Params | None = None) -> Any:
        """A write, sent once: OtherSideAway leaves open whether it was done."""
        return self._checked(self._sent(method, path, params or {}, told)).found

    def pages(
        self, path: str, params: Params, *, most: int = MOST_ENTRIES
    ) -> Iterator[tuple[dict[str, Any], int]]:
        """Every entry of a list with how many there are, page by page. More than `most` are no
        list of this kind."""
        number = seen = 1
        while True:
            found, headers = self.answer("GET", path, {**params, "per_page": PAGE, "page": number})
            if not isinstance(found, list):
                raise OtherSideAway(why=WEB_PAGE)
            total = _whole(headers.get("X-WP-Total"), len(found))
            for each in found:
                if not isinstance(each, dict) or seen > most:
                    raise OtherSideAway(why=ODD)
                seen += 1
                yield each, total
            if number >= _whole(headers.get("X-WP-TotalPages"), 1) or not found:
                return
            number += 1

    def _sent(self, method: str, path: str, params: Params, told: Any) -> httpx.Response:
        if time.monotonic() > self._until:
            raise OtherSideAway(why=_failure(http.TookTooLong()))
        url = f"{self.base}{path if path.startswith('/wp-json') else ROOT + path}"
        given = {name: _written(value) for name, value in params.items()}
        auth: Any = (self._key, self._secret) if self._tls and self._key else None
        if not self._tls and self._key:
            given = signed(method, url, given, self._key, self._secret)
        query = urlencode(given, quote_via=quote)
        try:
            return self._client.request(
                method, f"{url}?{query}" if query else url, json=told, auth=auth
            )
        except http.FAILURES as error:
            raise OtherSideAway(why=_failure(error)) from error

    def _checked(self, response: httpx.Response) -> Answer:
        """Raises for what is no answer of the interface, or a refusal."""
        if self.began is None:
            self.began = _date(response)
        status = response.status_code
        if response.is_redirect:
            raise OtherSideRefuses(ELSEWHERE, to=response.headers.get("Location", "")[:200])
        if status in AGAIN:
            away = OtherSideAway(why=format_lazy(BY_ERROR, status=status))
            away.data["after"] = response.headers.get("Retry-After", "")
            raise away
        try:
            found = _json(response)
        except (ValueError, RecursionError):
            if status == 404:
                raise OtherSideRefuses(NO_PERMALINKS) from None
            raise OtherSideAway(why=WEB_PAGE) from None
        if status < 300:
            return Answer(found, response.headers)
        raise refusal(status, found if isinstance(found, dict) else {})

    def _wait(self, attempt: int, away: OtherSideAway) -> float | None:
        """Seconds until the next attempt; None: there is no time for one."""
        wait = 0.2 * 2 ** (attempt - 1)
        after = str(away.data.get("after") or "")
        if after.isdigit():
            wait = max(wait, float(after))
        return wait if wait <= LONGEST_WAIT and time.monotonic() + wait < self._until else None


def refusal(status: int, said: Mapping[str, Any]) -> OtherSideRefuses:
    """What WooCommerce refuses, in our words where we know it, else in its own."""
    code, words = str(said.get("code") or ""), str(said.get("message") or "")[:300]
    if code == "rest_no_route":
        return OtherSideRefuses(NOT_A_SHOP, status=status, code=code)
    if "permission" in words and status in (401, 403):
        return OtherSideRefuses(NO_RIGHT, status=status, code=code)
    if status in (401, 403):
        return OtherSideRefuses(NO_KEYS, status=status, code=code)
    return OtherSideRefuses(
        _("The shop answered: %(words)s"), words=words or str(status), status=status, code=code
    )


def signed(method: str, url: str, params: Params, key: str, secret: str) -> dict[str, str]:
    """The parameters with those of a signature over them."""
    given = {
        **{name: str(value) for name, value in params.items()},
        "oauth_consumer_key": key,
        "oauth_timestamp": str(int(time.time())),
        "oauth_nonce": secrets.token_hex(16),
        "oauth_signature_method": "HMAC-SHA256",
    }
    pairs = "&".join(f"{_coded(name)}={_coded(given[name])}" for name in sorted(given))
    text = "&".join((method.upper(), _coded(url), _coded(pairs)))
    mac = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha256).digest()
    return {**given, "oauth_signature": base64.b64encode(mac).decode()}


def _json(response: httpx.Response) -> Any:
    found = response.json()
    spelt = response.content.lower()
    return _legible(found) if b"\\u0000" in spelt or b"\\ud" in spelt else found


def _legible(value: Any) -> Any:
    """Without NULs and halves of letters, which JSON can spell."""
    if isinstance(value, dict):
        return {_legible(name): _legible(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_legible(each) for each in value]
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    return value


def _coded(text: str) -> str:
    return quote(text, safe="-._~")


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _date(response: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError, TypeError):
        return None
