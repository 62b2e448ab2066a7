"""Looking for the like of products read anew, and what follows: merged, for a person, or nothing.

A step takes some products that were read, finds for each the few it shares rare keys with, and,
so that rivals count, the few of those in turn. Everything is one transaction: killed, it did
nothing, and the next run takes the same products again.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from ekshop.kernel.statements import fetch, run

from ...matching import (
    AUTOMATIC,
    EVEN,
    FAMILY,
    MOST_COMMON,
    NO,
    REVIEW,
    REVIEW_FROM,
    Article,
    Comparison,
    Decided,
    Rarity,
    Traits,
    compare,
    decide,
    nearest,
    number_of,
    sound_of,
)
from .entries import sellers_of
from .met import Met
from .moving import Join, products_join
from .postings import postings_of_keys

AT_ONCE = 2_000


class Step(NamedTuple):
    """What one step came to, in products and pairs; `moved`: products that gained or lost offers."""

    products: int
    merged: int
    for_review: int
    moved: frozenset[int] = frozenset()


def pairs_find(*, now: datetime, met: Met, most: int = AT_ONCE) -> Step:
    """Compares so many of the products that wait. `met`: what the run knows by now."""
    with transaction.atomic(), connection.cursor() as cursor:
        asked = {row[0]: Article(*row) for row in _waiting(met, most)}
        if not asked:
            return Step(0, 0, 0)
        found = _Found(cursor, met)
        pairs = found.near(asked.values())
        found.compare(pairs)
        hopeful = {
            pk
            for pair in pairs
            if found.compared[pair].score >= REVIEW_FROM
            for pk in pair
            if pk not in asked
        }
        others = [Article(*row) for row in fetch(_ENTRIES, [list(hopeful)])]
        found.compare(found.near(others))
        decided = [
            one
            for one in decide(found.compared, found.sellers, found.doubles)
            if one.verdict != NO and (one.one in asked or one.other in asked)
        ]
        apart = _told_apart({pk for one in decided for pk in (one.one, one.other)})
        decided = [one for one in decided if (one.one, one.other) not in apart]
        merged = _merge(decided, found, apart, now)
        waiting = [one for one in decided if one.one not in merged and one.other not in merged]
        _pairs_write(asked.keys(), waiting, found, now)
        cursor.execute(
            "UPDATE catalogue_matchentry SET stage = ''"
            " WHERE product_id = ANY(%s) AND stage = 'read'",
            [list(asked)],
        )
    return Step(len(asked), len(merged), len(waiting), frozenset(merged))


def _waiting(met: Met, most: int) -> list[Any]:
    while these := met.next(most):
        if rows := fetch(_THESE, [these]):
            return rows
    return fetch(_READ, [most])


class _Found:
    """Products met in a step, their traits, sellers and comparisons."""

    def __init__(self, cursor: Any, met: Met) -> None:
        self._cursor, self._met = cursor, met
        self.compared: dict[tuple[int, int], Comparison] = {}
        self._doubles: dict[tuple[int, int], Comparison] = {}
        self._traits: dict[int, Traits] = {}
        self._sellers: dict[int, tuple[int, ...]] = {}
        self._counts: dict[int, int] = {}
        articles = int(fetch(_HOW_MANY)[0][0])
        self._rarity = Rarity(max(articles, 1), self._counts)

    def near(self, articles: Iterable[Article]) -> list[tuple[int, int]]:
        """Pairs worth comparing, the lower number first."""
        asked = list(articles)
        keys = {key for one in asked for key in one.keys}
        self._counted(keys)
        useful = [key for key in keys if 1 < self._counts.get(key, 0) <= MOST_COMMON]
        everything = self._met.postings
        there = everything.of(useful) if everything else postings_of_keys(self._cursor, useful)
        found = nearest(asked, there, self._rarity.weights)
        return sorted({(min(pair), max(pair)) for pair in found})

    def compare(self, pairs: Collection[tuple[int, int]]) -> None:
        fresh = [pair for pair in pairs if pair not in self.compared]
        self._known({pk for pair in fresh for pk in pair})
        for one, other in fresh:
            mine, theirs = self._traits.get(one), self._traits.get(other)
            if mine and theirs:
                self.compared[one, other] = compare(mine, theirs, self._rarity)
        for pair in pairs:
            self.compared.setdefault(pair, _NOTHING)

    def sellers(self, product_id: int) -> tuple[int, ...]:
        return self._sellers.get(product_id, ())

    def doubles(self, one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        comparison = self.compared.get(pair) or self._doubles.get(pair)
        if comparison is None:
            comparison = compare(self._traits[one], self._traits[other], self._rarity)
            self._doubles[pair] = comparison
        return comparison.score >= EVEN and not comparison.against

    def _known(self, product_ids: set[int]) -> None:
        fresh = product_ids - self._traits.keys()
        self._traits.update(traits := self._met.traits(fresh))
        self._sellers.update(sellers_of(traits))
        words = {word for one in traits.values() for word in one.words | one.brand}
        codes = {f"#{code}" for one in traits.values() for code in one.codes}
        self._counted({number_of(sound_of(w)) for w in words} | {number_of(c) for c in codes})

    def _counted(self, keys: set[int]) -> None:
        fresh = list(keys - self._counts.keys())
        self._counts.update(dict.fromkeys(fresh, 0))
        self._counts.update(fetch(_COUNTS, [fresh]))


def _merge(
    decided: list[Decided], found: _Found, apart: set[tuple[int, int]], now: datetime
) -> set[int]:
    """Puts the sure ones together; a group never gets two products of one seller, nor two that
    were told apart. Returns the products that are merged now, kept ones too."""
    group: dict[int, set[int]] = {}
    joins: list[Decided] = []
    for one in decided:
        if one.verdict != AUTOMATIC:
            continue
        mine, theirs = (group.get(pk, {pk}) for pk in (one.one, one.other))
        if mine is theirs:
            continue
        who = [seller for pk in (*mine, *theirs) for seller in found.sellers(pk)]
        told = any((min(a, b), max(a, b)) in apart for a in mine for b in theirs)
        if told or len(who) != len(set(who)):
            one.verdict = "review"
            continue
        whole = mine | theirs
        group.update(dict.fromkeys(whole, whole))
        joins.append(one)
    if joins:
        products_join(
            [
                Join(
                    frozenset({one.one, one.other}),
                    one.score,
                    one.comparison.parts,
                    one.comparison.against,
                )
                for one in joins
            ],
            now=now,
        )
    return set(group)


def _told_apart(product_ids: set[int]) -> set[tuple[int, int]]:
    return {(row[0], row[1]) for row in fetch(_APART, {"products": list(product_ids)})}


def _pairs_write(
    asked: Collection[int], decided: list[Decided], found: _Found, now: datetime
) -> None:
    """What waits for a person of these products is just this."""
    keep = [(one.one, one.other) for one in decided]
    run(
        _PAIRS_GONE,
        {"asked": list(asked), "ones": [a for a, _ in keep], "others": [b for _, b in keep]},
    )
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS_TABLE)
        with cursor.copy(_PAIRS_TOLD) as copy:
            copy.write("".join(_told(one, found) for one in decided))
        cursor.execute(_PAIRS_KEPT, {"now": now})
        cursor.execute("DROP TABLE match_told")


def _told(one: Decided, found: "_Found") -> str:
    """A row of COPY; nothing in it has to be escaped."""
    parts = {name: round(value, 2) for name, value in one.comparison.parts.items()}
    sellers = sorted({*found.sellers(one.one), *found.sellers(one.other)})
    columns = (
        one.one,
        one.other,
        one.score,
        FAMILY if one.verdict == FAMILY else REVIEW,
        one.comparison.number,
        json.dumps(parts),
        json.dumps(one.comparison.against),
        f"{{{','.join(map(str, sellers))}}}",
    )
    return "\t".join(map(str, columns)) + "\n"


_NOTHING = Comparison(-99.0, "", {"amounts": 0.0})
_READ = """
SELECT product_id, keys, seller FROM catalogue_matchentry
WHERE stage = 'read' ORDER BY product_id LIMIT %s FOR UPDATE
"""

_THESE = """
SELECT product_id, keys, seller FROM catalogue_matchentry
WHERE product_id = ANY(%s) AND stage = 'read' FOR UPDATE
"""

_ENTRIES = "SELECT product_id, keys, seller FROM catalogue_matchentry WHERE product_id = ANY(%s)"

_HOW_MANY = "SELECT count(*) FROM catalogue_matchentry WHERE keys <> '{}'"

_COUNTS = "SELECT key, products FROM catalogue_matchword WHERE key = ANY(%s)"

_APART = """
SELECT DISTINCT LEAST(a.product_id, b.product_id), GREATEST(a.product_id, b.product_id)
FROM catalogue_matchdecision AS decision
JOIN catalogue_offer AS a ON a.id = decision.one_id
JOIN catalogue_offer AS b ON b.id = decision.other_id
WHERE decision.in_force AND decision.verdict = 'different'
  AND (a.product_id = ANY(%(products)s) OR b.product_id = ANY(%(products)s))
