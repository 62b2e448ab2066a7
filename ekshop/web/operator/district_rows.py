"""Every district with its orders, as the map and its table show them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_number
from ekshop.parties.selectors import districts
from ekshop.reporting.selectors import orders_by_district


def map_rows(actor: Actor, *, now: datetime, days: int = 30) -> list[dict[str, Any]]:
    """The most orders first, those without any included; two statements."""
    language = get_language() or "bn"
    found = {row.code: row for row in orders_by_district(actor, now=now, days=days)}
    address = reverse("operator:orders")
    rows = []
    for place in districts():
        row = found.get(place.code)
        orders = row.orders if row else 0
        rows.append(
            {
                "code": place.code,
                "label": place.name,
                "value": orders,
                "shown": format_number(orders, language),
                "value_poisha": row.value_poisha if row else 0,
                "href": f"{address}?district={place.slug}",
            }
        )
    return sorted(rows, key=lambda each: (-each["value"], each["label"]))
