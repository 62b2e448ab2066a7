"""Whichever code of an order people hold in their hands, it is the order they ask about."""

from typing import Any

from django.db.models import QuerySet

from ekshop.fulfilment.selectors import returns_visible_to, shipments_visible_to
from ekshop.kernel.actors import Actor
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.payments.selectors import payments_visible_to

LOOKER = Actor.system("tracking")
"""Finds the order a code belongs to; nothing of it is shown before the mobile's digits fit."""


def order_meant(typed: str) -> str:
    """The order's code that the code of a seller's part (S…), a parcel (D…), a payment (P…), a
    refund (F…) or a return (R…) leads to; anything else as it was typed. One statement at most."""
    try:
        code = parse_code(typed)
    except InvalidCode:
        return typed
    order = "seller_order__order__code"
    payments = payments_visible_to(LOOKER)
    rows: dict[str, QuerySet[Any, Any]] = {
        "S": seller_orders_visible_to(LOOKER).filter(code=code).values_list("order__code"),
        "D": shipments_visible_to(LOOKER).filter(code=code).values_list(order),
        "P": payments.filter(code=code).values_list(order),
        "F": payments.filter(refunds__code=code).values_list(order),
        "R": returns_visible_to(LOOKER).filter(code=code).values_list(f"order_line__{order}"),
    }
    found = rows[code[0]].first() if code[0] in rows else None
    return str(found[0]) if found else code
