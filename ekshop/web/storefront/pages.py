"""What the storefront's templates show, made out of what the catalogue says."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ekshop.catalogue.rules import Terms, of_hundred
from ekshop.catalogue.selectors import (
    FacetValue,
    Found,
    Named,
    SearchFilters,
    SearchResult,
    SearchUnavailable,
    SellerFacts,
    Suggestion,
    offer_search,
    shop_names,
    terms_words,
    too_far_words,
)
from ekshop.kernel import bangla
from ekshop.kernel.clock import dhaka_date, now
from ekshop.parties.selectors import districts
from ekshop.producers.selectors import makers_shown, portraits_shown

from .bound import Bound
from .listing import Listing

SOON = timedelta(days=60)
ICONS = {"category": "layout-grid", "district": "map-pin", "seller": "store", "product": "search"}


def top_categories(result: SearchResult, language: str, bound: Bound) -> list[dict[str, Any]]:
    """The wide categories that have goods, with their drawing and count."""
    names = shop_names().categories
    return [
        {
            "label": value.label(language),
            "href": bound.href(reverse("storefront:search") + f"?category={value.slug}"),
            "count": value.count,
            "drawing": names[value.key].drawing,
        }
        for value in result.facets["top"]
    ]


def heading(listing: Listing, result: SearchResult) -> str:
    """What this page lists, for its title: the query as understood, or the category."""
    chosen = listing.names.categories.get(listing.filters.category or 0)
    return (
        result.interpreted_as
        or listing.query
        or (chosen.name(listing.language) if chosen else _("All goods"))
    )


def suggestion_groups(suggestions: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """What a few typed letters may become, a group a kind, in the order of the suggestions."""
    titles = {
        "category": _("Categories"),
        "district": _("Districts"),
        "seller": _("Sellers"),
        "product": _("Goods"),
    }
    search = reverse("storefront:search")
    addresses = {
        "category": lambda one: f"{search}?category={one.slug}",
        "district": lambda one: reverse("storefront:district", args=[one.slug]),
        "seller": lambda one: reverse("storefront:seller", args=[one.slug]),
        "product": lambda one: reverse("storefront:product_short", args=[one.slug]),
    }
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in suggestions:
        row = {
            "label": one.label,
            "href": addresses[one.kind](one),
            "icon": ICONS[one.kind],
            "unshown": one.name_unshown,
        }
        groups.setdefault(one.kind, []).append(row)
    return [{"title": titles[kind], "rows": rows} for kind, rows in groups.items()]


def offer_rows(
    found: Found, to: int | None, language: str, *, offers: Iterable[Any]
) -> list[dict[str, Any]]:
    """Each of these offers, with what it promises and how its seller has kept its word."""
    rows = []
    offers = list(offers)
    makers = {each.seller_id for each in offers if found.sellers[each.seller_id].producer}
    shown = makers_shown(makers, dhaka_date(now())) if makers else {}
    for offer in offers:
        portrait, back = shown.get(offer.seller_id, (None, None))
        facts = found.sellers[offer.seller_id]
        rows.append(
            {
                "seller": facts.named.name(language),
                "href": reverse("storefront:seller", args=[facts.named.slug]),
                "price": offer.price_poisha,
                "was": offer.list_price_poisha,
                "days": _days_line(found, offer, to, language),
                "terms": _terms_lines(found.terms_of(offer)),
                "too_far": too_far_words(found.terms_of(offer), found.way_of(offer))
                if offer.pk in found.too_far
                else "",
                "own_centre": found.only_own_centre(offer),
                "available": offer.available,
                "record": placed_by(facts, language),
                "producer": facts.producer,
                "portrait": portrait,
                "rests_until": back,
                "unconfirmed": found.unconfirmed.get(offer.pk),
            }
        )
    return rows


def _terms_lines(terms: Terms) -> list[str]:
    """What is said of it, and whose word the days are."""
    lines = terms_words(terms)
    if terms.longest_way is not None and not terms.usual:
        lines.append(_("These days are what the seller says"))
    return lines


def _days_line(found: Found, offer: Any, to: int | None, language: str) -> str:
    facts, making = found.sellers[offer.seller_id], found.terms_of(offer).making_days

    def number(days: int) -> str:
        return bangla.format_number(days, language)

    if to is not None:
        days = found.days_of(offer)
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)}
    near, far = facts.days_same_district + making, facts.days_elsewhere + making
    if near == far:
        return ngettext("%(days)s day", "%(days)s days", near) % {"days": number(near)}
    return _("%(near)s to %(far)s days") % {"near": number(near), "far": number(far)}


def record_line(facts: SellerFacts, language: str) -> str:
    if facts.is_new:
        return _("New seller, no record yet")
    share = bangla.format_number(of_hundred(facts.on_time_bp), language)
    return _("Sends on time: %(share)s of 100") % {"share": share}


def placed_by(facts: SellerFacts, language: str) -> str:
    """The record with the figure that moves its offers: without it a cheaper one below a dearer
    has no reason one can read."""
    line = record_line(facts, language)
    if facts.is_new:
        return line
    share = bangla.format_number(of_hundred(facts.score_bp), language)
    return _("%(record)s · all promises together: %(share)s of 100") % {
        "record": line,
        "share": share,
    }


def record(facts: SellerFacts) -> list[dict[str, Any]]:
    """A seller's record as shares of a hundred; empty for one too new to have any."""
    if facts.is_new:
        return []
    return [
        {"label": _("Orders confirmed"), "value": of_hundred(facts.confirmed_bp)},
        {"label": _("Sent on time"), "value": of_hundred(facts.on_time_bp)},
        {"label": _("Accepted on inspection"), "value": of_hundred(10_000 - facts.rejected_bp)},
    ]


