"""The life of a listing, what is out of step with its channel, and how patiently it is told."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ekshop.kernel.machines import Machine

_OPEN = ("draft", "checking", "submitted", "live", "issue")

LISTING = Machine(
    name="channel_listing",
    initial="draft",
    states={
        "draft": _("Being prepared"),
        "checking": _("To be checked and sent"),
        "submitted": _("With the channel"),
        "live": _("On sale"),
        "issue": _("To be mended"),
        "paused": _("Paused"),
        "ended": pgettext_lazy("listing", "Ended"),
    },
    transitions=[
        ("draft", "check", "checking", _("Asked to be listed")),
        ("checking", "submit", "submitted", _("Sent to the channel")),
        ("submitted", "accept", "live", _("Taken by the channel")),
        ("issue", "recover", "live", _("Taken by the channel after all")),
        (("checking", "submitted", "live"), "refuse", "issue", _("Something is to be mended")),
        (("issue", "submitted"), "check_again", "checking", _("To be checked and sent again")),
        (_OPEN, "pause", "paused", _("Paused")),
        ("paused", "resume", "checking", _("Resumed")),
        ((*_OPEN, "paused"), "end", "ended", _("Ended")),
        ("ended", "list_again", "checking", _("Listed again")),
    ],
)

SELLING = ("checking", "submitted", "live", "issue")
"""What the channel is told stock and price of, as far as it knows the listing."""

NOTHING, WORDS, FIGURES, STOPPED = 0, 1, 2, 3
"""What is out of step: nothing; something new or its words; price or stock; stock that is gone,
or a listing to take away. The higher is told first."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
HARD = 2
"""After so many attempts that came to nothing goods that were told with others are told alone."""
PATIENCE = 3
"""A single listing that was not answered about so often has a trouble of its own, and its channel none."""
HANDLE_LASTS = timedelta(hours=12)
"""A submission the channel has not answered for so long is made again."""


def wait_after(attempts: int) -> timedelta:
    """Before the next attempt: a minute, then twice as long each time, six hours at most."""
    return min(FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 12), LONGEST_WAIT)


def urgency(
    *,
    told_quantity: int | None,
    told_price: int | None,
    told_fingerprint: str,
    quantity: int,
    price: int,
    fingerprint: str,
    ended: bool,
) -> int:
    """How far what the channel was told (None, "" where it never was) is from what it should be."""
    if ended:
        return NOTHING if told_quantity is None else STOPPED
    if told_quantity is None:
        return WORDS
    if quantity == 0 and told_quantity > 0:
        return STOPPED
    if quantity != told_quantity or price != told_price:
        return FIGURES
    return NOTHING if fingerprint == told_fingerprint else WORDS
