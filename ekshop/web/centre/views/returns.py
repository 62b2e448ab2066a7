"""Giving back: what customers return after taking it, and what was rejected on opening."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.fulfilment import rules
from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.services import (
    parcel_send_back,
    parcel_taken,
    return_ask,
    return_send,
    uncollected_send_back,
)
from ekshop.fulfilment.services.errors import TooManyToReturn, WindowClosed
from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.documents import pdf_render
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import history_of
from ekshop.parties.selectors import doers_named
from ekshop.payments.rules import MEDIA
from ekshop.payments.selectors import refunds_of, uncollected_borne
from ekshop.web.access import Request, access
from ekshop.web.papers.receipt import party
from ekshop.web.papers.uploads import photos_kept

from .. import typed
from ..parcel import parcel_of


@access("return.send")
@require_safe
def return_list(request: Request) -> HttpResponse:
    page = page_of(
        fulfilment.returns_visible_to(request.actor),
        order=("-asked_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    return render(request, "centre/returns/list.html", {"page": page})


@access("return.send")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, code: str) -> HttpResponse:
    """Which pieces, why, with photos that are kept while the rest is mended."""
    now = clock.now()
    parcel = parcel_of(request.actor, code, now=now)
    if not parcel.may_return:
        return redirect("centre:parcel", parcel.share.code)
    given = request.POST
    scope = f"return:{parcel.share.order_id}"
    action = given.get("action", "")
    kept, photo_problem = photos_kept(
        request.FILES.getlist("photos"),
        kept=[token for token in given.getlist("kept") if action != f"drop:{token}"],
        actor=request.actor,
        scope=scope,
        now=now,
    )
    errors: dict[str, str] = {"photos": photo_problem} if photo_problem else {}
    if request.method == "POST" and not errors and not action:
        try:
            wanted = return_ask(
                actor=request.actor,
                order_line_id=_line(given, parcel.lines),
                quantity=typed.number(given, "quantity"),
                reason=given.get("reason", ""),
                note=given.get("note", ""),
                kept=kept,
                nonce=typed.nonce(given),
                now=now,
            )
        except InvalidInput as refused:
            errors = typed.words(refused)
        except (TooManyToReturn, WindowClosed) as refused:
            errors = {"quantity": str(refused)}
        else:
            messages.success(request, _("Asked. The seller is to answer; you will see it here."))
            return redirect("centre:return", wanted.code)
    return render(
        request,
        "centre/returns/ask.html",
        {
            "parcel": parcel,
            "share": parcel.share,
            "lines": [_choice(line) for line in parcel.lines if _left(line)],
            "reasons": rules.RETURN_REASONS,
            "given": given,
            "nonce": given.get("nonce") or uuid4(),
            "kept": kept,
            "one": format_number(1, get_language() or "bn"),
            "scope": scope,
            "errors": errors,
        },
        status=422 if errors else 200,
    )


@access("return.send")
@require_http_methods(["GET", "HEAD", "POST"])
def return_page(request: Request, code: str) -> HttpResponse:
    """Where a return stands; sent back with a courier once the seller agrees."""
    wanted = _one(fulfilment.returns_visible_to(request.actor), code, "R")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return_send(
                actor=request.actor, return_id=wanted.pk, **_carried(request), now=clock.now()
            )
        except InvalidInput as refused:
            errors = typed.words(refused)
        else:
            messages.success(
                request, _("Noted. The money goes back once the seller has the goods.")
            )
            return redirect("centre:return", wanted.code)
    share = wanted.order_line.seller_order
    refunds = refunds_of([share.pk]).get(share.pk, [])
    refund = next((r for r in refunds if r.return_request_id == wanted.pk), None)
    price = wanted.quantity * wanted.order_line.unit_price_poisha
    return render(
        request,
        "centre/returns/one.html",
        {
            "wanted": wanted,
            "share": share,
            "steps_done": [
                {
                    "label": rules.RETURN.action_label(change.action, change.from_state),
                    "by": change.doer,
                    "at": change.at,
                }
                for change in doers_named(history_of(wanted))
                if change.from_state
            ],
            "deadlines": list(deadlines_of(("return", wanted.pk))),
            "refund": refund,
            "price_poisha": price,
            "kept_poisha": price - refund.goods_poisha if refund else 0,
            "couriers": _couriers(),
            "courier": _nearest(share.pk),
            "errors": errors,
            "now": clock.now(),
        },
        status=422 if errors else 200,
    )


@access("return.send")
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: Request, code: str) -> HttpResponse:
    """A parcel to its seller: give it to a courier, or ask one to come, with a label on it."""
    parcel = _back(request, code)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            sent = _sent(request, parcel.pk)
        except InvalidInput as refused:
            errors = typed.words(refused)
        else:
            messages.success(
                request,
                _("The courier is asked to come for it.")
                if sent.state == "booked"
                else _("Noted: the parcel is with the courier."),
            )
            return redirect("centre:back", parcel.code)
    return render(
        request,
        "centre/returns/back.html",
        {
            "parcel": parcel,
            "share": parcel.seller_order,
            "lines": parcel.lines.select_related("order_line__product__category").order_by(
                "order_line__position"
            ),
            "couriers": _couriers(),
            "courier": _nearest(parcel.seller_order_id),
            "errors": errors,
        },
        status=422 if errors else 200,
    )


@access("return.send")
@require_safe
def back_label(request: Request, code: str) -> HttpResponse:
    parcel = _back(request, code)
    share = parcel.seller_order
    pdf = pdf_render(
        "shipping_label",
        {
            "code": parcel.code,
            "qr": f"{settings.PUBLIC_URL}/t/{parcel.code}",
            "courier": parcel.tracking_number or None,
            "to": party(share.seller),
            "from": party(share.centre),
            "instruction": _("Goods going back to their seller: ask for no money"),
            "pieces": sum(line.quantity for line in parcel.lines.all()),
        },
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{parcel.code}.pdf"'},
    )


@access("return.send")
@require_http_methods(["GET", "HEAD", "POST"])
def not_collected(request: Request, code: str) -> HttpResponse:
    """Nobody came: what sending the goods back means for whom, and then their parcel's page."""
    now = clock.now()
    parcel = parcel_of(request.actor, code, now=now)
    if request.method == "POST":
        back = uncollected_send_back(actor=request.actor, seller_order_id=parcel.share.pk, now=now)
        messages.success(request, _("Noted. Put the label on the parcel and give it its way back."))
        return redirect("centre:back", back.code)
    if not parcel.is_due_back:
        return redirect("centre:parcel", parcel.share.code)
    paid = parcel.payment.amount_poisha if parcel.payment else 0
    left = paid - parcel.payment.refunded_poisha if parcel.payment else 0
    borne, rule = uncollected_borne(parcel.share, paid)
    return render(
        request,
        "centre/returns/not_collected.html",
        {
            "parcel": parcel,
            "share": parcel.share,
            "going": [
                (line, line.accepted_quantity if parcel.inspection else line.quantity)
                for line in parcel.lines
                if line.accepted_quantity or not parcel.inspection
            ],
            "borne": borne,
            "rule": rule,
            "medium": dict(MEDIA).get(parcel.payment.medium) if parcel.payment else "",
            "back_poisha": max(left - borne.customer_poisha, 0),
            "now": now,
        },
    )


