"""A page's products and offers, in one kept statement each, with the columns such a page shows."""

from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

from ekshop.kernel.statements import fetch

from ..models import Offer, Product

PRODUCT_COLUMNS = frozenset(
    [
        "id",
        "code",
        "category_id",
        "district_id",
        "title",
        "title_bn",
        "title_en",
        "brand",
        "mpn",
        "image_url",
        "is_gi",
    ]
)
OFFER_COLUMNS = frozenset(
    [
        "id",
        "seller_id",
        "product_id",
        "seller_ref",
        "title",
        "price_poisha",
        "list_price_poisha",
        "on_hand",
        "reserved",
        "state",
    ]
)

M = TypeVar("M", bound=models.Model)


def products_of(ids: list[int]) -> list[Product]:
    return _rows(Product, PRODUCT_COLUMNS, "id = ANY(%s)", ids)


def live_offers_of(product_ids: list[int]) -> list[Offer]:
    return _rows(Offer, OFFER_COLUMNS, "product_id = ANY(%s) AND state = 'live'", product_ids)


def _rows(model: type[M], columns: frozenset[str], where: str, ids: list[int]) -> list[M]:
    """Rows of a model with these columns. Written out and put together by hand, because the query
    set takes longer over that than PostgreSQL over the answer, and every search asks it."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in columns]
    statement = f"SELECT {', '.join(names)} FROM {model._meta.db_table} WHERE {where}"  # noqa: S608
    return [_instance(model, names, row) for row in fetch(statement, [ids])]


def _instance(model: type[M], names: list[str], row: tuple[Any, ...]) -> M:
    """What `from_db` gives, which walks over every column that was not asked for."""
    made = model.__new__(model)
    made.__dict__.update(zip(names, row, strict=True), _state=ModelState())
    made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
    return made
