"""Producers' goods beside their photos: into the shop, back with a reason, or into the right place."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ekshop.catalogue.selectors import terms_words
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.producers import rules
from ekshop.producers.selectors import (
    LISTINGS_ORDER,
    QUEUE_ORDER,
    SHELVES,
    listings_listed,
    review_of,
)
from ekshop.producers.services import (
    listing_approve,
    listing_problems_now,
    listing_recategorise,
    listing_send_back,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.papers.goods import categories_offered, shares_of

LOOKED_AT = {
    "words": gettext_lazy("Name or description"),
    "category": gettext_lazy("Kind of goods"),
    "photos": gettext_lazy("Photos"),
    "price": gettext_lazy("Price"),
}


@access("operations.read")
@require_safe
def listings(request: Request) -> HttpResponse:
    """Whoever has waited longest is looked at first."""
    shelf = request.GET.get("shelf", "waiting")
    page = page_of(
        listings_listed(request.actor, shelf=shelf),
        order=QUEUE_ORDER if shelf == "waiting" else LISTINGS_ORDER,
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "operator/listings/list.html",
        {"page": page, "shelf": shelf, "shelves": SHELVES, "now": clock.now()},
    )


@access("operations.read")
@require_safe
@never_cache
def listing(request: Request, listing_id: int) -> HttpResponse:
    return _page(request, listing_id, Posted(request))


@access("listing.judge")
@require_POST
def listing_act(request: Request, listing_id: int, act: str) -> HttpResponse:
    """What was decided; refused, the page comes again with everything typed."""
    form = Posted(request)
    given: dict[str, Any] = {
        "actor": request.actor,
        "listing_id": listing_id,
        "now": clock.now(),
    }
    if act == "approve":
        done = form.tried(lambda: listing_approve(**given))
    elif act == "send-back":
        done = form.tried(
            lambda: listing_send_back(reason=form.text("reason"), text=form.text("text"), **given)
        )
    elif act == "category":
        done = form.tried(lambda: listing_recategorise(category_id=form.whole("category"), **given))
    else:
        raise NotFound(what="act")
    if not done:
        return _page(request, listing_id, form)
    messages.success(request, _("Done."))
    if act == "category":
        return redirect("operator:listing", listing_id)
    return redirect("operator:listings")


def _page(request: Request, listing_id: int, form: Posted) -> HttpResponse:
    review = review_of(request.actor, listing_id)
    shown = review.listing
    waiting = shown.state in rules.IN_REVIEW
    old = shown.approved or {}
    return form.page(
        "operator/listings/one.html",
        {
            "review": review,
            "listing": shown,
            "photos": review.photos,
            "old": old,
            "looked_at": [LOOKED_AT[each] for each in review.looked_at],
            "old_photos": shown.photos.filter(digest__in=old.get("photos", [])).order_by("place")
            if "photos" in review.looked_at
            else [],
            "terms": terms_words(shown.terms),
            "shares": shares_of(shown, None, clock.now()),
            "problems": listing_problems_now(shown, now=clock.now()) if waiting else {},
            "reasons": rules.SEND_BACK_REASONS,
            "categories": categories_offered(),
            "waiting": waiting,
            "may_judge": waiting and allowed("listing.judge", request.actor.role),
            "now": clock.now(),
        },
    )
