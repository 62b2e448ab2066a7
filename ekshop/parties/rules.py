"""Kinds, roles and who may do what: the one permission table."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

ORGANISATION = Machine(
    name="organisation",
    initial="active",
    states={"active", "suspended", "closed"},
    transitions=[
        ("active", "suspend", "suspended", _("Suspended")),
        ("suspended", "reinstate", "active", _("Reinstated")),
        ("active", "close", "closed", _("Closed")),
        ("suspended", "close", "closed", _("Closed")),
    ],
)

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
WALLET_PROVIDERS = [("bkash", "bKash"), ("rocket", "Rocket"), ("nagad", "Nagad")]
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
