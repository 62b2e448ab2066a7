"""Orders: the lists, one order, and the seller's answer."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ekshop.catalogue.selectors import held_by_offer
from ekshop.fulfilment.rules import COURIERS, REJECT_REASONS, TRACKING_STATUSES
from ekshop.fulfilment.selectors import inspections_of, returns_of
from ekshop.kernel import clock
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.kernel.money import Money
from ekshop.kernel.paging import page_of
from ekshop.kernel.tables import table_lines
from ekshop.orders import rules
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.orders.services import LineAnswer, seller_order_answer
from ekshop.payments.selectors import payments_of, refunds_of
from ekshop.web.access import Request, access
from ekshop.web.papers.figures import figures_of

from .. import shelves, typed
from ..words import STATUS_WORDS

EXPORTED = 20_000


@access("order.read_own_sales")
@require_safe
def order_list(request: Request) -> HttpResponse:
    asked = _asked(request)
    shelf = asked["shelf"]
    now = clock.now()
    page = page_of(
        _listed(request, asked),
        order=shelves.order_of(shelf),
        cursor=request.GET.get("cursor"),
        size=50,
    )
    kept = {name: value for name, value in asked.items() if value}

    def href(**changes: str | None) -> str:
        return "?" + urlencode({k: v for k, v in {**kept, **changes}.items() if v})

    return render(
        request,
        "partner/orders/list.html",
        {
            "asked": asked,
            "shelf": shelf,
            "rows": shelves.shown(page.items, now),
            "now": now,
            "tabs": [
                (label, href(shelf=name), name == shelf, counted)
                for (name, (label, _states)), counted in _counted(request)
            ],
            "everything": href(shelf=None),
            "previous": href(cursor=page.previous_cursor) if page.previous_cursor else "",
            "next": href(cursor=page.next_cursor) if page.next_cursor else "",
            "export": reverse("partner:orders_csv") + href(),
            "couriers": COURIERS,
        },
    )


@access("order.read_own_sales")
@require_safe
def order_export(request: Request) -> StreamingHttpResponse:
    """The list as it is filtered, one row for each line; opens in spreadsheet programs."""
    asked = _asked(request)
    orders = _listed(request, asked).order_by(*shelves.order_of(asked["shelf"]))[:EXPORTED]
    header = [
        _("Your part"),
        _("Order"),
        _("Placed"),
        _("Stands at"),
        _("Answer by"),
        _("Centre"),
        _("District"),
        _("Your reference"),
        _("Goods"),
        _("Quantity"),
        _("Each (taka)"),
        _("Line stands at"),
        _("Accepted"),
        _("Rejected"),
    ]
    answer = StreamingHttpResponse(
        table_lines(header, _rows(orders)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="orders.csv"'
    return answer


@access("order.read_own_sales")
@require_safe
def order_page(request: Request, code: str) -> HttpResponse:
    order = typed.one_of(
        shelves.with_all(seller_orders_visible_to(request.actor), request.actor), code
    )
    if order.code != code:
        return redirect("partner:order", order.code)
    return _page(request, order, {})


@access("seller_order.answer")
@require_POST
def answer(request: Request, code: str) -> HttpResponse:
    """Line by line, or every line at once by the button `all`."""
    order = typed.one_of(
        shelves.with_all(seller_orders_visible_to(request.actor), request.actor), code
    )
    lines = list(order.lines.all())
    if "all" in request.POST:
        given = [LineAnswer(line.pk, "confirmed") for line in lines]
    else:
        given = typed.answers(request.POST, lines)
    try:
        answered = seller_order_answer(
            actor=request.actor, seller_order_id=order.pk, answers=given, now=clock.now()
        )
    except InvalidInput as refused:
        return _page(request, order, refused.field_errors)
    if answered.state == "declined":
        messages.success(
            request, _("Declined. The centre is told and offers the customer another.")
        )
    else:
        messages.success(request, _("Confirmed. Pack it and book the parcel."))
    return redirect("partner:order", order.code)


@access("seller_order.answer")
@require_POST
def bulk_confirm(request: Request) -> HttpResponse:
    """Every line of every order ticked. What cannot be confirmed is named; the rest goes on."""
    done, failed = 0, []
    for order in chosen(request):
        given = [LineAnswer(line.pk, "confirmed") for line in order.lines.all()]
        try:
            seller_order_answer(
                actor=request.actor, seller_order_id=order.pk, answers=given, now=clock.now()
            )
            done += 1
        except DomainError as refused:
            failed.append(f"{order.code}: {refused}")
    if done:
        said = ngettext("%(n)s order confirmed.", "%(n)s orders confirmed.", done)
        messages.success(request, said % {"n": done})
    for sentence in failed:
        messages.warning(request, sentence)
    return redirect(came_from(request))


def chosen(request: Request) -> list[Any]:
    """The orders ticked, those that are the seller's own. Raises InvalidInput for none."""
    rows = shelves.with_all(seller_orders_visible_to(request.actor), request.actor)
    return typed.own_orders(rows, typed.codes(request.POST or request.GET), request.actor)


