"""The product types there are: what each asks for, as a JSON Schema with its checksum."""

import base64
import hashlib
import json
from functools import lru_cache
from typing import Any

from sandbox.services.amazon.attributes import (
    COMMON,
    MARKETPLACES,
    OFFER_NAMES,
    REF_MARKETPLACE,
    Schema,
    attribute,
    leaf,
    measure,
    named,
    text,
    yes_no,
)

META = "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1"
ROOT = "https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/"
VOCABULARY = "https://schemas.amazon.com/selling-partners/definitions/product-types/vocabulary/v1"
ALWAYS = (
    "item_name",
    "brand",
    "item_type_keyword",
    "product_description",
    "bullet_point",
    "country_of_origin",
    "supplier_declared_dg_hz_regulation",
    "main_product_image_locator",
)
GENDERS = {"female": "Female", "male": "Male", "unisex": "Unisex"}
OWN: Schema = {
    "fabric_type": text("Fabric Type", "The fibres with their shares", "100% Cotton", longest=250),
    "weave_type": text("Weave Type", "How it is woven", "Jamdani", longest=100),
    "department": text("Department", "Who it is for", "Womens", longest=100),
    "target_gender": named("Target Gender", "Who it is for", GENDERS),
    "age_range_description": text("Age Range", "For what age", "Adult", longest=50),
    "closure_type": text("Closure Type", "How it closes", "Zipper", longest=50),
    "strap_type": text("Strap Type", "What it is carried by", "Shoulder strap", longest=50),
    "lining_description": text("Lining", "What it is lined with", "Cotton", longest=100),
    "construction_type": text("Construction Type", "How it is made", "Handmade", longest=100),
    "item_shape": text("Item Shape", "Its outline", "Rectangular", longest=50),
    "pile_height": text("Pile Height", "How deep its pile is", "Low Pile", longest=50),
    "ingredients": text("Ingredients", "All of them, the largest first", "Date palm sap", longest=1000),
    "allergen_information": text("Allergens", "What people may not bear", "Nut free", longest=250),
    "flavor": text("Flavor", "What it tastes of", "Caramel", longest=100),
    "item_form": text("Item Form", "Powder, block, liquid", "Block", longest=50),
    "is_expiration_dated_product": yes_no("Does it expire?", "Whether a last day is printed on it"),
    "fc_shelf_life": measure("Shelf Life", "How long it keeps", {"days": "Days"}, most=3650),
    "directions": text("Directions", "How it is used", "Keep dry", longest=500),
    "seasons": text("Seasons", "When it is used", "Winter", longest=50, many=4),
    "fda_registration": attribute(
        "Food Facility Registration",
        "The number under which the maker's kitchen is registered",
        {"value": leaf("Number", type="string", pattern="^[0-9]{11}$"), "marketplace_id": REF_MARKETPLACE},
        required=("marketplace_id", "value"),
    ),
}  # fmt: skip
TYPES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "PRODUCT": ("Product", ("color",), ()),
    "HOME_BED_AND_BATH": (
        "Home bed and bath",
        ("color", "material", "size", "number_of_items", "item_package_weight"),
        ("fabric_type", "weave_type", "seasons"),
    ),
    "BLANKET": (
        "Blanket",
        ("color", "fabric_type", "size", "care_instructions", "number_of_items", "item_weight"),
        ("fabric_type", "weave_type", "seasons"),
    ),
    "SAREE": (
        "Saree",
        ("color", "fabric_type", "target_gender", "age_range_description", "department"),
        ("fabric_type", "weave_type", "target_gender", "age_range_description", "department"),
    ),
    "DRESS": (
        "Dress",
        ("color", "fabric_type", "target_gender", "age_range_description", "department", "size", "care_instructions"),
        ("fabric_type", "closure_type", "target_gender", "age_range_description", "department"),
    ),
    "HANDBAG": (
        "Handbag",
        ("color", "material", "closure_type", "target_gender", "item_dimensions"),
        ("closure_type", "strap_type", "lining_description", "target_gender", "department"),
    ),
    "RUG": (
        "Rug",
        ("color", "material", "size", "construction_type", "item_shape", "item_length_width"),
        ("construction_type", "item_shape", "pile_height", "weave_type"),
    ),
    "FOOD": (
        "Food",
        ("ingredients", "unit_count", "item_form", "is_expiration_dated_product", "item_package_weight"),
        ("ingredients", "allergen_information", "flavor", "item_form", "is_expiration_dated_product", "fc_shelf_life", "directions", "fda_registration"),
    ),
}  # fmt: skip
KEYWORDS = {
    "BLANKET": "blanket quilt kantha throw",
    "HOME_BED_AND_BATH": "bed sheet towel gamcha cushion",
    "SAREE": "saree sari jamdani muslin",
    "DRESS": "dress three piece kameez",
    "HANDBAG": "handbag bag jute purse",
    "RUG": "rug mat shitalpati carpet",
    "FOOD": "food gur honey tea rice pickle",
    "PRODUCT": "product craft pottery brass",
}
GROUPS = {
    "offer": ("Offer", "What is asked about the sale", OFFER_NAMES),
    "images": ("Images", "Pictures of the item", ("main_product_image_locator", *(f"other_product_image_locator_{n}" for n in range(1, 9)))),
    "product_identity": ("Product Identity", "What the item is", ("item_name", "brand", "item_type_keyword", "externally_assigned_product_identifier", "merchant_suggested_asin", "supplier_declared_has_product_identifier_exemption")),
    "shipping": ("Shipping", "Weight and size", ("item_weight", "item_package_weight", "item_dimensions", "item_package_dimensions", "item_length_width")),
    "safety_and_compliance": ("Safety and Compliance", "Rules that apply", ("country_of_origin", "supplier_declared_dg_hz_regulation", "batteries_required", "batteries_included", "fda_registration")),
}  # fmt: skip


