"""Our goods in Amazon's attributes: which product type, and what each attribute says.

What we know by a field of ours is filled from it; what only Amazon asks is answered by hand and
comes in `extra`, or in the seller's own attributes. Every value is put into the shape its schema
has, whatever attribute it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...rules.money import MINOR_DIGITS
from ..shape import ListingItem
from .client import Seller
from .definitions import Definition, Schema
from .words import is_asked

BY_HS: tuple[tuple[str, str], ...] = (
    ("6301", "BLANKET"),
    ("6302", "HOME_BED_AND_BATH"),
    ("6303", "HOME_BED_AND_BATH"),
    ("6304", "HOME_BED_AND_BATH"),
    ("5007", "SAREE"),
    ("5208", "SAREE"),
    ("5210", "SAREE"),
    ("61", "DRESS"),
    ("62", "DRESS"),
    ("4202", "HANDBAG"),
    ("57", "RUG"),
    ("4601", "RUG"),
    *((f"{chapter:02d}", "FOOD") for chapter in (*range(2, 5), *range(7, 23))),
    ("0409", "FOOD"),
)
"""Amazon's product type by the beginning of the HS code; the longest beginning counts."""
ANY_TYPE = "PRODUCT"
PACKING_DAYS = 5
"""Until goods that are made leave our hub, where the channel says nothing of it."""
KEYWORDS = {
    "BLANKET": "quilts",
    "HOME_BED_AND_BATH": "bedding",
    "SAREE": "saris",
    "DRESS": "dresses",
    "HANDBAG": "handbags",
    "RUG": "area-rugs",
    "FOOD": "grocery",
    "PRODUCT": "handmade-products",
}
SAME = {"color": ("colour",), "material": ("fabric",), "target_gender": ("gender",)}
"""Our attribute keys that say what Amazon's says under another name."""
FIGURES = ("purchasable_offer", "fulfillment_availability")
PICTURES = 8
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def product_type_of(item: ListingItem, told: Mapping[str, Any]) -> str:
    """What was chosen for these goods, what the channel's settings say for their HS code, or ours.

    Settings: `product_types`, one "630140 BLANKET" a line.
    """
    if chosen := item.extra.get("product_type", "").strip().upper():
        return chosen
    own = [line.split()[:2] for line in str(told.get("product_types") or "").splitlines()]
    table = [(code, kind.upper()) for code, kind in (one for one in own if len(one) == 2)]
    for rows in (table, BY_HS):
        fits = [row for row in rows if item.hs_code.startswith(row[0])]
        if fits:
            return max(fits, key=lambda row: len(row[0]))[1]
    return ANY_TYPE


def attributes_of(item: ListingItem, seller: Seller, definition: Definition) -> dict[str, Any]:
    """All that can be said of the goods and that this product type knows."""
    raw: dict[str, Any] = dict(_asked(item, definition))
    # What we know ourselves was read, priced and counted by others than whoever answers.
    answered = {name: text for name, text in item.extra.items() if is_asked(name)}
    for more in (_own(item, seller, definition.product_type), answered):
        raw |= {name: value for name, value in more.items() if value not in (None, "", [])}
    return {
        name: shaped(definition.properties[name], value, seller)
        for name, value in raw.items()
        if name in definition.properties
    }


def figures_of(item: ListingItem, seller: Seller) -> dict[str, Any]:
    """Price and stock alone."""
    digits = MINOR_DIGITS.get(item.currency, 2)
    available: dict[str, Any] = {"fulfillment_channel_code": "DEFAULT", "quantity": item.quantity}
    told = str(seller.channel.settings.get("lead_days") or "")
    if told.isdigit() or item.making_days:
        packing = int(told) if told.isdigit() else PACKING_DAYS
        available["lead_time_to_ship_max_days"] = packing + item.making_days
    price = round(item.price_minor / 10**digits, digits)
    return {
        "purchasable_offer": [
            {
                "currency": item.currency,
                "our_price": [{"schedule": [{"value_with_tax": price}]}],
                "marketplace_id": seller.site.marketplace_id,
            }
        ],
        "fulfillment_availability": [available],
    }


def _own(item: ListingItem, seller: Seller, product_type: str) -> dict[str, Any]:
    """What our own fields say."""
    told = seller.channel.settings
    brand = item.brand or str(told.get("brand") or "")
    sides = (item.length_mm, item.width_mm, item.height_mm)
    found: dict[str, Any] = {
        **figures_of(item, seller),
        "item_name": item.title,
        "product_description": item.text,
        "bullet_point": list(item.points),
        "brand": brand,
        "manufacturer": brand,
        "country_of_origin": item.origin,
        "condition_type": "new_new",
        "material": item.materials,
        "fabric_type": item.materials,
        "item_weight": _weight(item.net_g),
        "item_package_weight": _weight(item.gross_g),
        "item_package_dimensions": _sides(sides) if all(sides) else None,
        "merchant_shipping_group": told.get("shipping_group"),
        **_pictures(item.pictures),
    }
    found |= _barcode(item.gtin)
    for name, usual in (
        ("item_type_keyword", KEYWORDS.get(product_type, "")),
        ("supplier_declared_dg_hz_regulation", "not_applicable"),
        ("number_of_items", "1"),
    ):
        found[name] = item.extra.get(name) or usual
    return found


