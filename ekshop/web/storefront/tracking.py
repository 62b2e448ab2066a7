"""Following an order with a code of its papers and the last digits of the mobile it was ordered for.

Whoever has shown both once may look again from the same browser. What is shown is where things
stand, never who the customer is or who worked on it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.fulfilment.selectors import shipments_of
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.orders.selectors import order_by_tracking, shares_of, standings_of, state_label
from ekshop.web.access import access
from ekshop.web.clocks import clock_tone
from ekshop.web.guessing import try_spent

from .codes import order_meant

SHOWN = "tracked_orders"
KEPT = 20
TONES = {
    "placed": "turmeric",
    "confirmed": "turmeric",
    "shipped": "indigo",
    "arrived": "indigo",
    "inspected": "indigo",
    "paid": "green",
    "handed_over": "green",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One seller's part of the order, as the customer may see it."""

    share: Any
    state: str
    tone: str
    standing: Any
    clock_tone: str
    parcels: list[Any]

    @property
    def is_coming(self) -> bool:
        return self.share.state in ("placed", "confirmed", "shipped")


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form; and, for a code this browser has proved it knows, where the order stands."""
    if request.method == "POST":
        return _tried(request)
    order = proved(request, code)
    if order is None:
        return render(request, "storefront/track.html", {"code": code})
    if order.code != code:
        return redirect("storefront:track_order", order.code)
    now = clock.now()
    return render(
        request,
        "storefront/tracked.html",
        {"order": order, "parts": _parts(order, now), "now": now},
    )


@access.public
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The short address an SMS or a slip's QR carries."""
    return redirect("storefront:track_order", code)


def _tried(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("code", "").strip()[:40]
    code = order_meant(typed)
    digits = request.POST.get("mobile", "").strip()[:20]
    error = _("We know no order with this code and these digits. Look at the SMS again.")
    allowed = try_spent(request, "track", code)
    try:
        order = order_by_tracking(code, digits) if allowed and digits else None
    except NotFound:
        order = None
    if order is not None:
        shown = [known for known in request.session.get(SHOWN, []) if known[0] != order.code]
        request.session[SHOWN] = [[order.code, digits], *shown][:KEPT]
        return redirect("storefront:track_order", order.code)
    if not allowed:
        error = _("Too many tries. Wait ten minutes, or call 333.")
    status = 200 if allowed else 429
    return render(request, "storefront/track.html", {"code": typed, "error": error}, status=status)


def proved(request: HttpRequest, code: str) -> Any:
    """The order, if this browser has shown both its code and the mobile's digits; else None."""
    shown = request.session.get(SHOWN, [])
    meant = order_meant(code) if shown and code else ""
    for known, digits in shown:
        if known == meant:
            try:
                return order_by_tracking(known, digits)
            except NotFound:
                return None
    return None


def _parts(order: Any, now: datetime) -> list[Part]:
    shares = shares_of(order)
    standings = standings_of(shares)
    parcels = shipments_of([share.pk for share in shares])
    parts = []
    for share in shares:
        standing = standings[share.pk]
        due = standing.next.deadline if standing.next else None
        parts.append(
            Part(
                share=share,
                state=str(state_label(share)),
                tone=TONES.get(share.state, "madder"),
                standing=standing,
                clock_tone=clock_tone(due, now),
                parcels=[
                    parcel for parcel in parcels.get(share.pk, []) if parcel.direction == "outbound"
                ],
            )
        )
    return parts
