"""Federation's tables, by topic."""

from .conformance import ConformanceNote, ConformanceRun, ConformanceStep
from .incoming import CategoryMapping, Feed, FeedReject, FeedRun, PushedGood
from .outgoing import ApiKey, ApiSession, ApiUse, WebhookDelivery, WebhookEndpoint

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
    "PushedGood",
    "WebhookDelivery",
    "WebhookEndpoint",
]
