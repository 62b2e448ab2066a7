"""All a shop knows about the platform's side of the wire: paths, bodies, and how to read an order.

Everything that depends on the platform's partner API is in this file.
"""

import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

CONFIRM = "/api/partners/v1/seller-orders/{code}/confirm"
SHIP = "/api/partners/v1/seller-orders/{code}/shipments"
GOODS = "/api/partners/v1/goods/"
SESSION, PRODUCTS = "/api/partner/getSession", "/api/partner/addProduct"
"""The published ek-Shop contract, as npm's ekshop-ep-nodejs-package calls it."""
VARIANTS, SINGLE = 1, 2
CHOSEN_BY = {"Color": "color", "Size": "size", "Material": "material"}
""""attribute_name" of the contract, by our column."""
SENT_AS = {
    "id": "ref", "title": "title", "title_bn": "title_bn", "title_en": "title_en", "description": "description",
    "availability": "availability", "product_type": "category", "brand": "brand", "mpn": "mpn", "gtin": "gtin",
    "link": "link", "image_link": "image_link", "item_group_id": "group_ref",
}  # fmt: skip
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


def contract_product(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A thing, or a family of them, as the contract's own sample has it."""
    first = rows[0]
    family = bool(first.get("item_group_id"))
    chosen = [name for name, column in CHOSEN_BY.items() if any(row.get(column) for row in rows)]
    return {
        "product_reference_id": first.get("item_group_id") or first["id"],
        "name": first["title"],
        "category": first.get("product_type", ""),
        "brand": first.get("brand", ""),
        "model": first.get("mpn", ""),
        "keywords": [],
        "highlights": "",
        "product_description": first.get("description", ""),
        "video_url": "",
        "images": _contract_pictures(first),
        "sku_type": VARIANTS if family else SINGLE,
        "attributes": [
            {
                "attribute_name": name,
                "data": [
                    {"val": value}
                    for value in dict.fromkeys(str(row.get(CHOSEN_BY[name], "")) for row in rows)
                ],
            }
            for name in chosen
        ]
        if family
        else None,
        "sku_information": [
            {
                "is_enabled": row.get("availability", "in_stock") == "in_stock",
                "is_default": number == 0,
                "attr_combo": [str(row.get(CHOSEN_BY[name], "")) for name in chosen]
                if family
                else None,
                "sku": row["id"],
                "quantity": int(row.get("quantity") or 0),
                "price": amount(row["price"]),
                "special_price": amount(row.get("sale_price") or row["price"]),
                "images": _contract_pictures(row),
            }
            for number, row in enumerate(rows)
        ],
        "faq": None,
    }


def api_good(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    """An article for the partner API; `at`: when it became so."""
    good: dict[str, Any] = {
        ours: row[column] for column, ours in SENT_AS.items() if row.get(column)
    }
    good |= {"updated_at": at, "price": f"{amount(row['price']):.2f}"}
    if row.get("sale_price"):
        good["sale_price"] = f"{amount(row['sale_price']):.2f}"
    if row.get("quantity"):
        good["quantity"] = int(row["quantity"])
    if named := {
        name.lower(): row[column] for name, column in CHOSEN_BY.items() if row.get(column)
    }:
        good["attributes"] = named
    for column, ours in (("max_handling_time", "dispatch_days"), ("return_days", "returns_days")):
        if row.get(column):
            good[ours] = int(row[column])
    if further := row.get("additional_image_link"):
        good["images"] = further if isinstance(further, list) else [further]
    return good


def amount(text: Any) -> float:
    return float(str(text).split()[0])


def _contract_pictures(row: Mapping[str, Any]) -> list[dict[str, str]]:
    address = str(row.get("image_link") or "")
    return [dict.fromkeys(("actual_img", "mid_img", "thumb_img"), address)] if address else []
