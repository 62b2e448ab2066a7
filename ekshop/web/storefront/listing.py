"""A search as its address says it: reading filters out of a URL, and writing the URLs that change them.

    /search/?q=jamdani&category=saree&district=narayanganj&price=4&days=5&in_stock=1&sort=price

Anything a URL says that means nothing is left out rather than refused: links are shared, cut and
typed by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ekshop.catalogue.search.engine import FLAGS
from ekshop.catalogue.search.find import MAX_DEPTH, SORTS, Sort
from ekshop.catalogue.selectors import (
    FacetValue,
    Found,
    SearchFilters,
    SearchResult,
    attribute_book,
    offer_search,
    price_bands,
    shop_names,
)
from ekshop.kernel import bangla
from ekshop.kernel.clock import dhaka_date, now
from ekshop.kernel.errors import DomainError
from ekshop.producers.selectors import stopped_by_rest
from ekshop.web.pictures import picture_href

SIZE = 24
SHOWN = 8
# Nobody reads a longer list, and a page of eight hundred links takes long.
MOST = 120
OF = "of-"
"""How a parameter begins that narrows by an attribute."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that narrows or widens the search."""

    label: str
    href: str
    count: int = 0
    on: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The choices of one facet: those shown at once, and those behind "more"."""

    title: str
    rows: list[Choice]
    more: list[Choice]


class Listing:
    """One search page: its filters, its result, and the addresses around it."""

    def __init__(self, asked: QueryDict, language: str) -> None:
        self.asked = asked
        self.language = language
        self.names = shop_names()
        self.book = attribute_book()
        self.query = asked.get("q", "").strip()[:200]
        self.sort: Sort = cast(Sort, asked["sort"]) if asked.get("sort") in SORTS else "relevance"
        self.exact = asked.get("exact") == "1"
        self.page = max(1, min(_whole(asked.get("page")) or 1, MAX_DEPTH // SIZE))
        self.filters = self._filters()

    def run(self, *, deliver_to: int | None = None) -> SearchResult:
        return offer_search(
            query=self.query,
            filters=self.filters,
            sort=self.sort,
            page=self.page,
            size=SIZE,
            language=self.language,
            deliver_to=deliver_to,
            exact=self.exact,
        )

    def is_missed(self, result: SearchResult) -> bool:
        """Whether the shop has nothing for these words, as nobody's wish but many people's."""
        return bool(self.query) and not (result.total or self.filters.any or self.exact)

    def _filters(self) -> SearchFilters:
        asked = self.asked
        return SearchFilters(
            category=self.names.find("category", asked.get("category", "")),
            sellers=self._ids("seller"),
            districts=self._ids("district"),
            price_from=_poisha(asked.get("from")),
            price_to=_poisha(asked.get("to")),
            band=_whole(asked.get("price")),
            days=_whole(asked.get("days")),
            attributes=self._attributes(),
            **{flag: asked.get(flag) == "1" for flag in FLAGS},
        )

    def _ids(self, kind: str) -> tuple[int, ...]:
        found = (self.names.find(kind, slug) for slug in self.asked.getlist(kind)[:20])
        return tuple(pk for pk in found if pk is not None)

    def _attributes(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """`?of-colour=red&of-size=m`: by the codes of values."""
        chosen: list[tuple[str, tuple[int, ...]]] = []
        for name in self.asked:
            key = name.removeprefix(OF)
            if name.startswith(OF) and key in self.book.narrowing and len(chosen) < 6:
                codes = self.asked.getlist(name)[:20]
                values = [self.book.values.get((key, code)) for code in codes]
                if numbers := tuple(value.number for value in values if value):
                    chosen.append((key, numbers))
        return tuple(chosen)

    # Addresses ---------------------------------------------------------------------------------

    def href(self, **changes: Any) -> str:
        """This search with some parameters changed (None: taken away), from its first page."""
        asked = self.asked.copy()
        asked.pop("page", None)
        for name, value in changes.items():
            if value is None or value == "":
                asked.pop(name, None)
            elif isinstance(value, list):
                asked.setlist(name, value)
            else:
                asked[name] = str(value)
        text = asked.urlencode()
        return reverse("storefront:search") + (f"?{text}" if text else "")

    def page_href(self, page: int) -> str:
        return self.href(page=page if page > 1 else None)

    def _toggled(self, name: str, value: FacetValue) -> str:
        """Several may be chosen together: this one more, or this one less."""
        held = [slug for slug in self.asked.getlist(name) if slug != value.slug]
        if not value.selected:
            held.append(value.slug)
        return self.href(**{name: held or None})

    # What the page shows -----------------------------------------------------------------------

    def groups(self, result: SearchResult) -> list[Group]:
        facets = result.facets
        groups = [
            self._group(_("Category"), self._categories(facets)),
            self._group(_("District"), self._many("district", facets["district"])),
            self._group(_("Seller"), self._many("seller", facets["seller"])),
            *(
                self._group(self.book.attribute(key).name, self._many(f"{OF}{key}", values))
                for name, values in facets.items()
                if (key := name.removeprefix("attribute:")) != name
            ),
            self._group(_("Price"), self._prices(facets["price"])),
            self._group(pgettext("how soon goods come", "Delivery"), self._days(facets["days"])),
        ]
        return [group for group in groups if group.rows]

    def _group(self, title: str, rows: list[Choice]) -> Group:
        return Group(title, rows[:SHOWN], rows[SHOWN:MOST])

    def _categories(self, facets: Any) -> list[Choice]:
        """The narrow categories, or the wide ones where those are too many to read; inside a wide one,
        its own, under a link back to all of it."""
        chosen = self.names.categories.get(self.filters.category or 0)
        if chosen is None:
            narrow = facets["category"]
            values = narrow if len(narrow) <= MOST else facets["top"]
            return [self._one("category", value) for value in values]
        top = chosen.parent or chosen.id
        rows = [self._one("category", value) for value in facets["top"] if value.key == top]
        return rows + [
            self._one("category", value, back=self.names.categories[top].slug)
            for value in facets["category"]
            if value.parent == top
        ]

    def _one(self, name: str, value: FacetValue, *, back: str | None = None) -> Choice:
        href = self.href(**{name: back if value.selected else value.slug})
        return Choice(value.label(self.language), href, value.count, value.selected)

    def _many(self, name: str, values: Iterable[FacetValue]) -> list[Choice]:
        rows = [
            Choice(
                value.label(self.language), self._toggled(name, value), value.count, value.selected
            )
            for value in values
        ]
        return sorted(rows, key=lambda row: not row.on)

    def _prices(self, values: Iterable[FacetValue]) -> list[Choice]:
        labels = {number: self._price_label(low, high) for number, low, high in price_bands()}
        return [
            Choice(
                labels[value.key],
                self.href(price=None if value.selected else value.key),
                value.count,
                value.selected,
            )
            for value in values
        ]

    def _price_label(self, low: int, high: int | None) -> str:
        if high is None:
            return _("%(price)s and above") % {"price": self._taka(low)}
        if not low:
            return _("Below %(price)s") % {"price": self._taka(high)}
        return f"{self._taka(low)} – {self._taka(high)}"

    def _days(self, values: Iterable[FacetValue]) -> list[Choice]:
        return [
            Choice(
                _("Within %(days)s days") % {"days": self._number(value.key)},
                self.href(days=None if value.selected else value.key),
                value.count,
                value.selected,
            )
            for value in values
        ]

    def quick(self, result: SearchResult) -> list[Choice]:
        """The filters people want most, as chips above the goods."""
        labels = {
            "in_stock": _("In stock"),
            "gi": _("GI goods"),
            "producer": _("Straight from the producer"),
            "on_time": _("Sellers who send on time"),
        }
        return [
            Choice(
                labels[value.key],
                self.href(**{value.key: None if value.selected else 1}),
                value.count,
                value.selected,
            )
            for value in result.facets["flag"]
            if value.count or value.selected
        ]

    def chosen(self, result: SearchResult) -> list[Choice]:
        """Every filter that is on, as a chip that takes it away."""
        chosen = [
            Choice(row.label, row.href, on=True)
            for group in self.groups(result)
            for row in [*group.rows, *group.more]
            if row.on
        ]
        if self.filters.price_from is not None or self.filters.price_to is not None:
            chosen.append(
                Choice(self._typed_price(), self.href(**{"from": None, "to": None}), on=True)
            )
        return chosen

    def _typed_price(self) -> str:
        low, high = self.filters.price_from, self.filters.price_to
        if high is None:
            return self._price_label(low or 0, None)
        if not low:
            return _("Up to %(price)s") % {"price": self._taka(high)}
        return f"{self._taka(low)} – {self._taka(high)}"

    def sorts(self) -> list[Choice]:
        labels = {
            "relevance": _("Best first"),
            "price": _("Cheapest first"),
            "price_down": _("Dearest first"),
            "delivery": _("Soonest first"),
            "popularity": _("Most bought first"),
        }
        return [
            Choice(
                labels[sort],
                self.href(sort=None if sort == "relevance" else sort),
                on=sort == self.sort,
            )
            for sort in SORTS
        ]

    def hidden(self) -> list[tuple[str, str]]:
        """This search as hidden fields, for the form that adds a price of one's own."""
        return [
            (name, value)
            for name, values in self.asked.lists()
            for value in values
            if name not in ("from", "to", "price", "page")
        ]

    def _taka(self, poisha: int) -> str:
        return bangla.format_taka(poisha, self.language)

    def _number(self, number: int) -> str:
        return bangla.format_number(number, self.language)


