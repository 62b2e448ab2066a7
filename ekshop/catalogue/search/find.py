"""Searching, as pages and APIs ask for it.

The index decides what matches, in which order and how many there are of each kind; PostgreSQL
gives the page's products and offers as they are now. Three statements a search (products, offers,
and once a minute the names), whatever is found.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Literal

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import InvalidInput

from . import telling
from .answers import USUAL_FACTS, SearchFilters, answer, narrowing_of
from .barcodes import Verdict, verdict
from .directory import directory
from .engine import Among, Ask
from .facets import FacetValue, facets_of, reach_of
from .found import Found, load
from .life import reader
from .meant import FEW

Sort = Literal["relevance", "price", "price_down", "delivery", "popularity"]
SORTS: tuple[Sort, ...] = ("relevance", "price", "price_down", "delivery", "popularity")
MAX_SIZE = 100
# Nobody reads further; who needs all goods reads the catalogue, not the search.
MAX_DEPTH = 2_000


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
        facets=facets_of(got.counts, filters, names) | reach_of(got, filters, deliver_to),
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
