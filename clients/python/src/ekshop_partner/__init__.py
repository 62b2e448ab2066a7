"""ek-Shop's partner API, version 1, for a seller's own system."""

from .client import Partner
from .errors import (
    ApiError,
    Conflict,
    ConnectionFailed,
    NotFound,
    PartnerError,
    RateLimited,
    Refused,
)
from .goods import Good, ListedGood, PriceChange, Problem, PushResult, RowResult
from .orders import Centre, LineAnswer, Order, OrderLine, Parcel
from .webhooks import Event, WrongSignature, verify

__all__ = [
    "ApiError",
    "Centre",
    "Conflict",
    "ConnectionFailed",
    "Event",
    "Good",
    "LineAnswer",
    "ListedGood",
    "NotFound",
    "Order",
    "OrderLine",
    "Parcel",
    "Partner",
    "PartnerError",
    "PriceChange",
    "Problem",
    "PushResult",
    "RateLimited",
    "Refused",
    "RowResult",
    "WrongSignature",
    "verify",
]
