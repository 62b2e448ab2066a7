"""The attributes product types are made of, in the shape of the published meta-schema (v1).

The words and limits are our own; the shape (an array of objects with `marketplace_id`, selectors,
`minUniqueItems`, `maxUtf8ByteLength`, `editable`, `enumNames`) is the one Amazon publishes.
"""

from collections.abc import Sequence
from typing import Any

Schema = dict[str, Any]
MARKETPLACES = {
    "ATVPDKIKX0DER": ("Amazon.com", "en_US", "USD", "US"),
    "A2EUQ1WTGCTBG2": ("Amazon.ca", "en_CA", "CAD", "CA"),
    "A1AM78C64UM0Y8": ("Amazon.com.mx", "es_MX", "MXN", "MX"),
}
COUNTRIES = {
    "BD": "Bangladesh",
    "IN": "India",
    "PK": "Pakistan",
    "NP": "Nepal",
    "LK": "Sri Lanka",
    "CN": "China",
    "US": "United States",
}
WEIGHTS = {"grams": "Grams", "kilograms": "Kilograms", "ounces": "Ounces", "pounds": "Pounds"}
LENGTHS = {"millimeters": "Millimeters", "centimeters": "Centimeters", "inches": "Inches"}
REF_MARKETPLACE = {"$ref": "#/$defs/marketplace_id"}
REF_LANGUAGE = {"$ref": "#/$defs/language_tag"}


def attribute(
    title: str,
    description: str,
    properties: Schema,
    *,
    required: Sequence[str],
    selectors: Sequence[str] = ("marketplace_id",),
    most: int = 1,
    example: str = "",
) -> Schema:
    return {
        "title": title,
        "description": description,
        "examples": [example] if example else [],
        "type": "array",
        "minItems": 1,
        "minUniqueItems": 1,
        "maxUniqueItems": most,
        "selectors": list(selectors),
        "items": {
            "type": "object",
            "required": list(required),
            "properties": properties,
            "additionalProperties": False,
        },
    }


def leaf(title: str, *, editable: bool = True, **rest: Any) -> Schema:
    return {"title": title, "editable": editable, "hidden": False, **rest}


def choice(title: str, names: dict[str, str], *, editable: bool = True) -> Schema:
    shown = {"enum": list(names), "enumNames": list(names.values())}
    return leaf(title, editable=editable, type="string", **shown)


def text(
    title: str,
    description: str,
    example: str,
    *,
    longest: int,
    many: int = 1,
    least: int = 1,
    editable: bool = True,
) -> Schema:
    """Words in a language."""
    value = leaf(title, editable=editable, type="string", minLength=least, maxLength=longest)
    return attribute(
        title,
        description,
        {
            "value": {**value, "maxUtf8ByteLength": longest * 4},
            "language_tag": REF_LANGUAGE,
            "marketplace_id": REF_MARKETPLACE,
        },
        required=("language_tag", "marketplace_id", "value"),
        selectors=("marketplace_id", "language_tag"),
        most=many,
        example=example,
    )


def code(title: str, description: str, value: Schema, *, example: str = "") -> Schema:
    """One value that is the same in every language."""
    return attribute(
        title,
        description,
        {"value": value, "marketplace_id": REF_MARKETPLACE},
        required=("marketplace_id", "value"),
        example=example,
    )


def named(title: str, description: str, names: dict[str, str]) -> Schema:
    return code(title, description, choice(title, names), example=next(iter(names.values())))


def yes_no(title: str, description: str) -> Schema:
    value = leaf(title, type="boolean", enum=[False, True], enumNames=["No", "Yes"])
    return code(title, description, value, example="No")


def measure(title: str, description: str, units: dict[str, str], *, most: float) -> Schema:
    """An amount with its unit."""
    return attribute(
        title,
        description,
        {
            "unit": choice("Unit", units),
            "value": leaf(title, type="number", exclusiveMinimum=0, maximum=most),
            "marketplace_id": REF_MARKETPLACE,
        },
        required=("marketplace_id", "unit", "value"),
    )


