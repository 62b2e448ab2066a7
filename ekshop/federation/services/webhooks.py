"""A seller's webhook: its address, its secret, on and off."""

import base64
import binascii
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import require

from .. import rules
from ..models import WebhookDelivery, WebhookEndpoint
from ..selectors.outgoing import endpoints_visible_to
from .delivering import delivery_queue
from .errors import NoEndpoint

SECRET_MARK = "whsec_"  # noqa: S105 - how every Standard Webhooks secret begins  # pragma: allowlist secret
SECRET_BYTES = (24, 64)


def webhook_set(
    *, actor: Actor, seller_id: int, url: str, now: datetime, secret: str = ""
) -> tuple[WebhookEndpoint, str]:
    """Tells where a seller's webhooks go; returns the secret when one was made, else "".

    `secret` takes over one agreed elsewhere. Changing the address keeps the secret.
    Raises NotAllowed, InvalidInput.
    """
    require(actor, "webhook.manage")
    _own(actor, seller_id)
    url = _checked_url(url)
    if secret:
        _check_secret(secret)
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.select_for_update().filter(seller_id=seller_id).first()
        if endpoint is None:
            made = secret or secret_new()
            endpoint = WebhookEndpoint.objects.create(
                seller_id=seller_id, url=url, secret=made, created_at=now
            )
            states.begin(endpoint, actor=actor, now=now)
        else:
            made = ""
            endpoint.url = url
            endpoint.secret = secret or endpoint.secret
            endpoint.failing_since = None
            endpoint.save(update_fields=["url", "secret", "failing_since"])
        _audit(actor, "webhook_set", endpoint, now, url=url)
    return endpoint, "" if secret else made


def webhook_secret_rotate(*, actor: Actor, seller_id: int, now: datetime) -> str:
    """A new secret, returned once; the one before signs beside it for a day.

    Raises NotAllowed, NoEndpoint.
    """
    require(actor, "webhook.manage")
    with transaction.atomic():
        endpoint = _locked(actor, seller_id)
        endpoint.previous_secret = endpoint.secret
        endpoint.previous_until = now + rules.ROTATION
        endpoint.secret = secret_new()
        endpoint.save(update_fields=["previous_secret", "previous_until", "secret"])
        _audit(actor, "webhook_secret_rotate", endpoint, now)
    return endpoint.secret


def webhook_switch_off(*, actor: Actor, seller_id: int, now: datetime) -> WebhookEndpoint:
    """Orders are then told by SMS and e-mail. Switching off twice is harmless."""
    require(actor, "webhook.manage")
    with transaction.atomic():
        endpoint = _locked(actor, seller_id)
        if endpoint.state == "active":
            states.move(endpoint, "disable", actor=actor, now=now, also={"disabled_reason": ""})
    return endpoint


def webhook_switch_on(*, actor: Actor, seller_id: int, now: datetime) -> WebhookEndpoint:
    require(actor, "webhook.manage")
    with transaction.atomic():
        endpoint = _locked(actor, seller_id)
        if endpoint.state == "disabled":
            states.move(
                endpoint,
                "enable",
                actor=actor,
                now=now,
                also={"disabled_reason": "", "failing_since": None},
            )
    return endpoint


def webhook_test(*, actor: Actor, seller_id: int, now: datetime) -> WebhookDelivery:
    """Sends a harmless event, so that the other side can try its receiver.

    Raises NotAllowed, NoEndpoint, EndpointDisabled.
    """
    require(actor, "webhook.manage")
    with transaction.atomic():
        endpoint = _locked(actor, seller_id)
        return delivery_queue(
            endpoint=endpoint,
            event_type=rules.TEST,
            reference="",
            payload={"message": "ek-Shop webhook test", "sent_by": actor.label},
            now=now,
        )


def _own(actor: Actor, seller_id: int) -> None:
    if not actor.is_system and actor.organisation_id != seller_id:
        raise NoEndpoint


def _locked(actor: Actor, seller_id: int) -> WebhookEndpoint:
    found = endpoints_visible_to(actor).select_for_update().filter(seller_id=seller_id).first()
    if found is None:
        raise NoEndpoint
    return found


def _checked_url(url: str) -> str:
    url = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(url)
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for a port that is none
    except (ValidationError, ValueError):
        raise InvalidInput(
            {"url": _("This is not a web address. It looks like https://shop.example/webhooks.")}
        ) from None
    if parts.username or parts.password:
        raise InvalidInput({"url": _("Leave name and password out of the address.")})
    if parts.scheme != "https" and not settings.OUTGOING_PRIVATE_ALLOWED:
        raise InvalidInput({"url": _("The address must begin with https://.")})
    return url


def _check_secret(secret: str) -> None:
    try:
        raw = base64.b64decode(secret.removeprefix(SECRET_MARK), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not secret.startswith(SECRET_MARK) or not SECRET_BYTES[0] <= len(raw) <= SECRET_BYTES[1]:
        raise InvalidInput({"secret": _("A secret is “whsec_” and 24 to 64 bytes in base64.")})


def secret_new() -> str:
    """Random, in the form of Standard Webhooks."""
    return SECRET_MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def _audit(
    actor: Actor, action: str, endpoint: WebhookEndpoint, now: datetime, **data: str
) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="webhook_endpoint",
        entity_id=endpoint.pk,
        now=now,
        data=data,
    )