def came_from(request: Request) -> str:
    """Back to the shelf the form stood on."""
    shelf = request.POST.get("shelf", "")
    address = reverse("partner:orders")
    return f"{address}?shelf={shelf}" if shelf in shelves.SHELVES else address


def _held_meanwhile(order: Any) -> list[tuple[Any, Any]]:
    """Lines ordered while a new price of the seller's list was held back, with that change."""
    lines = list(order.lines.all())
    held = held_by_offer([line.offer_id for line in lines])
    return [
        (line, held[line.offer_id])
        for line in lines
        if line.offer_id in held and held[line.offer_id].held_at <= order.placed_at
    ]


def _page(request: Request, order: Any, errors: dict[str, Any]) -> HttpResponse:
    now = clock.now()
    [shown] = shelves.shown([order], now)
    inspection = inspections_of([order.pk]).get(order.pk)
    reasons = dict(REJECT_REASONS)
    return render(
        request,
        "partner/orders/one.html",
        {
            "shown": shown,
            "order": order,
            "now": now,
            "lines": [
                (
                    line,
                    str(rules.LINE.state_label(line.state)),
                    dict(rules.DECLINED_FOR).get(line.decline_reason, ""),
                    errors.get(str(line.pk), ""),
                    request.POST.get(f"d-{line.pk}", "confirmed"),
                    request.POST.get(f"r-{line.pk}", ""),
                )
                for line in order.lines.all()
            ],
            "held": _held_meanwhile(order),
            "errors": errors,
            "answers": [("confirmed", _("I can send this")), ("declined", _("I cannot"))],
            "reasons": rules.DECLINE_REASONS,
            "couriers": COURIERS,
            "statuses": [(each, STATUS_WORDS[each]) for each in TRACKING_STATUSES],
            "rejected": [
                (each, reasons.get(each.reason, ""), list(each.photos.all()))
                for each in (inspection.lines.all() if inspection else ())
                if each.rejected or each.short
            ],
            "inspection": inspection,
            "figures": figures_of([order], payments_of([order.pk]), refunds_of([order.pk])),
            "returns": returns_of([order.pk]).get(order.pk, []),
        },
        status=422 if errors else 200,
    )


def _asked(request: Request) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("shelf", "q", "from", "to")}


def _listed(request: Request, asked: dict[str, str]) -> Any:
    since, until = typed.period(request.GET)
    return shelves.listed(
        request.actor, shelf=asked["shelf"], text=asked["q"], since=since, until=until
    )


def _counted(request: Request) -> list[tuple[tuple[str, tuple[Any, Any]], int]]:
    found = shelves.counts(request.actor)
    return [(item, found.get(item[0], 0)) for item in shelves.SHELVES.items()]


def _rows(orders: Any) -> Iterator[list[Any]]:
    for order in orders.iterator(chunk_size=500):
        for line in order.lines.all():
            yield [
                order.code,
                order.order.code,
                _when(order.placed_at),
                rules.SELLER_ORDER.state_label(order.state),
                _when(order.confirm_by),
                order.centre.name,
                order.centre.centre.district.name,
                line.seller_ref,
                line.name,
                line.quantity,
                Money(line.unit_price_poisha).taka,
                rules.LINE.state_label(line.state),
                line.accepted_quantity,
                line.rejected_quantity,
            ]


def _when(at: Any) -> str:
    return str(at.astimezone(DHAKA).strftime("%Y-%m-%d %H:%M"))
