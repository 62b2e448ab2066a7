"""What happened, told to the seller it concerns: by its webhook, or else to its people."""

from datetime import datetime
from typing import Any

from ekshop.kernel.actors import Actor
from ekshop.orders.selectors import seller_orders_visible_to

from .. import rules
from ..models import WebhookEndpoint
from ..selectors.wire import seller_order_wire
from .delivering import delivery_queue
from .shop_orders import shop_order_call_off, shop_order_queue
from .telling import goods_back_notice, new_order_notices

ANNOUNCER = Actor.system("webhooks")
CALLED_OFF = ("seller_order.cancelled", "seller_order.expired")


def seller_order_announce(*, seller_order_id: int, event_type: str, now: datetime) -> None:
    """Queues a webhook with the order as it stands, and gives it to the seller's shop. Without
    either a new order goes by SMS and mail, goods that come back by SMS."""
    seller_orders = seller_orders_visible_to(ANNOUNCER).filter(pk=seller_order_id)
    seller_order = seller_orders.get()
    in_shop = False
    if event_type == rules.NEW_ORDER:
        in_shop = shop_order_queue(
            seller_id=seller_order.seller_id,
            seller_order_id=seller_order.pk,
            code=seller_order.code,
            now=now,
        )
    elif event_type in CALLED_OFF:
        shop_order_call_off(seller_order_id=seller_order.pk, now=now)
    endpoint = _endpoint_of(seller_order.seller_id)
    told = endpoint is not None
    if endpoint is not None:
        whole = seller_orders.select_related(
            "order", "centre__centre__district", "centre__centre__union"
        ).get()
        delivery_queue(
            endpoint=endpoint,
            event_type=event_type,
            reference=whole.code,
            payload=seller_order_wire(whole, whole.lines.order_by("position")),
            now=now,
        )
    if not told and not in_shop and event_type == rules.NEW_ORDER:
        new_order_notices(code=seller_order.code, now=now)
    elif not told and event_type == rules.UNCOLLECTED:
        goods_back_notice(seller_order=seller_order, now=now)


def seller_announce(
    *, seller_id: int, event_type: str, reference: str, payload: dict[str, Any], now: datetime
) -> bool:
    """Queues a webhook to the seller's endpoint; False where it has none in use."""
    endpoint = _endpoint_of(seller_id)
    if endpoint is None:
        return False
    delivery_queue(
        endpoint=endpoint, event_type=event_type, reference=reference, payload=payload, now=now
    )
    return True


def _endpoint_of(seller_id: int) -> WebhookEndpoint | None:
    return WebhookEndpoint.objects.filter(seller_id=seller_id, state="active").first()
