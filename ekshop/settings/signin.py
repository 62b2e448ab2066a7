"""Sign-in: a mobile number and a code for everyone, a password and a second factor for staff."""

from .core import DEMO, env

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/sign-in/"
LOGIN_REDIRECT_URL = "/work/"
LOGOUT_REDIRECT_URL = "/"

# How many proxies of ours stand in front: only their word on where a request comes from is
# taken. Without any, X-Forwarded-For is not looked at.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}

ACCOUNT_ADAPTER = "ekshop.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "request_login_code": "ekshop.web.account.forms.RequestCodeForm",
    "confirm_login_code": "ekshop.web.account.forms.ConfirmCodeForm",
    "login": "ekshop.web.account.forms.PasswordSignInForm",
    "reset_password": "ekshop.web.account.forms.PasswordForgottenForm",  # pragma: allowlist secret
    "reset_password_from_key": "ekshop.web.account.forms.PasswordByLinkForm",  # pragma: allowlist secret
    "set_password": "ekshop.web.account.forms.PasswordFirstForm",  # pragma: allowlist secret
    "change_password": "ekshop.web.account.forms.PasswordChangeForm",  # pragma: allowlist secret
}
# Many phones share one address of a mobile operator, so the limit that bites is on the number
# asked for. The demonstration is tried out by one person in many roles, faster than anyone lives.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "600/m/ip" if DEMO else "60/m/ip",
    # A number's codes and tries: the share of one device or place, and over all of them. With three
    # tries a code a number stands at most 180 guesses a day, of a million.
    "sign_in_code": env.str(
        "SIGN_IN_CODE_LIMIT", default="60/m/key" if DEMO else "2/m/key,6/h/key"
    ),
    "sign_in_code_number": "600/h/key" if DEMO else "30/h/key,60/d/key",
    "login": env.str("SIGN_IN_LIMIT", default="600/m/ip" if DEMO else "60/m/ip"),
    "login_failed": "20/m/ip,5/5m/key",
    # Codes for people without an account: a first complaint always gets through, a flood does not.
    "mobile_code": env.str(
        "MOBILE_CODE_LIMIT",
        default="600/m/ip,60/m/key" if DEMO else "60/m/ip,2/m/key,6/h/key",
    ),
    "mobile_code_number": "600/h/key" if DEMO else "30/h/key,60/d/key",
    # allauth counts wrong codes in the browser's session, and a new browser costs nothing.
    "login_code": env.str(
        "SIGN_IN_TRIES_LIMIT",
        default="600/m/ip,60/m/key" if DEMO else "60/m/ip,12/h/key",
    ),
    "login_code_number": "600/h/key" if DEMO else "90/h/key,180/d/key",
    "mobile_try": env.str(
        "MOBILE_TRIES_LIMIT",
        default="600/m/ip,60/m/key" if DEMO else "60/m/ip,12/h/key",
    ),
    "mobile_try_number": "600/h/key" if DEMO else "90/h/key,180/d/key",
    # Photos of a customer's return: each is read and stored before anyone has looked at it.
    "photo": "60/10m/ip,24/h/key",
    # Digits for an order's or a receipt's code: four of them are soon guessed otherwise.
    "track": "60/m/ip,8/10m/key",
    "receipt": "60/m/ip,8/h/key",
    "complaint": "60/m/ip",
}

# How long a number proved by a code counts as proved in a browser that lies idle; a day at most.
MOBILE_PROVED_SECONDS = 4 * 3600

MFA_ADAPTER = "ekshop.web.account.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "ek-Shop"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "ekshop.web.account.forms.SecondFactorForm",
    "reauthenticate": "ekshop.web.account.forms.SecondFactorAgainForm",
    "activate_totp": "ekshop.web.account.forms.SecondFactorSetUpForm",
}
