"""Searching, as pages and APIs ask for it.

The index decides what matches, in which order and how many there are of each kind; PostgreSQL
gives the page's products and offers as they are now. Three statements a search (products, offers,
and once a minute the names), whatever is found.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import InvalidInput

from ..models import Offer, Product
from ..rules import NO_TERMS, Terms, rank_price
from ..variants.known import attribute_book
from . import telling
from .answers import ATTRIBUTE, USUAL_FACTS, Answer, SearchFilters, answer, narrowing_of
from .barcodes import Verdict, verdict
from .directory import Directory, SellerFacts, directory, knowing
from .engine import EVERYWHERE, FLAGS, PRICE_BANDS, Among, Ask
from .life import reader
from .meant import FEW
from .rows import MemberRow, live_offers_of, members_of, products_of
from .suggest import title_of

Sort = Literal["relevance", "price", "price_down", "delivery", "popularity"]
SORTS: tuple[Sort, ...] = ("relevance", "price", "price_down", "delivery", "popularity")

DELIVERY_DAYS = (2, 3, 5, 7, 10)
MAX_SIZE = 100
# Nobody reads further; who needs all goods reads the catalogue, not the search.
MAX_DEPTH = 2_000


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
    """A product found, with its live offers: those that can be ordered now first, confirmed ones
    before others, then by `rules.rank_price`. `unconfirmed`: since when, by offer.

    A product reached by its address may have none left; what search finds always has one.
    `members`: of a product that is one of a family, all of them; the offers are of all of them.
    `terms`: by offer, of those that have any, or whose kind usually spoils; `too_far`: offers that would spoil on the way to where
    they are asked for, who stand last. `days`: with the making, where it is made to order. `bound`: the
    district and the centre they are asked for.
    """

    product: Product
    offers: tuple[Offer, ...]
    sellers: dict[int, SellerFacts]
    days: int
    in_stock: bool
    members: tuple[MemberRow, ...] = ()
    unconfirmed: Mapping[int, datetime] = field(default_factory=dict)
    terms: Mapping[int, Terms] = field(default_factory=dict)
    too_far: frozenset[int] = frozenset()
    bound: tuple[int | None, int | None] = (None, None)

    @property
    def best(self) -> Offer | None:
        return self.offers[0] if self.offers else None

    @property
    def available(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.available > 0)

    @property
    def travels(self) -> bool:
        """Can any of it that is there be brought to where it is asked for?"""
        return any(offer.pk not in self.too_far for offer in self.available)

    def terms_of(self, offer: Offer) -> Terms:
        return self.terms.get(offer.pk, NO_TERMS)

    def way_of(self, offer: Offer) -> int:
        """Promised days on the way to where it is asked for."""
        facts, (district, centre) = self.sellers[offer.seller_id], self.bound
        return facts.days_to(district, facts.centre if self.only_own_centre(offer) else centre)

    def days_of(self, offer: Offer) -> int:
        """Promised days from the order to where it is asked for, with the making."""
        return self.way_of(offer) + self.terms_of(offer).making_days

    def only_own_centre(self, offer: Offer) -> bool:
        """Of goods asked for by district: do they come to their maker's own centre alone?"""
        facts, (district, centre) = self.sellers[offer.seller_id], self.bound
        return (
            district is not None
            and centre is None
            and offer.pk not in self.too_far
            and not self.terms_of(offer).travels(facts.days_to(district))
        )

    @property
    def seller_count(self) -> int:
        return len({offer.seller_id for offer in self.offers})

    def title(self, language: str) -> str:
        return title_of(self.members[0] if self.members else self.product, language)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`interpreted_as`: the query in words that are for sale, if that differs from what was typed.

    `corrected`: a slip was forgiven. `relaxed`: nothing had every word, these have some.
    `unknown`: words found nowhere, left out. `by_kind`: words that nothing on this page says of itself,
    only the kind of goods it is. `meant`: where nothing was found, words that are for
    sale and may have been meant. `nearer`: where little was found, the same query with one word
    changed that has many more goods; offered, not searched. `barcode`: what is to be said of a query
    that is one. Facets by name: category, top, seller, district, price,
    days, flag; reach, if it was wanted and some goods cannot be brought there.
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
    by_kind: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    nearer: str = ""
    barcode: Verdict = ""
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
    at_centre: int | None = None,
    facts: Collection[str] = USUAL_FACTS,
    exact: bool = False,
) -> SearchResult:
    """Products for a query, with exact counts. `deliver_to`: the district whose delivery days count;
    `at_centre`: the centre of it.
    `facts`: which counts are wanted; without them, a search is about twice as fast. `exact`: the words
    as they are written, with no slip mended and no word of like sound.

    Raises SearchUnavailable while this node has no index, InvalidInput for an impossible page or sort.
    """
    began = time.perf_counter()
    size = max(1, min(size, MAX_SIZE))
    if sort not in SORTS:
        raise InvalidInput({"sort": _("Sort by relevance, price, delivery or popularity.")})
    if page < 1 or (page - 1) * size >= MAX_DEPTH:
        raise InvalidInput({"page": _("There are no such results; narrow the search instead.")})
    view, names = reader.view(), directory()
    if filters.category is None and not filters.attributes:
        facts = [fact for fact in facts if fact != "attribute"]
    got = answer(
        view,
        names,
        query,
        filters,
        sort=sort,
        first=(page - 1) * size,
        size=size,
        facts=facts,
        exact=exact,
    )
    show = partial(load, names=names)
    found = load(got.ids, names, deliver_to, at_centre)
    return SearchResult(
        total=got.total,
        products=found,
        facets=_facets(got.counts, filters, names) | _reach(got, filters, deliver_to),
        page=page,
        size=size,
        interpreted_as=telling.interpreted(query, got.parsed, found, language),
        corrected=any(word.is_mended for word in got.parsed.words),
        relaxed=got.relaxed,
        unknown=got.parsed.unknown,
        by_kind=telling.by_kind(got.parsed, found, names),
        barcode=verdict(query, found=bool(got.total)),
        meant=() if got.total else telling.meant(view, got.parsed, show, language),
        nearer=telling.nearer(view, query, got, show) if 0 < got.total <= FEW and not exact else "",
        took_ms=(time.perf_counter() - began) * 1000,
    )


