"""What a seller brings for buyers abroad and gets for it; who buys is not its to know."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ekshop.channels.selectors.export_parts import export_parts
from ekshop.channels.selectors.exports import ORDER, export_orders_visible_to
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access


@access("export.read")
@require_safe
def own_orders(request: Request, audience: str, base: str) -> HttpResponse:
    page: Any = page_of(
        export_orders_visible_to(request.actor), order=ORDER, cursor=request.GET.get("cursor")
    )
    context = {
        "base": base,
        "audience": audience,
        "page": page,
        "parts": export_parts(request.actor, page.items),
        "urls": {name: reverse(f"{audience}:{name}") for name in ("export", "export_orders")},
        "order_url": f"{audience}:order",
    }
    return render(request, "papers/export/orders.html", context)