def _asked(item: ListingItem, definition: Definition) -> dict[str, str]:
    """What the seller's own attributes say under Amazon's name or ours."""
    found = {}
    for name in definition.properties:
        for key in (name, *SAME.get(name, ())):
            if item.attributes.get(key):
                found[name] = item.attributes[key]
    return found


def _weight(grams: int) -> dict[str, Any] | None:
    return {"unit": "grams", "value": grams} if grams else None


def _sides(millimetres: Sequence[int]) -> dict[str, Any]:
    names = ("length", "width", "height")
    return {
        name: {"unit": "centimeters", "value": side / 10}
        for name, side in zip(names, millimetres, strict=True)
    }


def _pictures(addresses: Sequence[str]) -> dict[str, Any]:
    names = (
        "main_product_image_locator",
        *(f"other_product_image_locator_{n}" for n in range(1, PICTURES + 1)),
    )
    return {name: {"media_location": each} for name, each in zip(names, addresses, strict=False)}


def _barcode(gtin: str) -> dict[str, Any]:
    if not gtin:
        return {"supplier_declared_has_product_identifier_exemption": True}
    kind = {13: "ean", 12: "upc"}.get(len(gtin), "gtin")
    return {"externally_assigned_product_identifier": {"type": kind, "value": gtin}}


# Shapes ------------------------------------------------------------------------------------------


def shaped(prop: Schema, value: Any, seller: Seller) -> Any:
    """A value in the shape of its attribute: a list of objects with site and language."""
    inner = prop.get("items", {}).get("properties", {})
    values = value if isinstance(value, list) else [value]
    found = []
    for each in values:
        told = dict(each) if isinstance(each, dict) else _parsed(inner, str(each).strip(), each)
        if "marketplace_id" in inner:
            told.setdefault("marketplace_id", seller.site.marketplace_id)
        if "language_tag" in inner:
            told.setdefault("language_tag", seller.language)
        _tag_within(told, inner, seller)
        found.append(told)
    return found


def _parsed(inner: Schema, text: str, value: Any) -> dict[str, Any]:
    """What a person wrote into one line, in the parts its attribute has."""
    leaf = inner.get("value")
    if leaf is None:
        return _parsed_sides(inner, text)
    found: dict[str, Any] = {"value": _leaf(leaf, text, value)}
    if "unit" in inner:
        found["value"] = _number(text)
        found["unit"] = _unit(inner["unit"], text)
    elif "type" in inner and "properties" in inner["type"]:
        found["value"] = _number(text)
        found["type"] = {"value": _unit(inner["type"]["properties"].get("value", {}), text)}
    return found


def _parsed_sides(inner: Schema, text: str) -> dict[str, Any]:
    """`40 x 30 x 12 cm`: as many numbers as there are sides, in their order."""
    names = [name for name, each in inner.items() if "unit" in each.get("properties", {})]
    numbers = [float(one.replace(",", ".")) for one in _NUMBER.findall(text)]
    return {
        name: {"unit": _unit(inner[name]["properties"]["unit"], text), "value": number}
        for name, number in zip(names, numbers, strict=False)
    }


def _leaf(leaf: Schema, text: str, value: Any) -> Any:
    kind = leaf.get("type")
    if kind == "boolean":
        return value if isinstance(value, bool) else text.lower() in ("yes", "true", "1", "y")
    if kind in ("integer", "number"):
        number = _number(text)
        return int(number) if isinstance(number, float) and number.is_integer() else number
    names = dict(zip(map(str.lower, leaf.get("enumNames", [])), leaf.get("enum", []), strict=False))
    return names.get(text.lower(), text)


def _number(text: str) -> Any:
    """What is no number stays as it is, for the rules to complain of."""
    found = _NUMBER.search(text)
    return float(found[0].replace(",", ".")) if found else text


SHORT = {"g": "grams", "kg": "kilograms", "cm": "centimeters", "mm": "millimeters", "in": "inches"}


def _unit(leaf: Schema, text: str) -> str:
    """The unit a line ends with, as Amazon spells it; the first it knows where none is said."""
    word = "".join(one for one in text.rpartition(" ")[2].lower() if one.isalpha())
    known = [str(one) for one in leaf.get("enum", [])]
    word = SHORT.get(word, word)
    for each in known:
        if word and (each.lower() == word or each.lower().rstrip("s") == word.rstrip("s")):
            return each
    return word or (known[0] if known else "")


def _tag_within(told: dict[str, Any], inner: Schema, seller: Seller) -> None:
    for name, part in told.items():
        tags = inner.get(name, {}).get("properties", {})
        if isinstance(part, dict) and "language_tag" in tags:
            part.setdefault("language_tag", seller.language)