def sides(title: str, description: str, names: Sequence[str]) -> Schema:
    """Several lengths of one thing: `{"length": {"unit", "value"}, …}`."""
    length = {
        "type": "object",
        "required": ["unit", "value"],
        "properties": {
            "unit": choice("Unit", LENGTHS),
            "value": leaf("Value", type="number", exclusiveMinimum=0, maximum=10_000),
        },
        "additionalProperties": False,
    }
    return attribute(
        title,
        description,
        {**dict.fromkeys(names, length), "marketplace_id": REF_MARKETPLACE},
        required=("marketplace_id", *names),
    )


def picture(title: str) -> Schema:
    value = leaf(title, type="string", format="uri", maxLength=2000, pattern="^https?://")
    return attribute(
        title,
        "The address of a picture of the item, at least 500 pixels on its longest side",
        {"media_location": value, "marketplace_id": REF_MARKETPLACE},
        required=("marketplace_id", "media_location"),
    )


OFFER = attribute(
    "Offer",
    "What the item costs, for whom",
    {
        "audience": choice("Audience", {"ALL": "Sell on Amazon", "B2B": "Amazon Business"}),
        "currency": {"$ref": "#/$defs/currency"},
        "our_price": {
            "title": "Your price",
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["schedule"],
                "properties": {
                    "schedule": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["value_with_tax"],
                            "properties": {
                                "value_with_tax": leaf(
                                    "Your price", type="number", minimum=0.01, maximum=1_000_000
                                )
                            },
                            "additionalProperties": False,
                        },
                    }
                },
                "additionalProperties": False,
            },
        },
        "marketplace_id": REF_MARKETPLACE,
    },
    required=("currency", "marketplace_id", "our_price"),
    selectors=("marketplace_id", "audience"),
    most=2,
)
AVAILABILITY = {
    **attribute(
        "Fulfillment Availability",
        "How many can be sold, and how long until they leave",
        {
            "fulfillment_channel_code": choice("Channel", {"DEFAULT": "DEFAULT"}),
            "quantity": leaf("Quantity", type="integer", minimum=0, maximum=1_000_000),
            "lead_time_to_ship_max_days": leaf(
                "Handling time in days", type="integer", minimum=1, maximum=30
            ),
        },
        required=("fulfillment_channel_code",),
        selectors=("fulfillment_channel_code",),
    )
}
IDENTIFIER = attribute(
    "External Product ID",
    "The item's barcode",
    {
        "type": choice("Kind of barcode", {"ean": "EAN", "gtin": "GTIN", "upc": "UPC"}),
        "value": leaf("Barcode", editable=False, type="string", pattern="^[0-9]{8,14}$"),
        "marketplace_id": REF_MARKETPLACE,
    },
    required=("marketplace_id", "type", "value"),
    selectors=("marketplace_id", "type"),
)
PRICE = attribute(
    "List price",
    "The price the maker suggests",
    {
        "currency": {"$ref": "#/$defs/currency"},
        "value": leaf("List price", type="number", minimum=0.01, maximum=1_000_000),
        "marketplace_id": REF_MARKETPLACE,
    },
    required=("currency", "marketplace_id", "value"),
)
COMMON: Schema = {
    "item_name": text("Title", "What the item is, as buyers read it", "Hand-embroidered kantha quilt", longest=200),
    "brand": text("Brand Name", "Who makes it", "ek-Shop", longest=100, editable=False),
    "manufacturer": text("Manufacturer", "The maker's name", "Jamalpur weavers", longest=100),
    "item_type_keyword": code("Item Type Keyword", "Where the item is found", leaf("Item Type Keyword", editable=False, type="string", minLength=1, maxLength=100), example="quilts"),
    "product_description": text("Product Description", "What a buyer should know", "Made of …", longest=2000, least=20),
    "bullet_point": text("Bullet Point", "One good reason, in one line", "Two layers of soft cotton", longest=500, many=10),
    "country_of_origin": named("Country of Origin", "Where the item was made", COUNTRIES),
    "condition_type": named("Item Condition", "New or used", {"new_new": "New"}),
    "material": text("Material", "What it is made of", "Cotton", longest=200, many=5),
    "color": text("Color", "Its colour as one would say it", "Red", longest=100),
    "size": text("Size", "Its size as one would say it", "Queen", longest=100),
    "style": text("Style", "Its style", "Traditional", longest=100),
    "pattern": text("Pattern", "Its pattern", "Floral", longest=100),
    "theme": text("Theme", "What it shows", "Flowers", longest=100),
    "special_feature": text("Special Feature", "What sets it apart", "Handmade", longest=200, many=5),
    "care_instructions": text("Care Instructions", "How to wash and keep it", "Hand wash", longest=250),
    "included_components": text("Included Components", "What is in the box", "1 quilt", longest=250, many=5),
    "number_of_items": code("Number of Items", "How many are sold together", leaf("Number of Items", type="integer", minimum=1, maximum=10_000), example="1"),
    "unit_count": attribute("Unit Count", "How much is in the pack", {"value": leaf("Unit Count", type="number", exclusiveMinimum=0, maximum=100_000), "type": {"type": "object", "required": ["value", "language_tag"], "properties": {"value": leaf("Unit", type="string", enum=["Count", "Gram", "Milliliter", "Ounce"]), "language_tag": REF_LANGUAGE}, "additionalProperties": False}, "marketplace_id": REF_MARKETPLACE}, required=("marketplace_id", "type", "value")),
    "item_weight": measure("Item Weight", "What it weighs without packing", WEIGHTS, most=100_000),
    "item_package_weight": measure("Package Weight", "What it weighs packed", WEIGHTS, most=100_000),
    "item_dimensions": sides("Item Dimensions", "Length, width and height of the item", ("length", "width", "height")),
    "item_package_dimensions": sides("Package Dimensions", "Length, width and height of the parcel", ("length", "width", "height")),
    "item_length_width": sides("Item Length and Width", "Of a flat thing", ("length", "width")),
    "main_product_image_locator": picture("Main Image"),
    **{f"other_product_image_locator_{n}": picture(f"Other Image {n}") for n in range(1, 9)},
    "supplier_declared_dg_hz_regulation": named("Dangerous Goods Regulations", "Whether a rule for dangerous goods applies", {"not_applicable": "Not Applicable", "ghs": "GHS", "storage": "Storage", "transportation": "Transportation", "unknown": "Unknown"}),
    "batteries_required": yes_no("Are batteries required?", "Whether it runs on batteries"),
    "batteries_included": yes_no("Are batteries included?", "Whether batteries come with it"),
    "externally_assigned_product_identifier": IDENTIFIER,
    "supplier_declared_has_product_identifier_exemption": yes_no("Is exempt from a barcode", "Whether the seller may list it without a barcode"),
    "merchant_suggested_asin": code("Merchant Suggested ASIN", "Amazon's own number, if known", leaf("ASIN", editable=False, type="string", minLength=10, maxLength=10, maxUtf8ByteLength=40), example="B007KQBXN0"),
    "merchant_shipping_group": code("Merchant Shipping Group", "The template of delivery prices", leaf("Template", type="string", maxLength=100)),
    "list_price": PRICE,
    "purchasable_offer": OFFER,
    "fulfillment_availability": AVAILABILITY,
    "skip_offer": yes_no("Skip Offer", "List the item without offering it"),
}  # fmt: skip
OFFER_NAMES = ("condition_type", "purchasable_offer", "fulfillment_availability", "skip_offer", "list_price", "merchant_shipping_group")  # fmt: skip
