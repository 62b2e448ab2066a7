"""A page's products and offers, in one kept statement each, with the columns such a page shows."""

import json
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

from ekshop.kernel.statements import fetch

from ..models import Offer, Product
from ..rules import Terms

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
        "name_unshown",
        "family_id",
        "variant",
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
        "feed_id",
        "dispatch_days",
        "returns_days",
    ]
)


class MemberRow(NamedTuple):
    """A product of a family, with the family's facts."""

    id: int
    family_id: int
    code: str
    variant: dict[str, str]
    axes: list[str]
    title: str
    title_bn: str
    title_en: str


M = TypeVar("M", bound=models.Model)


def products_of(ids: list[int]) -> list[Product]:
    return _rows(Product, PRODUCT_COLUMNS, "id = ANY(%s)", ids)


def live_offers_of(product_ids: list[int]) -> tuple[list[Offer], dict[int, Terms]]:
    """Live offers, and by id the terms of those that have any."""
    names = _columns(Offer, OFFER_COLUMNS)
    rows = fetch(_LIVE.format(columns=", ".join(names)), [product_ids])
    wide = len(names)
    offers = [_instance(Offer, names, row[:wide]) for row in rows]
    return offers, {row[wide]: Terms(*row[wide + 1 :]) for row in rows if row[wide]}


def members_of(family_ids: list[int]) -> list[MemberRow]:
    """The products of these families, in the order of their ids."""
    return [
        MemberRow(pk, family_id, code, _plain(variant), _plain(axes), *titles)
        for pk, family_id, code, variant, axes, *titles in fetch(_MEMBERS, [family_ids])
    ]


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_MEMBERS = """
SELECT product.id, product.family_id, product.code, product.variant, family.axes,
       family.title, family.title_bn, family.title_en
FROM catalogue_product AS product JOIN catalogue_family AS family ON family.id = product.family_id
WHERE product.family_id = ANY(%s) ORDER BY product.id
"""


_LIVE = """
SELECT {columns}, terms.offer_id, terms.made_to_order_days, terms.shelf_life_days,
       terms.travel_days, terms.season_from, terms.season_to
FROM catalogue_offer LEFT JOIN catalogue_offerterms AS terms ON terms.offer_id = id
WHERE product_id = ANY(%s) AND state = 'live'
"""


def _rows(model: type[M], columns: frozenset[str], where: str, ids: list[int]) -> list[M]:
    """Rows of a model with these columns. Written out and put together by hand, because the query
    set takes longer over that than PostgreSQL over the answer, and every search asks it."""
    names = _columns(model, columns)
    statement = f"SELECT {', '.join(names)} FROM {model._meta.db_table} WHERE {where}"  # noqa: S608
    return [_instance(model, names, row) for row in fetch(statement, [ids])]


def _columns(model: type[M], columns: frozenset[str]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname in columns]


def _instance(model: type[M], names: list[str], row: tuple[Any, ...]) -> M:
    """What `from_db` gives, which walks over every column that was not asked for."""
    made = model.__new__(model)
    made.__dict__.update(zip(names, row, strict=True), _state=ModelState())
    made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
    return made
