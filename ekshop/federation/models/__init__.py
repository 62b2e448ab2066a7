"""Federation's tables, by topic."""

from .incoming import CategoryMapping, Feed, FeedReject, FeedRun
from .outgoing import ApiKey, ApiUse, WebhookDelivery, WebhookEndpoint

__all__ = [
    "ApiKey",
    "ApiUse",
    "CategoryMapping",
    "Feed",
    "FeedReject",
    "FeedRun",
    "WebhookDelivery",
    "WebhookEndpoint",
]