@dataclass(frozen=True, slots=True)
class Card:
    """A product as a card in a list of goods."""

    href: str
    title: str
    price: int
    several: bool
    drawing: str
    gi: str
    note: str
    was: int | None
    picture: str
    small: str


def cards(found: Iterable[Found], language: str) -> list[Card]:
    """Of goods of one producer who rests too long to be ordered from, with when she works again."""
    shown = list(found)
    makers = [one.best.seller_id for one in shown if one.best and _of_its_maker(one)]
    back = stopped_by_rest(makers, dhaka_date(now())) if makers else {}
    return [_card(one, language, back.get(one.best.seller_id if one.best else 0)) for one in shown]


def _of_its_maker(found: Found) -> bool:
    best = found.best if found.seller_count == 1 else None
    return best is not None and found.sellers[best.seller_id].producer


def _card(found: Found, language: str, back: date | None) -> Card:
    product, best = found.product, found.best
    number = found.seller_count
    shown = bangla.format_number(number, language)
    if not found.in_stock:
        note = _("Not in stock now")
    elif not found.travels:
        note = _("Does not keep on the way to there")
    elif back and _of_its_maker(found):
        day = bangla.format_date(back, language)
        note = _("Its maker rests; orders again from %(day)s") % {"day": day}
    elif _of_its_maker(found):
        note = _("From the producer · %(days)s days") % {"days": _days(found, language)}
    elif number == 1:
        note = _("%(seller)s · %(days)s days") % {
            "seller": next(iter(found.sellers.values())).named.name(language),
            "days": _days(found, language),
        }
    else:
        note = _("%(count)s sellers · %(days)s days") % {
            "count": shown,
            "days": _days(found, language),
        }
    district = product.district
    place = (district.name_en if language == "en" else district.name_bn) if district else ""
    return Card(
        href=product_href(found, language),
        title=found.title(language),
        price=best.price_poisha if best else 0,
        several=number > 1,
        drawing=product.category.drawing,
        gi=place or " " if product.is_gi else "",
        note=note,
        was=best.list_price_poisha if best else None,
        picture=picture_href("p", product.pk, product.image_url),
        small=picture_href("p", product.pk, product.image_url, side=160),
    )


def _days(found: Found, language: str) -> str:
    return bangla.format_number(found.days, language)


def product_href(found: Found, language: str) -> str:
    """The readable address of a product: its code, and its title for people."""
    return reverse("storefront:product", args=[found.product.code, words_of(found.title(language))])


def words_of(title: str) -> str:
    """A title as the readable end of an address; Bengali stays Bengali."""
    kept = "".join(
        char if char.isalnum() or "\u0981" <= char <= "\u09e3" else " " for char in title
    )
    return "-".join(kept.lower().split())[:80].strip("-") or "-"


def _whole(text: str | None) -> int | None:
    text = bangla.latin_digits(text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _poisha(text: str | None) -> int | None:
    if not text:
        return None
    try:
        return max(bangla.parse_taka(text), 0)
    except DomainError:
        return None
