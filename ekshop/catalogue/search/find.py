"""Searching, as pages and APIs ask for it.

The index decides what matches, in which order and how many there are of each kind; PostgreSQL
gives the page's products and offers as they are now. Three statements a search (products, offers,
and once a minute the names), whatever is found.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any, Literal

import tantivy
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import bangla
from ekshop.kernel.errors import InvalidInput

from ..models import Offer, Product
from . import analysis, queries
from .directory import Directory, SellerFacts, directory
from .engine import PRICE_BANDS, View
from .life import reader
from .suggest import title_of

Sort = Literal["relevance", "price", "delivery"]
SORTS: tuple[Sort, ...] = ("relevance", "price", "delivery")

DELIVERY_DAYS = (2, 3, 5, 7, 10)
FLAGS = ("in_stock", "gi", "producer", "on_time")
MAX_SIZE = 100
# Nobody reads further; who needs all goods reads the catalogue, not the search.
MAX_DEPTH = 2_000

PRODUCT_COLUMNS = (
    "id",
    "code",
    "category_id",
    "district_id",
    "title",
    "title_bn",
    "title_en",
    "brand",
    "mpn",
    "image_url",
    "is_gi",
)
OFFER_COLUMNS = (
    "id",
    "seller_id",
    "product_id",
    "seller_ref",
    "title",
    "price_poisha",
    "list_price_poisha",
    "on_hand",
    "reserved",
    "state",
)

MUST = tantivy.Occur.Must
SHOULD = tantivy.Occur.Should


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What to narrow a search by. Ids of a category of either level, sellers, districts; prices in poisha.

    `band` is the number of a price band (see `price_bands`); `days` the most days to anywhere.
    """

    category: int | None = None
    sellers: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    price_from: int | None = None
    price_to: int | None = None
    band: int | None = None
    days: int | None = None
    in_stock: bool = False
    gi: bool = False
    producer: bool = False
    on_time: bool = False

    @property
    def any(self) -> bool:
        return any(getattr(self, held.name) not in (None, (), False) for held in fields(self))


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice with how many products it would leave. `parent`: a category's top."""

    key: Any
    label_bn: str
    label_en: str
    count: int
    selected: bool = False
    slug: str = ""
    parent: int | None = None

    def label(self, language: str) -> str:
        return self.label_en if language.startswith("en") else self.label_bn


