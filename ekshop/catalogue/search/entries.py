"""From the database to the index: each product with the gathered facts of its live offers.

A family of sizes and colours is one entry, under the id of its first member that is for sale.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from ekshop.kernel.clock import dhaka_date, now
from ekshop.kernel.statements import fetch

from ..models import Offer, Product
from ..rules import Terms
from ..variants.book import Book, Value
from ..variants.known import attribute_book
from .directory import Directory, SellerFacts
from .engine import EVERYWHERE, Entry

BATCH = 2_000
LATELY = timedelta(days=90)
"""Orders of this time say what people buy; sellers who have it count beside them."""
MUCH_ASKED = 50

_ORDERED = """
SELECT o.product_id, count(*) FROM catalogue_stockreservation r JOIN catalogue_offer o ON o.id = r.offer_id
WHERE o.product_id = ANY(%s) AND r.created_at > %s AND r.state IN ('held', 'consumed') GROUP BY 1
"""
MOST_VALUES = 100
"""Of one entry, so many sizes, colours and the like; nobody looks for the hundred and first."""

_COLUMNS = (
    "id",
    "code",
    "title",
    "title_bn",
    "title_en",
    "brand",
    "mpn",
    "gtin",
    "category_id",
    "district_id",
    "is_gi",
)


@dataclass
class _Thing:
    """What becomes one entry: a product, or a family's products for sale, the first of them first."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    titles: tuple[str, ...] = ()
    since: date | None = None
    ordered: int = 0


def with_families(product_ids: Collection[int]) -> list[int]:
    """These, and all that share a family with one of them: their entry is another now, too."""
    return sorted({*product_ids, *(row[0] for row in fetch(_RELATIVES, [list(product_ids)]))})


def entries_of(product_ids: Sequence[int], names: Directory) -> Iterator[Entry]:
    """Entries under these ids: of those that still have a live offer and are no family's further
    members. Two statements; two more where there are families."""
    book = attribute_book()
    things = list(_things(product_ids))
    own = [row[0] for thing in things for row in thing.rows]
    ordered = dict(fetch(_ORDERED, [own, now() - LATELY]))
    for thing in things:
        thing.ordered = sum(ordered.get(row[0], 0) for row in thing.rows)
        entry = _entry(thing, names, book)
        if entry:
            yield entry


def all_entries(names: Directory) -> Iterator[Entry]:
    """Every product for sale, a batch at a time by id, so memory stays flat."""
    last = 0
    while True:
        ids = list(
            Product.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:BATCH]
        )
        if not ids:
            return
        last = ids[-1]
        yield from entries_of(ids, names)


def _things(product_ids: Sequence[int]) -> Iterator[_Thing]:
    families = set()
    for *row, since, family in _rows(Product.objects.filter(id__in=product_ids)):
        if family is None:
            yield _Thing([tuple(row)], since=dhaka_date(since))
        else:
            families.add(family)
    if not families:
        return
    titles = {row[0]: row[1:] for row in fetch(_TITLES, [list(families)])}
    things = {pk: _Thing(titles=titles.get(pk, ())) for pk in sorted(families)}
    for *row, since, family in _rows(Product.objects.filter(family__in=families).order_by("id")):
        things[family].rows.append(tuple(row))
        things[family].since = max(things[family].since or date.min, dhaka_date(since))
    asked = set(product_ids)
    yield from (thing for thing in things.values() if thing.rows and thing.rows[0][0] in asked)


def _rows(products: QuerySet[Product]) -> Iterable[tuple[Any, ...]]:
    live = Q(offers__state=Offer.LIVE)
    return (
        products.filter(live)
        .values_list(*_COLUMNS)
        .annotate(
            sellers=ArrayAgg("offers__seller_id", filter=live, order_by="offers__id"),
            prices=ArrayAgg("offers__price_poisha", filter=live, order_by="offers__id"),
            left=ArrayAgg(
                F("offers__on_hand") - F("offers__reserved"), filter=live, order_by="offers__id"
            ),
            said=ArrayAgg("offers__attributes", filter=live, order_by="offers__id"),
            making=ArrayAgg(
                Coalesce("offers__terms__made_to_order_days", 0),
                filter=live,
                order_by="offers__id",
            ),
            life=ArrayAgg("offers__terms__shelf_life_days", filter=live, order_by="offers__id"),
            way=ArrayAgg("offers__terms__travel_days", filter=live, order_by="offers__id"),
            since=F("created_at"),
            of=F("family_id"),
        )
    )