def category_crumbs(found: Found, names: Any, language: str) -> list[tuple[str, str]]:
    own: Named = names.categories[found.product.category_id]
    path = [names.categories[own.parent], own] if own.parent else [own]
    search = reverse("storefront:search")
    return [(f"{search}?category={one.slug}", one.name(language)) for one in path]


def alike(found: Found, language: str, to: int | None) -> list[Found]:
    """Other goods of the same category, in stock; none while search is being prepared."""
    filters = SearchFilters(category=found.product.category_id, in_stock=True)
    try:
        result = offer_search(filters=filters, size=6, language=language, deliver_to=to)
    except SearchUnavailable:
        return []
    return [one for one in result.products if one.product.pk != found.product.pk][:5]


def district_map(names: Any, counts: Iterable[FacetValue], language: str) -> dict[str, Any]:
    """Every district by name with how many products come from it, as the map and the list show."""
    number = {value.key: value.count for value in counts}
    codes = {place.pk: place.code for place in districts()}
    rows = [
        {
            "code": codes[place.id],
            "label": place.name(language),
            "href": reverse("storefront:district", args=[place.slug]),
            "value": number.get(place.id, 0),
            "shown": bangla.format_number(number.get(place.id, 0), language),
        }
        for place in names.districts.values()
        if place.id in codes
    ]
    return {"districts": sorted(rows, key=lambda row: str(row["label"]))}


def producer_rows(producers: Sequence[SellerFacts], language: str) -> list[dict[str, Any]]:
    """Each with her portrait where she agreed to be shown."""
    faces = portraits_shown([facts.named.id for facts in producers])
    return [
        {
            "portrait": faces.get(facts.named.id),
            "name": facts.named.name(language),
            "href": reverse("storefront:seller", args=[facts.named.slug]),
            "record": record_line(facts, language),
        }
        for facts in producers
    ]


def licence_rows(licences: Iterable[Any], today: date) -> list[dict[str, Any]]:
    """Each licence with where it stands: valid, ending soon, or ended."""
    rows = []
    for licence in licences:
        until = licence.valid_until
        if until is not None and until < today:
            tone, state = "madder", _("Ended")
        elif until is not None and until - today <= SOON:
            tone, state = "turmeric", _("Ends soon")
        else:
            tone, state = "green", _("Valid")
        rows.append(
            {
                "kind": licence.get_kind_display(),
                "number": licence.number,
                "until": until,
                "tone": tone,
                "state": state,
            }
        )
    return rows
