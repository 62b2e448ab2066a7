"""A shop of any size for benchmarks: the demonstration's goods, over again under other brands.

Loaded by COPY with triggers off into a throw-away database of its own, so that a million offers
stand in seconds and nothing else is touched.
"""

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SELLERS = 60
OFFERS_A_PRODUCT = (1, 1, 2, 2, 3, 3)  # two on average

_SYLLABLES = [
    ("ka", "কা"), ("ri", "রি"), ("mo", "মো"), ("na", "না"), ("shi", "শি"), ("ta", "তা"),
    ("bo", "বো"), ("lu", "লু"), ("de", "দে"), ("pa", "পা"), ("jo", "জো"), ("gu", "গু"),
]  # fmt: skip


def prepare(name: str) -> None:
    """Starts the benchmark's own database, empties it, and sets Django up on it."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekshop.settings")
    os.environ.setdefault("EKSHOP_LOG_LEVEL", "WARNING")
    folder = ROOT / "var" / "bench"
    os.environ["SEARCH_INDEX_DIR"] = str(folder / f"{name}-index")
    if not os.environ.get("BENCH_DATABASE_URL"):
        from ekshop.postgres import Cluster

        cluster = Cluster(folder / "postgres", durable=False)
        cluster.start()
        cluster.create_database(f"bench_{name}")
        os.environ["BENCH_DATABASE_URL"] = cluster.url(f"bench_{name}")
    os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(offers: int, seed: int = 11) -> None:
    """Categories, sellers, products and that many offers, in place of whatever was there."""
    from django.db import connection, transaction

    from ekshop.catalogue.models import Category, Offer, Product

    chance = random.Random(seed)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE catalogue_category, catalogue_product, catalogue_offer,"
            " catalogue_searchchange, catalogue_sellerrecord, parties_place, parties_organisation"
            " RESTART IDENTITY CASCADE"
        )
        cursor.execute("SET LOCAL session_replication_role = replica")
        categories = _categories(Category)
        districts = _districts()
        sellers = _sellers(chance, districts)
        products = list(_products(chance, offers, categories, districts))
        _copy(cursor, Product, _PRODUCT, products)
        _copy(cursor, Offer, _OFFER, _offers(chance, products, sellers, offers))
        for table in ("catalogue_product", "catalogue_offer"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalogue_product")
        cursor.execute("ANALYZE catalogue_offer")


_PRODUCT = [
    "id",
    "code",
    "category_id",
    "title",
    "title_bn",
    "title_en",
    "description",
    "brand",
    "mpn",
    "gtin",
    "match_key",
    "image_url",
    "district_id",
    "is_gi",
    "created_at",
    "updated_at",
]
_OFFER = [
    "source_category",
    "seller_id",
    "seller_ref",
    "product_id",
    "title",
    "url",
    "image_url",
    "price_poisha",
    "list_price_poisha",
    "on_hand",
    "reserved",
    "state",
    "feed_id",
    "fingerprint",
    "created_at",
    "updated_at",
]
_WHEN = "2026-01-01 00:00:00+00"


def _copy(cursor: Any, model: Any, columns: list[str], rows: Any) -> None:
    """COPY into a model's table; columns not given hold the model's defaults."""
    others = {
        field.column: field.get_default()
        for field in model._meta.concrete_fields
        if field.column not in columns and not field.primary_key
    }
    names = ", ".join([*columns, *others])
    with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row, *others.values()))


def _categories(model: Any) -> dict[str, int]:
    from demo.content.tables import read as rows

    made: dict[str, Any] = {}
    for row in rows("categories"):
        made[row["slug"]] = model.objects.create(
            slug=row["slug"],
            parent=made.get(row["parent"]),
            name_bn=row["name_bn"],
            name_en=row["name_en"],
            drawing=row["drawing"],
            keywords=f"{row['keywords_bn']} {row['keywords_en']}".replace("|", " "),
        )
    return {slug: category.pk for slug, category in made.items()}


def _districts() -> list[int]:
    from demo.content.tables import read as rows
    from ekshop.parties.models import Place

    return [
        Place.objects.create(
            code=row["district"],
            kind="district",
            name_bn=row["district_bn"],
            name_en=row["district_en"],
            slug=row["district"],
        ).pk
        for row in {row["district"]: row for row in rows("district_goods")}.values()
    ]


def _sellers(chance: random.Random, districts: list[int]) -> list[int]:
    from ekshop.parties.models import Organisation, Seller

    made = []
    for number in range(SELLERS):
        kind = "producer" if number % 3 == 0 else "partner"
        organisation = Organisation.objects.create(
            kind=kind,
            slug=f"seller-{number}",
            name_bn=f"বিক্রেতা {number}",
            name_en=f"Seller {number}",
        )
        Seller.objects.create(
            organisation=organisation,
            kind=kind,
            hub_district_id=chance.choice(districts),
            days_elsewhere=chance.randint(3, 10),
        )
        made.append(organisation.pk)
    return made


def _products(
    chance: random.Random, offers: int, categories: dict[str, int], districts: list[int]
) -> Iterator[tuple[Any, ...]]:
    """The demonstration's own goods first, so that what the queries want is there; then the same
    under made-up brands until there are enough."""
    known = list(_known())
    for pk in range(1, offers // 2 + 1):
        category, title_bn, title_en, is_gi = known[(pk - 1) % len(known)]
        brand_bn, brand_en = ("", "")
        if pk > len(known):
            brand_bn, brand_en = _brand(chance)
            title_bn, title_en = f"{brand_bn} {title_bn}", f"{brand_en} {title_en}"
        both = chance.random()
        yield (
            pk, f"B{pk}", categories[category], title_bn if both < 0.6 else title_en,
            title_bn if both < 0.8 else "", title_en if both > 0.4 else "", "", brand_en,
            f"{brand_en[:2]}{pk % 5000}" if brand_en else "", "", None, "",
            chance.choice(districts) if is_gi else None, is_gi, _WHEN, _WHEN,
        )  # fmt: skip


def _known() -> Iterator[tuple[str, str, str, bool]]:
    from demo.content.goods import products
    from demo.content.tables import read as rows

    for row in rows("producer_goods"):
        yield row["category"], row["title_bn"], row["title_en"], row["is_gi"] == "yes"
    for row in rows("district_goods"):
        yield row["category"], row["good_bn"], row["good_en"], row["is_gi"] == "yes"
    for product in products("bench"):
        yield product.category, product.title_bn, product.title_en, False


def _brand(chance: random.Random) -> tuple[str, str]:
    picked = chance.choices(_SYLLABLES, k=3)
    return "".join(bn for _, bn in picked), "".join(en for en, _ in picked).capitalize()


def _offers(
    chance: random.Random, products: list[tuple[Any, ...]], sellers: list[int], wanted: int
) -> Iterator[tuple[Any, ...]]:
    number = 0
    while number < wanted:
        for product in products:
            price = chance.randint(20, 30_000) * 100
            for seller in chance.sample(sellers, chance.choice(OFFERS_A_PRODUCT)):
                number += 1
                yield (
                    "", seller, f"r{number}", product[0], product[3], "", "",
                    price + chance.randint(0, 50) * 100, None, chance.choice((0, 5, 20, 80)), 0,
                    "live", None, "", _WHEN, _WHEN,
                )  # fmt: skip
                if number == wanted:
                    return
