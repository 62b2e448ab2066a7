"""What payments tell those above them."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class PaymentCollected(Event):
    payment_id: int
    seller_order_id: int


@dataclass(frozen=True)
class RefundIssued(Event):
    refund_id: int
    seller_order_id: int


@dataclass(frozen=True)
class RefundGiven(Event):
    """The centre put the cash of a refund into the customer's hands."""

    refund_id: int
    seller_order_id: int


@dataclass(frozen=True)
class NothingRefunded(Event):
    """Goods came back, and the ways they went cost the customer as much as they were worth."""

    return_id: int
    seller_order_id: int
