"""All a shop knows about the platform's side of the wire: paths, bodies, and how to read an order.

Everything that depends on the platform's partner API is in this file.
"""

import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

CONFIRM = "/api/partners/v1/seller-orders/{code}/confirm"
SHIP = "/api/partners/v1/seller-orders/{code}/shipments"
TOLERANCE = timedelta(minutes=5)


class BadSignature(Exception):
    """Not from the platform, or too old; the message says which."""


@dataclass(frozen=True)
class Line:
    line_id: str
    sku: str
    title: str
    quantity: int


def signed_by(secret: str, headers: Any, body: bytes, now: datetime) -> str:
    """The webhook's id, once its signature and time are right (Standard Webhooks)."""
    identity, stamp = headers.get("webhook-id"), headers.get("webhook-timestamp")
    given = headers.get("webhook-signature")
    if not identity or not stamp or not given:
        raise BadSignature("webhook-id, webhook-timestamp or webhook-signature is missing")
    try:
        at = datetime.fromtimestamp(int(stamp), UTC)
        right = Webhook(secret).sign(identity, at, body.decode())
    except (ValueError, OverflowError, OSError, binascii.Error):
        raise BadSignature("the timestamp or the body cannot be read") from None
    if abs(now - at) > TOLERANCE:
        raise BadSignature("the timestamp is more than five minutes away from now")
    if not any(hmac.compare_digest(right.encode(), one.encode()) for one in given.split()):
        raise BadSignature("no signature fits")
    return str(identity)


def read_order(payload: dict[str, Any]) -> tuple[str, list[Line]]:
    """The seller order's code and lines; no code when the event is about something else."""
    data = payload.get("data")
    data = data if isinstance(data, dict) else payload
    code = str(data.get("code") or data.get("seller_order_code") or "")
    lines = [
        Line(
            line_id=str(line.get("line_id", line.get("id", ""))),
            sku=str(line.get("sku") or line.get("offer_reference") or line.get("reference") or ""),
            title=str(line.get("title") or line.get("name") or ""),
            quantity=int(line.get("quantity") or 1),
        )
        for line in data.get("lines") or []
        if isinstance(line, dict)
    ]
    return code, lines


def confirm_body(lines: list[Line], declined: dict[str, str]) -> dict[str, Any]:
    """`declined` holds a reason per line id."""
    return {
        "lines": [
            {"line_id": line.line_id, "decision": "declined", "reason": declined[line.line_id]}
            if line.line_id in declined
            else {"line_id": line.line_id, "decision": "confirmed"}
            for line in lines
        ]
    }


def ship_body(courier: str, tracking_number: str) -> dict[str, Any]:
    body = {"courier": courier}
    return {**body, "tracking_number": tracking_number} if tracking_number else body


def headers(api_key: str, idempotency_key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {api_key}", "Idempotency-Key": idempotency_key}


def idempotency_key(*parts: str) -> str:
    """The same call again has the same key, also after a restart, and however much it says the key
    is short: the platform takes 200 characters."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
