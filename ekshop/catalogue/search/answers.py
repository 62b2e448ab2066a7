"""What the index answers: which products, how many, and how many of each kind. No database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from . import queries
from .directory import Directory
from .engine import EVERYWHERE, FLAGS, Among, Ask, AtMost, Between, Condition, Flags, View

# Each fact that is counted, and the group of filters whose choices it counts.
GROUP_OF = {
    "category": "category",
    "seller": "seller",
    "district": "district",
    "band": "price",
    "days": "days",
    "mask": "flags",
    "attribute": "",
    "reach": "reach",
}
# Where goods can be brought is counted only for somebody who says where.
USUAL_FACTS = tuple(fact for fact in GROUP_OF if fact != "reach")
ATTRIBUTE = "attribute:"


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What to narrow a search by. Ids of a category of either level, sellers, districts; prices in poisha.

    `band` is the number of a price band (see `price_bands`); `days` the most days to anywhere.
    `reaches`: a district; goods that would spoil on the way to there are left out.
    `attributes`: by attribute key the numbers of its values, any of which will do.
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
    reaches: int | None = None
    attributes: tuple[tuple[str, tuple[int, ...]], ...] = ()

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
    return answer_to(view, names, parsed, filters, sort=sort, first=first, size=size, facts=facts)


def answer_to(
    view: View,
    names: Directory,
    parsed: queries.Parsed,
    filters: SearchFilters,
    *,
    sort: str,
    first: int,
    size: int,
    facts: Collection[str],
) -> Answer:
    """The same of a question already understood."""
    narrowing = narrowing_of(filters, names)
    order = "quality" if sort == "relevance" and not parsed.words else sort
    found = view.match(Ask.everything() if parsed.empty else parsed.all(), narrowing)
    relaxed = not found.total and len(parsed.wishes) > 1 and parsed.is_known_enough
    if relaxed:
        found = view.match(parsed.some(), narrowing)
    counts = found.counts({fact: GROUP_OF[fact] for fact in facts})
    if "attribute" in facts:
        # Each attribute's own choice is left out of its own counts, so each is counted apart.
        for key, _values in filters.attributes:
            group = f"{ATTRIBUTE}{key}"
            counts[group] = found.counts({"attribute": group})["attribute"]
    return Answer(
        parsed, found.total, found.page(order=order, first=first, size=size), counts, relaxed
    )


def first_found(view: View, parsed: queries.Parsed, size: int) -> tuple[int, list[int]]:
    """How many have every word, and the product ids of the best."""
    found = view.match(parsed.all())
    return found.total, found.page(order="relevance", first=0, size=size)


def narrowing_of(filters: SearchFilters, names: Directory) -> dict[str, list[Condition]]:
    """Conditions by group of filters, so that a group's own counts can leave it out."""
    held: dict[str, list[Condition]] = {}
    if filters.category is not None:
        chosen = names.categories.get(filters.category)
        level = "category" if chosen and chosen.parent else "top"
        held["category"] = [Among(level, (filters.category,))]
    if filters.sellers:
        held["seller"] = [Among("seller", filters.sellers)]
    if filters.districts:
        held["district"] = [Among("district", filters.districts)]
    if filters.band is not None:
        held["price"] = [Among("band", (filters.band,))]
    if filters.price_from is not None or filters.price_to is not None:
        held.setdefault("price", []).append(Between(filters.price_from, filters.price_to))
    if filters.days is not None:
        held["days"] = [AtMost("days", filters.days)]
    if filters.reaches is not None:
        held["reach"] = [Among("reach", (EVERYWHERE, filters.reaches))]
    for key, values in filters.attributes:
        held[f"{ATTRIBUTE}{key}"] = [Among("attribute", values)]
    bits = sum(1 << bit for bit, flag in enumerate(FLAGS) if getattr(filters, flag))
    if bits:
        held["flags"] = [Flags(bits)]
    return held
