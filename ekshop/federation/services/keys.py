"""Keys to the partner API: made, shown once, revoked, counted."""

import ipaddress
import secrets
from collections.abc import Sequence
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
from .errors import LoginTaken, TooManyCalls, TooManyKeys

MOST = 20
MOST_SESSIONS = 20
SESSION_HOURS = 12
SHORTEST = 24
LONGEST_LOGIN, MOST_NETWORKS = 200, 20
WIDEST = {4: 2**16, 6: 2**80}
"""How many addresses a network has at most, by version: a /16, and a /48."""
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
    `kind` "login" makes a login id of the published ek-Shop contract; one there is already is taken
    over by `login_take_over`.

    Raises NotAllowed, InvalidInput, TooManyKeys.
    """
    require(actor, "api_key.manage")
    if not actor.is_system and actor.organisation_id != seller_id:
        raise NotAllowed
    if key and len(key) < SHORTEST:
        raise InvalidInput({"key": _("A key has at least 24 characters.")})
    mark = rules.LOGIN_MARK if kind == ApiKey.LOGIN else rules.API_KEY_MARK
    text = key or mark + secrets.token_urlsafe(32)
    return _kept(actor, seller_id, label, now, text=text, kind=kind), text


def login_take_over(
    *,
    actor: Actor,
    seller_id: int,
    login_id: str,
    networks: Sequence[str],
    label: str,
    now: datetime,
) -> ApiKey:
    """The login id that a seller's system uses already, so that only its base address changes.

    It is mostly an e-mail address, which everybody knows: so it counts only where it comes from the
    seller's own servers, and only the platform takes one over. Again, with other networks, these
    count from now on, and what was opened from the old ones is over. Raises NotAllowed, InvalidInput, TooManyKeys, LoginTaken.
    """
    if not actor.is_system:
        raise NotAllowed
    login_id = login_id.strip()
    if not 3 <= len(login_id) <= LONGEST_LOGIN:
        raise InvalidInput({"login_id": _("A login id has 3 to 200 characters.")})
    told = _networks(networks)
    with transaction.atomic():
        known = ApiKey.objects.select_for_update().filter(key_hash=key_hash(login_id)).first()
        if known is None:
            return _kept(
                actor, seller_id, label, now, text=login_id, kind=ApiKey.LOGIN, comes_from=told
            )
        if known.seller_id != seller_id or not known.comes_from:
            raise LoginTaken()
        known.comes_from, known.revoked_at = told, None
        known.save(update_fields=["comes_from", "revoked_at"])
        # What was opened from elsewhere, or before it was revoked, is not to hold on for hours.
        ApiSession.objects.filter(key=known).delete()
        _audit(actor, "api_key_create", known, now)
    return known


def _networks(written: Sequence[str]) -> list[str]:
    """As they are kept. None may hold more addresses than one seller can have servers at."""
    try:
        found = [ipaddress.ip_network(each.strip(), strict=False) for each in written]
    except ValueError as error:
        raise InvalidInput({"networks": str(error)}) from error
    if not 0 < len(found) <= MOST_NETWORKS:
        raise InvalidInput({"networks": _("Say from one to twenty networks.")})
    if any(each.num_addresses > WIDEST[each.version] for each in found):
        raise InvalidInput({"networks": _("So wide a network is not one seller's.")})
    return [str(each) for each in found]


def _kept(
    actor: Actor,
    seller_id: int,
    label: str,
    now: datetime,
    *,
    text: str,
    kind: str,
    comes_from: Sequence[str] = (),
) -> ApiKey:
    label = " ".join(label.split())[:60]
    if not label:
        raise InvalidInput({"label": _("Say what the key is for, for example “shop server”.")})
    with transaction.atomic():
        held = ApiKey.objects.filter(seller_id=seller_id, revoked_at__isnull=True).count()
        if held >= MOST:
            raise TooManyKeys(most=MOST)
        made = ApiKey.objects.create(
            seller_id=seller_id,
            kind=kind,
            label=label,
            prefix=text[: len(rules.API_KEY_MARK) + SHOWN],
            key_hash=key_hash(text),
            comes_from=list(comes_from),
            made_by_id=actor.person_id,
            created_at=now,
        )
        _audit(actor, "api_key_create", made, now)
    return made


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
