"""A seller's offers as they stand in the shop."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.catalogue.selectors import OFFER_SHELVES, OFFERS_ORDER, offers_listed
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access


@access("offer.read_own")
@require_safe
def offer_list(request: Request) -> HttpResponse:
    text, shelf = request.GET.get("q", "").strip(), request.GET.get("shelf", "")
    page = page_of(
        offers_listed(request.actor, text=text, shelf=shelf),
        order=OFFERS_ORDER,
        cursor=request.GET.get("cursor"),
    )
    context = {"page": page, "q": text, "shelf": shelf, "shelves": OFFER_SHELVES}
    return render(request, "partner/goods/offers.html", context)
