"""Shops' keys, derived from a seed, so that both sides know them without anybody writing them down.

The platform's demonstration loader calls `credential()` with the same seed; nothing here
opens anything but this sandbox.
"""

import base64
import hashlib
import hmac
import os


def seed() -> str:
    return os.environ.get("SANDBOX_SEED", "ekshop-sandbox")


def credential(service: str, name: str, *, of: str = "") -> str:
    """`credential("shop/1", "webhook_secret")`; a webhook secret has the Standard Webhooks form,
    a WooCommerce shop's keys theirs."""
    digest = hmac.new(
        (of or seed()).encode(), f"{service} {name}".encode(), hashlib.sha256
    ).digest()
    if name == "webhook_secret" and service.startswith("shop/"):
        return "whsec_" + base64.b64encode(digest[:24]).decode()
    if service == "woo":
        return ("ck_" if name == "consumer_key" else "cs_") + digest.hex()[:40]
    return f"sandbox_{digest.hex()[:32]}"