def _popularity(sellers: int, ordered: int) -> float:
    """From 0 to 1, ever slower: nobody but one seller has it, or fifty ordered it lately."""
    return min(1.0, math.log1p(ordered + sellers - 1) / math.log1p(MUCH_ASKED))


def _entry(thing: _Thing, names: Directory, book: Book) -> Entry | None:
    """None if no seller of it is open for business.

    Price and days are the best among offers that can be ordered now; with none in stock, the best
    there were.
    """
    first = thing.rows[0]
    usual = names.keeping.get(first[8])
    offers = [
        (
            names.sellers[seller],
            price,
            left > 0,
            said,
            making,
            Terms(None, life, way).or_usual(usual),
        )
        for row in thing.rows
        for seller, price, left, said, making, life, way in zip(*row[11:], strict=True)
        if seller in names.sellers
    ]
    if not offers:
        return None
    pk, brand, category_id, district_id, is_gi = first[0], first[5], *first[8:11]
    there = [offer for offer in offers if offer[2]]
    best = there or offers
    sellers = list({facts.named.id: facts for facts, *_ in offers}.values())
    category = names.categories[category_id]
    top = names.categories[category.parent] if category.parent else category
    districts = _districts(district_id, sellers)
    about = [category.name_bn, category.name_en, category.keywords, top.name_bn, top.name_en]
    for facts in sellers:
        about += [facts.named.name_bn, facts.named.name_en]
    for district in districts:
        about += [names.districts[district].name_bn, names.districts[district].name_en]
    titles = dict.fromkeys(text for text in thing.titles or _titles(first) if text)
    about += _further_words(thing, titles)
    values = _values((said for _, _, _, said, *_ in offers), book)
    for value in values:
        about += [value.name_bn, value.name_en]
    return Entry(
        id=pk,
        names=(*titles, brand),
        codes=tuple(dict.fromkeys(code for row in thing.rows for code in (row[6], row[7], row[1]))),
        attributes=tuple(value.number for value in values if value.key in book.narrowing),
        about=tuple(dict.fromkeys(about)),
        category=category.id,
        top=top.id,
        sellers=tuple(facts.named.id for facts in sellers),
        districts=districts,
        price_poisha=min(price for _, price, *_ in best),
        days=min(facts.days_elsewhere + making for facts, *_, making, _ in best),
        in_stock=bool(there),
        gi=is_gi,
        producer=any(facts.producer for facts in sellers),
        on_time=any(facts.on_time for facts, *_ in best),
        record=max(facts.record for facts, *_ in best),
        popularity=_popularity(len(sellers), thing.ordered),
        since=thing.since,
        reach=_reach((facts, terms) for facts, *_, terms in best),
    )


def _reach(offers: Iterable[tuple[SellerFacts, Terms]]) -> tuple[int, ...]:
    """Everywhere, or those districts that one of the offers can be brought to before it spoils."""
    near = set()
    for facts, terms in offers:
        if terms.travels(facts.days_elsewhere):
            return (EVERYWHERE,)
        if facts.comes_to(terms, facts.district):
            near.add(facts.district)
    return tuple(sorted(near))


def _titles(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Bengali, English, and as its seller writes it."""
    return row[3], row[4], row[2]


def _further_words(thing: _Thing, titles: Iterable[str]) -> list[str]:
    """What the titles of a family's members say beyond its own, each word once."""
    if len(thing.rows) == 1 and not thing.titles:
        return []
    known = {word for title in titles for word in title.split()}
    said = {word: None for row in thing.rows for title in _titles(row) for word in title.split()}
    return [word for word in said if word not in known]


def _values(said: Iterable[dict[str, str]], book: Book) -> list[Value]:
    """The values that offers say, each once."""
    values: dict[int, Value] = {}
    for attributes in said:
        for key, text in attributes.items():
            value = book.value(key, text)
            if value and len(values) < MOST_VALUES:
                values[value.number] = value
    return list(values.values())


def _districts(own: int | None, sellers: list) -> tuple[int, ...]:
    """Where the goods are made or grown; a company's warehouse says nothing of that."""
    known = [own] if own else []
    return tuple(dict.fromkeys(known + [facts.district for facts in sellers if facts.producer]))


_RELATIVES = """
SELECT id FROM catalogue_product WHERE family_id IN (
    SELECT family_id FROM catalogue_product WHERE id = ANY(%s) AND family_id IS NOT NULL)
"""

_TITLES = "SELECT id, title_bn, title_en, title FROM catalogue_family WHERE id = ANY(%s)"
