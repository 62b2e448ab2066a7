"""Federation's tables, by topic."""

from .incoming import CategoryMapping, Feed, FeedReject, FeedRun, PushedGood
from .outgoing import ApiKey, ApiSession, ApiUse, WebhookDelivery, WebhookEndpoint

__all__ = [
    "ApiKey",
    "ApiSession",
    "ApiUse",
    "CategoryMapping",
    "Feed",
    "FeedReject",
    "FeedRun",
    "PushedGood",
    "WebhookDelivery",
    "WebhookEndpoint",
]
