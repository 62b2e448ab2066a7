"""Writes of fulfilment, by topic: shipping, receiving and inspecting, handing over, returns."""

from .hand_over import hand_over_code_resend, hand_over_prepare, hand_over_record
from .inspecting import FoundLine, inspection_record
from .photos import photo_keep, photos_prune
from .receiving import shipment_receive
from .reminding import pickup_remind
from .returns import (
    parcel_send_back,
    return_ask,
    return_decide,
    return_mark_refunded,
    return_receive,
    return_send,
)
from .shipping import (
    shipment_book,
    shipment_cancel,
    shipment_courier_booked,
    shipment_hand_over,
    shipments_called_off,
    tracking_record,
)

__all__ = [
    "FoundLine",
    "hand_over_code_resend",
    "hand_over_prepare",
    "hand_over_record",
    "inspection_record",
    "parcel_send_back",
    "photo_keep",
    "photos_prune",
    "pickup_remind",
    "return_ask",
    "return_decide",
    "return_mark_refunded",
    "return_receive",
    "return_send",
    "shipment_book",
    "shipment_cancel",
    "shipment_courier_booked",
    "shipment_hand_over",
    "shipment_receive",
    "shipments_called_off",
    "tracking_record",
]
