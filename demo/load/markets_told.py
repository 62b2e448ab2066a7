"""The sandbox's marketplaces hear of the orders that were lived here without them, so that what is
done with those that are under way reaches them like any other."""

from django.conf import settings

from ekshop.channels.adapters.feed import configurations
from ekshop.channels.models import ExportOrder
from ekshop.channels.rules import minor_text
from ekshop.kernel import http

STATES = {"shipped": "shipped", "cancelled": "cancelled"}
"""Of an order here, how it stands there; new, if not said."""


def load() -> None:
    """Safe to repeat: an order is there once for its number."""
    told = {key: f"market/{key}" for key in configurations()} | {"alibaba": "alibaba"}
    orders = ExportOrder.objects.filter(channel__adapter__in=told)
    with http.client(base_url=settings.SANDBOX_URL) as client:
        for order in orders.select_related("channel").prefetch_related("lines").order_by("id"):
            client.post(
                f"/_control/{told[order.channel.adapter]}/order",
                json={
                    "told": True,
                    "ref": order.ref,
                    "state": STATES.get(order.state, "new"),
                    "currency": order.currency,
                    "shipping": _amount(order.shipping_minor, order.currency),
                    "lines": [
                        {
                            "ref": line.ref,
                            "sku": line.sku,
                            "quantity": line.quantity,
                            "unit": _amount(line.unit_minor, order.currency),
                        }
                        for line in order.lines.all()
                    ],
                },
            ).raise_for_status()


def _amount(minor: int, currency: str) -> str:
    return minor_text(minor, currency).rpartition(" ")[2].replace(",", "")
