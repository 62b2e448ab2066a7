"""The producer about herself: what is kept of her, who saw it, and what she is paid."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.orders.selectors import SHARE_ORDER, shares_visible_to
from ekshop.parties.selectors import bank_account_in_force
from ekshop.producers.selectors import looks_of, producer_of
from ekshop.settlement.selectors import (
    holds_visible_to,
    settlements_visible_to,
    waiting_of,
)
from ekshop.settlement.selectors.payouts import payouts_visible_to
from ekshop.web.access import Request, access
from ekshop.web.papers.producers import CHANGES, Door, shown

DOOR = Door("producer", "producer/base.html", own=True)
SHOWN = 10


@access("producer.work")
@require_safe
def profile(request: Request) -> HttpResponse:
    found = producer_of(request.actor.organisation)
    if found is None:
        return render(request, "producer/unknown.html")
    links = {name: DOOR.url(name, found.seller_id) for name in CHANGES}
    about = {**shown(found, now=clock.now()), "links": links, "looks": looks_of(found)}
    return render(request, "producer/me.html", about)


@access("producer.work")
@require_safe
def looks(request: Request) -> HttpResponse:
    """Who saw the whole number of her card, and why."""
    found = producer_of(request.actor.organisation)
    return render(
        request,
        "producer/looks.html",
        {"profile": found, "looks": looks_of(found) if found else []},
    )


@access("producer.work")
@require_safe
def money(request: Request) -> HttpResponse:
    """What waits for her, what was paid, and where it goes."""
    now = clock.now()
    found = producer_of(request.actor.organisation)
    return render(
        request,
        "producer/money.html",
        {
            "profile": found,
            **({} if found is None else shown(found, now=now)),
            "waiting": waiting_of(request.actor, now),
            "settlements": settlements_visible_to(request.actor).order_by("-drawn_at", "-id")[
                :SHOWN
            ],
            "account": bank_account_in_force(found.seller_id, now) if found else None,
            "payouts": payouts_visible_to(request.actor).order_by("-id")[:SHOWN],
            "shares": shares_visible_to(request.actor)
            .exclude(moved_poisha=0)
            .order_by(*SHARE_ORDER)[:SHOWN],
            "holds": holds_visible_to(request.actor)
            .filter(released_at=None)
            .order_by("id")[:SHOWN],
            "now": now,
        },
    )
