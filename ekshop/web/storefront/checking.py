""" "Check this seller": what is known of a seller before one pays it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.complaints.rules import HANDLE_KINDS
from ekshop.complaints.selectors import (
    SAMPLE_AT_LEAST,
    Known,
    name_public_from,
    respondents,
    sellers_checked,
    sellers_public,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.web.access import access

TYPED_AT_MOST = 200


@access.public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """By a name, number, wallet, account, link or page: any of them may be all one knows."""
    typed = request.GET.get("seller", "").strip()[:TYPED_AT_MOST]
    now = clock.now()
    found = sellers_public(typed, now=now) if typed else []
    kinds = dict(HANDLE_KINDS)
    return render(
        request,
        "storefront/check.html",
        {
            "typed": typed,
            "name_from": name_public_from(now),
            # Only what was typed is said back: nobody learns another number here.
            "found": [(each, [kinds[kind] for kind in each.by]) for each in found],
        },
    )


@access.public
@require_safe
def checked(request: HttpRequest, respondent_id: int) -> HttpResponse:
    respondent = respondents().filter(pk=min(respondent_id, 2**62)).first()
    if respondent is None:
        raise NotFound
    (seller,) = sellers_checked([Known(respondent, [])], now=clock.now())
    return render(request, "storefront/checked.html", {"seller": seller, "sample": SAMPLE_AT_LEAST})
