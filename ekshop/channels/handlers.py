"""Reactions to what happens to goods at home that are meant for abroad."""

from ekshop.fulfilment.events import InspectionRecorded
from ekshop.kernel.actors import Actor
from ekshop.kernel.brought import FileRefused
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
from ekshop.producers.events import GiRegisterChanged, GiUseChanged, RestsChanged

from .services import export_paper_refused, listings_mark, names_abroad_settle
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


def certificate_refused(event: FileRefused) -> None:
    """Goods that were let through with it are looked at again without it."""
    export_paper_refused(actor=Actor.system("channels"), brought_id=event.brought_id, now=now())


def name_decided(event: GiUseChanged) -> None:
    """What is sold abroad by a name that is no longer its seller's is paused; what was, and is hers
    again, goes on."""
    names_abroad_settle(now=now(), seller_ids=[event.seller_id])
    listings_mark(seller_ids=[event.seller_id])


def names_registered(event: GiRegisterChanged) -> None:
    """A name that belongs to a place from now on is nobody's to use who has shown no right to it."""
    names_abroad_settle(now=now())


def rests_changed(event: RestsChanged) -> None:
    """Whether she can be ordered from abroad is looked at within seconds, not at midnight."""
    listings_mark(seller_ids=[event.seller_id])
