"""A search as its address says it: reading filters out of a URL, and writing the URLs that change them.

    /search/?q=jamdani&category=saree&district=narayanganj&price=4&days=5&in_stock=1&sort=price&to=feni

`district` is where goods come from, `to` where they are to be brought.

Anything a URL says that means nothing is left out rather than refused: links are shared, cut and
typed by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ekshop.catalogue.search.engine import FLAGS
from ekshop.catalogue.search.find import MAX_DEPTH, SORTS, Sort
from ekshop.catalogue.selectors import (
    USUAL_FACTS,
    FacetValue,
    SearchFilters,
    SearchResult,
    attribute_book,
    offer_search,
    price_bands,
    shop_names,
)
from ekshop.kernel import bangla
from ekshop.kernel.errors import DomainError

from .bound import bound_of

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
        self.bound = bound_of(asked, self.names, language)
        self.filters = self._filters()

    def run(self) -> SearchResult:
        return offer_search(
            query=self.query,
            filters=self.filters,
            sort=self.sort,
            page=self.page,
            size=SIZE,
            language=self.language,
            deliver_to=self.bound.district,
            facts=(*USUAL_FACTS, "reach") if self.bound else USUAL_FACTS,
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
            price_from=_poisha(asked.get("least")),
            price_to=_poisha(asked.get("most")),
            band=_whole(asked.get("price")),
            days=_whole(asked.get("days")),
            reaches=self.bound.district if asked.get("reach") == "1" else None,
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

    def unfiltered(self) -> str:
        """The same words, to the same place, among all goods."""
        asked = QueryDict(mutable=True)
        asked.update({"q": self.query})
        return self.bound.href(reverse("storefront:search") + f"?{asked.urlencode()}")

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
        chips = [
            Choice(
                labels[value.key],
                self.href(**{value.key: None if value.selected else 1}),
                value.count,
                value.selected,
            )
            for value in result.facets["flag"]
            if value.count or value.selected
        ]
        for value in result.facets.get("reach", ()):
            label = _("Can come to %(place)s") % {"place": self.bound.name}
            href = self.href(reach=None if value.selected else 1)
            chips.insert(0, Choice(label, href, value.count, value.selected))
        return chips

    def chosen(self, result: SearchResult) -> list[Choice]:
        """Every filter that is on, as a chip that takes it away."""
        chosen = [
            Choice(row.label, row.href, on=True)
            for group in self.groups(result)
            for row in [*group.rows, *group.more]
            if row.on
        ]
        if self.filters.price_from is not None or self.filters.price_to is not None:
            chosen.append(Choice(self._typed_price(), self.href(least=None, most=None), on=True))
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
            if name not in ("least", "most", "price", "page")
        ]

    def held_with_place(self) -> list[tuple[str, str]]:
        """The same for the form that says where it is to be brought."""
        return [
            (name, value)
            for name, values in self.asked.lists()
            for value in values
            if name not in ("to", "reach", "page")
        ]

    def _taka(self, poisha: int) -> str:
        return bangla.format_taka(poisha, self.language)

    def _number(self, number: int) -> str:
        return bangla.format_number(number, self.language)


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
