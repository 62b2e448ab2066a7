"""Kinds of organisation, licence and wallet, the roles people hold, and who may do what."""

import re

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.states import Machine

from .permissions import (
    COMPLAINANT,
    LINK_HOLDER,
    PARTNER_API,
    PERMISSIONS,
    PRIVILEGED_ROLES,
    PUBLIC,
    allowed,
)
from .spellings import fold

OWN_CENTRE_DAYS = 1
"""To the centre that looks after a producer there is no way by courier: she brings it herself, by the
day after she can. So what keeps for a day can be ordered there."""

ORGANISATION = Machine(
    name="organisation",
    initial="active",
    states={
        "active": _("Active"),
        "joining": _("Joining: on trial"),
        "suspended": _("Suspended"),
        "closed": _("Closed"),
    },
    transitions=[
        ("active", "try", "joining", _("On trial before it sells")),
        ("joining", "open", "active", _("Open for orders")),
        ("joining", "close", "closed", _("Close for good")),
        ("active", "suspend", "suspended", _("Suspend")),
        ("suspended", "reinstate", "active", _("Reinstate")),
        ("active", "close", "closed", _("Close for good")),
        ("suspended", "close", "closed", _("Close for good")),
    ],
)

ENROLMENT_FILE = Machine(
    name="enrolment_file",
    initial="checked",
    states={
        "checked": _("Looked through"),
        "running": _("Being enrolled"),
        "finished": _("Enrolled"),
    },
    transitions=[
        ("checked", "start", "running", _("Enrol")),
        ("running", "finish", "finished", _("All rows are done")),
    ],
)
BANK_ACCOUNT = Machine(
    name="bank_account",
    initial="proposed",
    states={
        "proposed": _("Waits for a second person"),
        "confirmed": _("Confirmed"),
        "refused": _("Refused"),
    },
    transitions=[
        ("proposed", "confirm", "confirmed", _("Confirm")),
        ("proposed", "refuse", "refused", _("Refuse")),
    ],
)

TRIAL_CODE = "TRIAL"
"""The code of the desk at which orders are placed that only try a seller's system."""
EXPORT_CODE = "EXPORT"
"""The code of the hub that gathers, inspects and packs what goes abroad."""

ENROLMENT_KINDS = [("centre", _("Centres")), ("partner", _("Partners"))]

ORGANISATION_KINDS = [
    ("centre", _("Digital centre")),
    ("partner", _("E-commerce partner")),
    ("producer", _("Producer")),
    ("agency", _("Agency")),
    ("operator", _("Operator")),
    ("call_line", _("National call line")),
]
SELLER_KINDS = [("partner", _("E-commerce partner")), ("producer", _("Producer"))]
LICENCE_KINDS = [
    ("trade", _("Trade licence")),
    ("dbid", _("Digital business identity (DBID)")),
    ("dgda", _("Drug licence (DGDA)")),
]
WALLET_PROVIDERS = [("bkash", _("bKash")), ("rocket", _("Rocket")), ("nagad", _("Nagad"))]
CONSENT_PURPOSES = [("order", _("Order on my behalf")), ("complaint", _("Complain on my behalf"))]
CONSENT_MEDIA = [("spoken", _("Spoken")), ("written", _("Written")), ("sms", _("SMS"))]
ROLES = [
    ("entrepreneur", _("Entrepreneur")),
    ("partner_staff", _("Partner's staff")),
    ("producer_staff", _("Producer")),
    ("operator", _("Operator")),
    ("call_operator", _("Call line operator")),
    ("coordinator", _("Coordinator")),
    ("officer", _("Agency officer")),
    ("auditor", _("Auditor")),
]

ROLES_OF_KIND: dict[str, frozenset[str]] = {
    "centre": frozenset({"entrepreneur"}),
    "partner": frozenset({"partner_staff"}),
    "producer": frozenset({"producer_staff"}),
    "agency": frozenset({"officer", "coordinator", "auditor"}),
    "operator": frozenset({"operator", "auditor"}),
    "call_line": frozenset({"call_operator"}),
}
"""Which roles an organisation of a kind can give."""

_ROUTING_DIGITS = re.compile(r"[0-9]{9}", re.ASCII)
_ACCOUNT_DIGITS = re.compile(r"[0-9]{8,17}", re.ASCII)
_MOBILE_DIGITS = re.compile(r"01[3-9]\d{8}", re.ASCII)
_ROCKET_DIGITS = re.compile(r"01[3-9]\d{9}", re.ASCII)


def wallet_number(provider: str, typed: str) -> str | None:
    """The wallet's number as its provider writes it, or None when it cannot be one.

    bKash and Nagad: the mobile number, 11 digits. Rocket: the mobile number and the check digit
    Rocket gave with the account, 12 digits.
    """
    digits = re.sub(r"[\s\-]", "", latin_digits(normalise(typed)))
    digits = re.sub(r"^(?:\+?88)(?=01)", "", digits)
    shape = _ROCKET_DIGITS if provider == "rocket" else _MOBILE_DIGITS
    return digits if shape.fullmatch(digits) else None


def routing_number(typed: str) -> str | None:
    """A branch's nine digits, as on a cheque, or None when it cannot be one."""
    digits = re.sub(r"[\s\-]", "", latin_digits(normalise(typed)))
    return digits if _ROUTING_DIGITS.fullmatch(digits) else None


def bank_account_number(typed: str) -> str | None:
    """An account's number without spaces and dashes, or None: banks here give 8 to 17 digits."""
    digits = re.sub(r"[\s\-.]", "", latin_digits(normalise(typed)))
    return digits if _ACCOUNT_DIGITS.fullmatch(digits) else None


__all__ = [
    "BANK_ACCOUNT",
    "COMPLAINANT",
    "CONSENT_MEDIA",
    "CONSENT_PURPOSES",
    "LICENCE_KINDS",
    "ENROLMENT_FILE",
    "ENROLMENT_KINDS",
    "ORGANISATION",
    "ORGANISATION_KINDS",
    "LINK_HOLDER",
    "PARTNER_API",
    "PERMISSIONS",
    "PRIVILEGED_ROLES",
    "PUBLIC",
    "ROLES",
    "ROLES_OF_KIND",
    "SELLER_KINDS",
    "WALLET_PROVIDERS",
    "allowed",
    "bank_account_number",
    "fold",
    "routing_number",
    "wallet_number",
]
