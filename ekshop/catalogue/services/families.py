"""Which products are sizes, colours and packs of one thing.

A seller's offers under one `group_ref` make their products one family; where a product has offers
of several sellers, it joins their families. What comes out depends on the offers alone, not on
the order in which they came. A family of one is no family.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from ekshop.kernel.locks import turn
from ekshop.kernel.statements import fetch

from ..models import Family
from ..variants.book import Book
from ..variants.known import attribute_book_read
from ..variants.titles import common, remainder

MOST_MEMBERS = 200
"""A group of more products is no family, but a seller's way of numbering its shelves."""
AT_ONCE = 2_000
MOST_AXES = 4
KIND = "kind"


class _Member(NamedTuple):
    id: int
    family_id: int | None
    top: int
    title: str
    title_bn: str
    title_en: str


@dataclass
class _Settled:
    """What a component of products comes to. `words`: what its members' titles say of the choice."""

    members: list[_Member]
    axes: list[str] = field(default_factory=list)
    variants: dict[int, dict[str, str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


def families_settle(*, product_ids: Iterable[int], now: datetime) -> int:
    """Works out the families of these products and of all that hang together with them.

    In transactions of its own, a few thousand products each. Returns how many products stand
    in a family.
    """
    todo = sorted(set(product_ids))
    done: set[int] = set()
    book = attribute_book_read() if todo else Book()
    found = 0
    for first in range(0, len(todo), AT_ONCE):
        seeds = [pk for pk in todo[first : first + AT_ONCE] if pk not in done]
        if not seeds:
            continue
        with transaction.atomic():
            turn("catalogue.families")
            products, groups = _connected(seeds)
            members = {row[0]: _Member(*row) for row in fetch(_MEMBERS, [list(products)])}
            parts = _components(members, groups)
            said = _said([part for part in parts if len(part) > 1])
            found += _write([_settle(part, said, book) for part in parts], now)
        done |= products
    return found


def _connected(seeds: Collection[int]) -> tuple[set[int], list[list[int]]]:
    """All products that hang together with these, and the groups that tie them."""
    products, frontier = set(seeds), set(seeds)
    groups: dict[tuple[int, str], list[int]] = {}
    while frontier:
        asked = [list(frontier)]
        for seller, ref, ids in fetch(_GROUPS, asked):
            groups[seller, ref] = ids
        met = {pk for ids in groups.values() for pk in ids}
        met |= {row[0] for row in fetch(_RELATIVES, asked)}
        frontier = met - products
        products |= frontier
    return products, [groups[key] for key in sorted(groups)]


def _components(members: dict[int, _Member], groups: list[list[int]]) -> list[list[_Member]]:
    """Groups that share a product become one, as long as it is of one kind and not too large."""
    root = {pk: pk for pk in members}
    size = dict.fromkeys(members, 1)

    def top(pk: int) -> int:
        while root[pk] != pk:
            root[pk] = root[root[pk]]
            pk = root[pk]
        return pk

    for ids in sorted(groups):
        known = sorted(pk for pk in ids if pk in members)
        for pk in known[1:]:
            one, other = sorted((top(known[0]), top(pk)))
            fits = members[one].top == members[other].top
            if one != other and fits and size[one] + size[other] <= MOST_MEMBERS:
                root[other] = one
                size[one] += size[other]
    parts: dict[int, list[_Member]] = defaultdict(list)
    for pk in sorted(members):
        parts[top(pk)].append(members[pk])
    return list(parts.values())


def _said(parts: list[list[_Member]]) -> dict[int, dict[str, str]]:
    """What the offers of each product say of it; the oldest that says a thing is believed."""
    said: dict[int, dict[str, str]] = defaultdict(dict)
    for product_id, attributes in fetch(_SAID, [[each.id for part in parts for each in part]]):
        for key, text in (
            json.loads(attributes) if isinstance(attributes, str) else attributes
        ).items():
            said[product_id].setdefault(key, str(text))
    return said


def _settle(part: list[_Member], said: dict[int, dict[str, str]], book: Book) -> _Settled:
    settled = _Settled(part)
    if len(part) == 1:
        return settled
    kinds = dict(
        zip([each.id for each in part], remainder([each.title for each in part]), strict=True)
    )
    codes = {
        each.id: {
            key: value.code
            for key, text in said.get(each.id, {}).items()
            if (value := book.value(key, text))
        }
        for each in part
    }
    keys = {key for held in codes.values() for key in held}
    whole = {key for key in keys if all(key in held for held in codes.values())}
    ranked = sorted(keys, key=lambda key: (key not in whole, book.attribute(key).position, key))
    distinct = 1
    for key in ranked:
        chosen = [*settled.axes, key]
        apart = len({tuple(codes[each.id].get(axis) for axis in chosen) for each in part})
        if apart > distinct and len(chosen) <= MOST_AXES:
            settled.axes, distinct = chosen, apart
    if distinct < len(part) and len(set(kinds.values())) > 1 and not settled.axes:
        settled.axes = [KIND]
        settled.variants = {pk: {KIND: text} for pk, text in kinds.items() if text}
        return settled
    unsaid = any(codes[each.id].keys().isdisjoint(settled.axes) for each in part)
    if settled.axes and unsaid and (own := _own_words(part, said, codes, ranked)):
        settled.axes, settled.variants = [KIND], {pk: {KIND: text} for pk, text in own.items()}
        settled.words = _words_of(settled, book)
        return settled
    settled.axes.sort(key=lambda key: (book.attribute(key).position, key))
    settled.variants = {
        each.id: {key: said[each.id][key] for key in settled.axes if key in codes[each.id]}
        for each in part
    }
    settled.words = _words_of(settled, book)
    return settled


def _own_words(
    part: list[_Member],
    said: dict[int, dict[str, str]],
    codes: dict[int, dict[str, str]],
    ranked: list[str],
) -> dict[int, str]:
    """Of members that each say something else ("cotton" one, "festive" the other) what each says;
    empty where that does not tell them apart."""
    own: dict[int, str] = {}
    for each in part:
        for key in ranked:
            code = codes[each.id].get(key)
            if code is not None and any(codes[one.id].get(key) != code for one in part):
                own[each.id] = said[each.id][key]
                break
    return own if len(set(own.values())) == len(part) else {}


def _words_of(settled: _Settled, book: Book) -> set[str]:
    """The values and names of what they differ by, in both languages and as sellers write them."""
    words = {word for word, key in book.key_words.items() if key in settled.axes}
    for variant in settled.variants.values():
        for key, text in variant.items():
            value = book.value(key, text)
            words |= {text, value.name_bn, value.name_en} if value else {text}
    return words


def _write(parts: list[_Settled], now: datetime) -> int:
    """Families made, changed and dissolved; returns how many products stand in one."""
    old = {each.family_id for part in parts for each in part.members if each.family_id}
    known = {row.pk: row for row in Family.objects.filter(pk__in=old)}
    ids: list[int] = []
    families: list[int | None] = []
    variants: list[str] = []
    made: list[tuple[Family, _Settled]] = []
    taken: set[int] = set()
    for part in parts:
        if len(part.members) == 1:
            _belongs(part, None, ids, families, variants)
            continue
        own = sorted({each.family_id for each in part.members if each.family_id} - taken)
        row = known.get(own[0]) if own else None
        facts = {
            "title": common([each.title for each in part.members], without=part.words),
            "title_bn": common([each.title_bn for each in part.members], without=part.words),
            "title_en": common([each.title_en for each in part.members], without=part.words),
            "axes": part.axes,
        }
        if row is None:
            made.append((Family(**facts, created_at=now, updated_at=now), part))
            continue
        taken.add(row.pk)
        _belongs(part, row.pk, ids, families, variants)
        if any(getattr(row, name) != value for name, value in facts.items()):
            Family.objects.filter(pk=row.pk).update(**facts, updated_at=now)
    Family.objects.bulk_create([row for row, _part in made])
    for row, part in made:
        _belongs(part, row.pk, ids, families, variants)
    with connection.cursor() as cursor:
        cursor.execute(_BELONG, [ids, families, variants])
        cursor.execute(_EMPTY, [sorted(old)])
    return sum(1 for family in families if family)


def _belongs(
    part: _Settled,
    family_id: int | None,
    ids: list[int],
    families: list[int | None],
    variants: list[str],
) -> None:
    for each in part.members:
        ids.append(each.id)
        families.append(family_id)
        variants.append(
            json.dumps(part.variants.get(each.id, {}), ensure_ascii=False, sort_keys=True)
        )


_GROUPS = f"""
WITH groups AS (
    SELECT DISTINCT seller_id, group_ref FROM catalogue_offer
    WHERE product_id = ANY(%s) AND group_ref <> '' AND state <> 'blocked'
)
SELECT offer.seller_id, offer.group_ref, array_agg(DISTINCT offer.product_id)
FROM groups JOIN catalogue_offer AS offer
  ON offer.seller_id = groups.seller_id AND offer.group_ref = groups.group_ref
WHERE offer.group_ref <> '' AND offer.state <> 'blocked'
GROUP BY offer.seller_id, offer.group_ref
HAVING count(DISTINCT offer.product_id) BETWEEN 2 AND {MOST_MEMBERS}
"""  # noqa: S608 - a number of ours

_RELATIVES = """
SELECT id FROM catalogue_product WHERE family_id IN (
    SELECT family_id FROM catalogue_product WHERE id = ANY(%s) AND family_id IS NOT NULL)
"""

_MEMBERS = """
SELECT product.id, product.family_id, COALESCE(category.parent_id, category.id),
       product.title, product.title_bn, product.title_en
FROM catalogue_product AS product
JOIN catalogue_category AS category ON category.id = product.category_id
WHERE product.id = ANY(%s)
"""

_SAID = """
SELECT product_id, attributes FROM catalogue_offer
WHERE product_id = ANY(%s) AND state <> 'blocked' AND attributes <> '{}' ORDER BY id
"""

_BELONG = """
UPDATE catalogue_product AS product SET family_id = told.family, variant = told.variant::jsonb
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS told (id, family, variant)
WHERE product.id = told.id
  AND (product.family_id, product.variant) IS DISTINCT FROM (told.family, told.variant::jsonb)
"""

_EMPTY = """
DELETE FROM catalogue_family AS family WHERE id = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM catalogue_product WHERE family_id = family.id)
"""
