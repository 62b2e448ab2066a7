"""Orders given to a seller's shop system by a connector: their states, and how patiently."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

SHOP_ORDER = Machine(
    name="shop_order",
    initial="waiting",
    states={
        "waiting": _("To be given to the shop"),
        "taken": _("With the shop"),
        "failed": _("The shop did not take it"),
        "calling_off": _("To be called off in the shop"),
        "called_off": _("Called off"),
        "over": _("Over"),
    },
    transitions=[
        ("waiting", "take", "taken", _("Taken by the shop")),
        ("waiting", "give_up", "failed", _("Given up")),
        ("failed", "again", "waiting", _("Given again")),
        (("waiting", "failed", "taken"), "call_off", "calling_off", _("Cancelled by the centre")),
        ("calling_off", "settle", "called_off", _("Called off in the shop")),
        ("taken", "end", "over", _("Nothing more to hear")),
    ],
)
TO_DO = ("waiting", "calling_off")

WAITS = (
    timedelta(seconds=45),
    timedelta(minutes=3),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)
"""Between attempts. The first is long enough for a slow shop to have ended what it began."""
TOLD_AFTER = 3
"""After so many attempts at a new order its seller's people are told by SMS and e-mail."""

POLL_EVERY = timedelta(minutes=10)
"""How often open orders are asked after, whatever webhooks say."""
MOST_CHANGES = 100
"""Of a shop's changes read anew at once."""
LINK_AGAIN = timedelta(hours=6)
"""How often webhooks that could not be asked for are asked for again."""


def shop_wait(attempts: int) -> timedelta | None:
    """How long to wait once `attempts` have failed; None when that was the last."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
