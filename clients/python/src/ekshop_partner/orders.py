"""Orders and parcels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from .wire import amount, moment


@dataclass(frozen=True)
class Centre:
    """Where the parcel goes, and who receives it: your counterpart."""

    code: str
    name_bn: str
    name_en: str
    mobile: str
    address: str
    union_bn: str
    union_en: str
    district_bn: str
    district_en: str


@dataclass(frozen=True)
class OrderLine:
    line_id: str
    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    state: str

    @classmethod
    def from_wire(cls, told: Mapping[str, Any]) -> OrderLine:
        return cls(
            told["line_id"],
            told["sku"],
            told["title"],
            told["quantity"],
            amount(told["unit_price"]),
            told["state"],
        )


@dataclass(frozen=True)
class Parcel:
    code: str
    state: str
    courier: str
    tracking_number: str

    @classmethod
    def from_wire(cls, told: Mapping[str, Any]) -> Parcel:
        return cls(told["code"], told["state"], told["courier"], told["tracking_number"])


@dataclass(frozen=True)
class Order:
    """Your part of a customer's order. Answer every line before `confirm_by`."""

    code: str
    state: str
    placed_at: datetime
    confirm_by: datetime
    deliver_by: datetime
    goods_total: Decimal
    centre: Centre
    lines: tuple[OrderLine, ...]
    parcels: tuple[Parcel, ...]

    @classmethod
    def from_wire(cls, told: Mapping[str, Any]) -> Order:
        known = Centre.__dataclass_fields__
        return cls(
            code=told["code"],
            state=told["state"],
            placed_at=moment(told["placed_at"]),
            confirm_by=moment(told["confirm_by"]),
            deliver_by=moment(told["deliver_by"]),
            goods_total=amount(told["goods_total"]),
            centre=Centre(**{name: told["centre"][name] for name in known}),
            lines=tuple(map(OrderLine.from_wire, told["lines"])),
            parcels=tuple(map(Parcel.from_wire, told.get("shipments", []))),
        )


@dataclass(frozen=True)
class LineAnswer:
    """`reason`, with "declined": out_of_stock, price_changed, discontinued, cannot_deliver, other."""

    line_id: str
    decision: Literal["confirmed", "declined"]
    reason: str = ""

    def to_wire(self) -> dict[str, Any]:
        return {"line_id": int(self.line_id), "decision": self.decision, "reason": self.reason}
