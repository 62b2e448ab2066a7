"""Codes for a mobile number, counted so that a stranger cannot lock its owner out.

A browser that proved a number before keeps that in a signed cookie and counts by itself: whatever
others try with the number, its own tries are its own. Any other counts by the place it comes from,
so that one place uses up only its own share; over all places together a number has a ceiling far
above what one person needs, and far below what guessing six digits takes.
"""

import ipaddress
import secrets
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE, SALT = "device", "ekshop.device"
LASTS = 365 * 24 * 3600
NUMBERS_KEPT = 5
"""A family's telephone, or a centre's computer: the latest numbers proved on it."""


def number_spent(request: HttpRequest, door: str, mobile: str) -> bool:
    """Counts one code, or one try, before it is sent or looked at. False: too many already.

    `settings.ACCOUNT_RATE_LIMITS`: `door` limits a device's or place's share of the number,
    `door_number` the number over all places.
    """
    device = _known(request)
    if _mark(mobile) in device["numbers"]:
        return bool(ratelimit.consume(request, action=door, key=f"{device['id']} {mobile}"))
    mine = ratelimit.consume(request, action=door, key=f"{_place(request)} {mobile}")
    return bool(mine and ratelimit.consume(request, action=f"{door}_number", key=mobile))


def device_proved(request: HttpRequest, mobile: str) -> None:
    """This browser has just proved the number: its answer keeps that."""
    request.device_proved = mobile  # type: ignore[attr-defined]


class DeviceMiddleware:
    """Writes the cookie where a number was proved in this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if mobile := getattr(request, "device_proved", ""):
            known, mark = _known(request), _mark(mobile)
            others = [each for each in known["numbers"] if each != mark]
            response.set_cookie(
                COOKIE,
                signing.dumps(
                    {"id": known["id"], "numbers": [mark, *others][:NUMBERS_KEPT]}, salt=SALT
                ),
                max_age=LASTS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def _known(request: HttpRequest) -> dict[str, Any]:
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
        return {"id": str(said["id"]), "numbers": list(said["numbers"])}
    except (signing.BadSignature, KeyError, TypeError):
        return {"id": secrets.token_urlsafe(12), "numbers": []}


def _mark(mobile: str) -> str:
    """The number itself does not lie in the cookie."""
    return salted_hmac(SALT, mobile, algorithm="sha256").hexdigest()[:24]


def _place(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the network of one household, which has addresses without end."""
    address = str(get_adapter().get_client_ip(request))
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
