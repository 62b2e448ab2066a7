"""bKash's access token: one for all processes, refreshed shortly before it runs out.

bKash gives few an hour, so a token is never asked for per call. It is kept sealed in the database;
of several processes that find it old, one renews it and the others wait and take the new one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from ekshop.kernel.http import FAILURES, OutgoingClient
from ekshop.kernel.locks import in_turn
from ekshop.kernel.seal import SealBroken, seal, unseal

from ...models import ProviderToken
from ..shape import ProviderTrouble

EARLY = timedelta(minutes=2)
REFRESHABLE = timedelta(days=27)


def token(http: OutgoingClient, now: datetime, *, not_this: str = "") -> str:
    """A token that holds; `not_this` was refused, so it is renewed whatever its time says.

    Raises ProviderTrouble.
    """
    found = _held(now)
    if found and found != not_this:
        return found
    with in_turn("settlement.bkash_token"):
        found = _held(now)
        if found and found != not_this:
            return found
        return _renew(http, now)


def _row() -> ProviderToken | None:
    return ProviderToken.objects.filter(provider="bkash").first()


def _held(now: datetime) -> str:
    row = _row()
    if row is None or row.expires_at - EARLY <= now:
        return ""
    try:
        return unseal(row.sealed).split(" ")[0]
    except SealBroken:
        return ""


def _renew(http: OutgoingClient, now: datetime) -> str:
    row, refresh = _row(), ""
    if row and row.refresh_until > now:
        try:
            refresh = unseal(row.sealed).split(" ")[1]
        except (SealBroken, IndexError):
            refresh = ""
    told = (_asked(http, "refresh", {"refresh_token": refresh}) if refresh else None) or _asked(
        http, "grant", {}
    )
    if told is None:
        raise ProviderTrouble(trouble="keys")
    ProviderToken.objects.update_or_create(
        provider="bkash",
        defaults={
            "sealed": seal(f"{told['id_token']} {told.get('refresh_token', '')}"),
            "expires_at": now + timedelta(seconds=int(told["expires_in"])),
            "refresh_until": now + REFRESHABLE,
        },
    )
    return str(told["id_token"])


def _asked(http: OutgoingClient, what: str, more: dict[str, str]) -> dict[str, Any] | None:
    """The token's answer; None where bKash refuses. Raises ProviderTrouble for no answer."""
    try:
        answer = http.post(
            f"/checkout/token/{what}",
            json={
                "app_key": settings.BKASH_APP_KEY,
                "app_secret": settings.BKASH_APP_SECRET,
                **more,
            },
            headers={"username": settings.BKASH_USERNAME, "password": settings.BKASH_PASSWORD},
        )
        if answer.status_code >= 500:
            raise ProviderTrouble(trouble="unreachable")
        told = answer.json()
        usable = told.get("id_token") and int(told.get("expires_in") or 0) >= 0
    except FAILURES as error:
        raise ProviderTrouble(trouble="unreachable") from error
    except (ValueError, AttributeError, TypeError) as error:
        raise ProviderTrouble(trouble="unreachable") from error
    return told if usable and answer.is_success else None
