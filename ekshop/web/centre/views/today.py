"""The first page of the day: what waits for whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.fulfilment.rules import SEND_BACK
from ekshop.fulfilment.selectors import parcels_due_back, sourcing_counts
from ekshop.kernel import clock
from ekshop.orders.selectors import baskets_waiting, orders_listed, today
from ekshop.payments.selectors import refunds_to_give
from ekshop.web.access import Request, access

from ..device import keepable

LATEST = 5


@access("order.read_own_centre")
@require_safe
@keepable
def today_page(request: Request) -> HttpResponse:
    now = clock.now()
    own = orders_listed(request.actor)
    if request.actor.role == "call_operator":
        own = own.filter(placed_by_id=request.actor.person_id)
    due_back = (
        list(parcels_due_back(request.actor).order_by("send_by", "id")[:LATEST])
        if request.actor.role == "entrepreneur"
        else []
    )
    day = today(request.actor, now=now)
    return render(
        request,
        "centre/today.html",
        {
            "now": now,
            "today": day,
            "due_back": due_back,
            "to_give": list(refunds_to_give(request.actor).order_by("issued_at", "id")[:LATEST])
            if request.actor.role == "entrepreneur"
            else [],
            # What is to be sent back has a card of its own.
            "due_next": [due for due in day.due if not due_back or due.deadline.kind != SEND_BACK],
            "sourcing": sourcing_counts(request.actor)
            if request.actor.role == "entrepreneur"
            else {},
            "baskets": list(baskets_waiting(request.actor)[:LATEST]),
            "latest": list(own.order_by("-placed_at", "-id")[:LATEST]),
        },
    )