"""

_PAIRS_GONE = """
DELETE FROM catalogue_matchpair AS pair
WHERE pair.state = 'open' AND (pair.one_id = ANY(%(asked)s) OR pair.other_id = ANY(%(asked)s))
  AND NOT EXISTS (SELECT FROM unnest(%(ones)s::bigint[], %(others)s::bigint[]) AS keep (a, b)
                  WHERE keep.a = pair.one_id AND keep.b = pair.other_id)
"""

_PAIRS_TABLE = """
CREATE TEMPORARY TABLE match_told (
    one bigint, other bigint, score double precision, verdict text, number text,
    parts jsonb, against jsonb, sellers bigint[]
) ON COMMIT DROP
"""

_PAIRS_TOLD = "COPY match_told FROM STDIN"

_PAIRS_KEPT = """
INSERT INTO catalogue_matchpair AS pair
    (one_id, other_id, score, verdict, number, parts, against, category_id, sellers,
     state, created_at, updated_at)
SELECT one, other, score, verdict, number, parts, against, category_id, sellers,
       'open', %(now)s, %(now)s
FROM match_told JOIN catalogue_product AS product ON product.id = one
ON CONFLICT (one_id, other_id) DO UPDATE SET
    score = EXCLUDED.score, verdict = EXCLUDED.verdict, number = EXCLUDED.number,
    parts = EXCLUDED.parts, against = EXCLUDED.against, category_id = EXCLUDED.category_id,
    sellers = EXCLUDED.sellers, updated_at = EXCLUDED.updated_at
"""
