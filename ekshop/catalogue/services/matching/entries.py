"""Reading products anew: what each is found by, and how many have the same."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from ekshop.kernel.statements import fetch

from ...matching import Goods, Lexicon, Traits, keys_of, number_of, traits_of
from ...rules import known_everywhere

AT_ONCE = 5_000


def entries_read(lexicon: Lexicon, most: int = AT_ONCE) -> list[int]:
    """Reads so many of the products that are due, in one transaction; returns which they were."""
    with transaction.atomic(), connection.cursor() as cursor:
        due = {row[0]: row[1] for row in fetch(_DUE, [most])}
        if not due:
            return []
        told = goods_of(list(due))
        sellers = sellers_of(list(due))
        rows: list[tuple[int, list[int], int]] = []
        for product_id in due:
            goods = told.get(product_id)
            found = keys_of(traits_of(goods, lexicon)) if goods else frozenset()
            keys = sorted({number_of(key) for key in found})
            who = sellers.get(product_id, ())
            rows.append((product_id, keys, who[0] if len(who) == 1 else 0))
        _keys_replace(cursor, due, rows)
    return list(due)


def entries_waiting(most: int) -> int:
    """How many products wait for their like, counted up to so many."""
    return int(fetch(_WAITING, [most])[0][0])


def goods_of(product_ids: Collection[int]) -> dict[int, Goods]:
    """What sellers tell of products that have an offer and were not put under another; nothing of
    those a producer sells: what two made by hand is never one thing, however alike its name."""
    found = {}
    for pk, title, bengali, english, brand, mpn, gtin, price, attributes in fetch(
        _GOODS, [list(product_ids)]
    ):
        everywhere = gtin if known_everywhere(gtin) else ""
        found[pk] = Goods(
            (bengali, english, title), brand, mpn, everywhere, price, _plain_attributes(attributes)
        )
    return found


def traits_of_products(product_ids: Collection[int], lexicon: Lexicon) -> dict[int, Traits]:
    return {pk: traits_of(goods, lexicon) for pk, goods in goods_of(product_ids).items()}


def sellers_of(product_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Who sells each, or sold it, by the seller's id."""
    return {row[0]: tuple(row[1]) for row in fetch(_SELLERS, [list(product_ids)])}


def _plain_attributes(attributes: Any) -> dict[str, str]:
    if isinstance(attributes, str):
        attributes = json.loads(attributes)
    return {key: str(value) for key, value in (attributes or {}).items()}


def _keys_replace(
    cursor: Any, before: dict[int, list[int]], rows: Sequence[tuple[int, list[int], int]]
) -> None:
    change: Counter[int] = Counter(key for _pk, keys, _seller in rows for key in keys)
    change.subtract(key for keys in before.values() for key in keys)
    cursor.execute(
        "DELETE FROM catalogue_matchkey USING unnest(%s::bigint[], %s::bigint[]) AS old (k, p)"
        " WHERE key = old.k AND product_id = old.p",
        _columns((key, pk) for pk, keys in before.items() for key in keys),
    )
    with cursor.copy("COPY catalogue_matchkey (key, product_id, seller) FROM STDIN") as copy:
        copy.write("".join(f"{key}\t{pk}\t{who}\n" for pk, keys, who in rows for key in keys))
    steps = sorted((key, by) for key, by in change.items() if by)
    cursor.execute(_COUNT, _columns(steps))
    cursor.execute(_FRESH_TABLE)
    with cursor.copy(_FRESH) as copy:
        copy.write(
            "".join(f"{pk}\t{{{','.join(map(str, keys))}}}\t{who}\n" for pk, keys, who in rows)
        )
    cursor.execute(_SETTLE)
    cursor.execute("DROP TABLE match_fresh")


def _columns(pairs: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    listed = list(pairs)
    return [one for one, _ in listed], [other for _, other in listed]


_WAITING = """
SELECT count(*) FROM (SELECT FROM catalogue_matchentry WHERE stage = 'read' LIMIT %s) AS waiting
"""

_DUE = """
SELECT product_id, keys FROM catalogue_matchentry WHERE stage = 'due'
ORDER BY product_id LIMIT %s FOR UPDATE
"""

# The oldest offer is the one that made the product; what it says of size and colour is the product's.
_GOODS = """
SELECT product.id, product.title, product.title_bn, product.title_en, product.brand, product.mpn,
       product.gtin, offer.price_poisha, offer.attributes
FROM catalogue_product AS product
CROSS JOIN LATERAL (
    SELECT price_poisha, attributes FROM catalogue_offer
    WHERE product_id = product.id ORDER BY id LIMIT 1
) AS offer
WHERE product.id = ANY(%s) AND product.merged_into_id IS NULL AND NOT EXISTS (
    SELECT FROM catalogue_offer AS made
    JOIN parties_seller AS maker ON maker.organisation_id = made.seller_id
    WHERE made.product_id = product.id AND maker.kind = 'producer')
"""

_SELLERS = """
SELECT product_id, array_agg(DISTINCT seller_id) FROM catalogue_offer
WHERE product_id = ANY(%s) GROUP BY product_id
"""

_COUNT = """
INSERT INTO catalogue_matchword AS word (key, products)
SELECT * FROM unnest(%s::bigint[], %s::int[])
ON CONFLICT (key) DO UPDATE SET products = GREATEST(0, word.products + EXCLUDED.products)
"""

_FRESH_TABLE = """
CREATE TEMPORARY TABLE match_fresh (product_id bigint, keys bigint[], seller bigint) ON COMMIT DROP
"""

_FRESH = "COPY match_fresh (product_id, keys, seller) FROM STDIN"

_SETTLE = """
UPDATE catalogue_matchentry AS entry
SET keys = fresh.keys, seller = fresh.seller,
    stage = CASE WHEN fresh.keys = '{}' THEN '' ELSE 'read' END
FROM match_fresh AS fresh WHERE entry.product_id = fresh.product_id
"""
