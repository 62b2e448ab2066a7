"""An order on one page, from goods the centre has ordered before.

It is quicker where the goods are known; and since one page holds all of it, a device that kept
the page can fill it in without a line and send it later.
"""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.phones import InvalidMobile
from ekshop.orders import rules
from ekshop.orders.selectors import offers_ordered, quote
from ekshop.orders.services import (
    ConsentMissing,
    OrderedLine,
    basket_lines_set,
    basket_open_for,
    order_place_for,
)
from ekshop.parties.selectors import centres_visible_to
from ekshop.web.access import Request, access

from .. import typed
from ..device import is_queued, keepable, queueable

GOODS = 60


@access("centre.work")
@require_http_methods(["GET", "HEAD", "POST"])
@keepable
@queueable
def known(request: Request) -> HttpResponse:
    """Filled in with a line it goes on to the reading back; from the queue it is the order itself,
    which was read back on the device."""
    centre = centres_visible_to(request.actor).filter(pk=request.actor.organisation_id).first()
    if centre is None:
        raise NotFound(what="centre")
    if request.method != "POST":
        return _page(request, centre, {})
    if is_queued(request):
        return _ordered(request, centre)
    try:
        basket = basket_open_for(
            actor=request.actor,
            centre_id=centre.pk,
            mobile=request.POST.get("mobile", ""),
            name=request.POST.get("name", "").strip(),
            agreed_by=request.POST.get("agreed_by", ""),
            channel=request.POST.get("channel", ""),
            now=clock.now(),
        )
        counts = {k: n for k, n in typed.quantities(request.POST).items() if n}
        if not counts:
            raise InvalidInput({"goods": _("Say of something how many.")})
        basket_lines_set(
            actor=request.actor, basket_id=basket.pk, quantities=counts, now=clock.now()
        )
    except (InvalidInput, InvalidMobile, ConsentMissing) as refused:
        return _page(request, centre, typed.beside_fields(refused))
    return redirect("centre:read_back", basket.pk)


def _ordered(request: Request, centre: Any) -> HttpResponse:
    """Prices travel with the form as they were read out; another one now is a refusal."""
    order = order_place_for(
        actor=request.actor,
        nonce=typed.nonce(request.POST),
        centre_id=centre.pk,
        mobile=request.POST.get("mobile", ""),
        name=request.POST.get("name", "").strip(),
        agreed_by=request.POST.get("agreed_by", ""),
        channel=request.POST.get("channel", ""),
        lines=[
            OrderedLine(offer_id, quantity, typed.number(request.POST, f"p-{offer_id}"))
            for offer_id, quantity in typed.quantities(request.POST).items()
            if quantity
        ],
        now=clock.now(),
    )
    return redirect(reverse("centre:order", args=[order.code]) + "?placed=1")


def _page(request: Request, centre: Any, errors: dict[str, str]) -> HttpResponse:
    now = clock.now()
    given = request.POST if request.method == "POST" else request.GET
    wanted = [(offer_id, 1) for offer_id in offers_ordered(request.actor, size=GOODS)]
    shares = quote(wanted, district_id=centre.district_id, centre_id=centre.pk, at=now).shares
    return render(
        request,
        "centre/ordering/known.html",
        {
            "centre": centre,
            "now": now,
            "nonce": request.POST.get("nonce") or uuid4(),
            "rows": [
                (share, line, given.get(f"q-{line.offer.id}", "0")[:6])
                for share in shares
                for line in share.lines
                if not line.problem
            ],
            "mobile": given.get("mobile", ""),
            "name": given.get("name", ""),
            "agreed_by": given.get("agreed_by", ""),
            "channel": given.get("channel", "walk_in"),
            "channels": rules.CHANNELS,
            "errors": errors,
        },
        status=422 if errors else 200,
    )
