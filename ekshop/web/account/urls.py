"""Addresses of the account pages: ours, and allauth's under the names it knows them by."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, include, path, re_path

from ekshop.web.access import access

from . import views

own: list[URLPattern | URLResolver] = [
    path("membership/", views.membership, name="membership"),
    path("profile/", views.profile, name="profile"),
    path("sign-out/", access.public(account.logout), name="sign_out"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "account"))),
    path("sign-in/", access.public(account.request_login_code), name="account_request_login_code"),
    path(
        "sign-in/code/",
        access.public(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("sign-in/password/", access.public(account.login), name="account_login"),
    path("sign-in/second-step/", access.public(mfa.authenticate), name="mfa_authenticate"),
    path("inactive/", access.public(account.account_inactive), name="account_inactive"),
    path("again/", access.signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("again/second-step/", access.signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("password/", access.signed_in(account.password_change), name="account_change_password"),
    path("password/first/", access.signed_in(account.password_set), name="account_set_password"),
    path(
        "password/forgotten/", access.public(account.password_reset), name="account_reset_password"
    ),
    path(
        "password/forgotten/sent/",
        access.public(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        access.public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/forgotten/done/",
        access.public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("second-step/", access.signed_in(mfa.index), name="mfa_index"),
    path("second-step/set-up/", access.signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "second-step/take-away/",
        access.signed_in(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-step/recovery/",
        access.signed_in(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-step/recovery/new/",
        access.signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/recovery/download/",
        access.signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
