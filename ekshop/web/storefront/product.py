"""One thing and everything about it: sizes and colours, offers side by side, pictures, prices."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.catalogue.rules import told_in
from ekshop.catalogue.selectors import (
    Found,
    attributes_said,
    gallery_of,
    offers_off_season,
    price_history,
    product_shown,
    returns_words,
    season_of,
    shop_names,
)
from ekshop.kernel import clock
from ekshop.producers.selectors.brand import brand_of
from ekshop.web.access import access
from ekshop.web.choosing import Chosen
from ekshop.web.pictures import picture_href

from . import pages, places
from .bound import bound_of
from .cards import cards, product_href, words_of

FULL, THUMB = 960, 160
RELIABLE_BP = 8_000
PACK, ALONE = "pack", frozenset({"1", "1-pcs"})
"""A pack of one is nothing to be told."""


@access.public
@require_safe
def product(request: HttpRequest, code: str, words: str = "") -> HttpResponse:
    """One product, its offers side by side; `?to=` a district says the days to it.

    Of a family every member's code shows the same page with that one chosen. A code that leads
    to another product now, and an address without words, are sent to the address that counts.
    """
    language = get_language() or "bn"
    names = shop_names()
    bound = bound_of(request.GET, names, language)
    found = product_shown(code, deliver_to=bound.district)
    address = product_href(found, language)
    asked = request.GET.urlencode()
    if not words or found.product.code != code.upper():
        return redirect(f"{address}?{asked}" if asked else address)
    page = Page(found, bound.district, language, asked)
    return render(
        request,
        "storefront/product.html",
        {
            **page.shown(),
            "found": found,
            "address": address,
            "bound": bound,
            "crumbs": pages.category_crumbs(found, names, language),
            "alike": cards(pages.alike(found, language, bound.district), language, bound),
            "short": request.build_absolute_uri(
                reverse("storefront:product_short", args=[found.product.code])
            ),
            "canonical": request.build_absolute_uri(page.canonical()),
            "structured": page.structured(request.build_absolute_uri(address)),
        },
    )


class Page:
    """What the template shows, made out of a product or a family with one member chosen."""

    def __init__(self, found: Found, to: int | None, language: str, asked: str) -> None:
        self.found, self.to, self.language = found, to, language
        self.ending = f"?{asked}" if asked else ""
        self.chosen = Chosen(found, language)
        self.book, self.offers = self.chosen.book, self.chosen.offers
        self.off_season = [] if self.offers else offers_off_season(found.product.pk)

    def shown(self) -> dict[str, Any]:
        available = self._there()
        history = price_history([offer.pk for offer in self.offers], now=clock.now())
        return {
            "title": self.chosen.title(),
            "offers": self.offer_rows(),
            "choices": self.choices(),
            "marks": self.chosen.marks(),
            "price": available[0].price_poisha if available else None,
            "was": available[0].list_price_poisha if available else None,
            "seller_count": len({offer.seller_id for offer in self.offers}),
            "pictures": self.pictures(),
            "history": history,
            "facts": self.facts(),
            "story": self.story(),
            "home": self.home(),
            "about": told_in(self.language, self.found.product.description),
            "names": self.names(),
            "off_season": season_of(self.off_season[0].terms.said) if self.off_season else None,
            "season": places.season_on_page(
                (self.found.product.title_bn, self.found.product.title_en),
                self.found.product.category.slug,
            ),
        }

    def canonical(self) -> str:
        """A family's members share one address for search engines: its first member's."""
        if not self.chosen.members:
            return product_href(self.found, self.language)
        words = words_of(self.found.title(self.language))
        return reverse("storefront:product", args=[self.chosen.members[0].code, words])

    def choices(self) -> list[dict[str, Any]]:
        words = words_of(self.found.title(self.language))
        return self.chosen.choices(
            lambda code: reverse("storefront:product", args=[code, words]) + self.ending
        )

    def offer_rows(self) -> list[dict[str, Any]]:
        rows = pages.offer_rows(self.found, self.to, self.language, offers=self.offers)
        best, told = self._best(), self._told_apart()
        for row, offer in zip(rows, self.offers, strict=True):
            row["best"] = offer is best
            row["why"] = self._why(offer) if offer is best else ""
            row["returns"] = returns_words(offer.returns_days)
            row["which"] = told.get(offer.pk, "")
        return rows

    def _told_apart(self) -> dict[int, str]:
        """Which is which, where one seller offers it more than once: as the seller calls each. Told
        alike, by the seller's own number."""
        of_seller: dict[int, list[Any]] = {}
        for offer in self.offers:
            of_seller.setdefault(offer.seller_id, []).append(offer)
        told: dict[int, str] = {}
        for offers in of_seller.values():
            if len(offers) < 2:
                continue
            titles = {offer.pk: offer.name for offer in offers}
            alike = Counter(titles.values())
            told |= {
                offer.pk: titles[offer.pk]
                if alike[titles[offer.pk]] == 1
                else f"{titles[offer.pk]} · {offer.seller_ref}"
                for offer in offers
            }
        return told

    def _best(self) -> Any:
        """The cheapest of those in stock whose sellers keep their word, or the cheapest."""
        there = self._there()
        if len(there) < 2:
            return None
        kept = [offer for offer in there if self._reliable(offer)]
        return (kept or there)[0]

    def _there(self) -> list[Any]:
        """Those that can be ordered now, and brought to where it is asked for."""
        far = self.found.too_far
        return [offer for offer in self.offers if offer.available > 0 and offer.pk not in far]

    def _reliable(self, offer: Any) -> bool:
        facts = self.found.sellers[offer.seller_id]
        return not facts.orders or facts.on_time_bp >= RELIABLE_BP

    def _why(self, best: Any) -> str:
        there = self._there()
        if best.price_poisha == min(offer.price_poisha for offer in there):
            return _("The lowest price")
        return _("The lowest price of the sellers who send on time")

    def pictures(self) -> list[dict[str, str]]:
        """The chosen one's pictures; of a family without any, another member's."""
        own = gallery_of([offer.pk for offer in self.offers])
        if not own:
            own = gallery_of([offer.pk for offer in self.found.offers[:12]])[:1]
        return [
            {
                "large": _picture(one, FULL),
                "usual": _picture(one, 480),
                "small": _picture(one, THUMB),
            }
            for one in own
        ]

    def facts(self) -> list[tuple[str, str]]:
        """Attributes that are the same whatever is chosen, as the best offer says them."""
        said = attributes_said([offer.pk for offer in self.offers])
        named = [
            (self.book.attribute(key), value)
            for key, text in said.items()
            if key not in self.chosen.keys
            and (value := self.book.value(key, text))
            and not (key == PACK and value.code in ALONE)
        ]
        named.sort(key=lambda pair: pair[0].position)
        return [(attribute.name, value.name) for attribute, value in named]

    def names(self) -> list[dict[str, Any]]:
        """Registered names of its place, with the sellers here that may use them and those that
        sell the same goods, or goods so called, and may not."""
        offers = [*self.offers, *self.off_season]
        sellers = dict.fromkeys(offer.seller_id for offer in offers)
        if self.found.product.is_gi:
            named = places.names_on_page(offers)
        else:
            named = places.names_unearned_on_page(offers)
        for row in named:
            without = row.get("without", sellers.keys() - row["sellers"])
            row["users"] = self._sellers(pk for pk in sellers if pk in row["sellers"])
            row["others"] = self._sellers(pk for pk in sellers if pk in without)
        return named

    def _sellers(self, ids: Iterable[int]) -> list[tuple[str, str]]:
        known = shop_names().sellers
        facts = [known[pk] for pk in ids if pk in known]
        return [(each.named.name(self.language), each.named.slug) for each in facts]

    def story(self) -> dict[str, Any] | None:
        """Of whoever makes it, where one of its sellers does."""
        for offer in self.offers:
            facts = self.found.sellers[offer.seller_id]
            about = facts.about_en if self.language.startswith("en") else facts.about_bn
            if facts.producer and (about or facts.about_bn or facts.about_en):
                return {
                    "name": facts.named.name(self.language),
                    "href": reverse("storefront:seller", args=[facts.named.slug]),
                    "about": about or facts.about_bn or facts.about_en,
                    "district": shop_names().districts[facts.district].name(self.language),
                }
        return None

    def home(self) -> dict[str, Any] | None:
        """What the district it comes from tells of itself."""
        place = self.found.product.district
        told = brand_of(place.pk) if place else None
        if place is None or told is None:
            return None
        href = reverse("storefront:district", args=[place.slug])
        return {"name": place.name, "line": told.line, "story": told.story, "href": href}

    def structured(self, address: str) -> SafeString:
        """schema.org's words for it. Data, not script: it is never run, and "<" cannot end it."""
        prices = [offer.price_poisha for offer in self.offers if offer.available > 0]
        about: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": self.chosen.title(),
            "sku": self.found.product.code,
            "url": address,
        }
        if self.found.product.brand:
            about["brand"] = {"@type": "Brand", "name": self.found.product.brand}
        if self.found.product.description:
            own, _other = told_in(self.language, self.found.product.description)
            about["description"] = own[:500]
        if prices:
            about["offers"] = {
                "@type": "AggregateOffer",
                "priceCurrency": "BDT",
                "lowPrice": f"{min(prices) / 100:.2f}",
                "highPrice": f"{max(prices) / 100:.2f}",
                "offerCount": len(prices),
                "availability": "https://schema.org/InStock",
            }
        text = json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
        return mark_safe(text.replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308


def _picture(one: Any, side: int) -> str:
    return picture_href("o", one.offer_id, one.address, place=one.place, side=side)
