"""Who calls: a key and a secret, as WooCommerce takes them.

Over TLS plainly (basic, or in the query); without it only signed, as OAuth 1.0a with one leg. A
proxy in front that ends TLS says so by `X-Forwarded-Proto`.
"""

import base64
import binascii
import hashlib
import hmac
import time
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request

WINDOW_S = 15 * 60
NEEDED = (
    "oauth_consumer_key",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
)
READS = {"GET", "HEAD"}


class Refused(Exception):
    """What WooCommerce says to a caller it does not let in."""

    def __init__(self, code: str, message: str, status: int = 401) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


class Doorkeeper:
    """`nonces` that were used, each with its time."""

    def __init__(self) -> None:
        self._nonces: dict[str, float] = {}

    def let_in(self, request: Request, keys: dict[str, str], permissions: str, home: str) -> None:
        """Raises Refused."""
        tls = request.headers.get("x-forwarded-proto") == "https"
        known = self._plain(request, keys) if tls else self._signed(request, keys, home)
        if not known:
            raise Refused("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
        kind = "read" if request.method in READS else "write"
        if permissions not in (kind, "read_write"):
            raise Refused(
                "woocommerce_rest_authentication_error",
                f"The API key provided does not have {kind} permissions.",
            )

    def _plain(self, request: Request, keys: dict[str, str]) -> bool:
        asked = request.query_params
        key, secret = asked.get("consumer_key", ""), asked.get("consumer_secret", "")
        if not key:
            scheme, _, sealed = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "basic":
                return False
            try:
                key, _, secret = base64.b64decode(sealed).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return False
        if not key or not secret or key != keys["consumer_key"]:
            return False
        if not hmac.compare_digest(secret.encode(), keys["consumer_secret"].encode()):
            raise Refused("woocommerce_rest_authentication_error", "Consumer secret is invalid.")
        return True

    def _signed(self, request: Request, keys: dict[str, str], home: str) -> bool:
        given = dict(request.query_params.multi_items())
        if not any(given.get(name) for name in NEEDED):
            return False
        missing = [name for name in NEEDED if not given.get(name)]
        if missing:
            raise Refused(
                "woocommerce_rest_authentication_missing_parameter",
                f"Missing OAuth parameter{'s' if len(missing) > 1 else ''} {', '.join(missing)}",
            )
        if given["oauth_consumer_key"] != keys["consumer_key"]:
            raise Refused("woocommerce_rest_authentication_error", "Consumer key is invalid.")
        self._check_signature(request, given, keys["consumer_secret"], home)
        self._check_once(given["oauth_timestamp"], given["oauth_nonce"])
        return True

    def _check_signature(
        self, request: Request, given: dict[str, str], secret: str, home: str
    ) -> None:
        wrong = "woocommerce_rest_authentication_error"
        method = given["oauth_signature_method"]
        if method not in ("HMAC-SHA1", "HMAC-SHA256"):
            raise Refused(wrong, "Invalid signature - signature method is invalid.")
        told = unquote(given.pop("oauth_signature")).replace(" ", "+")
        query = "%26".join(
            f"{_twice(name)}%3D{_twice(value)}" for name, value in sorted(given.items())
        )
        text = f"{request.method}&{quote(home + request.url.path, safe='')}&{query}"
        kind = hashlib.sha1 if method == "HMAC-SHA1" else hashlib.sha256
        right = base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), kind).digest())
        if not hmac.compare_digest(right, told.encode()):
            raise Refused(wrong, "Invalid signature - provided signature does not match.")

    def _check_once(self, stamp: str, nonce: str) -> None:
        wrong = "woocommerce_rest_authentication_error"
        now = time.time()
        if not stamp.isdigit() or abs(now - int(stamp)) > WINDOW_S:
            raise Refused(wrong, "Invalid timestamp.")
        self._nonces = {one: at for one, at in self._nonces.items() if at > now - WINDOW_S}
        if nonce in self._nonces:
            raise Refused(wrong, "Invalid nonce - nonce has already been used.")
        self._nonces[nonce] = now


def _twice(text: Any) -> str:
    """Encoded by RFC 3986 and once more, whatever it was before."""
    return quote(unquote(str(text)), safe="").replace("%", "%25")