def _back(request: Request, code: str) -> Any:
    rows = fulfilment.shipments_visible_to(request.actor).filter(direction="return")
    return _one(rows, code, "D")


def _one(rows: Any, code: str, letter: str) -> Any:
    try:
        found_one = rows.filter(code=parse_code(code, letter)).first()
    except InvalidCode as error:
        raise NotFound from error
    if found_one is None:
        raise NotFound
    return found_one


def _carried(request: Request) -> dict[str, str]:
    """By whichever courier is near, unless one with an interface is asked to come."""
    return {
        "courier": request.POST.get("courier") or "manual",
        "tracking_number": request.POST.get("tracking_number", ""),
    }


def _sent(request: Request, shipment_id: int) -> Any:
    now = clock.now()
    if "taken" in request.POST:
        return parcel_taken(actor=request.actor, shipment_id=shipment_id, now=now)
    return parcel_send_back(
        actor=request.actor, shipment_id=shipment_id, **_carried(request), now=now
    )


def _couriers() -> list[tuple[str, str]]:
    """Those who come when they are asked, and last whoever is near."""
    asked = [
        (name, _("%(courier)s comes for it") % {"courier": label})
        for name, label in rules.COURIERS
        if name != "manual"
    ]
    return [*asked, ("manual", _("I have given it to a courier"))]


def _nearest(seller_order_id: int) -> str:
    """Who brought the goods will know the way back."""
    sent = fulfilment.shipments_of([seller_order_id]).get(seller_order_id, [])
    return next((each.courier for each in sent if each.direction == "outbound"), "manual")


def _line(given: Any, lines: list[Any]) -> int:
    """The chosen line; the only one where there is no choice."""
    possible = [line.pk for line in lines if _left(line)]
    chosen = given.get("line", "")
    picked = typed.whole(chosen)
    if picked is not None and picked in possible:
        return picked
    if not chosen and len(possible) == 1:
        return int(possible[0])
    raise InvalidInput({"line": _("Choose what goes back.")})


def _left(line: Any) -> int:
    return int(line.accepted_quantity - line.returned_quantity)


def _choice(line: Any) -> tuple[int, str, str]:
    return (
        line.pk,
        line.name,
        _("%(left)s can be returned")
        % {"left": format_number(_left(line), get_language() or "bn")},
    )
