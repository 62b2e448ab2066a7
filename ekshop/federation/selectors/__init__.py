"""Federation's reads, by topic."""

from .feeds import (
    feed_runs,
    feeds_stale,
    feeds_visible_to,
    field_name,
    problem_sentence,
    reason_sentence,
    reject_rows,
    rejects_of,
    run_visible_to,
)
from .mapping import MappingLine, mapping_lines
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
    "field_name",
    "MappingLine",
    "centre_wire",
    "deliveries_visible_to",
    "endpoint_of",
    "endpoints_visible_to",
    "event_wire",
    "feed_runs",
    "feeds_stale",
    "feeds_visible_to",
    "key_known",
    "keys_visible_to",
    "line_wire",
    "mapping_lines",
    "moment",
    "problem_sentence",
    "reason_sentence",
    "reject_rows",
    "rejects_of",
    "return_wire",
    "run_visible_to",
    "seller_order_wire",
    "shipment_wire",
    "taka_text",
]
