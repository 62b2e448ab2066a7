"""The open platform's signature: the call's path, then every parameter by name with its value,
through HMAC-SHA256 with the app's secret, in capital hexadecimal."""

import hashlib
import hmac
from collections.abc import Mapping


def signature(path: str, params: Mapping[str, str], secret: str) -> str:
    told = path + "".join(f"{key}{params[key]}" for key in sorted(params) if key != "sign")
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest().upper()
