"""From the database to the index: each product with the gathered facts of its live offers."""

import math
from collections.abc import Iterator, Sequence

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet

from ..models import Offer, Product
from .directory import Directory
from .engine import Entry

BATCH = 2_000

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


def entries_of(product_ids: Sequence[int], names: Directory) -> Iterator[Entry]:
    """Entries of those products that still have a live offer, in one statement."""
    yield from _entries(Product.objects.filter(id__in=product_ids), names)


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


def _entries(products: QuerySet[Product], names: Directory) -> Iterator[Entry]:
    live = Q(offers__state=Offer.LIVE)
    rows = (
        products.filter(live)
        .values_list(*_COLUMNS)
        .annotate(
            sellers=ArrayAgg("offers__seller_id", filter=live, order_by="offers__id"),
            prices=ArrayAgg("offers__price_poisha", filter=live, order_by="offers__id"),
            left=ArrayAgg(
                F("offers__on_hand") - F("offers__reserved"), filter=live, order_by="offers__id"
            ),
        )
    )
    for row in rows:
        entry = _entry(row, names)
        if entry:
            yield entry


def _entry(row: tuple, names: Directory) -> Entry | None:
    """None if no seller of it is open for business.

    Price and days are the best among offers that can be ordered now; with none in stock, the best
    there were.
    """
    (pk, code, title, title_bn, title_en, brand, mpn, gtin, category_id, district_id, is_gi) = row[
        :11
    ]
    offers = [
        (names.sellers[seller], price, left > 0)
        for seller, price, left in zip(*row[11:], strict=True)
        if seller in names.sellers
    ]
    if not offers:
        return None
    there = [offer for offer in offers if offer[2]]
    best = there or offers
    sellers = list({facts.named.id: facts for facts, _, _ in offers}.values())
    category = names.categories[category_id]
    top = names.categories[category.parent] if category.parent else category
    districts = _districts(district_id, sellers)
    about = [category.name_bn, category.name_en, category.keywords, top.name_bn, top.name_en]
    for facts in sellers:
        about += [facts.named.name_bn, facts.named.name_en]
    for district in districts:
        about += [names.districts[district].name_bn, names.districts[district].name_en]
    titles = dict.fromkeys(text for text in (title_bn, title_en, title) if text)
    return Entry(
        id=pk,
        names=(*titles, brand),
        codes=(mpn, gtin, code),
        about=tuple(dict.fromkeys(about)),
        category=category.id,
        top=top.id,
        sellers=tuple(facts.named.id for facts in sellers),
        districts=districts,
        price_poisha=min(price for _, price, _ in best),
        days=min(facts.days_elsewhere for facts, _, _ in best),
        in_stock=bool(there),
        gi=is_gi,
        producer=any(facts.producer for facts in sellers),
        on_time=any(facts.on_time for facts, _, _ in best),
        record=max(facts.record for facts, _, _ in best),
        popularity=min(1.0, math.log1p(len(offers) - 1) / math.log(10)),
    )


def _districts(own: int | None, sellers: list) -> tuple[int, ...]:
    """Where the goods are made or grown; a company's warehouse says nothing of that."""
    known = [own] if own else []
    return tuple(dict.fromkeys(known + [facts.district for facts in sellers if facts.producer]))
