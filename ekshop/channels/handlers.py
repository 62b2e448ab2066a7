"""Reactions to what happens to goods at home that are meant for abroad."""

from ekshop.fulfilment.events import InspectionRecorded
from ekshop.kernel.clock import now
from ekshop.orders.events import (
    LinesDeclined,
    SellerOrderCancelled,
    SellerOrderConfirmed,
    SellerOrderDeclined,
    SellerOrderExpired,
)
from ekshop.orders.selectors import order_for_abroad
from ekshop.payments.events import PaymentCollected

from .services.exporting import export_order_of, supply_follow


def goods_moved(
    event: SellerOrderConfirmed
    | SellerOrderDeclined
    | SellerOrderExpired
    | SellerOrderCancelled
    | LinesDeclined
    | InspectionRecorded
    | PaymentCollected,
) -> None:
    """Whatever it was, the order it is for is looked at as a whole."""
    order_id = order_for_abroad(event.seller_order_id)
    export_order_id = export_order_of(order_id) if order_id is not None else None
    if export_order_id is not None:
        supply_follow(export_order_id=export_order_id, now=now())