@dataclass(frozen=True, slots=True)
class Found:
    """A product found, with its live offers: those that can be ordered now first, cheapest first.

    A product reached by its address may have none left; what search finds always has one.
    """

    product: Product
    offers: tuple[Offer, ...]
    sellers: dict[int, SellerFacts]
    days: int
    in_stock: bool

    @property
    def best(self) -> Offer | None:
        return self.offers[0] if self.offers else None

    @property
    def available(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.available > 0)

    @property
    def seller_count(self) -> int:
        return len({offer.seller_id for offer in self.offers})

    def title(self, language: str) -> str:
        return title_of(self.product, language)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`interpreted_as`: the query in words that are for sale, if that differs from what was typed.

    `corrected`: a slip was forgiven. `relaxed`: nothing had every word, these have some.
    `unknown`: words found nowhere, left out. Facets by name: category, top, seller, district, price,
    days, flag.
    """

    total: int
    products: tuple[Found, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    page: int
    size: int
    interpreted_as: str = ""
    corrected: bool = False
    relaxed: bool = False
    unknown: tuple[str, ...] = ()
    took_ms: float = 0.0

    @property
    def pages(self) -> int:
        return -(-min(self.total, MAX_DEPTH) // self.size)


def offer_search(
    *,
    query: str = "",
    filters: SearchFilters = SearchFilters(),  # noqa: B008
    sort: Sort = "relevance",
    page: int = 1,
    size: int = 24,
    language: str = "bn",
    deliver_to: int | None = None,
) -> SearchResult:
    """Products for a query, with exact counts. `deliver_to`: the district whose delivery days count.

    Raises SearchUnavailable while this node has no index, InvalidInput for an impossible page or sort.
    """
    began = time.perf_counter()
    size = max(1, min(size, MAX_SIZE))
    if sort not in SORTS:
        raise InvalidInput({"sort": _("Sort by relevance, price or delivery.")})
    if page < 1 or (page - 1) * size >= MAX_DEPTH:
        raise InvalidInput({"page": _("There are no such results; narrow the search instead.")})
    view, names = reader.view(), directory()
    parsed = queries.parse(view, query)
    narrowing = _narrowing(view, filters, names)
    text, relaxed = _text(view, parsed, narrowing)
    order = sort if sort != "relevance" else "relevance" if parsed.words else "quality"
    matching = _both(text, narrowing.values())
    total, ids = view.page(matching, order=order, first=(page - 1) * size, size=size)
    facets = _facets(view, text, narrowing, filters, names)
    found = load(ids, names, deliver_to)
    meant = _interpreted(query, parsed, found, language)
    return SearchResult(
        total=total,
        products=found,
        facets=facets,
        page=page,
        size=size,
        interpreted_as=meant,
        corrected=any(word.corrected for word in parsed.words),
        relaxed=relaxed,
        unknown=parsed.unknown,
        took_ms=(time.perf_counter() - began) * 1000,
    )


def shelf(*, size: int, gi: bool = False) -> tuple[Found, ...]:
    """Goods in stock for a shop window: the best of every wide category in turn, not twelve alike.

    Raises SearchUnavailable while this node has no index.
    """
    view, names = reader.view(), directory()
    held = _narrowing(view, SearchFilters(in_stock=True, gi=gi), names)
    everything = tantivy.Query.term_query(view.schema, "kind", "product")
    tops = view.facets(_both(everything, held.values()), ["top"])["top"]
    rows = []
    for top in sorted(tops, key=lambda top: -tops[top]):
        own = [*held.values(), _any_of(view, "top", [top])]
        rows.append(view.page(_both(everything, own), order="quality", first=0, size=size)[1])
    turns = [pk for turn in zip_longest(*rows) for pk in turn if pk is not None]
    return load(turns[:size], names)


def load(
    ids: list[int],
    names: Directory,
    deliver_to: int | None = None,
    *,
    even_unsold: bool = False,
) -> tuple[Found, ...]:
    """Products in the order of their ids, with their live offers, in two statements.

    Categories, districts and sellers are this process's own rows, so nothing is joined.
    """
    products = Product.objects.only(*PRODUCT_COLUMNS).in_bulk(ids)
    offers: dict[int, list[Offer]] = {}
    for offer in Offer.objects.filter(product_id__in=ids, state=Offer.LIVE).only(*OFFER_COLUMNS):
        if offer.seller_id in names.sellers:
            offer.seller = names.rows["seller", offer.seller_id]
            offers.setdefault(offer.product_id, []).append(offer)
    return tuple(
        _found(products[pk], offers.get(pk, []), names, deliver_to)
        for pk in ids
        if pk in products and (even_unsold or pk in offers)
    )


def _found(
    product: Product, offers: list[Offer], names: Directory, deliver_to: int | None
) -> Found:
    if ("category", product.category_id) in names.rows:
        product.category = names.rows["category", product.category_id]
    if product.district_id:
        product.district = names.rows["district", product.district_id]
    offers.sort(key=lambda offer: (offer.available <= 0, offer.price_poisha, offer.pk))
    sellers = {offer.seller_id: names.sellers[offer.seller_id] for offer in offers}
    there = [offer for offer in offers if offer.available > 0] or offers
    return Found(
        product=product,
        offers=tuple(offers),
        sellers=sellers,
        days=min((sellers[offer.seller_id].days_to(deliver_to) for offer in there), default=0),
        in_stock=any(offer.available > 0 for offer in offers),
    )


def _text(
    view: View, parsed: queries.Parsed, narrowing: Mapping[str, tantivy.Query]
) -> tuple[tantivy.Query, bool]:
    """The text's query, and whether it had to be relaxed to find anything."""
    if parsed.empty:
        return tantivy.Query.term_query(view.schema, "kind", "product"), False
    everything = parsed.all(view)
    if len(parsed.wishes) > 1 and not view.count(_both(everything, narrowing.values())):
        return parsed.some(view), True
    return everything, False


def _both(text: tantivy.Query, narrowing: Iterable[tantivy.Query]) -> tantivy.Query:
    # A filter selects but must not score: its weight is nought.
    held = [(MUST, tantivy.Query.const_score_query(query, 0.0)) for query in narrowing]
    return tantivy.Query.boolean_query([(MUST, text), *held]) if held else text


def _narrowing(view: View, filters: SearchFilters, names: Directory) -> dict[str, tantivy.Query]:
    """A query for each group of filters, so that a group's own counts can leave it out."""
    held: dict[str, tantivy.Query] = {}
    if filters.category is not None:
        chosen = names.categories.get(filters.category)
        level = "category" if chosen and chosen.parent else "top"
        held["category"] = _any_of(view, level, [filters.category])
    if filters.sellers:
        held["seller"] = _any_of(view, "seller", filters.sellers)
    if filters.districts:
        held["district"] = _any_of(view, "district", filters.districts)
    if filters.band is not None:
        held["price"] = _any_of(view, "band", [filters.band])
    if filters.price_from is not None or filters.price_to is not None:
        held["price"] = _between(view, "price", filters.price_from, filters.price_to)
    if filters.days is not None:
        held["days"] = _any_of(view, "days", range(min(filters.days, 60) + 1))
    for flag in FLAGS:
        if getattr(filters, flag):
            held[flag] = _any_of(view, "flag", [flag])
    return held


