"""Whose column is which of our fields: Google's attribute names, guesses, and a seller's mapping."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ..rules import incoming as rules
from .records import FileProblem

GOOGLE = {
    "id": "id",
    "title": "title",
    "description": "description",
    "link": "link",
    "image_link": "image_link",
    "availability": "availability",
    "quantity": "quantity",
    "sell_on_google_quantity": "quantity",
    "inventory": "quantity",
    "price": "price",
    "sale_price": "sale_price",
    "brand": "brand",
    "gtin": "gtin",
    "mpn": "mpn",
    "product_type": "category",
    "google_product_category": "google_category",
    "title_bn": "title_bn",
    "title_en": "title_en",
    "item_group_id": "group_ref",
    "additional_image_link": "images",
    "max_handling_time": "dispatch_days",
    "handling_time": "dispatch_days",
    "returns_days": "returns_days",
    "return_days": "returns_days",
    "merchant_return_days": "returns_days",
    # No names of Google's: attributes of our own, as its lists may carry them.
    "made_to_order_days": "made_to_order_days",
    "shelf_life_days": "shelf_life_days",
    "travel_days": "travel_days",
    "season_from": "season_from",
    "season_to": "season_to",
    "color": "attribute:colour",
    "size": "attribute:size",
    "material": "attribute:material",
    "pattern": "attribute:pattern",
    "gender": "attribute:gender",
    "age_group": "attribute:age_group",
    "multipack": "attribute:pack",
    "unit_pricing_measure": "attribute:net_quantity",
    "attributes": "attributes",
}

# How people head the columns of their own tables, by our field; whole words, levelled by `_plain`.
GUESSES = {
    "id": "id sku product_id item_id article code ref reference product_reference_id আইডি কোড ক্রমিক নম্বর",
    "title": "title name product product_name item item_name নাম পণ্য পণ্যের_নাম",
    "price": "price regular_price mrp rate unit_price amount দাম মূল্য",
    "sale_price": "sale_price special_price discount_price offer_price ছাড়_মূল্য ছাড়ের_দাম",
    "quantity": "quantity qty stock in_stock stock_quantity inventory পরিমাণ মজুদ স্টক",
    "availability": "availability available stock_status প্রাপ্যতা",
    "category": "category categories product_type type department বিভাগ ধরন শ্রেণি ক্যাটাগরি",
    "brand": "brand manufacturer maker company publisher ব্র্যান্ড কোম্পানি প্রকাশক",
    "mpn": "mpn model model_number part_number modelno মডেল",
    "gtin": "gtin ean upc barcode isbn isbn13 বারকোড",
    "description": "description details product_description highlights about বিবরণ বর্ণনা",
    "link": "link url product_url page লিংক",
    "image_link": "image_link image image_url picture photo ছবি",
    "title_bn": "title_bn name_bn bangla_name bengali_name বাংলা_নাম",
    "title_en": "title_en name_en english_name ইংরেজি_নাম",
    "group_ref": "group_ref group_id item_group_id parent parent_sku parent_id family মূল_পণ্য",
    "attribute:size": "size সাইজ মাপ",
    "attribute:colour": "colour color রঙ রং",
    "attribute:material": "material fabric উপাদান কাপড়",
    "attribute:pattern": "pattern design নকশা",
    "attribute:pack": "pack pack_size multipack প্যাক",
    "attribute:gender": "gender",
    "attribute:age_group": "age_group বয়স",
    "attribute:net_quantity": "weight net_weight volume net_quantity ওজন",
    "images": "images additional_images additional_image_link gallery",
    "dispatch_days": "dispatch_days handling_days handling_time lead_time",
    "returns_days": "returns_days return_days return_period",
    "made_to_order_days": "made_to_order_days making_days তৈরির_দিন",
    "shelf_life_days": "shelf_life_days shelf_life keeps_days কত_দিন_ভালো_থাকে মেয়াদ",
    "travel_days": "travel_days পথে_কত_দিন",
    "season_from": "season_from মৌসুম_শুরু",
    "season_to": "season_to মৌসুম_শেষ",
}
_GUESS = {word: field for field, words in GUESSES.items() for word in words.split()}


def plain(name: str) -> str:
    """A column's name without case, odd spaces or Google's prefix: "G:Image Link" → image_link."""
    folded = re.sub(r"[\s\-./]+", "_", name.strip().casefold()).strip("_")
    return folded.removeprefix("g:")


def guess(header: Sequence[str]) -> dict[str, str]:
    """Our field → their column, where a name speaks for itself."""
    found: dict[str, str] = {}
    for column in header:
        field = _GUESS.get(plain(column))
        if field and field not in found:
            found[field] = column
    return found


def google_columns(header: Sequence[str]) -> dict[str, int]:
    """Our field → place of its column, by Google's names.

    Raises FileProblem naming what is missing and what there is.
    """
    places: dict[str, int] = {}
    for place, column in enumerate(header):
        field = GOOGLE.get(plain(column))
        if field:
            places.setdefault(field, place)
    _needed(places, header)
    return places


def mapped_columns(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Our field → place, by a seller's own mapping. Raises FileProblem for a column not there."""
    by_name = {plain(column): place for place, column in reversed(list(enumerate(header)))}
    places: dict[str, int] = {}
    for field, column in columns.items():
        if not column:
            continue
        if plain(column) not in by_name:
            raise FileProblem("columns_unknown", unknown=column, found=listed(header))
        places[field] = by_name[plain(column)]
    _needed(places, header)
    return places


def _needed(places: Mapping[str, int], header: Sequence[str]) -> None:
    missing = [field for field in rules.NEEDED_FIELDS if field not in places]
    if missing:
        raise FileProblem("columns_missing", missing=", ".join(missing), found=listed(header))


def listed(names: Iterable[str]) -> str:
    shown = [name for name in names if name][:40]
    return ", ".join(shown) or "—"
