"""What ek-Shop sends you: check that it is truly from there, then read it.

    event = verify(secret, request.headers, request.body)
    if event.type == "seller_order.placed": ...

Answer 2xx within fifteen seconds, and remember `event.id`: the same event may come again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import PartnerError

PREFIX = "whsec_"
TOLERANCE_SECONDS = 300


class WrongSignature(PartnerError):
    """Not signed with your secret, or not lately: answer 401 and do nothing."""


@dataclass(frozen=True)
class Event:
    """`id` is the same whenever the same event is sent again."""

    id: str
    type: str
    timestamp: str
    data: dict[str, Any]


def verify(
    secret: str, headers: Mapping[str, str], body: bytes | str, *, now: float | None = None
) -> Event:
    """The event in a webhook. Raises WrongSignature.

    `headers` in any case; `body` exactly as it came. While a secret is being changed, two
    signatures come with each event: either will do.
    """
    told = {name.lower(): value for name, value in headers.items()}
    raw = body.encode() if isinstance(body, str) else body
    identity, stamp = told.get("webhook-id", ""), told.get("webhook-timestamp", "")
    if not identity or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise WrongSignature("the headers of a webhook are missing")
    if abs((time.time() if now is None else now) - int(stamp)) > TOLERANCE_SECONDS:
        raise WrongSignature("it was signed too long ago")
    wanted = _signature(secret, f"{identity}.{stamp}.".encode() + raw)
    given = [each.partition(",") for each in told.get("webhook-signature", "").split()]
    if not any(
        version == "v1" and hmac.compare_digest(wanted.encode(), signature.encode())
        for version, _comma, signature in given
    ):
        raise WrongSignature("the signature is not of this secret")
    try:
        found = json.loads(raw)
        return Event(identity, found["type"], found["timestamp"], found["data"])
    except (ValueError, KeyError, TypeError) as error:
        raise WrongSignature("the body is not an event") from error


def _signature(secret: str, content: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook secret begins with whsec_ and is base64") from error
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
