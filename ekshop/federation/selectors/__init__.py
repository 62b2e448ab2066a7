"""Federation's reads, by topic."""

from .outgoing import (
    deliveries_visible_to,
    endpoint_of,
    endpoints_visible_to,
    key_known,
    keys_visible_to,
)
from .wire import (
    centre_wire,
    event_wire,
    line_wire,
    moment,
    return_wire,
    seller_order_wire,
    shipment_wire,
    taka_text,
)

__all__ = [
    "centre_wire",
    "deliveries_visible_to",
    "endpoint_of",
    "endpoints_visible_to",
    "event_wire",
    "key_known",
    "keys_visible_to",
    "line_wire",
    "moment",
    "return_wire",
    "seller_order_wire",
    "shipment_wire",
    "taka_text",
]