def shelf(*, size: int, gi: bool = False, deliver_to: int | None = None) -> tuple[Found, ...]:
    """Goods in stock for a shop window: the best of every wide category in turn, not twelve alike;
    with `deliver_to`, of those that can be brought to that district.

    Raises SearchUnavailable while this node has no index.
    """
    view, names = reader.view(), directory()
    held = narrowing_of(SearchFilters(in_stock=True, gi=gi, reaches=deliver_to), names)
    tops = view.match(Ask.everything(), held).counts({"top": "top"})["top"]
    rows = []
    for top in sorted(tops, key=lambda top: -tops[top]):
        own = view.match(Ask.everything(), {**held, "top": [Among("top", (top,))]})
        rows.append(own.page(order="quality", first=0, size=size))
    turns = [pk for turn in zip_longest(*rows) for pk in turn if pk is not None]
    return load(turns[:size], names, deliver_to)


def load(
    ids: list[int],
    names: Directory,
    deliver_to: int | None = None,
    at_centre: int | None = None,
    *,
    even_unsold: bool = False,
) -> tuple[Found, ...]:
    """Products in the order of their ids, with their live offers, in two statements; one more
    where a family is among them.

    Categories, districts and sellers are this process's own rows, so nothing is joined.
    """
    products = {row.pk: row for row in products_of(ids)}
    families: dict[int, list[MemberRow]] = {}
    if of := list({row.family_id for row in products.values() if row.family_id}):
        for member in members_of(of):
            families.setdefault(member.family_id, []).append(member)
    relatives = {member.id for members in families.values() for member in members}
    offers: dict[int, list[Offer]] = {}
    live, terms = live_offers_of([*{*ids, *relatives}])
    names = knowing(names, {offer.seller_id for offer in live})
    for offer in live:
        if offer.seller_id in names.sellers:
            offer._state.fields_cache["seller"] = names.rows["seller", offer.seller_id]
            offers.setdefault(offer.product_id, []).append(offer)
    found = []
    for pk in ids:
        if product := products.get(pk):
            members = families.get(product.family_id or 0, [])
            own = [one for each in [m.id for m in members] or [pk] for one in offers.get(each, [])]
            if own or even_unsold:
                found.append(_found(product, own, names, (deliver_to, at_centre), members, terms))
    return tuple(found)


