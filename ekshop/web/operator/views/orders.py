"""Any order of the country: found, and seen whole."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ekshop.channels.selectors.exports import export_order_supplied
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.orders.rules import SELLER_ORDER
from ekshop.orders.selectors import (
    ORDER,
    order_for,
    orders_listed,
    orders_standing,
    share_standing_poisha,
)
from ekshop.parties.selectors import districts
from ekshop.web.access import Request, access

from ..lists import EXPORTED, asked, csv_answer, midnight, moment, taka
from ..order_page import TONES, order_shown

SHELVES: dict[str, Any] = {
    "confirming": _("Waiting for the seller"),
    "arriving": _("On the way"),
    "inspecting": _("To inspect"),
    "collecting": _("To be paid"),
    "handing": _("To hand over"),
    "unmended": _("Declined, not replaced"),
    "done": _("Done"),
    "ended": _("Ended"),
}
FILTERS = ("q", "shelf", "district", "from", "to")


@access("operations.read")
@require_safe
def orders(request: Request) -> HttpResponse:
    wanted = asked(request, *FILTERS)
    page = page_of(_found(request, wanted), order=ORDER, cursor=request.GET.get("cursor"))
    orders_standing(page.items)
    return render(
        request,
        "operator/orders.html",
        {
            "asked": wanted,
            "page": page,
            "shelves": SHELVES.items(),
            "districts": [(each.slug, each.name) for each in districts()],
            "tones": TONES,
        },
    )


@access("operations.read")
@require_safe
def orders_export(request: Request) -> HttpResponse:
    """One row for each seller's part."""
    rows = _found(request, asked(request, *FILTERS)).order_by(*ORDER)[:EXPORTED]
    return csv_answer(
        "orders",
        [
            _("Order"),
            _("Placed"),
            _("Centre"),
            _("Seller"),
            _("Seller's part"),
            _("Stands at"),
            _("Goods (taka)"),
            _("Delivery (taka)"),
            _("Due or paid (taka)"),
        ],
        (
            (
                order.code,
                moment(order.placed_at),
                order.centre.name,
                share.seller.name,
                share.code,
                SELLER_ORDER.state_label(share.state),
                taka(share.goods_poisha),
                taka(share.delivery_poisha),
                taka(share_standing_poisha(share)),
            )
            for order in rows
            for share in order.seller_orders.all()
        ),
    )


@access("operations.read")
@require_safe
def order(request: Request, code: str) -> HttpResponse:
    try:
        found = order_for(request.actor, code)
    except NotFound:
        abroad = export_order_supplied(request.actor, code)
        if abroad is None:
            raise
        return redirect("operator:export_order", abroad.code)
    if found.code != code:
        return redirect("operator:order", found.code)
    now: datetime = clock.now()
    shown = order_shown(request.actor, found)
    return render(request, "operator/order.html", {"shown": shown, "now": now})


def _found(request: Request, wanted: dict[str, str]) -> QuerySet[Any]:
    found = orders_listed(
        request.actor,
        shelf=wanted["shelf"],
        text=wanted["q"],
        since=midnight(wanted["from"]),
        until=midnight(wanted["to"], days=1),
    )
    if wanted["district"]:
        found = found.filter(centre__centre__district__slug=wanted["district"])
    return found
