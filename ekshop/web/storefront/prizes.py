"""Prizes as everybody may read them: the rules before they begin, and who won."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.kernel.paging import page_of
from ekshop.settlement.selectors.prizes import (
    PUBLIC_STATES,
    WON_STATES,
    awards_of,
    prizes_by_scheme,
    scheme_for,
    schemes_visible_to,
)
from ekshop.web.access import Request, access
from ekshop.web.papers.prizes import scheme_shown

SHOWN = 20


@access.public
@require_safe
def prizes(request: Request) -> HttpResponse:
    page = page_of(
        schemes_visible_to(request.actor).filter(state__in=PUBLIC_STATES),
        order=("-last_month", "-id"),
        cursor=request.GET.get("cursor"),
        size=SHOWN,
    )
    prizes_of = prizes_by_scheme(page.items)
    rows = [(scheme, prizes_of[scheme.pk]) for scheme in page.items]
    return render(request, "storefront/prizes.html", {"page": page, "rows": rows})


@access.public
@require_safe
def prize_scheme(request: Request, scheme_id: int) -> HttpResponse:
    scheme = scheme_for(request.actor, scheme_id)
    won = scheme.state in WON_STATES
    page = page_of(
        awards_of(scheme),
        order=("id",),
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "storefront/prize_scheme.html",
        {"shown": scheme_shown(scheme), "scheme": scheme, "page": page if won else None},
    )
