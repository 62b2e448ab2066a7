"""What a complainant filed, and each case as its complainant sees it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ekshop.complaints.selectors import (
    case_for,
    cases_visible_to,
    drafts_visible_to,
)
from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access

from ..casepage import case_shown, rows_shown

DRAFTS_SHOWN = 5


@access.proved
@never_cache
@require_safe
def mine(request: Request) -> HttpResponse:
    page = page_of(
        cases_visible_to(request.actor).select_related("respondent__organisation"),
        order=("-filed_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    now = clock.now()
    return render(
        request,
        "consumer/mine.html",
        {
            "page": page,
            "rows": rows_shown(page.items, now=now),
            "drafts": list(drafts_visible_to(request.actor)[:DRAFTS_SHOWN]),
            "now": now,
        },
    )


@access.proved
@never_cache
@require_safe
def case(request: Request, code: str) -> HttpResponse:
    """Where it stands, who must act by when, and everything said so far."""
    now = clock.now()
    found = case_for(request.actor, code)
    return render(request, "consumer/case.html", case_shown(found, now=now))
