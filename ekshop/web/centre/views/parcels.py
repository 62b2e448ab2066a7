"""Parcels: what comes, what lies here, and the code that finds one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.services import shipment_receive
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.orders.selectors import order_for, seller_orders_visible_to
from ekshop.web.access import Request, access

from ..device import keepable, queueable
from ..parcel import COMING, SHELVES, STEPS, aged, parcel_of, share_of


@access("shipment.receive")
@require_safe
@keepable
def parcel_list(request: Request) -> HttpResponse:
    shelf = request.GET.get("shelf", "arriving")
    if shelf not in SHELVES:
        raise NotFound
    going_back = shelf == "back"
    rows = (
        fulfilment.parcels_going_back(request.actor)
        if going_back
        else fulfilment.parcels_listed(request.actor, shelf)
    )
    page = page_of(
        rows,
        order=("created_at" if going_back else "came_at", "id"),
        cursor=request.GET.get("cursor"),
    )
    now = clock.now()
    if not going_back:
        aged(page.items, now=now)
    return render(
        request,
        "centre/parcels/list.html",
        {
            "shelf": shelf,
            "shelves": _counted(request),
            "page": page,
            "typed": request.GET.get("typed", ""),
            "now": now,
        },
    )


@access("shipment.receive")
@require_safe
def parcel_find(request: Request) -> HttpResponse:
    """From whatever was scanned or typed to the parcel's page; back to the field with words if
    nothing is found."""
    typed = request.GET.get("code", "").strip()[:200]
    if not typed:
        return redirect("centre:parcels")
    try:
        return redirect("centre:parcel", _share_code(request, typed))
    except DomainError as refused:
        messages.error(
            request,
            str(refused)
            if isinstance(refused, InvalidInput)
            else _("No parcel of your centre has the code %(code)s.") % {"code": typed},
        )
    return redirect(f"{reverse('centre:parcels')}?{urlencode({'typed': typed})}")


@access("shipment.receive")
@require_safe
@keepable
def parcel_page(request: Request, code: str) -> HttpResponse:
    now = clock.now()
    parcel = parcel_of(request.actor, code, now=now)
    return render(
        request,
        "centre/parcels/one.html",
        {"parcel": parcel, "share": parcel.share, "now": now, "steps": STEPS},
    )


@access("shipment.receive")
@require_POST
@queueable
def parcel_receive(request: Request, code: str) -> HttpResponse:
    share = share_of(request.actor, code)
    sent = [
        each
        for each in fulfilment.shipments_of([share.pk]).get(share.pk, [])
        if each.direction == "outbound" and each.state != "cancelled"
    ]
    if not sent:
        raise NotFound
    shipment_receive(actor=request.actor, shipment_id=sent[0].pk, now=clock.now())
    messages.success(request, _("Received. The customer is told by SMS to come and see."))
    return redirect("centre:inspect", share.code)


def _share_code(request: Request, typed: str) -> str:
    """A parcel's own code, its seller order's, or its order's where only one parcel is meant."""
    try:
        return fulfilment.shipment_by_code(request.actor, typed).seller_order.code
    except NotFound:
        order = order_for(request.actor, typed.rstrip("/").rsplit("/", 1)[-1])
    shares = seller_orders_visible_to(request.actor).filter(order=order)
    coming = shares.filter(state__in=COMING).order_by("id")
    found = coming.first() or shares.order_by("-id").first()
    if found is None:
        raise NotFound
    return str(found.code)


def _counted(request: Request) -> list[tuple[str, object, int]]:
    """Each shelf with how much lies on it."""
    counts = {
        key: (
            fulfilment.parcels_going_back(request.actor)
            if key == "back"
            else fulfilment.parcels_listed(request.actor, key)
        ).count()
        for key in SHELVES
    }
    return [(key, label, counts[key]) for key, label in SHELVES.items()]
