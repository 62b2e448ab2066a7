"""How people pay, and the arithmetic of paying and giving back. Amounts in poisha."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.machines import Machine
from ekshop.kernel.money import Money

MEDIA = [
    ("cash", _("Cash")),
    ("bkash", _("bKash")),
    ("rocket", _("Rocket")),
    ("nagad", _("Nagad")),
    ("bank", _("Bank")),
]
EXPORT = "export"
"""Paid by the platform itself, for what its export hub accepted."""
PAYMENT_MEDIA = [*MEDIA, (EXPORT, _("By the export hub"))]
COLLECTION_MEDIA = [medium for medium in MEDIA if medium[0] != "bank"]
REMITTANCE_MEDIA = [medium for medium in MEDIA if medium[0] != "cash"]


@dataclass(frozen=True)
class Due:
    """What the customer owes for one seller order."""

    goods_poisha: int
    delivery_poisha: int

    @property
    def amount_poisha(self) -> int:
        return self.goods_poisha + self.delivery_poisha


def amount_due(accepted: list[tuple[int, int]], delivery_poisha: int) -> Due:
    """What is payable after inspection: accepted quantities at their price, and the way here.

    `accepted` is (quantity, unit price). Where nothing was accepted nothing is owed, the way
    here included: rejected goods travel at the seller's cost.
    """
    goods = sum(quantity * unit_price for quantity, unit_price in accepted)
    return Due(goods, delivery_poisha if goods else 0)


def amount_back(
    *,
    returned_poisha: int,
    delivery_poisha: int,
    way_here_too: bool,
    fault: str,
    left_poisha: int,
) -> Due:
    """What a customer gets back for returned goods, never more than is `left` of what was paid.

    The seller's or the courier's fault: the goods in full, and the way here too (once, with
    whatever goes back last). The customer's own change of mind: the goods less the way back, which costs
    what the way here did.
    """
    if fault == "customer":
        return Due(min(max(returned_poisha - delivery_poisha, 0), left_poisha), 0)
    goods = min(returned_poisha, left_poisha)
    delivery = delivery_poisha if way_here_too else 0
    return Due(goods, min(delivery, left_poisha - goods))


@dataclass(frozen=True)
class Borne:
    """Who bears both ways of a parcel nobody collected."""

    customer_poisha: int
    seller_poisha: int
    platform_poisha: int


def uncollected(
    *, delivery_poisha: int, paid_poisha: int, customer_bp: int, seller_bp: int
) -> Borne:
    """Both ways, the way back costing what the way here did, shared by two rules in basis points.

    The customer's share is kept back from what was paid, so it is never more than that, and
    nothing where nothing was paid. Of what is left the seller bears its share, the platform the rest.
    """
    ways = Money(2 * delivery_poisha)
    customer = min(ways.share(customer_bp).poisha, paid_poisha)
    left = Money(ways.poisha - customer)
    seller = left.share(seller_bp).poisha
    return Borne(customer, seller, left.poisha - seller)


def kept_back(due: Due, kept_poisha: int) -> Due:
    """What a whole payment gives back when so much of it is kept: of the delivery first."""
    delivery = max(due.delivery_poisha - kept_poisha, 0)
    return Due(due.amount_poisha - kept_poisha - delivery, delivery)


REMITTANCE = Machine(
    name="remittance",
    initial="reported",
    states={
        "reported": _("Not seen at the bank yet"),
        "asked": _("Waits for a second person"),
        "confirmed": _("Arrived"),
        "refused": _("Never arrived"),
    },
    transitions=[
        (("reported", "asked"), "match", "confirmed", _("Found on the statement")),
        ("reported", "ask", "asked", _("A person asks to decide by hand")),
        ("asked", "withdraw", "reported", _("Taken back")),
        ("asked", "confirm", "confirmed", _("Confirmed by a second person")),
        ("asked", "refuse", "refused", _("Refused by a second person")),
    ],
)
OPEN_REMITTANCES = ("reported", "asked")
ASKED = [("confirm", _("It has arrived")), ("refuse", _("It never arrived"))]

ROW_STATES = [
    ("waiting", _("Nobody has reported it")),
    ("differs", _("Another amount was reported")),
    ("sender", _("Sent from a number that is not the centre's who reported it")),
    ("matched", _("Matched")),
    ("aside", _("Set aside")),
]
OPEN_ROWS = ("waiting", "differs", "sender")

_WALLET = re.compile(r"(?<!\d)(?:\+?88)?(01[3-9]\d{8})\d?(?!\d)")


def wallets_told(sender: str) -> list[str]:
    """The wallet numbers, of eleven digits, that a statement names as the sender; none where it
    names somebody in other words, or hides part of the number. Rocket's check digit is left out."""
    return _WALLET.findall(re.sub(r"(?<=\d)[ -](?=\d)", "", latin_digits(normalise(sender))))


STAGES = ("", "near", "over")
"""How a centre stands with its cash: nothing to say, near its limit or its time, beyond it."""


def cash_stage(*, held_poisha: int, limit_poisha: int, near_bp: int, age: float) -> str:
    """`age`: of the oldest cash, as a part of the time it has; 1 is the whole of it."""
    if held_poisha <= 0:
        return ""
    if held_poisha > limit_poisha or age >= 1:
        return "over"
    near = held_poisha * 10_000 >= limit_poisha * near_bp or age >= 0.75
    return "near" if near else ""
