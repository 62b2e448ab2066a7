"""Parcels that leave a centre together: put together, listed, labelled, handed over."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.rules import COURIERS, MANUAL
from ekshop.kernel import clock
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import DomainError, NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access
from ekshop.web.papers.labels import joined, label_pdf
from ekshop.web.papers.receipt import party

from .. import typed

READY_AT_MOST = 60
TO_WRITE = "…" * 12
"""Where a courier of no name of ours is written down by hand."""


@access("sourcing.work")
@require_safe
def pool_list(request: Request) -> HttpResponse:
    pools = fulfilment.pools_visible_to(request.actor)
    page = page_of(pools, order=("-made_at", "-id"), cursor=request.GET.get("cursor"))
    ready = len(_ready(request))
    return render(request, "centre/sourcing/pools.html", {"page": page, "ready": ready})


@access("sourcing.work")
@require_http_methods(["GET", "HEAD", "POST"])
def pool_new(request: Request) -> HttpResponse:
    """Which of what was looked at goes together, and with which courier."""
    error = ""
    if request.method == "POST":
        try:
            pool = fulfilling.pool_make(
                actor=request.actor,
                seller_order_ids=_numbers(request, "order"),
                courier=request.POST.get("courier", ""),
                nonce=typed.nonce(request.POST),
                now=clock.now(),
            )
            return redirect("centre:pool", pool.code)
        except DomainError as refused:
            error = _words(refused)
    context = {
        "ready": _ready(request),
        "ticked": _numbers(request, "order") if request.method == "POST" else None,
        "couriers": COURIERS,
        "courier": request.POST.get("courier", COURIERS[0][0]),
        "nonce": request.POST.get("nonce") or uuid4(),
        "error": error,
    }
    return render(request, "centre/sourcing/pool_new.html", context, status=422 if error else 200)


@access("sourcing.work")
@require_safe
def pool_page(request: Request, code: str) -> HttpResponse:
    pool = _pool(request, code)
    context = {
        "pool": pool,
        "parcels": fulfilment.pool_parcels(pool),
        "ready": _ready(request) if pool.state == "open" else [],
        "ticked": (),
    }
    return render(request, "centre/sourcing/pool.html", context)


@access("sourcing.work")
@require_POST
def add(request: Request, code: str) -> HttpResponse:
    pool = _pool(request, code)
    return _done(
        request,
        pool,
        lambda: fulfilling.pool_add(
            actor=request.actor,
            pool_id=pool.pk,
            seller_order_ids=_numbers(request, "order"),
            now=clock.now(),
        ),
        _("Put in. Print its label and the list anew."),
    )


@access("sourcing.work")
@require_POST
def hand_over(request: Request, code: str) -> HttpResponse:
    pool = _pool(request, code)
    return _done(
        request,
        pool,
        lambda: fulfilling.pool_hand_over(
            actor=request.actor,
            pool_id=pool.pk,
            shipment_ids=_numbers(request, "parcel"),
            driver=request.POST.get("driver", ""),
            now=clock.now(),
        ),
        _("Handed over. Each buyer's centre sees that it is on the way."),
    )


@access("sourcing.work")
@require_POST
def take_out(request: Request, code: str) -> HttpResponse:
    pool = _pool(request, code)
    return _done(
        request,
        pool,
        lambda: fulfilling.pool_take_out(
            actor=request.actor,
            pool_id=pool.pk,
            shipment_id=next(iter(_numbers(request, "parcel")), 0),
            now=clock.now(),
        ),
        _("Taken out. It waits to be sent with others; its label is void."),
    )


@access("sourcing.work")
@require_POST
def dissolve(request: Request, code: str) -> HttpResponse:
    pool = _pool(request, code)
    return _done(
        request,
        pool,
        lambda: fulfilling.pool_dissolve(actor=request.actor, pool_id=pool.pk, now=clock.now()),
        _("Taken apart. All of it waits to be sent; the labels are void."),
    )


@access("sourcing.work")
@require_safe
def list_pdf(request: Request, code: str) -> HttpResponse:
    """What the driver signs for."""
    pool = _pool(request, code)
    parcels = fulfilment.pool_parcels(pool)
    rows = [
        {
            "code": parcel.code,
            "maker": parcel.seller_order.seller.name,
            "to": parcel.seller_order.centre.name,
            "district": parcel.seller_order.centre.centre.district.name,
            "pieces": _pieces(parcel),
        }
        for parcel in parcels
    ]
    pdf = pdf_render(
        "pool_list",
        {
            "code": pool.code,
            "qr": f"{settings.PUBLIC_URL}/centre/pools/{pool.code}/",
            "made_at": pool.made_at,
            "courier": TO_WRITE if pool.courier == MANUAL else pool.get_courier_display(),
            "from": party(pool.centre),
            "parcels": rows,
            "count": len(rows),
        },
        language=_language(),
        at=pool.made_at,
    )
    return _pdf(pdf, pool.code)


@access("sourcing.work")
@require_safe
def labels_pdf(request: Request, code: str) -> HttpResponse:
    """A label for each parcel, in the order of the list."""
    pool = _pool(request, code)
    labels = [
        label_pdf(parcel.seller_order, parcel, _pieces(parcel), _language())
        for parcel in fulfilment.pool_parcels(pool)
    ]
    if not labels:
        raise NotFound
    return _pdf(joined(labels), f"{pool.code}-labels")


def _done(request: Request, pool: Any, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except DomainError as refused:
        messages.error(request, _words(refused))
    else:
        messages.success(request, words)
    return redirect("centre:pool", pool.code)


def _ready(request: Request) -> list[Any]:
    """Looked at and in no parcel yet, by where they go."""
    rows = fulfilment.orders_to_pool(request.actor).order_by("centre_id", "pk")
    return list(rows[:READY_AT_MOST])


def _pieces(parcel: Any) -> int:
    return sum(line.quantity for line in parcel.lines.all())


def _numbers(request: Request, name: str) -> list[int]:
    return [n for text in request.POST.getlist(name) if (n := typed.whole(text))]


def _words(refused: DomainError) -> str:
    fields = getattr(refused, "field_errors", None)
    return " ".join(map(str, fields.values())) if fields else str(refused)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def _pool(request: Request, code: str) -> Any:
    try:
        return fulfilment.pool_for(request.actor, parse_code(code))
    except InvalidCode as error:
        raise NotFound from error
