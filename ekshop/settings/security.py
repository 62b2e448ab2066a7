"""Keys, cookies and the content policy."""

import base64
import binascii
import secrets

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .core import DEMO, VAR_DIR, env


def _own_key(name: str, key: str) -> str:
    """A key of this installation's own, made on first need and kept under var/."""
    path = VAR_DIR / name
    if path.exists():
        return path.read_text()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(key)
    except FileExistsError:
        return path.read_text()
    return key


SECRET_KEY = env.str("SECRET_KEY", default="") or _own_key("secret_key", secrets.token_urlsafe(50))


def _key(told: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(told.strip())
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured("an encryption key is 32 bytes in URL-safe base64") from error
    if len(key) != 32:
        raise ImproperlyConfigured("an encryption key is 32 bytes in URL-safe base64")
    return key


def _told_key(variable: str, name: str, prefix: str = "") -> str:
    """As the environment says, or made on first need; without the demonstration it must be said,
    for a key that is lost with a machine takes the numbers it encrypted with it."""
    told = env.str(variable, default="")
    if told:
        return told
    if not DEMO:
        raise ImproperlyConfigured(f"{variable} is missing: account numbers are encrypted with it")
    return _own_key(name, prefix + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


# What account and identity numbers are encrypted with: id=key, separated by commas, the first being
# the present one; and what they are found by (kernel/encrypted.py).
ENCRYPTION_KEYS = {
    name: _key(key)
    for name, _, key in (
        each.strip().partition("=")
        for each in _told_key("ENCRYPTION_KEYS", "encryption_key", "own=").split(",")
    )
}
LOOKUP_KEY = _key(_told_key("LOOKUP_KEY", "lookup_key"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Behind TLS in production; on plain HTTP on this machine otherwise.
SECURE = env.bool("EKSHOP_SECURE", default=False)
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
