"""Parcels: booked, labelled, handed over, followed by hand."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.fulfilment.selectors import shipments_of, shipments_visible_to
from ekshop.fulfilment.services import (
    shipment_book,
    shipment_cancel,
    shipment_hand_over,
    tracking_record,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import Conflict, DomainError, InvalidInput
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.web.access import Request, access
from ekshop.web.papers.labels import joined, label_pdf

from .. import shelves, typed
from .orders import came_from, chosen


class NothingToPrint(Conflict):
    code = "nothing_to_print"


@access("shipment.book")
@require_POST
def book(request: Request, code: str) -> HttpResponse:
    order = typed.one_of(seller_orders_visible_to(request.actor), code)
    try:
        shipment_book(
            actor=request.actor,
            seller_order_id=order.pk,
            courier=request.POST.get("courier", ""),
            tracking_number=request.POST.get("tracking_number", "")[:60],
            now=clock.now(),
        )
    except InvalidInput as refused:
        messages.error(request, " ".join(map(str, refused.field_errors.values())))
    else:
        messages.success(request, _("Booked. Print the label and put it on the parcel."))
    return redirect("partner:order", order.code)


@access("shipment.book")
@require_POST
def bulk_book(request: Request) -> HttpResponse:
    """A parcel for every order ticked that has none yet."""

    def act(order: Any, now: datetime) -> None:
        shipment_book(
            actor=request.actor,
            seller_order_id=order.pk,
            courier=request.POST.get("courier", ""),
            now=now,
        )

    done = _each(request, act)
    if done:
        said = ngettext("%(n)s parcel booked.", "%(n)s parcels booked.", done)
        messages.success(request, said % {"n": done})
    return redirect(came_from(request))


@access("shipment.report")
@require_POST
def bulk_hand_over(request: Request) -> HttpResponse:
    """The courier took the parcels of every order ticked."""
    orders = chosen(request)
    parcels = shipments_of([order.pk for order in orders])

    def act(order: Any, now: datetime) -> None:
        parcel = _outbound(parcels.get(order.pk, []))
        if parcel is None:
            raise NothingToPrint(None, _("Book the parcel first."))
        shipment_hand_over(actor=request.actor, shipment_id=parcel.pk, now=now)

    done = _each(request, act)
    if done:
        said = ngettext("%(n)s parcel handed over.", "%(n)s parcels handed over.", done)
        messages.success(request, said % {"n": done})
    return redirect(came_from(request))


@access("order.read_own_sales")
@require_safe
def labels(request: Request) -> HttpResponse:
    """The labels of every order ticked, in one file; those without a parcel are passed over."""
    orders = chosen(request)
    parcels = shipments_of([order.pk for order in orders])
    pdfs = [
        label_pdf(order, parcel, _pieces(order), get_language() or "bn")
        for order in orders
        for parcel in [_outbound(parcels.get(order.pk, []))]
        if parcel
    ]
    if not pdfs:
        raise NothingToPrint(None, _("None of these has a parcel yet. Book the parcels first."))
    return _pdf(pdfs[0] if len(pdfs) == 1 else joined(pdfs), "labels")


@access("order.read_own_sales")
@require_safe
def label(request: Request, code: str) -> HttpResponse:
    rows = shipments_visible_to(request.actor).filter(direction="outbound")
    parcel = typed.one_of(rows, code)
    order = shelves.with_all(seller_orders_visible_to(request.actor), request.actor).get(
        pk=parcel.seller_order_id
    )
    return _pdf(label_pdf(order, parcel, _pieces(order), get_language() or "bn"), parcel.code)


@access("shipment.report")
@require_POST
def hand_over(request: Request, code: str) -> HttpResponse:
    parcel = typed.one_of(shipments_visible_to(request.actor), code)
    shipment_hand_over(
        actor=request.actor,
        shipment_id=parcel.pk,
        tracking_number=request.POST.get("tracking_number", "")[:60],
        now=clock.now(),
    )
    messages.success(request, _("Handed to the courier. The centre sees that it is on its way."))
    return redirect("partner:order", parcel.seller_order.code)


@access("shipment.book")
@require_POST
def cancel(request: Request, code: str) -> HttpResponse:
    """Takes back a booking, to book otherwise: the courier does not come, the box changes."""
    parcel = typed.one_of(shipments_visible_to(request.actor).filter(direction="outbound"), code)
    shipment_cancel(actor=request.actor, shipment_id=parcel.pk, now=clock.now())
    messages.success(request, _("The booking is taken back. Tell the courier, and book again."))
    return redirect("partner:order", parcel.seller_order.code)


@access("shipment.report")
@require_POST
def report(request: Request, code: str) -> HttpResponse:
    """Where a parcel is, told by hand for couriers that tell nothing themselves."""
    parcel = typed.one_of(shipments_visible_to(request.actor), code)
    now = clock.now()
    try:
        at = typed.moment(request.POST, now)
        status = request.POST.get("status", "")
        tracking_record(
            courier=parcel.courier,
            shipment_id=parcel.pk,
            event_key=f"{parcel.code}:by hand:{status}@{at.isoformat()}",
            status=status,
            message=request.POST.get("message", "").strip(),
            at=at,
            now=now,
        )
    except InvalidInput as refused:
        messages.error(request, " ".join(map(str, refused.field_errors.values())))
    else:
        messages.success(request, _("Noted."))
    return redirect("partner:order", parcel.seller_order.code)


@access("return.receive")
@require_POST
def here(request: Request, code: str) -> HttpResponse:
    """Goods refused at inspection are back with the seller."""
    rows = shipments_visible_to(request.actor).filter(direction="return")
    parcel = typed.one_of(rows, code)
    now = clock.now()
    tracking_record(
        courier=parcel.courier,
        shipment_id=parcel.pk,
        event_key=f"{parcel.code}:received",
        status="returned",
        message="",
        at=now,
        now=now,
    )
    messages.success(request, _("Noted: the goods are back with you."))
    return redirect("partner:back")


def _each(request: Request, act: Any) -> int:
    """Does it for every order ticked, naming those for which it cannot be done; says how many."""
    done = 0
    for order in chosen(request):
        try:
            act(order, clock.now())
            done += 1
        except InvalidInput as refused:
            messages.warning(request, " ".join(map(str, refused.field_errors.values())))
            break
        except DomainError as refused:
            messages.warning(request, f"{order.code}: {refused}")
    return done


def _outbound(parcels: list[Any]) -> Any:
    live = (each for each in parcels if each.direction == "outbound" and each.state != "cancelled")
    return next(live, None)


def _pieces(order: Any) -> int:
    return sum(line.quantity for line in order.lines.all() if line.state == "confirmed")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
