"""The orders a figure of a seller's record is made of."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ekshop.catalogue.rules import BROKEN, PROMISES, RECORD_DAYS
from ekshop.catalogue.selectors import seller_record
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.orders.rules import SELLER_ORDER
from ekshop.orders.selectors import promise_orders
from ekshop.parties.rules.permissions import SELLER_ROLES
from ekshop.parties.selectors import organisation_named
from ekshop.web.access import Request, access

from ..promises import figures_of


@access("seller_record.read")
@require_safe
def promise(
    request: Request, seller_id: int, promise: str, audience: str, base: str
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    if promise not in PROMISES or (
        actor.role in SELLER_ROLES and actor.organisation_id != seller_id
    ):
        raise NotFound(what="promise")
    broken = request.GET.get("show") != "all"
    figure = next(f for f in figures_of(seller_record(seller_id)) if f.promise == promise)
    page = None
    if promise != "upheld":
        found = promise_orders(
            actor,
            seller_id=seller_id,
            promise=promise,
            broken=broken,
            since=now - timedelta(days=RECORD_DAYS),
            until=now,
        ).select_related("centre")
        page = page_of(found, order=("-placed_at", "-id"), cursor=request.GET.get("cursor"))
    return render(
        request,
        "papers/promise.html",
        {
            "base": base,
            "operator": audience == "operator",
            "seller": organisation_named(seller_id),
            "figure": figure,
            "is_count_of_bad": promise in BROKEN,
            "broken": broken,
            "page": page,
            "rows": [
                (
                    order,
                    SELLER_ORDER.state_label(order.state),
                    reverse(f"{audience}:order", args=[order.code]),
                )
                for order in (page.items if page else ())
            ],
            "back": reverse(f"{audience}:{'sellers' if audience == 'operator' else 'record'}"),
        },
    )
