"""Growing: portion by portion into the database, by COPY."""

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from ekshop.catalogue.models import Family, Offer, Product

from .shop import LEAVES, districts_load, leaves_load, sellers_load
from .things import Made, Things

WHEN = "2026-01-01 00:00:00+00"


@dataclass(frozen=True, slots=True)
class Grown:
    offers: int
    products: int
    seconds: float


def grow(
    offers: int,
    *,
    seed: int = 11,
    own: bool = False,
    say: Callable[[str], None] = lambda _sentence: None,
) -> Grown:
    """Adds goods until there are that many grown offers; the same for the same seed, and broken off,
    it goes on with the portion it was at. Each portion is a transaction of its own. `own`: begin
    with the demonstration's goods, where they are not there already."""
    began = time.monotonic()
    with transaction.atomic():
        districts = districts_load()
        leaves = leaves_load(LEAVES)
        sellers = sellers_load(random.Random(seed), districts)
    things = Things(seed, leaves, sellers, list(districts.values()))
    grown = products = 0
    for portion in things.portions(own=own):
        if grown >= offers:
            break
        del portion.offers[max(0, offers - grown) :]
        last = portion.offers[-1]["product"] + 1
        del portion.products[last:]
        grown += len(portion.offers)
        products += len(portion.products)
        with transaction.atomic():
            _write(portion)
        say(f"{grown:,} offers of {products:,} products")
    with connection.cursor() as cursor:
        for table in ("catalogue_product", "catalogue_offer"):
            cursor.execute(f"ANALYZE {table}")
    return Grown(grown, products, time.monotonic() - began)


def _write(made: Made) -> None:
    """What of a portion is not there yet."""
    codes = [product["code"] for product in made.products]
    there = {
        code: (pk, family)
        for code, pk, family in Product.objects.filter(code__in=codes).values_list(
            "code", "pk", "family_id"
        )
    }
    refs = [offer["seller_ref"] for offer in made.offers]
    sold = set()
    if there:
        held = Offer.objects.filter(product__in=[pk for pk, _family in there.values()])
        sold = set(held.filter(seller_ref__in=refs).values_list("seller_ref", flat=True))
    families = {
        product["family"]: there[product["code"]][1]
        for product in made.products
        if product["code"] in there
    }
    of = dict.fromkeys(product["family"] for product in made.products)
    new = [place for place in of if place is not None and place not in families]
    families |= dict(zip(new, _copy(Family, [made.families[place] for place in new]), strict=True))
    coming = [product for product in made.products if product["code"] not in there]
    rows = [{**product, "family_id": families.get(product["family"])} for product in coming]
    for row in rows:
        del row["family"]
    ids = {code: pk for code, (pk, _family) in there.items()}
    ids |= dict(zip((row["code"] for row in rows), _copy(Product, rows), strict=True))
    offers = [
        {**offer, "product_id": ids[codes[offer["product"]]]}
        for offer in made.offers
        if offer["seller_ref"] not in sold
    ]
    for offer in offers:
        del offer["product"]
    _copy(Offer, offers)


def _copy(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> list[int]:
    """COPY into a model's table; columns not given hold the model's defaults. Returns the ids."""
    if not rows:
        return []
    table = model._meta.db_table
    given = list(rows[0])
    fixed = {"created_at": WHEN, "updated_at": WHEN} | {
        field.column: field.get_default()
        for field in model._meta.concrete_fields
        if not field.primary_key and field.column not in {*given, "created_at", "updated_at"}
    }
    as_json = {f.column for f in model._meta.concrete_fields if isinstance(f, models.JSONField)}

    def told(name: str, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False) if name in as_json else value

    tail = tuple(told(name, value) for name, value in fixed.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))"  # noqa: S608
            f" FROM generate_series(1, {len(rows)})"
        )
        ids = [row[0] for row in cursor.fetchall()]
        names = ", ".join(["id", *given, *fixed])
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for pk, row in zip(ids, rows, strict=True):
                copy.write_row((pk, *(told(name, row[name]) for name in given), *tail))
    return ids
