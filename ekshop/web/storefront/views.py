"""The public shop: for people who look, compare, and want to know whom they buy from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ekshop.catalogue.selectors import (
    SearchFilters,
    SearchUnavailable,
    offer_search,
    search_suggest,
    seller_shown,
    shelf,
    shop_names,
)
from ekshop.catalogue.services import search_miss_note
from ekshop.kernel import clock
from ekshop.parties.selectors import licences_of
from ekshop.producers.selectors import makers_shown
from ekshop.web.access import access

from . import pages
from .bound import bound_of
from .cards import cards, product_href
from .listing import SIZE, Listing
from .unready import building


def _language() -> str:
    return get_language() or "bn"


@access.public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    bound = bound_of(request.GET, shop_names(), _language())
    try:
        everything = offer_search(size=1)
        known = shelf(size=5, gi=True, deliver_to=bound.district)
        shown = {found.product.pk for found in known}
        rest = shelf(size=15, deliver_to=bound.district)
        goods = [found for found in rest if found.product.pk not in shown][:10]
    except SearchUnavailable as unready:
        return building(request, unready)
    return render(
        request,
        "storefront/home.html",
        {
            "bound": bound,
            "tops": pages.top_categories(everything, _language(), bound),
            "goods": cards(goods, _language(), bound),
            "known": cards(known, _language(), bound),
            "all": bound.href(reverse("storefront:search") + "?in_stock=1"),
            "total": everything.total,
            "sellers": len(shop_names().sellers),
        },
    )


@access.public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.GET, _language())
    try:
        result = listing.run()
    except SearchUnavailable as unready:
        return building(request, unready)
    if result.barcode == "found" and result.total == 1 and not listing.filters.any:
        return redirect(listing.bound.href(product_href(result.products[0], _language())))
    if listing.is_missed(result):
        search_miss_note(query=listing.query, now=clock.now())
    return render(
        request,
        "storefront/search.html",
        {
            "listing": listing,
            "query": listing.query,
            "result": result,
            "goods": cards(result.products, _language(), listing.bound),
            "bound": listing.bound,
            "groups": listing.groups(result),
            "quick": listing.quick(result),
            "chosen": listing.chosen(result),
            "first": (result.page - 1) * SIZE + 1,
            "last": (result.page - 1) * SIZE + len(result.products),
            "previous": listing.page_href(result.page - 1) if result.page > 1 else "",
            "next": listing.page_href(result.page + 1) if result.page < result.pages else "",
            "seller_count": len(result.facets["seller"]),
            "heading": pages.heading(listing, result),
            "meant": [(word, listing.href(q=word, exact=None)) for word in result.meant],
            "nearer": listing.href(q=result.nearer, exact=None),
            "insist": listing.href(exact=1),
            "alike": listing.href(exact=None),
            "unfiltered": listing.unfiltered(),
        },
    )


@access.public
@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """A barcode, typed or before the camera; what it finds is a search like any other."""
    return render(request, "storefront/scan.html")


@access.public
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A fragment of links, empty when there is nothing to say."""
    try:
        found = search_suggest(prefix=request.GET.get("q", "")[:100], language=_language())
    except SearchUnavailable:
        found = []
    return render(
        request, "storefront/suggestions.html", {"groups": pages.suggestion_groups(found)}
    )


@access.public
@require_safe
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    facts = seller_shown(slug)
    bound = bound_of(request.GET, shop_names(), _language())
    own = SearchFilters(sellers=(facts.named.id,))
    try:
        goods = offer_search(filters=own, size=10, deliver_to=bound.district)
    except SearchUnavailable as unready:
        return building(request, unready)
    today = clock.dhaka_date(clock.now())
    seller_id = facts.named.id
    shown = makers_shown([seller_id], today) if facts.producer else {}
    portrait, back = shown.get(seller_id, (None, None))
    return render(
        request,
        "storefront/seller.html",
        {
            "facts": facts,
            "portrait": portrait,
            "rests_until": back,
            "name": facts.named.name(_language()),
            "district": shop_names().districts[facts.district].name(_language()),
            "licences": pages.licence_rows(licences_of(facts.named.id), today),
            "record": pages.record(facts),
            "bound": bound,
            "goods": cards(goods.products, _language(), bound),
            "total": goods.total,
            "all": bound.href(reverse("storefront:search") + f"?seller={facts.named.slug}"),
        },
    )


@access.public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages of goods may be found by search engines; endless filters need not be."""
    lines = ["User-agent: *", "Disallow: /search/", "Disallow: /account/", "Allow: /", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
