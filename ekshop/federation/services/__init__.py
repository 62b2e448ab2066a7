"""Federation's writes, by topic."""

from .announcing import seller_announce, seller_order_announce
from .delivering import delivery_replay, webhooks_requeue
from .errors import EndpointDisabled, NoEndpoint, TooManyCalls, TooManyKeys
from .keys import api_key_create, api_key_revoke, api_use_count, api_uses_prune
from .telling import deadline_notice, new_order_notices, order_url, return_url
from .webhooks import (
    webhook_secret_rotate,
    webhook_set,
    webhook_switch_off,
    webhook_switch_on,
    webhook_test,
)

__all__ = [
    "EndpointDisabled",
    "NoEndpoint",
    "TooManyCalls",
    "TooManyKeys",
    "api_key_create",
    "api_key_revoke",
    "api_use_count",
    "api_uses_prune",
    "deadline_notice",
    "delivery_replay",
    "new_order_notices",
    "order_url",
    "return_url",
    "seller_announce",
    "seller_order_announce",
    "webhook_secret_rotate",
    "webhook_set",
    "webhook_switch_off",
    "webhook_switch_on",
    "webhook_test",
    "webhooks_requeue",
]
