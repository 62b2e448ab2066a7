"""Webhooks to sellers: their states, what they tell of, and how patiently they are sent."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

ENDPOINT = Machine(
    name="webhook_endpoint",
    initial="active",
    states={"active": _("In use"), "disabled": _("Switched off")},
    transitions=[
        ("active", "disable", "disabled", _("Switch off")),
        ("disabled", "enable", "active", _("Switch on")),
    ],
    final=set(),
)

DELIVERY = Machine(
    name="webhook_delivery",
    initial="waiting",
    states={
        "waiting": _("Waiting to be sent"),
        "delivered": _("Delivered"),
        "failed": _("Given up"),
    },
    transitions=[
        ("waiting", "deliver", "delivered", _("Taken by the seller's system")),
        ("waiting", "give_up", "failed", _("Given up")),
        ("delivered", "replay", "waiting", _("Sent again by hand")),
        ("failed", "replay", "waiting", _("Sent again by hand")),
    ],
    final=set(),
)

NEW_ORDER, UNCOLLECTED = "seller_order.placed", "seller_order.uncollected"
CHANGES_HELD, FEED_SILENT = "changes.held", "feed.silent"
TEST = "webhook.test"
EVENT_TYPES = {
    NEW_ORDER: _("New order"),
    "seller_order.cancelled": _("Order cancelled by the centre"),
    "seller_order.expired": _("Order ended without an answer"),
    "shipment.arrived": _("Parcel received by the centre"),
    "shipment.lost": _("Parcel lost"),
    "inspection.recorded": _("Goods inspected"),
    UNCOLLECTED: _("Nobody collected: goods on their way back"),
    "return.asked": _("Return asked for"),
    "return.decided": _("Return decided"),
    "complaint.received": _("New complaint"),
    "complaint.moved": _("A complaint went on"),
    CHANGES_HELD: _("Changes of the list held back"),
    FEED_SILENT: _("A list could not be read, or does not change"),
    TEST: _("Test"),
}

_WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=27),
)
ATTEMPTS = len(_WAITS) + 1
"""Ten attempts over three days."""

UNHEARD_AFTER = 4
"""After so many attempts of a new order a person is told too: the time to answer runs."""

ROTATION = timedelta(hours=24)
"""How long after a new secret the one before it still signs, too."""

DEADLINE_KINDS = {
    "seller_confirm": "confirm",
    "courier_hand_over": "hand_over",
    "delivery": "other",
    "return_answer": "return",
    "return_receipt": "return",
}
"""Promises a seller is reminded of, with the words the notice has for them."""
LATE_KINDS = frozenset({"courier_hand_over", "delivery"})
"""Of those, the ones a seller is told of once more when broken."""

API_KEY_MARK = "eks_"  # pragma: allowlist secret
LOGIN_MARK = "ekl_"
"""Keys and login ids begin so, that scanners of leaked secrets know one when they see it."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait once `attempts` have failed; None when that was the last."""
    return _WAITS[attempts - 1] if attempts < ATTEMPTS else None
