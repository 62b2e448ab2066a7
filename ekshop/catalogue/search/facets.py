"""How many of what was found there are of each kind: the choices beside a page of goods."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..variants.known import attribute_book
from .answers import ATTRIBUTE, Answer, SearchFilters
from .directory import Directory
from .engine import EVERYWHERE, FLAGS, PRICE_BANDS

DELIVERY_DAYS = (2, 3, 5, 7, 10)


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


def facets_of(
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


def reach_of(
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