def _found(
    product: Product,
    offers: list[Offer],
    names: Directory,
    bound: tuple[int | None, int | None],
    members: list[MemberRow],
    all_terms: Mapping[int, Terms],
) -> Found:
    deliver_to, at_centre = bound
    held = product._state.fields_cache
    if ("category", product.category_id) in names.rows:
        held["category"] = names.rows["category", product.category_id]
    if product.district_id:
        held["district"] = names.rows["district", product.district_id]
    sellers = {offer.seller_id: names.sellers[offer.seller_id] for offer in offers}
    doubted = {
        offer.pk: names.unconfirmed[offer.feed_id]
        for offer in offers
        if offer.feed_id in names.unconfirmed
    }
    terms = {offer.pk: all_terms[offer.pk] for offer in offers if offer.pk in all_terms}
    if usual := names.keeping.get(product.category_id):
        terms = {offer.pk: terms.get(offer.pk, NO_TERMS).or_usual(usual) for offer in offers}
    too_far = frozenset(
        offer.pk
        for offer in offers
        if offer.pk in terms
        and deliver_to is not None
        and not sellers[offer.seller_id].comes_to(terms[offer.pk], deliver_to, at_centre)
    )
    offers.sort(
        key=lambda offer: (
            offer.pk in too_far,
            offer.available <= 0,
            offer.pk in doubted,
            rank_price(offer.price_poisha, sellers[offer.seller_id].record),
            offer.pk,
        )
    )
    there = [offer for offer in offers if offer.available > 0] or offers
    return Found(
        product=product,
        offers=tuple(offers),
        sellers=sellers,
        days=min(
            (
                sellers[offer.seller_id].days_to(deliver_to, at_centre)
                + terms.get(offer.pk, NO_TERMS).making_days
                for offer in there
            ),
            default=0,
        ),
        in_stock=any(offer.available > 0 for offer in offers),
        members=tuple(members),
        unconfirmed=doubted,
        terms=terms,
        too_far=too_far,
        bound=bound,
    )


def _facets(
    counts: Mapping[str, Mapping[int, int]], filters: SearchFilters, names: Directory
) -> dict[str, tuple[FacetValue, ...]]:
    made: dict[str, tuple[FacetValue, ...]] = {}
    if "category" in counts:
        tops: Counter[int] = Counter()
        for pk, count in counts["category"].items():
            if pk in names.categories:
                tops[names.categories[pk].parent or pk] += count
        made["category"] = _named(counts["category"], names.categories, {filters.category})
        made["top"] = _named(tops, names.categories, {filters.category})
    if "seller" in counts:
        sellers = {pk: facts.named for pk, facts in names.sellers.items()}
        made["seller"] = _named(counts["seller"], sellers, filters.sellers)
    if "district" in counts:
        made["district"] = _named(counts["district"], names.districts, filters.districts)
    if "band" in counts:
        made["price"] = tuple(
            FacetValue(band, "", "", count, filters.band == band)
            for band, count in sorted(counts["band"].items())
        )
    if "days" in counts:
        made["days"] = _within_days(counts["days"], filters.days)
    if "mask" in counts:
        made["flag"] = _flags(counts["mask"], filters)
    if "attribute" in counts:
        made |= _attributes(counts, filters, names)
    return made


def _reach(
    got: Answer, filters: SearchFilters, to: int | None
) -> dict[str, tuple[FacetValue, ...]]:
    """How many can be brought to there, where some cannot: one choice, to see only those."""
    held = got.counts.get("reach")
    if to is None or held is None:
        return {}
    chosen = filters.reaches == to
    count = held.get(EVERYWHERE, 0) + held.get(to, 0)
    if not chosen and count == got.total:
        return {}
    return {"reach": (FacetValue(to, "", "", count, chosen),)}


def _attributes(
    counts: Mapping[str, Mapping[int, int]], filters: SearchFilters, names: Directory
) -> dict[str, tuple[FacetValue, ...]]:
    """ "attribute:colour" and so on: those of the chosen category, and any that are chosen by."""
    book, chosen = attribute_book(), dict(filters.attributes)
    category = names.categories.get(filters.category or 0)
    keys = []
    if category:
        top = names.categories[category.parent] if category.parent else category
        keys = book.facets_of(category.slug, top.slug)
    made = {}
    for key in dict.fromkeys([*keys, *chosen]):
        name = f"{ATTRIBUTE}{key}"
        held = dict.fromkeys(chosen.get(key, ()), 0) | dict(counts.get(name, counts["attribute"]))
        values = [
            (book.by_number[number], count)
            for number, count in held.items()
            if number in book.by_number and book.by_number[number].key == key
        ]
        values.sort(key=lambda pair: pair[0].order)
        made[name] = tuple(
            FacetValue(
                value.number,
                value.name_bn,
                value.name_en,
                count,
                value.number in chosen.get(key, ()),
                value.code,
            )
            for value, count in values
        )
    return made


def _flags(counts: Mapping[int, int], filters: SearchFilters) -> tuple[FacetValue, ...]:
    """The index holds a product's flags as one number, a bit each."""
    return tuple(
        FacetValue(
            flag,
            "",
            "",
            sum(count for mask, count in counts.items() if mask >> bit & 1),
            getattr(filters, flag),
        )
        for bit, flag in enumerate(FLAGS)
    )


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
