"""What waits for the seller, and how it has kept its promises."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ekshop.catalogue.rules import RECORD_LEAST
from ekshop.catalogue.selectors import held_visible_to, record_trends, seller_record
from ekshop.federation.selectors import endpoint_of
from ekshop.fulfilment.selectors import returns_visible_to, shipments_visible_to
from ekshop.kernel import clock
from ekshop.kernel.deadlines import deadlines_of_many
from ekshop.web.access import Request, access
from ekshop.web.clocks import HOURS, clock_tone
from ekshop.web.papers.promises import figures_of

from .. import shelves

MOST = 6


@access("seller.work")
@require_safe
def today_page(request: Request) -> HttpResponse:
    now = clock.now()
    asked = list(
        returns_visible_to(request.actor).filter(state="asked").order_by("asked_at", "id")[:MOST]
    )
    clocks = deadlines_of_many("return", [each.pk for each in asked])
    back = shipments_visible_to(request.actor).filter(direction="return")
    return render(
        request,
        "partner/today.html",
        {
            "now": now,
            "counts": shelves.counts(request.actor),
            "pressing": shelves.pressing(request.actor, now, MOST),
            "asked": [
                (each, clock_, clock_tone(clock_, now, soon=HOURS))
                for each in asked
                for clock_ in [next(iter(clocks[each.pk]), None)]
            ],
            "asked_count": returns_visible_to(request.actor).filter(state="asked").count(),
            "back_count": back.filter(
                state__in=("handed_over", "in_transit", "out_for_delivery")
            ).count(),
            "endpoint": endpoint_of(request.actor),
            "held_count": held_visible_to(request.actor).filter(state="held").count(),
        },
    )


@access("seller.work")
@require_safe
def record(request: Request) -> HttpResponse:
    seller_id = request.actor.organisation_id or 0
    found = seller_record(seller_id)
    language = get_language() or "bn"
    trend = record_trends([seller_id], now=clock.now()).get(seller_id)
    return render(
        request,
        "partner/record.html",
        {
            "record": found,
            "least": RECORD_LEAST,
            "figures": [(f, f.value(language), f.note(language)) for f in figures_of(found)],
            "trend": list(trend.scores) if trend else [],
        },
    )
