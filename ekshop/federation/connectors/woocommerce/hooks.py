"""The shop's webhooks: asked for, taken away, and heard.

A webhook is taken as a hint and what it speaks of is read anew: so one that comes late, twice or
after a newer one does no harm.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence

from ...ingest.records import BadRow
from ..shape import Changed, Forged, Heard, OtherSideRefuses, Source
from .client import Shop

TOPICS = ("product.created", "product.updated", "product.deleted", "product.restored", "order.updated", "order.deleted")  # fmt: skip
NAME = "ek-Shop"
SECONDS = 60.0
MOST_WEBHOOKS = 2_000


def connect(source: Source, address: str, secret: str) -> None:
    """Ours are found by their address, mended where they changed, and made where there are none."""
    topics = TOPICS if source.settings.get("orders") else TOPICS[:4]
    with Shop(source, seconds=SECONDS) as shop:
        known = {each["topic"]: each for each in _ours(shop, address)}
        for topic in topics:
            told = {"name": NAME, "topic": topic, "delivery_url": address, "secret": secret, "status": "active"}  # fmt: skip
            if topic in known:
                shop.write("PUT", f"/webhooks/{known.pop(topic)['id']}", told)
            else:
                shop.write("POST", "/webhooks", told)
        for each in known.values():
            _drop(shop, each["id"])


def disconnect(source: Source, address: str) -> None:
    with Shop(source, seconds=SECONDS) as shop:
        for each in _ours(shop, address):
            _drop(shop, each["id"])


def hear(secret: str, headers: Mapping[str, str], body: bytes) -> Sequence[Heard]:
    """What changed. The ping that tries a new webhook is unsigned and says nothing."""
    if body.startswith(b"webhook_id=") and "x-wc-webhook-topic" not in headers:
        return []
    mac = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    if not secret or not hmac.compare_digest(
        mac, headers.get("x-wc-webhook-signature", "").encode()
    ):
        raise Forged()
    try:
        number = str(int(json.loads(body)["id"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadRow("broken_json", body[:60].decode("utf-8", "replace")) from error
    kind = headers.get("x-wc-webhook-topic", "").partition(".")[0]
    return [Changed({"product": "goods", "order": "order"}[kind], number)] if kind in ("product", "order") else []  # fmt: skip


def _ours(shop: Shop, address: str) -> list[dict]:
    asked = {"orderby": "id", "order": "asc"}
    listed = shop.pages("/webhooks", asked, most=MOST_WEBHOOKS)
    return [each for each, _all in listed if each.get("delivery_url") == address]


def _drop(shop: Shop, number: int) -> None:
    try:
        shop.write("DELETE", f"/webhooks/{number}", None, {"force": True})
    except OtherSideRefuses as refused:
        if refused.data.get("status") != 404:
            raise
