"""What the index answers: which products, how many, and how many of each kind. No database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial

import tantivy

from . import queries
from .beside import beside
from .directory import Directory
from .engine import FLAGS, View

MUST = tantivy.Occur.Must

# Each fact that is counted, and the group of filters whose choices it counts.
GROUP_OF = {
    "category": "category",
    "seller": "seller",
    "district": "district",
    "band": "price",
    "days": "days",
    "mask": "flags",
}


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
class Answer:
    """Product ids of one page in order, the total, and counts by fact and value."""

    parsed: queries.Parsed
    total: int
    ids: list[int]
    counts: Mapping[str, Mapping[int, int]]
    relaxed: bool


def answer(
    view: View,
    names: Directory,
    query: str,
    filters: SearchFilters,
    *,
    sort: str,
    first: int,
    size: int,
    facts: Collection[str],
    exact: bool = False,
) -> Answer:
    """`facts`: which of `GROUP_OF` to count. A group's counts leave out its own filter, so that
    every choice says what it would give."""
    parsed = queries.parse(view, query, exact=exact)
    narrowing = narrowing_of(view, filters, names)
    order = "quality" if sort == "relevance" and not parsed.words else sort
    text = anything(view) if parsed.empty else parsed.all(view)
    counting = beside(partial(_counts, view, text, narrowing, facts, parsed.at_most))
    total, ids = view.page(both(text, narrowing.values()), order=order, first=first, size=size)
    counts = counting()
    relaxed = total == 0 and len(parsed.wishes) > 1 and parsed.is_known_enough
    if relaxed:
        text = parsed.some(view)
        total, ids = view.page(both(text, narrowing.values()), order=order, first=first, size=size)
        counts = _counts(view, text, narrowing, facts)
    return Answer(parsed, total, ids, {fact: counts.get(fact, {}) for fact in facts}, relaxed)


def first_found(view: View, parsed: queries.Parsed, size: int) -> tuple[int, list[int]]:
    """How many have every word, and the product ids of the best."""
    return view.page(parsed.all(view), order="relevance", first=0, size=size)


def _counts(
    view: View,
    text: tantivy.Query,
    narrowing: Mapping[str, tantivy.Query],
    facts: Collection[str],
    at_most: int = 1 << 62,
) -> dict[str, dict[int, int]]:
    together = [fact for fact in facts if GROUP_OF[fact] not in narrowing]
    counts = view.facets(both(text, narrowing.values()), together, at_most=at_most)
    for fact in facts:
        if fact not in together:
            others = [query for name, query in narrowing.items() if name != GROUP_OF[fact]]
            counts |= view.facets(both(text, others), [fact], at_most=at_most)
    return counts


def anything(view: View) -> tantivy.Query:
    return tantivy.Query.term_query(view.schema, "kind", "product")


def both(text: tantivy.Query, narrowing: Iterable[tantivy.Query]) -> tantivy.Query:
    # A filter selects but must not score: its weight is nought.
    held = [(MUST, tantivy.Query.const_score_query(query, 0.0)) for query in narrowing]
    return tantivy.Query.boolean_query([(MUST, text), *held]) if held else text


def narrowing_of(view: View, filters: SearchFilters, names: Directory) -> dict[str, tantivy.Query]:
    """A query for each group of filters, so that a group's own counts can leave it out."""
    held: dict[str, tantivy.Query] = {}
    if filters.category is not None:
        chosen = names.categories.get(filters.category)
        level = "category" if chosen and chosen.parent else "top"
        held["category"] = any_of(view, level, [filters.category])
    if filters.sellers:
        held["seller"] = any_of(view, "seller", filters.sellers)
    if filters.districts:
        held["district"] = any_of(view, "district", filters.districts)
    prices = []
    if filters.band is not None:
        prices.append(any_of(view, "band", [filters.band]))
    if filters.price_from is not None or filters.price_to is not None:
        prices.append(_between(view, "price", filters.price_from, filters.price_to))
    if prices:
        held["price"] = tantivy.Query.boolean_query([(MUST, price) for price in prices])
    if filters.days is not None:
        held["days"] = any_of(view, "days", range(min(filters.days, 60) + 1))
    flags = [any_of(view, "flag", [flag]) for flag in FLAGS if getattr(filters, flag)]
    if flags:
        held["flags"] = tantivy.Query.boolean_query([(MUST, flag) for flag in flags])
    return held


def any_of(view: View, fact: str, values: Iterable[int | str]) -> tantivy.Query:
    return queries.any_of(tantivy.Query.term_query(view.schema, fact, value) for value in values)


def _between(view: View, fact: str, lowest: int | None, highest: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(
        view.schema, fact, tantivy.FieldType.Unsigned, max(lowest or 0, 0), highest
    )
