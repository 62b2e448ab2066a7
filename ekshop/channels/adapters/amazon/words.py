"""Amazon's complaints in words that name our own field, and what Amazon asks beyond our fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..shape import ERROR, WARNING, Ask, ListingItem, Problem
from .definitions import Breach, Definition

OURS = {
    "item_name": "title_en",
    "product_description": "text_en",
    "bullet_point": "points_en",
    "material": "materials",
    "fabric_type": "materials",
    "country_of_origin": "origin",
    "item_weight": "net_g",
    "item_package_weight": "gross_g",
    "item_package_dimensions": "length_mm",
    "main_product_image_locator": "pictures",
    "purchasable_offer": "price",
    "fulfillment_availability": "stock",
}
"""Which field of the export goods fills an attribute; every other is asked for by its own name."""

MISSING = _("Amazon asks for “{name}” of these goods, and nobody has said it yet.")
NOT_KNOWN = _("Amazon does not know “{value}” for “{name}”. It knows: {choices}.")
TOO_LONG = _("Amazon takes at most {limit} letters for “{name}”; there are {count}.")
TOO_SHORT = _("Amazon wants at least {limit} letters for “{name}”; there are {count}.")
TOO_LARGE = _("Amazon takes at most {limit} for “{name}”, not {value}.")
TOO_SMALL = _("Amazon wants more than {limit} for “{name}”, not {value}.")
TOO_MANY = _("Amazon takes at most {limit} values for “{name}”; there are {count}.")
TOO_FEW = _("Amazon wants at least {limit} values for “{name}”; there are {count}.")
NO_NUMBER = _("Amazon wants a number for “{name}”, not “{value}”.")
ODD_FORM = _("“{value}” does not have the form Amazon wants for “{name}”.")
PART_MISSING = _("Amazon wants more of “{name}” than was said, for instance its unit.")
NOT_TAKEN = _("Amazon does not take what was said for “{name}”.")
NOT_ASKED = _("Amazon does not know “{name}” for goods of this kind.")
RULES_NOT_HERE = _(
    "Amazon's rules for {kind} have not been fetched yet; the goods are checked when they are sent."
)
WITHOUT_WORDS = _("Amazon gives no reason.")

_SAID: dict[str, Any] = {
    "required": MISSING,
    "enum": NOT_KNOWN,
    "const": NOT_KNOWN,
    "maxLength": TOO_LONG,
    "maxUtf8ByteLength": TOO_LONG,
    "minLength": TOO_SHORT,
    "minUtf8ByteLength": TOO_SHORT,
    "maximum": TOO_LARGE,
    "exclusiveMaximum": TOO_LARGE,
    "minimum": TOO_SMALL,
    "exclusiveMinimum": TOO_SMALL,
    "maxItems": TOO_MANY,
    "maxUniqueItems": TOO_MANY,
    "minItems": TOO_FEW,
    "minUniqueItems": TOO_FEW,
    "type": NO_NUMBER,
    "pattern": ODD_FORM,
    "format": ODD_FORM,
    "unknown": NOT_ASKED,
}
CHOICES_SHOWN = 8


def field_of(name: str) -> str:
    """Where a person mends an attribute: a field of the goods, or one this channel asks for."""
    if name.startswith("other_product_image_locator"):
        return "pictures"
    return OURS.get(name) or (f"extra.{name}" if name else "")


def problem_of(breach: Breach, definition: Definition) -> Problem:
    if breach.kind == "required" and isinstance(breach.limit, list):
        words = PART_MISSING
    else:
        words = _SAID.get(breach.kind, NOT_TAKEN)
    if breach.kind == "type" and breach.limit not in ("number", "integer"):
        words = NOT_TAKEN
    given = breach.value if isinstance(breach.value, str | int | float) else ""
    choices = breach.limit if isinstance(breach.limit, list) else [breach.limit]
    said = format_lazy(
        words,
        name=definition.title_of(breach.name),
        limit=str(breach.limit),
        value=str(given)[:80],
        count=_count(breach),
        choices=", ".join(map(str, choices[:CHOICES_SHOWN])),
    )
    return Problem(field_of(breach.name), breach.kind, said)


def _count(breach: Breach) -> str:
    if "Byte" in breach.kind and isinstance(breach.value, str):
        return str(len(breach.value.encode()))
    return str(len(breach.value)) if isinstance(breach.value, str | list) else ""


def not_fetched(product_type: str) -> Problem:
    """Only to be told; the goods are checked before they are sent."""
    words = format_lazy(RULES_NOT_HERE, kind=product_type)
    return Problem("", "rules_not_here", words, severity=WARNING)


def problem_said(issue: Mapping[str, Any]) -> Problem:
    """An issue as Amazon says it, in a listing's answer or a feed's report. Its own words stay: it
    knows more than its code says."""
    names = [str(one) for one in issue.get("attributeNames") or [] if one]
    if not names and issue.get("attributeName"):
        names = [str(issue["attributeName"])]
    text = str(issue.get("message") or "").strip()
    found = re.match(r"'\[(\w+)]'", text)
    name = names[0].partition(".")[0] if names else (found[1] if found else "")
    return Problem(
        field_of(name),
        str(issue.get("code") or "")[:60],
        text[:500] or WITHOUT_WORDS,
        severity=ERROR if issue.get("severity") == "ERROR" else WARNING,
    )


def asks_of(item: ListingItem, definition: Definition, found: list[Breach]) -> list[Ask]:
    """What only Amazon wants to know: what is missing, and what was answered before."""
    lacking = {each.name for each in found if not OURS.get(each.name)}
    answered = {name for name in item.extra if name in definition.properties}
    return [
        _ask(name, definition)
        for name in definition.properties
        if name in lacking or name in answered
    ]


def _ask(name: str, definition: Definition) -> Ask:
    prop = definition.properties[name]
    leaf = prop.get("items", {}).get("properties", {}).get("value", {})
    values = [str(one) for one in leaf.get("enum") or []]
    names = [str(one) for one in leaf.get("enumNames") or values]
    if leaf.get("type") == "boolean":
        values = ["yes", "no"]
        names = ["Yes", "No"]
    return Ask(
        name=name,
        label=definition.title_of(name),
        hint=str(prop.get("description") or ""),
        needed=name in definition.schema.get("required", []),
        choices=tuple(zip(values, names, strict=False)),
    )
