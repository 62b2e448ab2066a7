"""Where the grown goods lie: leaves of the tree, sellers, districts."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from demo.content.goods import products
from demo.content.tables import read
from demo.content.words import COLOURS
from ekshop.catalogue.models import Category
from ekshop.catalogue.services import categories_load
from ekshop.parties.models import Organisation, Place, Seller

from . import words

SELLERS = 60
_MEASURES = """
মাপ size গ্রাম g কেজি kg মিলি ml লিটার litre ইঞ্চি inch সেমি cm জিবি gb পাতা তাক shelves per pc pcs তৈরি edition s m l xl xxl
"""
LEAVES = 800


@dataclass(frozen=True, slots=True)
class Leaf:
    """A category goods lie in. `models`: what is sold there, as (Bengali, English, taka)."""

    category: int
    slug: str
    top: str
    models: tuple[tuple[str, str, int], ...]


def leaves_load(wanted: int) -> list[Leaf]:
    """The house's tree, and so many leaves in all by telling its own apart more closely. What needs
    a licence is left out."""
    rows = read("categories")
    tree = [*rows, *_closer(rows, wanted)]
    categories_load(tree)
    ids = dict(Category.objects.values_list("slug", "pk"))
    models: dict[str, list[tuple[str, str, int]]] = {}
    for product in products("grown"):
        bengali = _bare(product.title_bn, product.brand_bn)
        english = _bare(product.title_en, product.brand_en)
        if bengali and english:
            models.setdefault(product.category, []).append((bengali, english, product.price))
    return [
        Leaf(ids[row["slug"]], row["slug"], row["parent"], tuple(own))
        for row in tree
        if (own := models.get(row.get("of", row["slug"]))) and not row["regulated"]
    ]


def _bare(title: str, brand: str) -> str:
    """What a thing is, without whose, how much of it, in which colour or by whom."""
    cut = re.split(r" - | by |[(:]", title)[0]
    away = {*brand.split(), *_MEASURES.split(), *(word for row in COLOURS for word in row)}
    kept = [word.strip(",") for word in cut.split()]
    return " ".join(
        word
        for word in kept
        if word and word.lower() not in away and word not in away and not re.search(r"\d", word)
    )


def _closer(rows: list[dict[str, str]], wanted: int) -> list[dict[str, str]]:
    leaves = [row for row in rows if row["parent"]]
    return [
        {
            **leaf,
            "slug": f"{leaf['slug'][:50]}-{number + 1}",
            "name_bn": f"{bengali} {leaf['name_bn']}"[:80],
            "name_en": f"{leaf['name_en']} {english}"[:80],
            "of": leaf["slug"],
        }
        for number, (bengali, english) in enumerate(words.CLOSER)
        for leaf in leaves
    ][: max(0, wanted - len(leaves))]


def demonstrated() -> Iterator[tuple[int, str, str, int, bool]]:
    """The demonstration's own goods: category, Bengali, English, taka, whether a geographical
    indication."""
    ids = dict(Category.objects.values_list("slug", "pk"))
    for row in read("producer_goods"):
        named = row["title_bn"], row["title_en"], int(row["price"])
        yield ids[row["category"]], *named, row["is_gi"] == "yes"
    for row in read("district_goods"):
        named = row["good_bn"], row["good_en"], int(row["price_from"])
        yield ids[row["category"]], *named, row["is_gi"] == "yes"
    for one in products("grown"):
        yield ids[one.category], one.title_bn, one.title_en, one.price, one.is_gi


def sellers_load(chance: random.Random, districts: Mapping[str, int]) -> list[int]:
    """Ids of the grown sellers: a third of them producers. Those there are stay as they are."""
    made = []
    hubs = list(districts.values())
    for number in range(SELLERS):
        kind = "producer" if number % 3 == 2 else "partner"
        bengali, latin = words.coined(9_000 + number * 37)
        house_bn, house_en = words.HOUSES[number % len(words.HOUSES)]
        organisation, _new = Organisation.objects.get_or_create(
            slug=f"grown-{number + 1}",
            defaults={
                "kind": kind,
                "name_bn": f"{bengali} {house_bn}",
                "name_en": f"{latin} {house_en}",
            },
        )
        Seller.objects.get_or_create(
            organisation=organisation,
            defaults={
                "kind": kind,
                "hub_district_id": chance.choice(hubs),
                "days_same_district": chance.randint(1, 3),
                "days_elsewhere": chance.randint(3, 10),
            },
        )
        made.append(organisation.pk)
    return made


def districts_load() -> dict[str, int]:
    """Ids by code; made from the demonstration's table where a database has none."""
    if not Place.objects.filter(kind=Place.DISTRICT).exists():
        Place.objects.bulk_create(
            Place(
                code=row["district"],
                kind=Place.DISTRICT,
                name_bn=row["name_bn"],
                name_en=row["name_en"],
                slug=row["district"],
            )
            for row in read("districts")
        )
    return dict(
        Place.objects.filter(kind=Place.DISTRICT).order_by("code").values_list("code", "pk")
    )
