"""What goes over the wire of the partner API. The order's shape is also that of webhooks."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, StringConstraints

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
"""No control characters: PostgreSQL and paper take none."""


Word = Annotated[str, StringConstraints(max_length=24, pattern=PLAIN, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(max_length=60, pattern=PLAIN, strip_whitespace=True)]
Sentence = Annotated[str, StringConstraints(max_length=300, pattern=PLAIN, strip_whitespace=True)]


class Strict(Schema):
    """What callers send: a misspelt field is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class CentreOut(Schema):
    """Where the parcel goes. The customer is not told of: the centre is your counterpart."""

    code: str
    name_bn: str
    name_en: str
    mobile: str
    address: str
    union_bn: str
    union_en: str
    district_bn: str
    district_en: str


class LineOut(Schema):
    line_id: str
    sku: str = Field(description="Your own id of the offer")
    title: str
    quantity: int
    unit_price: str = Field(description="Taka, exact", examples=["450.00"])
    state: str
    decline_reason: str
    accepted: int = Field(description="After inspection; only these are paid for")
    rejected: int
    short: int
    returned: int


class ShipmentOut(Schema):
    code: str = Field(description="On the label; also the courier's invoice number")
    direction: Literal["outbound", "return"]
    why: Literal["", "rejected", "returned", "uncollected"] = Field(
        description="Why a parcel comes back: refused on opening, given back, not collected"
    )
    state: str
    courier: str
    tracking_number: str
    created_at: datetime
    handed_over_at: datetime | None
    arrived_at: datetime | None


class SellerOrderOut(Schema):
    code: str
    order_code: str
    state: str
    placed_at: datetime
    confirm_by: datetime
    deliver_by: datetime
    currency: str
    goods_total: str
    delivery_fee: str
    centre: CentreOut
    lines: list[LineOut]
    shipments: list[ShipmentOut] = []


class SellerOrdersOut(Schema):
    items: list[SellerOrderOut]
    next_cursor: str | None
    previous_cursor: str | None


class ShipmentWithOrderOut(ShipmentOut):
    seller_order_code: str


class ShipmentsOut(Schema):
    items: list[ShipmentWithOrderOut]
    next_cursor: str | None
    previous_cursor: str | None


class ReturnOut(Schema):
    code: str
    seller_order_code: str
    state: str
    line_id: str
    sku: str
    title: str
    quantity: int
    reason: str
    note: str
    fault: str
    decision_note: str
    asked_at: datetime
    shipment: ShipmentOut | None


class ReturnsOut(Schema):
    items: list[ReturnOut]
    next_cursor: str | None
    previous_cursor: str | None


class ReportTakenOut(Schema):
    new: bool = Field(description="False: this report was already here, and changed nothing")
    shipment: ShipmentWithOrderOut


class LineAnswerIn(Strict):
    line_id: int
    decision: Literal["confirmed", "declined"]
    reason: Word = Field(
        "",
        description="With “declined”: out_of_stock, price_changed, discontinued, cannot_deliver, other",
    )


class AnswerIn(Strict):
    """Every line of the order, each once."""

    lines: list[LineAnswerIn] = Field(min_length=1, max_length=100)


class ShipmentIn(Strict):
    courier: Word = Field(description="manual, or a courier that we book for you")
    tracking_number: Name = ""


class HandOverIn(Strict):
    tracking_number: Name = ""


class ReportIn(Strict):
    """What happened to a parcel you carry or follow yourself. Late and repeated ones are harmless."""

    status: Literal[
        "handed_over",
        "in_transit",
        "out_for_delivery",
        "arrived",
        "returning",
        "returned",
        "lost",
    ]
    at: AwareDatetime
    event_id: Name = Field("", description="Yours; the same one twice is taken once")
    message: Sentence = ""


class DecisionIn(Strict):
    approve: bool
    note: Sentence = Field("", description="With a refusal: why; the customer reads it")
