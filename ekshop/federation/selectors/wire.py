"""What a seller's machine is told of an order: one shape, in webhooks and in the partner API.

Amounts are taka as text ("450.00"), moments ISO 8601 in UTC. The customer is nowhere in it: the
seller's counterpart is the centre.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

CURRENCY = "BDT"


def taka_text(poisha: int) -> str:
    """450.00, -0.50: exact, and no float on either side of the wire."""
    sign = "-" if poisha < 0 else ""
    return f"{sign}{abs(poisha) // 100}.{abs(poisha) % 100:02d}"


def moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def seller_order_wire(seller_order: Any, lines: Iterable[Any]) -> dict[str, Any]:
    """`seller_order` with its centre and the centre's place loaded, and its lines."""
    return {
        "code": seller_order.code,
        "order_code": seller_order.order.code,
        "state": seller_order.state,
        "placed_at": moment(seller_order.placed_at),
        "confirm_by": moment(seller_order.confirm_by),
        "deliver_by": moment(seller_order.deliver_by),
        "currency": CURRENCY,
        "goods_total": taka_text(seller_order.goods_poisha),
        "delivery_fee": taka_text(seller_order.delivery_poisha),
        "centre": centre_wire(seller_order.centre),
        "lines": [line_wire(line) for line in lines],
    }


def line_wire(line: Any) -> dict[str, Any]:
    return {
        "line_id": str(line.pk),
        "sku": line.seller_ref,
        "title": line.title,
        "quantity": line.quantity,
        "unit_price": taka_text(line.unit_price_poisha),
        "state": line.state,
        "decline_reason": line.decline_reason,
        "accepted": line.accepted_quantity,
        "rejected": line.rejected_quantity,
        "short": line.short_quantity,
        "returned": line.returned_quantity,
    }


def held_wire(change: Any) -> dict[str, Any]:
    """A change held back, with its offer loaded. Prices as taka, stock in pieces."""
    shown = taka_text if change.is_price else int
    return {
        "sku": change.offer.seller_ref,
        "title": change.offer.title,
        "what": change.what,
        "reason": change.reason,
        "shown": shown(change.old_value),
        "held": shown(change.new_value),
        "held_at": moment(change.held_at),
    }


def shipment_wire(shipment: Any) -> dict[str, Any]:
    return {
        "code": shipment.code,
        "direction": shipment.direction,
        "why": shipment.why,
        "state": shipment.state,
        "courier": shipment.courier,
        "tracking_number": shipment.tracking_number,
        "created_at": moment(shipment.created_at),
        "handed_over_at": moment(shipment.handed_over_at),
        "arrived_at": moment(shipment.arrived_at),
    }


def return_wire(wanted: Any) -> dict[str, Any]:
    """`wanted` with its line, the line's seller order, and its parcel loaded."""
    line = wanted.order_line
    return {
        "code": wanted.code,
        "seller_order_code": line.seller_order.code,
        "state": wanted.state,
        "line_id": str(line.pk),
        "sku": line.seller_ref,
        "title": line.title,
        "quantity": wanted.quantity,
        "reason": wanted.reason,
        "note": wanted.note,
        "fault": wanted.fault,
        "decision_note": wanted.decision_note,
        "asked_at": moment(wanted.asked_at),
        "shipment": shipment_wire(wanted.shipment) if wanted.shipment else None,
    }


def centre_wire(organisation: Any) -> dict[str, Any]:
    centre = organisation.centre
    return {
        "code": centre.code,
        "name_bn": organisation.name_bn,
        "name_en": organisation.name_en,
        "mobile": organisation.mobile,
        "address": organisation.address,
        "union_bn": centre.union.name_bn,
        "union_en": centre.union.name_en,
        "district_bn": centre.district.name_bn,
        "district_en": centre.district.name_en,
    }


def event_wire(event_type: str, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The whole body of a webhook."""
    return {"type": event_type, "timestamp": moment(at), "data": dict(data)}


def event_text(event_type: str, data: Mapping[str, Any], at: datetime) -> str:
    """The same as it is sent and signed."""
    return json.dumps(event_wire(event_type, data, at), ensure_ascii=False, separators=(",", ":"))
