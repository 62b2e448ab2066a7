"""Writes of fulfilment, by topic: shipping, receiving and inspecting, handing over, returns."""

from .going_back import parcel_send_back, parcel_taken, uncollected_send_back
from .hand_over import hand_over_code_resend, hand_over_prepare, hand_over_record, hub_take
from .inspecting import FoundLine, inspection_record
from .moving import parcel_held
from .photos import photo_keep, photos_prune
from .pooling import pool_add, pool_dissolve, pool_hand_over, pool_make, pool_take_out
from .receiving import shipment_receive
from .returns import (
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
from .sourcing import first_check_record
from .waiting import last_call_missed, pickup_missed, pickup_remind

__all__ = [
    "FoundLine",
    "first_check_record",
    "hand_over_code_resend",
    "hand_over_prepare",
    "hand_over_record",
    "hub_take",
    "inspection_record",
    "last_call_missed",
    "parcel_held",
    "parcel_send_back",
    "parcel_taken",
    "photo_keep",
    "photos_prune",
    "pool_add",
    "pool_dissolve",
    "pool_hand_over",
    "pool_make",
    "pool_take_out",
    "pickup_missed",
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
    "uncollected_send_back",
]