@lru_cache(maxsize=64)
def schema_of(
    name: str, marketplace: str, requirements: str, enforced: bool, more: tuple[str, ...]
) -> bytes:
    """The schema's document. `more` are attributes that have become required besides."""
    title, required, own = TYPES[name]
    site, language, currency, _country = MARKETPLACES[marketplace]
    properties = {**COMMON, **{key: OWN[key] for key in own}}
    wanted = [*ALWAYS, *required, *(key for key in more if key in properties)]
    if requirements == "LISTING_OFFER_ONLY":
        wanted = []
        properties = {key: properties[key] for key in (*OFFER_NAMES, "merchant_suggested_asin")}
    elif requirements == "LISTING_PRODUCT_ONLY":
        properties = {key: value for key, value in properties.items() if key not in OFFER_NAMES}
    document: Schema = {
        "$schema": META,
        "$id": ROOT + name,
        "$comment": f"Amazon product type definition for {name} product type",
        "title": title,
        "$defs": {
            "marketplace_id": _fixed(marketplace, site),
            "language_tag": _fixed(language, language),
            "currency": {"type": "string", "enum": [currency], "enumNames": [currency]},
        },
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if enforced:
        document["required"] = sorted(set(wanted))
        document["allOf"] = _conditions(requirements)
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _fixed(value: str, shown: str) -> Schema:
    return {
        "default": value,
        "editable": False,
        "hidden": True,
        "type": "string",
        "enum": [value],
        "enumNames": [shown],
    }


def _conditions(requirements: str) -> list[Schema]:
    """What is required only when something else is said."""
    found: list[Schema] = []
    if requirements != "LISTING_OFFER_ONLY":
        exempt = {"supplier_declared_has_product_identifier_exemption": _says(True)}
        found.append(
            {
                "if": {"not": {"required": list(exempt), "properties": exempt}},
                "then": {
                    "anyOf": [
                        {"required": ["externally_assigned_product_identifier"]},
                        {"required": ["merchant_suggested_asin"]},
                    ]
                },
            }
        )
        powered = {"batteries_required": _says(True)}
        found.append(
            {
                "if": {"required": list(powered), "properties": powered},
                "then": {"required": ["batteries_included"]},
            }
        )
    if requirements != "LISTING_PRODUCT_ONLY":
        skipped = {"skip_offer": _says(True)}
        found.append(
            {
                "if": {"not": {"required": list(skipped), "properties": skipped}},
                "then": {
                    "required": ["condition_type", "fulfillment_availability", "purchasable_offer"]
                },
            }
        )
    return found


def _says(value: Any) -> Schema:
    return {"contains": {"properties": {"value": {"const": value}}, "required": ["value"]}}


def checksum(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


META_SCHEMA = json.dumps(
    {
        "$schema": META,
        "$id": META,
        "$vocabulary": {
            **{
                f"https://json-schema.org/draft/2019-09/vocab/{part}": True
                for part in ("core", "applicator", "validation", "meta-data", "format", "content")
            },
            VOCABULARY: True,
        },
        "allOf": [{"$ref": "https://json-schema.org/draft/2019-09/schema"}],
        "title": "Product type definitions, meta-schema v1",
        "properties": {
            "editable": {"type": "boolean"},
            "enumNames": {"type": "array", "items": {"type": "string"}},
            "hidden": {"type": "boolean"},
            "maxUniqueItems": {"type": "integer"},
            "minUniqueItems": {"type": "integer"},
            "maxUtf8ByteLength": {"type": "integer"},
            "minUtf8ByteLength": {"type": "integer"},
            "selectors": {"type": "array", "items": {"type": "string"}},
            "$lifecycle": {"type": "object"},
        },
    },
    indent=1,
).encode()
