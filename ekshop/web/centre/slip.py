"""An order as the slip the customer takes home shows it."""

from collections.abc import Sequence
from typing import Any

from ekshop.kernel.clock import dhaka_date
from ekshop.orders import rules


def data_of(order: Any, shares: Sequence[Any], *, public_url: str) -> dict[str, Any]:
    """What the template `order_slip` reads; lines that will not come are left out."""
    coming = [
        (share, [line for line in share.lines.all() if line.state in rules.LIVE_LINE_STATES])
        for share in shares
    ]
    coming = [(share, lines) for share, lines in coming if lines]
    goods = sum(share.goods_poisha for share, _lines in coming)
    delivery = sum(share.delivery_poisha for share, _lines in coming)
    centre = order.centre
    return {
        "code": order.code,
        "qr": f"{public_url}/t/{order.code}",
        "placed_at": order.placed_at,
        "centre": {
            "name": centre.name,
            "person": order.placed_by.called,
            "address": centre.address or None,
            "area": centre.centre.district.name,
            "mobile": centre.mobile or None,
        },
        "customer": {"name": order.customer.name, "mobile": order.customer.mobile},
        "sellers": [
            {
                "name": share.seller.name,
                "promised_on": share.promised_on,
                "deliver_by": dhaka_date(share.deliver_by),
                "lines": [
                    {
                        "title": line.name,
                        "quantity": line.quantity,
                        "unit_price_poisha": line.unit_price_poisha,
                        "total_poisha": line.total_poisha,
                    }
                    for line in lines
                ],
            }
            for share, lines in coming
        ],
        "goods_poisha": goods,
        "delivery_poisha": delivery,
        "total_poisha": goods + delivery,
    }
