"""Federation's tables, by topic."""

from .conformance import ConformanceNote, ConformanceRun, ConformanceStep
from .incoming import CategoryMapping, Feed, FeedReject, FeedRun, PushedGood
from .outgoing import ApiKey, ApiSession, ApiUse, WebhookDelivery, WebhookEndpoint
from .rechecks import OfferRecheck
from .shops import ShopChange, ShopLink, ShopOrder

__all__ = [
    "ApiKey",
    "ApiSession",
    "ApiUse",
    "ConformanceNote",
    "ConformanceRun",
    "ConformanceStep",
    "CategoryMapping",
    "Feed",
    "FeedReject",
    "FeedRun",
    "OfferRecheck",
    "PushedGood",
    "ShopChange",
    "ShopLink",
    "ShopOrder",
    "WebhookDelivery",
    "WebhookEndpoint",
]