def _any_of(view: View, fact: str, values: Iterable[int | str]) -> tantivy.Query:
    options = [tantivy.Query.term_query(view.schema, fact, value) for value in values]
    if len(options) == 1:
        return options[0]
    return tantivy.Query.boolean_query([(SHOULD, option) for option in options])


def _between(view: View, fact: str, lowest: int | None, highest: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(
        view.schema, fact, tantivy.FieldType.Unsigned, max(lowest or 0, 0), highest
    )


_OWN_GROUP = {
    "category": "category",
    "top": "category",
    "seller": "seller",
    "district": "district",
    "band": "price",
    "days": "days",
    "flag": "flag",
}


def _facets(
    view: View,
    text: tantivy.Query,
    narrowing: Mapping[str, tantivy.Query],
    filters: SearchFilters,
    names: Directory,
) -> dict[str, tuple[FacetValue, ...]]:
    """Counts under all filters but a group's own, so every choice says what it would give."""
    together = [fact for fact, group in _OWN_GROUP.items() if group not in narrowing]
    counts = view.facets(_both(text, narrowing.values()), together)
    for fact, group in _OWN_GROUP.items():
        if group in narrowing:
            others = [query for name, query in narrowing.items() if name != group]
            counts |= view.facets(_both(text, others), [fact])
    return {
        "category": _named(counts["category"], names.categories, {filters.category}),
        "top": _named(counts["top"], names.categories, {filters.category}),
        "seller": _named(
            counts["seller"],
            {pk: facts.named for pk, facts in names.sellers.items()},
            filters.sellers,
        ),
        "district": _named(counts["district"], names.districts, filters.districts),
        "price": tuple(
            FacetValue(band, "", "", count, filters.band == band)
            for band, count in sorted(counts["band"].items())
        ),
        "days": _within_days(counts["days"], filters.days),
        "flag": tuple(
            FacetValue(flag, "", "", counts["flag"].get(flag, 0), getattr(filters, flag))
            for flag in FLAGS
        ),
    }


def _named(
    counts: Mapping[int, int], names: Mapping[int, Any], chosen: Iterable[int | None]
) -> tuple[FacetValue, ...]:
    """Commonest first; a chosen value stays even at nought, so it can be taken back."""
    held: set[int] = {pk for pk in chosen if pk is not None}
    values: dict[int, int] = dict.fromkeys(held, 0)
    values.update(counts)
    return tuple(
        FacetValue(
            pk,
            names[pk].name_bn,
            names[pk].name_en,
            count,
            pk in held,
            names[pk].slug,
            names[pk].parent,
        )
        for pk, count in sorted(values.items(), key=lambda held: (-held[1], held[0]))
        if pk in names
    )


def _within_days(counts: Mapping[int, int], chosen: int | None) -> tuple[FacetValue, ...]:
    """Within so many days: each step holds those before it; steps that add nothing are left out."""
    values = []
    before = 0
    for most in DELIVERY_DAYS:
        within = sum(count for days, count in counts.items() if days <= most)
        if within > before or chosen == most:
            values.append(FacetValue(most, "", "", within, chosen == most))
        before = within
    return tuple(values)


def price_bands() -> list[tuple[int, int, int | None]]:
    """(number, from, below) of each price band, in poisha; the last has no end."""
    ends = [*PRICE_BANDS[1:], None]
    return [
        (number, low * 100, high * 100 if high is not None else None)
        for number, (low, high) in enumerate(zip(PRICE_BANDS, ends, strict=True))
    ]


def _interpreted(
    query: str, parsed: queries.Parsed, found: tuple[Found, ...], language: str
) -> str:
    """The query as the goods found spell it, if a Latin word met Bengali ones or a slip was mended."""
    bengali = language.startswith("bn")
    if not any(word.corrected or (bengali and word.typed.isascii()) for word in parsed.words):
        return ""
    written: dict[str, str] = {}
    for one in found[:8]:
        for text in {one.product.title_bn, one.product.title_en, one.product.title}:
            for token in analysis.tokens(text):
                for term in analysis.forms(token.surface):
                    written.setdefault(term, token.surface)
    answer = bangla.normalise(" ".join(_written(word, written, bengali) for word in parsed.words))
    typed = bangla.normalise(" ".join(word.typed for word in parsed.words))
    return "" if answer in (typed, bangla.normalise(query)) else answer


def _written(word: queries.Word, written: Mapping[str, str], bengali: bool) -> str:
    """The likeliest of a word's forms that stands on the goods, as it stands there."""
    there = {term: weight for term, weight in word.forms.items() if term in written}
    if bengali and word.typed.isascii():
        sounding = {
            term: weight
            for term, weight in there.items()
            if not term.isascii() and weight > queries.SAME_GOODS
        }
        if sounding:
            return written[max(sounding, key=lambda term: sounding[term])]
    if word.corrected and there:
        return written[max(there, key=lambda term: there[term])]
    return word.typed
