"""Reads: a seller's endpoint, what was sent there, its keys, and who a key speaks for."""

import hashlib
import ipaddress
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.statements import fetch
from ekshop.parties.rules.permissions import READERS, SELLER_ROLES

from ..models import ApiKey, ApiSession, WebhookDelivery, WebhookEndpoint


def endpoints_visible_to(actor: Actor) -> QuerySet[WebhookEndpoint]:
    """A seller's or an agency's own; all for those who watch over the platform."""
    if actor.is_system or actor.role in READERS:
        return WebhookEndpoint.objects.all()
    if actor.role in SELLER_ROLES | {"officer"}:
        return WebhookEndpoint.objects.filter(seller_id=actor.organisation_id)
    return WebhookEndpoint.objects.none()


def endpoint_of(actor: Actor) -> WebhookEndpoint | None:
    """The endpoint of the actor's own organisation."""
    return endpoints_visible_to(actor).filter(seller_id=actor.organisation_id).first()


def sellers_listening(seller_ids: Collection[int]) -> set[int]:
    """Those of them that have an endpoint in use."""
    if not seller_ids:
        return set()
    return {number for (number,) in fetch(_LISTENING, [list(seller_ids)])}


_LISTENING = """
SELECT seller_id FROM federation_webhookendpoint WHERE seller_id = ANY(%s) AND state = 'active'
"""


def deliveries_visible_to(actor: Actor) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(endpoint__in=endpoints_visible_to(actor)).select_related(
        "endpoint"
    )


def keys_visible_to(actor: Actor) -> QuerySet[ApiKey]:
    """A seller's own, revoked ones too; all for those who watch over the platform."""
    if actor.is_system or actor.role in READERS:
        return ApiKey.objects.all()
    if actor.role in SELLER_ROLES | {"officer"}:
        return ApiKey.objects.filter(seller_id=actor.organisation_id)
    return ApiKey.objects.none()


def key_hash(key: str) -> str:
    """A key is long and random, so one fast hash keeps it as well as a slow one would."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def key_known(key: str, *, kind: str = ApiKey.KEY) -> ApiKey | None:
    """The key (or login id) in force with this text, of a seller that is not closed."""
    return (
        ApiKey.objects.filter(key_hash=key_hash(key), kind=kind, revoked_at__isnull=True)
        .exclude(seller__state="closed")
        .select_related("seller")
        .first()
    )


def comes_rightly(key: ApiKey, address: str) -> bool:
    """Whether a key that only counts from some networks was sent from one of them."""
    if not key.comes_from:
        return True
    try:
        sender = ipaddress.ip_address(address)
    except ValueError:
        return False
    sender = getattr(sender, "ipv4_mapped", None) or sender
    return any(sender in ipaddress.ip_network(each) for each in key.comes_from)


def session_known(token: str, now: datetime) -> ApiKey | None:
    """The login id in force that was exchanged for this token."""
    session = (
        ApiSession.objects.filter(
            token_hash=key_hash(token), expires_at__gt=now, key__revoked_at__isnull=True
        )
        .exclude(key__seller__state="closed")
        .select_related("key__seller")
        .first()
    )
    return session.key if session else None


def signing_secrets(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """The secret, and the one before it while both hold."""
    secrets = [endpoint.secret]
    if endpoint.previous_secret and endpoint.previous_until and now < endpoint.previous_until:
        secrets.append(endpoint.previous_secret)
    return secrets
