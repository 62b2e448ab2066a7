"""Where allauth meets our people, our messages and our words."""

import base64
import time
from datetime import timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.notices.services import notice_send
from ekshop.parties.rules import PRIVILEGED_ROLES
from ekshop.parties.selectors import memberships_of, person_by_mobile
from ekshop.parties.services import mobile_verified
from ekshop.web.devices import device_proved

from .forms import MobileField

SIGN_IN = Actor.system("sign-in")
LANGUAGE_CHOSEN = "language_chosen"
"""In the session: whoever sits here has chosen a language by hand since it began."""


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up here: people are enrolled, and then sign in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code we sent. Look at the message once more."),
        "too_many_login_attempts": _(
            "Too many tries. Wait a few minutes, then ask for a new code."
        ),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
        "email_password_mismatch": _("This address and password do not belong together."),
        "phone_password_mismatch": _("This number and password do not belong together."),
        "invalid_login": _("This address and password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "unknown_phone": _("Nobody is enrolled with this number."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def phone_form_field(self, **kwargs: Any) -> MobileField:
        return MobileField(**kwargs)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.mobile, user.mobile_verified_at is not None) if user.mobile else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        user.mobile = phone
        user.mobile_verified_at = clock.now() if verified else None
        user.save(update_fields=["mobile", "mobile_verified_at"])

    def set_phone_verified(self, user: Any, phone: str) -> None:
        mobile_verified(person_id=user.pk, now=clock.now())

    def get_user_by_phone(self, phone: str) -> Any:
        return person_by_mobile(phone)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **_more: Any) -> None:
        now, seconds = clock.now(), settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        notice_send(
            actor=SIGN_IN,
            template="sign_in_code",
            to=phone,
            language=user.language,
            context={"code": code, "minutes": seconds // 60},
            reference="",
            expires_at=now + timedelta(seconds=seconds),
            now=now,
        )

    def send_unknown_account_sms(self, phone: str, **_more: Any) -> None:
        notice_send(
            actor=SIGN_IN,
            template="sign_in_unknown",
            to=phone,
            language=get_language() or "bn",
            context={"site": settings.PUBLIC_URL},
            reference="",
            now=clock.now(),
        )

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Whoever has signed in within the last minutes is not asked again at once."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((each["at"] for each in records), default=0)
        return time.time() - latest > app_settings.REAUTHENTICATION_TIMEOUT

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        notice_send(
            actor=SIGN_IN,
            template="password_reset",
            channel="email",
            to=email,
            language=user.language,
            context={"person_name": user.name, "url": context["password_reset_url"]},
            reference="",
            now=clock.now(),
        )

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened; allauth's toasts would say it twice."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """In the language the person chose, on whatever device they sign in, unless they have just
        chosen one before signing in."""
        response = super().post_login(request, user, **kwargs)
        if LANGUAGE_CHOSEN not in request.session:
            keep_language(response, user.language)
        if user.mobile:
            device_proved(request, user.mobile)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code your app shows now. Wait for the next one."),
        "cannot_delete_authenticator": _(
            "Your role needs the second step: it cannot be taken away."
        ),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def get_totp_label(self, user: Any) -> str:
        return user.email or user.mobile or user.name

    def build_totp_svg(self, url: str) -> str:
        """The page draws the code itself, in its own colours."""
        return ""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        roles = {membership.role for membership in memberships_of(authenticator.user)}
        return not roles & PRIVILEGED_ROLES


def _box() -> Fernet:
    """Seals the secrets of second factors with a key of their own, drawn from the site's key."""
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ekshop second factor")
    return Fernet(base64.urlsafe_b64encode(drawn.derive(settings.SECRET_KEY.encode())))


def keep_language(response: HttpResponse, language: str) -> None:
    """As Django's own switch keeps it, so that the next page is in it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
