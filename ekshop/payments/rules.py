"""How people pay, and the arithmetic of paying and giving back. Amounts in poisha."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.money import Money

MEDIA = [
    ("cash", _("Cash")),
    ("bkash", _("bKash")),
    ("rocket", _("Rocket")),
    ("nagad", _("Nagad")),
    ("bank", _("Bank")),
]
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
