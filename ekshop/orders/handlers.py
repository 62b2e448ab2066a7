"""Reactions to what the kernel tells."""

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import DeadlinePassed

from .events import SellerOrderPlaced
from .services import producer_ask, seller_order_expire
from .services.placing import CONFIRM_RULE


def on_deadlines_passed(events: list[DeadlinePassed]) -> None:
    """Sellers who let the time to confirm run out."""
    now = clock.now()
    for event in events:
        if (event.entity, event.kind) == ("seller_order", CONFIRM_RULE):
            seller_order_expire(actor=Actor.system("clock"), seller_order_id=event.id, now=now)


def on_seller_order_placed(event: SellerOrderPlaced) -> None:
    """A producer is asked for it, by SMS."""
    producer_ask(seller_order_id=event.seller_order_id, now=clock.now())
