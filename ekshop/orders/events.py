"""What orders tell those above them. Ids only; handlers read what they need."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class OrderPlaced(Event):
    order_id: int


@dataclass(frozen=True)
class SellerOrderPlaced(Event):
    seller_order_id: int


@dataclass(frozen=True)
class SellerOrderConfirmed(Event):
    seller_order_id: int


@dataclass(frozen=True)
class SellerOrderDeclined(Event):
    """Declined whole; `LinesDeclined` says it line by line."""

    seller_order_id: int


@dataclass(frozen=True)
class SellerOrderExpired(Event):
    seller_order_id: int


@dataclass(frozen=True)
class SellerOrderCancelled(Event):
    seller_order_id: int


@dataclass(frozen=True)
class LinesDeclined(Event):
    """Lines their seller will not deliver (or was silent about)."""

    seller_order_id: int
    line_ids: tuple[int, ...]
