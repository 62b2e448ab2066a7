"""What comes back: returns to decide and to receive, and goods refused at inspection."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.fulfilment import rules
from ekshop.fulfilment.selectors import returns_visible_to, shipments_visible_to
from ekshop.fulfilment.services import return_decide, return_receive
from ekshop.kernel import clock
from ekshop.kernel.deadlines import deadlines_of, deadlines_of_many
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import history_of
from ekshop.parties.selectors import doers_named
from ekshop.web.access import Request, access
from ekshop.web.clocks import HOURS, clock_tone

from .. import typed

SHELVES = {
    "asked": (gettext_lazy("To decide"), ("asked",)),
    "coming": (gettext_lazy("Coming back"), ("approved", "sent")),
    "received": (gettext_lazy("Received"), ("received", "refunded")),
    "refused": (gettext_lazy("Refused"), ("refused",)),
}
TONES = {"asked": "turmeric", "approved": "indigo", "sent": "indigo", "refused": "madder"}


@access("order.read_own_sales")
@require_safe
def return_list(request: Request) -> HttpResponse:
    shelf = request.GET.get("shelf", "").strip()
    rows = returns_visible_to(request.actor)
    if shelf:
        rows = rows.filter(state__in=SHELVES[shelf][1] if shelf in SHELVES else ())
    page = page_of(rows, order=("-asked_at", "-id"), cursor=request.GET.get("cursor"))
    now = clock.now()
    promised = deadlines_of_many("return", [each.pk for each in page.items])

    def href(cursor: str | None) -> str:
        return "?" + urlencode({"shelf": shelf, "cursor": cursor}) if cursor else ""

    return render(
        request,
        "partner/returns/list.html",
        {
            "shelf": shelf,
            "tabs": [
                (label, f"?shelf={name}", name == shelf) for name, (label, _s) in SHELVES.items()
            ],
            "rows": [_row(each, promised[each.pk], now) for each in page.items],
            "now": now,
            "previous": href(page.previous_cursor),
            "next": href(page.next_cursor),
        },
    )


@access("return.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def return_page(request: Request, code: str) -> HttpResponse:
    """One return; posting decides it: the button `approve` is yes or no."""
    wanted = typed.one_of(returns_visible_to(request.actor), code)
    errors: dict[str, Any] = {}
    now = clock.now()
    if request.method == "POST":
        try:
            return_decide(
                actor=request.actor,
                return_id=wanted.pk,
                approve=request.POST.get("approve") == "yes",
                note=request.POST.get("note", ""),
                now=now,
            )
        except InvalidInput as refused:
            errors = refused.field_errors
        else:
            messages.success(request, _("Decided. The customer and the centre are told."))
            return redirect("partner:return", wanted.code)
    promised = list(deadlines_of(("return", wanted.pk)))
    return render(
        request,
        "partner/returns/one.html",
        {
            "row": _row(wanted, promised, now),
            "wanted": wanted,
            "line": wanted.order_line,
            "reason": dict(rules.RETURN_REASONS)[wanted.reason],
            "fault": dict(rules.FAULTS).get(wanted.fault, ""),
            "steps": [
                (rules.RETURN.action_label(each.action, each.from_state), each.doer, each.at)
                for each in doers_named(history_of(wanted))
                if each.from_state
            ],
            "note": request.POST.get("note", ""),
            "errors": errors,
            "now": now,
        },
        status=422 if errors else 200,
    )


@access("return.receive")
@require_POST
def receive(request: Request, code: str) -> HttpResponse:
    wanted = typed.one_of(returns_visible_to(request.actor), code)
    return_receive(actor=request.actor, return_id=wanted.pk, now=clock.now())
    messages.success(request, _("Received. The customer's money is given back."))
    return redirect("partner:return", wanted.code)


@access("order.read_own_sales")
@require_safe
def back_list(request: Request) -> HttpResponse:
    """Goods refused at inspection, on their way back at the seller's cost."""
    rows = (
        shipments_visible_to(request.actor)
        .filter(direction="return", returns__isnull=True)
        .prefetch_related("lines__order_line", "lines__order_line__product__category")
    )
    page = page_of(rows, order=("-created_at", "-id"), cursor=request.GET.get("cursor"))
    return render(
        request,
        "partner/returns/back.html",
        {
            "rows": [
                (parcel, str(rules.SHIPMENT.state_label(parcel.state)), parcel.state != "arrived")
                for parcel in page.items
            ],
            "page": page,
        },
    )


def _row(wanted: Any, promised: list[Any], now: Any) -> dict[str, Any]:
    running = next(
        (each for each in promised if each.state in ("waiting", "passed") and not each.met_at), None
    )
    running = running if wanted.state in ("asked", "sent") else None
    return {
        "wanted": wanted,
        "state": str(rules.RETURN.state_label(wanted.state)),
        "tone": TONES.get(wanted.state, "green"),
        "reason": dict(rules.RETURN_REASONS)[wanted.reason],
        "clock": running,
        "clock_tone": clock_tone(running, now, soon=HOURS),
    }
