"""Federation's tables, by topic."""

from .outgoing import ApiKey, ApiUse, WebhookDelivery, WebhookEndpoint

__all__ = ["ApiKey", "ApiUse", "WebhookDelivery", "WebhookEndpoint"]
