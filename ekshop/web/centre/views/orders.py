"""Orders once they are placed: the list, one order, its slip, and what can still be changed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.clock import DHAKA, day_of, dhaka_midnight
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import DomainError, NotFound
from ekshop.kernel.money import Money
from ekshop.kernel.paging import page_of
from ekshop.kernel.tables import table_lines
from ekshop.orders import rules
from ekshop.orders.selectors import (
    ORDER,
    order_for,
    orders_listed,
    orders_standing,
    share_standing_poisha,
    shares_of,
)
from ekshop.orders.services import line_replace, seller_order_cancel
from ekshop.web.access import Request, access

from .. import slip, typed
from ..device import keepable
from ..pages import SHELVES, order_shown

EXPORTED = 10_000


@access("order.read_own_centre")
@require_safe
def order_list(request: Request) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "shelf", "from", "to")}
    page = page_of(_listed(request, asked), order=ORDER, cursor=request.GET.get("cursor"))
    orders_standing(page.items)
    kept = {name: value for name, value in asked.items() if value}

    def href(**changes: str | None) -> str:
        merged = {name: value for name, value in {**kept, **changes}.items() if value}
        return "?" + urlencode(merged)

    return render(
        request,
        "centre/orders/list.html",
        {
            "asked": asked,
            "page": page,
            "shelves": [
                (label, href(shelf=key), asked["shelf"] == key) for key, label in SHELVES.items()
            ],
            "everything": href(shelf=None),
            "previous": href(cursor=page.previous_cursor) if page.previous_cursor else "",
            "next": href(cursor=page.next_cursor) if page.next_cursor else "",
            "export": reverse("centre:orders_csv") + href(),
        },
    )


@access("order.read_own_centre")
@require_safe
def order_export(request: Request) -> StreamingHttpResponse:
    """The list as it is filtered, one row for each seller order; opens in spreadsheet programs."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "shelf", "from", "to")}
    orders = _listed(request, asked).order_by(*ORDER)[:EXPORTED]
    header = [
        _("Order"),
        _("Placed"),
        _("Customer"),
        _("Mobile"),
        _("Seller"),
        _("Seller's part"),
        _("Stands at"),
        _("Goods (taka)"),
        _("Delivery (taka)"),
        _("Due or paid (taka)"),
    ]
    answer = StreamingHttpResponse(
        table_lines(header, _rows(orders)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="orders.csv"'
    return answer


@access("order.read_own_centre")
@require_safe
@keepable
def order_page(request: Request, code: str) -> HttpResponse:
    order = order_for(request.actor, code)
    if order.code != code:
        return redirect("centre:order", order.code)
    now = clock.now()
    shown = order_shown(request.actor, order, now=now)
    return render(
        request,
        "centre/orders/one.html",
        {"shown": shown, "now": now, "just_placed": "placed" in request.GET},
    )


@access("order.read_own_centre")
@require_safe
def order_slip(request: Request, code: str) -> HttpResponse:
    """The slip the customer takes home, in the language of the page."""
    order = order_for(request.actor, code)
    pdf = pdf_render(
        "order_slip",
        slip.data_of(order, shares_of(order), public_url=settings.PUBLIC_URL),
        language=get_language() or "bn",
        at=order.placed_at,
    )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{order.code}.pdf"'
    return answer


@access("order.cancel")
@require_http_methods(["GET", "HEAD", "POST"])
def order_cancel(request: Request, code: str) -> HttpResponse:
    """Takes one seller's share back, named by its own code, after asking once why."""
    order = order_for(request.actor, code)
    share = next((each for each in shares_of(order) if each.code == code), None)
    if share is None:
        raise NotFound(what="seller_order")
    error: DomainError | None = None
    if request.method == "POST":
        try:
            seller_order_cancel(
                actor=request.actor,
                seller_order_id=share.pk,
                reason=request.POST.get("reason", ""),
                now=clock.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            return redirect("centre:order", order.code)
    return render(
        request,
        "centre/orders/cancel.html",
        {"order": order, "share": share, "error": error},
        status=error.http_status if error else 200,
    )


@access("order.place")
@require_POST
def replace_line(request: Request, line_id: int) -> HttpResponse:
    """One press orders the offer shown in place of a declined line."""
    order = line_replace(
        actor=request.actor,
        line_id=line_id,
        offer_id=typed.number(request.POST, "offer"),
        expected_unit_price_poisha=typed.number(request.POST, "price"),
        nonce=typed.nonce(request.POST),
        now=clock.now(),
    )
    return redirect(reverse("centre:order", args=[order.code]) + "?placed=1")


def _listed(request: Request, asked: dict[str, str]) -> QuerySet[Any]:
    return orders_listed(
        request.actor,
        shelf=asked["shelf"],
        text=asked["q"],
        since=_midnight(asked["from"]),
        until=_midnight(asked["to"], days=1),
    )


def _midnight(text: str, days: int = 0) -> datetime | None:
    """The first instant of that day in Dhaka; None for no day."""
    try:
        return dhaka_midnight(day_of(latin_digits(text)) + timedelta(days=days))
    except ValueError:
        return None


def _rows(orders: QuerySet[Any]) -> Iterator[list[Any]]:
    for order in orders.iterator(chunk_size=500):
        for share in order.seller_orders.all():
            yield [
                order.code,
                order.placed_at.astimezone(DHAKA).strftime("%Y-%m-%d %H:%M"),
                order.customer.name,
                order.customer.mobile,
                share.seller.name,
                share.code,
                rules.SELLER_ORDER.state_label(share.state),
                Money(share.goods_poisha).taka,
                Money(share.delivery_poisha).taka,
                Money(share_standing_poisha(share)).taka,
            ]
