"""Keys to the partner API: made, shown once, revoked, counted."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.parties.services import require

from .. import rules
from ..models import ApiKey, ApiSession, ApiUse
from ..selectors.outgoing import key_hash, keys_visible_to
from .errors import TooManyCalls, TooManyKeys

MOST = 20
MOST_SESSIONS = 20
SESSION_HOURS = 12
SHORTEST = 24
SHOWN = 8
"""How many characters past the mark are kept to tell keys apart."""


def api_key_create(
    *,
    actor: Actor,
    seller_id: int,
    label: str,
    now: datetime,
    key: str = "",
    kind: str = ApiKey.KEY,
) -> tuple[ApiKey, str]:
    """A key for a seller's machine, returned once. `key` takes over one agreed elsewhere.
    `kind` "login" makes a login id of the published ek-Shop contract.

    Raises NotAllowed, InvalidInput, TooManyKeys.
    """
    require(actor, "api_key.manage")
    if not actor.is_system and actor.organisation_id != seller_id:
        raise NotAllowed
    label = " ".join(label.split())[:60]
    if not label:
        raise InvalidInput({"label": _("Say what the key is for, for example “shop server”.")})
    if key and len(key) < SHORTEST:
        raise InvalidInput({"key": _("A key has at least 24 characters.")})
    with transaction.atomic():
        held = ApiKey.objects.filter(seller_id=seller_id, revoked_at__isnull=True).count()
        if held >= MOST:
            raise TooManyKeys(most=MOST)
        mark = rules.LOGIN_MARK if kind == ApiKey.LOGIN else rules.API_KEY_MARK
        text = key or mark + secrets.token_urlsafe(32)
        made = ApiKey.objects.create(
            seller_id=seller_id,
            kind=kind,
            label=label,
            prefix=text[: len(rules.API_KEY_MARK) + SHOWN],
            key_hash=key_hash(text),
            made_by_id=actor.person_id,
            created_at=now,
        )
        _audit(actor, "api_key_create", made, now)
    return made, text


def api_key_revoke(*, actor: Actor, key_id: int, now: datetime) -> ApiKey:
    """From now on the key opens nothing. Revoking twice is harmless. Raises NotAllowed, NotFound."""
    require(actor, "api_key.manage")
    with transaction.atomic():
        key = keys_visible_to(actor).select_for_update().filter(pk=key_id).first()
        if key is None:
            raise NotFound(key_id=key_id)
        if key.revoked_at is None:
            key.revoked_at = now
            key.save(update_fields=["revoked_at"])
            _audit(actor, "api_key_revoke", key, now)
    return key


def session_open(*, key: ApiKey, now: datetime) -> tuple[str, datetime]:
    """A token in exchange for a login id, and until when it holds. Older ones hold on, up to
    a bound; a revoked login id takes all of its own with it."""
    token = secrets.token_urlsafe(32)
    until = now + timedelta(hours=SESSION_HOURS)
    with transaction.atomic():
        ApiSession.objects.create(
            key=key, token_hash=key_hash(token), created_at=now, expires_at=until
        )
        newest = ApiSession.objects.filter(key=key).order_by("-id").values_list("pk", flat=True)
        kept = list(newest[:MOST_SESSIONS])
        ApiSession.objects.filter(key=key).exclude(pk__in=kept).delete()
    return token, until


def api_use_count(*, key: ApiKey, now: datetime) -> tuple[int, int, int]:
    """Counts one call: (limit a minute, calls left, seconds until the next minute).

    Raises TooManyCalls past the limit.
    """
    minute = now.replace(second=0, microsecond=0)
    limit = settings.PARTNER_API_CALLS_A_MINUTE
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key.pk, "minute": minute})
        calls = cursor.fetchone()[0]
    if key.last_used_at is None or key.last_used_at < minute:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    wait = max(1, 60 - now.second)
    if calls > limit:
        raise TooManyCalls(limit=limit, wait=wait)
    return limit, limit - calls, wait


def api_uses_prune(now: datetime) -> int:
    """Forgets what was counted more than an hour ago, and sessions that are over."""
    ApiSession.objects.filter(expires_at__lt=now).delete()
    return ApiUse.objects.filter(minute__lt=now - timedelta(hours=1)).delete()[0]


_COUNT = """
    INSERT INTO federation_apiuse (key_id, minute, calls) VALUES (%(key)s, %(minute)s, 1)
    ON CONFLICT (key_id, minute) DO UPDATE SET calls = federation_apiuse.calls + 1
    RETURNING calls
"""


def _audit(actor: Actor, action: str, key: ApiKey, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="api_key",
        entity_id=key.pk,
        now=now,
        data={"prefix": key.prefix, "label": key.label, "kind": key.kind},
    )
