"""What couriers are owed for carrying producers' goods, way by way, and their bills paid."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from ekshop.fulfilment.rules import COURIERS
from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_taka
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.settlement.rules import COURIER_WAY
from ekshop.settlement.selectors import (
    COURIER_WAY_ORDER,
    courier_bills_visible_to,
    courier_ways_owed,
    courier_ways_visible_to,
)
from ekshop.settlement.services import courier_bill_pay
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from .second_person import booked_or_asked, deeds_shown

LATEST_BILLS = 10


@access("ledger.read")
@require_safe
def courier_ways(request: Request) -> HttpResponse:
    return _page(request, Posted(request))


@access("courier.pay")
@require_POST
def courier_paid(request: Request) -> HttpResponse:
    form, now = Posted(request), clock.now()
    done: list[object] = []
    paid = form.tried(
        lambda: done.append(
            courier_bill_pay(
                actor=request.actor,
                courier=form.text("courier"),
                until=form.day("until") or dhaka_date(now),
                reference=form.text("reference"),
                amount_poisha=form.number("amount", parse_taka, 0),
                owed_poisha=form.whole("owed"),
                now=now,
            )
        )
    )
    if paid:
        booked_or_asked(request, done[0])
        return redirect("operator:courier_ways")
    return _page(request, form)


def _page(request: Request, form: Posted) -> HttpResponse:
    now, names = clock.now(), dict(COURIERS)
    state = request.GET.get("state", "owed")
    state = state if state in COURIER_WAY.states else "owed"
    courier = request.GET.get("courier", "")
    until = Posted(request, {"until": request.GET.get("until", "")}).day("until")
    until = form.day("until") or until or dhaka_date(now)
    rows = courier_ways_visible_to(request.actor).filter(state=state)
    page = page_of(
        rows.filter(courier=courier) if courier else rows,
        order=COURIER_WAY_ORDER,
        cursor=request.GET.get("cursor"),
    )
    bills = courier_bills_visible_to(request.actor).order_by("-paid_at", "-id")[:LATEST_BILLS]
    return form.page(
        "operator/courier_ways.html",
        {
            "page": page,
            "ways": [(way, names.get(way.courier, way.courier)) for way in page.items],
            "deeds": deeds_shown(request.actor, ("courier_bill",)),
            "actor": request.actor,
            "state": state,
            "courier": courier,
            "until": until,
            "states": [(key, COURIER_WAY.state_label(key)) for key in COURIER_WAY.states],
            "sums": [
                (row, names.get(row["courier"], row["courier"]))
                for row in courier_ways_owed(request.actor, until)
            ],
            "bills": [(bill, names.get(bill.courier, bill.courier)) for bill in bills],
            "may_pay": allowed("courier.pay", request.actor.role),
        },
    )
