"""A mobile number proved by a code, kept in the browser's session for some hours.

Whoever complains needs no account: the number is who they are. A code is good for ten minutes and
three tries; how many codes a number, a place and a device may ask for, `web/devices.py` counts.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import DomainError
from ekshop.kernel.phones import parse_mobile
from ekshop.notices.services import notice_send
from ekshop.web.devices import device_proved, number_spent

ASKED, PROVED = "mobile_asked", "mobile_proved"
PROOF = Actor.system("mobile-proof")
TRIES = 3
CODE_LASTS = timedelta(minutes=10)
PROVED_AT_MOST = timedelta(hours=24)
_LASTS = timedelta(seconds=settings.MOBILE_PROVED_SECONDS)


class TooManyCodes(DomainError):
    code = "too_many_codes"
    message = _("Too many codes were asked for. Wait some minutes, or call 333 and complain there.")
    http_status = 429


class TooManyTries(TooManyCodes):
    message = _("Too many codes were tried for this number. Wait an hour, or call 333.")


class WrongCode(DomainError):
    code = "wrong_code"
    message = _("This is not the code we sent. Look at the message once more.")


class CodeSpent(DomainError):
    code = "code_spent"
    message = _("This code is no longer good. Ask for a new one.")


def code_send(request: Any, typed: str, *, now: datetime) -> str:
    """Sends a code to the number typed, and notes in the session what was asked.

    The number, as stored. Errors: InvalidMobile, TooManyCodes.
    """
    mobile = parse_mobile(typed)
    if not number_spent(request, "mobile_code", mobile):
        raise TooManyCodes
    code = f"{secrets.randbelow(10**6):06d}"
    request.session[ASKED] = {
        "mobile": mobile,
        "seal": _seal(mobile, code),
        "until": (now + CODE_LASTS).isoformat(),
        "tries": TRIES,
    }
    notice_send(
        actor=PROOF,
        template="mobile_code",
        to=mobile,
        language=get_language() or settings.LANGUAGE_CODE,
        context={"code": code, "minutes": CODE_LASTS.seconds // 60},
        reference="",
        expires_at=now + CODE_LASTS,
        now=now,
    )
    return mobile


def mobile_asked(session: SessionBase) -> str:
    """The number a code was last sent to, "" for none."""
    return str(session.get(ASKED, {}).get("mobile", ""))


def code_try(request: Any, typed: str, *, now: datetime) -> str:
    """The number proved by this code; it stays so for a while.

    Errors: CodeSpent, WrongCode, TooManyTries: a session counts its own, and a new one costs nothing.
    """
    session = request.session
    asked = session.get(ASKED)
    if not asked or asked["tries"] < 1 or now > datetime.fromisoformat(asked["until"]):
        raise CodeSpent
    if not number_spent(request, "mobile_try", asked["mobile"]):
        raise TooManyTries
    session[ASKED] = {**asked, "tries": asked["tries"] - 1}
    session.save()
    digits = "".join(filter(str.isdigit, latin_digits(typed)))
    if not hmac.compare_digest(asked["seal"], _seal(asked["mobile"], digits)):
        raise WrongCode
    del session[ASKED]
    session.cycle_key()
    session[PROVED] = {"mobile": asked["mobile"], **_times(now, now)}
    device_proved(request, asked["mobile"])
    return str(asked["mobile"])


def mobile_proved(session: SessionBase, *, now: datetime) -> str:
    """The number this browser proved and still holds, "" for none."""
    known = session.get(PROVED)
    if not known or now > datetime.fromisoformat(known["until"]):
        return ""
    return str(known["mobile"])


def mobile_renew(session: SessionBase, *, now: datetime) -> None:
    """Whoever goes on writing keeps the number, for a day at most since the code."""
    known = session.get(PROVED)
    if known and datetime.fromisoformat(known["until"]) - now < _LASTS / 2:
        session[PROVED] = {**known, **_times(datetime.fromisoformat(known["since"]), now)}


def mobile_forget(session: SessionBase) -> None:
    """Another person is to use this telephone now."""
    session.pop(PROVED, None)
    session.pop(ASKED, None)
    session.cycle_key()


def _times(since: datetime, now: datetime) -> dict[str, str]:
    until = min(now + _LASTS, since + PROVED_AT_MOST)
    return {"since": since.isoformat(), "until": until.isoformat()}


def _seal(mobile: str, code: str) -> str:
    return salted_hmac("ekshop.mobile_proof", f"{mobile}:{code}", algorithm="sha256").hexdigest()
