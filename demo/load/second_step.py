"""The second factor of staff personas: a secret of this installation's own, and today's code."""

import base64
import hashlib
import hmac

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings

from ekshop.parties.models import Person


def secret(person: Person) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"totp:{person.email}".encode(), hashlib.sha1)
    return base64.b32encode(digest.digest()).decode()


def enrol(person: Person) -> None:
    """As if the person had scanned the square with an authenticator app; once."""
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, secret(person))


def code(person: Person) -> str:
    """What the person's authenticator app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret(person), counters[len(counters) // 2]))
