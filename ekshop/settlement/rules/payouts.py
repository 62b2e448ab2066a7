"""Payouts: their states, who pays them how, and how a sum is split over days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ekshop.kernel.machines import Machine

PAYOUT = Machine(
    name="payout",
    initial="planned",
    states={
        "planned": _("Waiting to be sent"),
        "held": _("Held back"),
        "sending": _("Being sent"),
        "succeeded": pgettext_lazy("payout", "Paid"),
        "failed": _("Not paid"),
        "unknown": _("Not known whether paid"),
    },
    transitions=[
        ("planned", "send", "sending", _("Sent to the provider")),
        ("planned", "hold", "held", _("Held back")),
        ("held", "free", "planned", _("Held back no longer")),
        (("sending", "unknown"), "succeed", "succeeded", pgettext_lazy("payout", "Paid")),
        (("sending", "unknown"), "fail", "failed", _("Not paid")),
        ("sending", "lose", "unknown", _("No answer: not known whether paid")),
        ("failed", "plan", "planned", _("To be sent again")),
        (("failed", "planned", "held"), "find", "succeeded", _("Found to be paid")),
    ],
)

ATTEMPT = Machine(
    name="payout_attempt",
    initial="sending",
    states={
        "sending": _("Being sent"),
        "succeeded": pgettext_lazy("payout", "Paid"),
        "failed": _("Not paid"),
        "unknown": _("Not known whether paid"),
    },
    transitions=[
        (("sending", "unknown"), "succeed", "succeeded", pgettext_lazy("payout", "Paid")),
        (("sending", "unknown"), "fail", "failed", _("Not paid")),
        ("sending", "lose", "unknown", _("No answer: not known whether paid")),
        ("failed", "find", "succeeded", _("Found to be paid")),
    ],
)

BATCH = Machine(
    name="payout_batch",
    initial="drafted",
    states={
        "drafted": _("Drafted"),
        "dropped": _("Dropped"),
        "releasing": _("Being made ready for the bank"),
        "released": _("Released"),
        "uploaded": _("Said to be uploaded"),
        "sent": _("With the provider"),
        "freeing": _("Its payouts are being freed"),
        "ended": _("Every payout has its outcome"),
    },
    transitions=[
        ("drafted", "drop", "dropped", _("Dropped")),
        ("drafted", "release", "released", _("Released")),
        ("drafted", "prepare", "releasing", _("Released")),
        ("releasing", "ready", "released", _("Ready for the bank")),
        ("released", "upload", "uploaded", _("File uploaded at the bank")),
        ("uploaded", "confirm", "sent", _("Upload confirmed by a second person")),
        ("uploaded", "deny", "released", _("Upload not confirmed")),
        ("released", "free", "freeing", _("Never uploaded: its payouts are freed")),
        (("released", "sent", "freeing"), "end", "ended", _("Every payout has its outcome")),
    ],
)

FLOAT_MOVE = Machine(
    name="float_move",
    initial="recorded",
    states={
        "recorded": _("Recorded"),
        "arrived": _("Arrived"),
        "not_made": _("Not made"),
        "unknown": _("Not known whether made"),
    },
    transitions=[
        (("recorded", "unknown"), "arrive", "arrived", _("Arrived")),
        (("recorded", "unknown"), "refuse", "not_made", _("Not made")),
        ("recorded", "lose", "unknown", _("No answer: not known whether made")),
    ],
)
FLOAT_PROBLEMS = {
    "provider": _("Choose bKash or Rocket."),
    "amount": _("Write how much was sent."),
    "reference": _("Write the number on the bank's slip."),
    "used": _("This number was recorded before."),
}
FLOAT_KINDS = [("top_up", _("From the bank")), ("collection", _("From the collection account"))]
PAPER_KINDS = [("result", _("Result file")), ("statement", _("Statement"))]
LINE_SOURCES = [
    ("answer", _("Answer to the call")),
    ("search", _("Search")),
    ("result", _("Result file")),
    ("statement", _("Statement")),
]
LINE_KINDS = [
    ("payout", _("Payout")),
    ("top_up", _("Money brought")),
    ("other", _("Something else")),
]

PAID_ONCE_STATES = ("sending", "unknown", "succeeded")
"""An attempt in one of these may have paid: no second one beside it."""

ENTITIES = [
    ("commission_statement", _("Commission statement")),
    ("seller_settlement", _("Seller's settlement")),
]


@dataclass(frozen=True)
class Provider:
    """`by`: "api", paid call by call, or "file", which a person takes to the bank. `float` is the
    account of the books the money leaves. Limits are keys of the rule book, in poisha a wallet."""

    name: str
    label: Any
    by: str
    float: str
    day_limit: str = ""
    month_limit: str = ""

    @property
    def limits(self) -> list[str]:
        return [self.day_limit, self.month_limit] if self.day_limit else []


PROVIDERS = {
    each.name: each
    for each in [
        Provider("bkash", _("bKash"), "api", "bkash_float", "bkash_day_limit", "bkash_month_limit"),
        Provider(
            "rocket", _("Rocket"), "file", "rocket_float", "rocket_day_limit", "rocket_month_limit"
        ),
        Provider("bank", _("Bank transfer"), "file", "bank"),
    ]
}
WALLETS_PAID = [("bkash", _("bKash")), ("rocket", _("Rocket"))]
"""Wallets a person may be paid to."""

PROVIDER_CHOICES = [(each.name, each.label) for each in PROVIDERS.values()]


@dataclass(frozen=True)
class Destination:
    """Where money goes: a wallet's number, or an account with its bank's routing number.

    `pays_from`: nothing is sent there before, for it was changed lately.
    """

    provider: str
    number: str
    holder: str
    routing: str = ""
    pays_from: datetime | None = None


@dataclass(frozen=True)
class PayoutRequest:
    """What is to be paid, and for what. `account`: the purpose debited, of `organisation_id`.

    Without a `destination` it goes to the person's wallet.
    """

    entity: str
    entity_id: int
    organisation_id: int
    person_id: int | None
    amount_poisha: int
    account: str
    destination: Destination | None = None


def parts_of(
    amount_poisha: int, start: date, room: Callable[[date], int]
) -> list[tuple[date, int]]:
    """Split over days from `start`, as much a day as `room` leaves; days without room pass.

    `room` is asked once a day and answers in poisha. Raises ValueError where two years do not
    suffice: the limits are wrong then.
    """
    parts: list[tuple[date, int]] = []
    left, day = amount_poisha, start
    while left > 0:
        if (day - start).days > 730:
            raise ValueError("the limits leave no room for this payout")
        share = min(left, max(room(day), 0))
        if share:
            parts.append((day, share))
            left -= share
        day += timedelta(days=1)
    return parts


def invoice_number(payout_id: int, attempt: int) -> str:
    """The same for the same attempt however often it is asked: "EKP000000123A1"."""
    return f"EKP{payout_id:09d}A{attempt}"
