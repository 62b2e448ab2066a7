"""Amazon's complaints in words that name our own field, and what Amazon asks beyond our fields."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...rules.said_abroad import coded
from ...rules.sentences import Named, sentence
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

MISSING = sentence(
    "amazon.missing", _("Amazon asks for “%(name)s” of these goods, and nobody has said it yet.")
)
NOT_KNOWN = sentence(
    "amazon.not_known",
    _("Amazon does not know “%(value)s” for “%(name)s”. It knows: %(choices)s."),
)
TOO_LONG = sentence(
    "amazon.too_long",
    _("Amazon takes at most %(limit)s letters for “%(name)s”; there are %(count)s."),
)
TOO_MANY_BYTES = sentence(
    "amazon.too_many_bytes",
    _("“%(name)s” is too long for Amazon: it may take %(limit)s bytes, and takes %(count)s."),
)
TOO_SHORT = sentence(
    "amazon.too_short",
    _("Amazon wants at least %(limit)s letters for “%(name)s”; there are %(count)s."),
)
TOO_LARGE = sentence(
    "amazon.too_large", _("Amazon takes at most %(limit)s for “%(name)s”, not %(value)s.")
)
LESS = sentence("amazon.less", _("Amazon wants less than %(limit)s for “%(name)s”, not %(value)s."))
AT_LEAST = sentence(
    "amazon.at_least", _("Amazon wants at least %(limit)s for “%(name)s”, not %(value)s.")
)
TOO_SMALL = sentence(
    "amazon.too_small", _("Amazon wants more than %(limit)s for “%(name)s”, not %(value)s.")
)
TOO_MANY = sentence(
    "amazon.too_many",
    _("Amazon takes at most %(limit)s values for “%(name)s”; there are %(count)s."),
)
TOO_FEW = sentence(
    "amazon.too_few",
    _("Amazon wants at least %(limit)s values for “%(name)s”; there are %(count)s."),
)
NO_NUMBER = sentence(
    "amazon.no_number", _("Amazon wants a number for “%(name)s”, not “%(value)s”.")
)
ODD_FORM = sentence(
    "amazon.odd_form", _("“%(value)s” does not have the form Amazon wants for “%(name)s”.")
)
PART_MISSING = sentence(
    "amazon.part_missing", _("Of “%(name)s” Amazon still wants to know: %(parts)s.")
)
NOT_TAKEN = sentence("amazon.not_taken", _("Amazon does not take what was said for “%(name)s”."))
NOT_ASKED = sentence(
    "amazon.not_asked", _("Amazon does not know “%(name)s” for goods of this kind.")
)
NO_SUCH_TYPE = sentence(
    "amazon.no_such_type", _("Amazon knows no product type “%(kind)s”. Give the name of another.")
)
RULES_NOT_HERE = sentence(
    "amazon.rules_not_here",
    _(
        "Amazon's rules for %(kind)s have not been fetched yet; the goods are checked when they are"
        " sent."
    ),
)

_SAID: dict[str, Any] = {
    "required": MISSING,
    "enum": NOT_KNOWN,
    "const": NOT_KNOWN,
    "maxLength": TOO_LONG,
    "maxUtf8ByteLength": TOO_MANY_BYTES,
    "minLength": TOO_SHORT,
    "minUtf8ByteLength": TOO_SHORT,
    "maximum": TOO_LARGE,
    "exclusiveMaximum": LESS,
    "minimum": AT_LEAST,
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
PART = "part_required"
"""Our code for an attribute that was said, but not whole."""
CHOICES_SHOWN = 8
BY_CATEGORY = {
    "INVALID_IMAGE": "pictures",
    "MISSING_IMAGE": "pictures",
    "INVALID_PRICE": "price",
    "MISSING_PRICE": "price",
}
_NAMES = re.compile(r"""(?:attributes[./]|['"“‘`\[])([A-Za-z]\w+)""")
"""Where words name an attribute: as a path, or quoted."""
_NAME_FIRST = re.compile(r"'\[?(\w+)]?' is required")


def field_of(name: str) -> str:
    """Where a person mends an attribute: a field of the goods, or one this channel asks for."""
    if name.startswith("other_product_image_locator"):
        return "pictures"
    return OURS.get(name) or (f"extra.{name}" if name else "")


def is_asked(name: str) -> bool:
    """Whether no field of the goods fills it."""
    return field_of(name).startswith("extra.")


def problems_of(found: Sequence[Breach], definition: Definition) -> list[Problem]:
    """One fault of a field at a time: what was said wrong before what was not said."""
    told: dict[str, Problem] = {}
    for breach in sorted(found, key=lambda one: _lacks_parts(one) or one.kind == "required"):
        problem = _problem(breach, definition)
        told.setdefault(problem.field, problem)
    return [*told.values()]


def _lacks_parts(breach: Breach) -> bool:
    """Whether the attribute is there, but not whole."""
    return breach.kind == "required" and isinstance(breach.limit, list)


def _problem(breach: Breach, definition: Definition) -> Problem:
    name = Named(breach.name, definition.title_of(breach.name))
    if _lacks_parts(breach):
        given = breach.value if isinstance(breach.value, dict) else {}
        parts = [str(one) for one in breach.limit if one not in given]
        lacking = [Named(one, one.replace("_", " ")) for one in parts]
        return Problem(field_of(breach.name), PART, PART_MISSING(name=name, parts=lacking))
    words = _SAID.get(breach.kind, NOT_TAKEN)
    if breach.kind == "type" and breach.limit not in ("number", "integer"):
        words = NOT_TAKEN
    value = breach.value if isinstance(breach.value, str | int | float) else ""
    choices = breach.limit if isinstance(breach.limit, list) else [breach.limit]
    said = words(
        name=name,
        limit=breach.limit if isinstance(breach.limit, int | float) else str(breach.limit),
        value=str(value)[:80],
        count=_count(breach),
        choices=", ".join(map(str, choices[:CHOICES_SHOWN])),
    )
    return Problem(field_of(breach.name), breach.kind, said)


def _count(breach: Breach) -> int:
    if "Byte" in breach.kind and isinstance(breach.value, str):
        return len(breach.value.encode())
    return len(breach.value) if isinstance(breach.value, str | list) else 0


def no_such_type(product_type: str) -> Problem:
    return Problem("extra.product_type", "product_type", NO_SUCH_TYPE(kind=product_type))


def not_fetched(product_type: str) -> Problem:
    """Only to be told; the goods are checked before they are sent."""
    words = RULES_NOT_HERE(kind=product_type)
    return Problem("", "rules_not_here", words, severity=WARNING)


def problem_said(issue: Mapping[str, Any]) -> Problem:
    """An issue as Amazon says it: of a listing (`attributeNames`, `categories`, `enforcements`), or in a
    feed's report (`attributeName`, or the name at the beginning of its words). Its own words stay: it
    knows more than its code says. It may give none. What a listing is exempt from stops nothing."""
    names = [str(one) for one in issue.get("attributeNames") or [] if one]
    if not names and issue.get("attributeName"):
        names = [str(issue["attributeName"])]
    text = str(issue.get("message") or "").strip()
    found = _NAME_FIRST.match(text)
    name = names[0].partition(".")[0] if names else (found[1] if found else "")
    stops = issue.get("severity") == "ERROR" and not _exempt(issue)
    return Problem(
        field_of(name) or _field_of_category(issue.get("categories") or []),
        coded(str(issue.get("code") or "")[:30], map(str, issue.get("categories") or [])),
        text[:500],
        severity=ERROR if stops else WARNING,
    )


def problems_refused(
    said: Sequence[tuple[str, str]], definition: Definition | None
) -> tuple[Problem, ...]:
    """Of a call that was not granted: Amazon's words, at the field of the attribute they name."""
    known = definition.properties if definition else OURS
    return tuple(Problem(_field_named(text, known), code, text[:500]) for code, text in said)


def _field_named(text: str, known: Container[str]) -> str:
    for name in _NAMES.findall(text):
        if name == "productType":
            return "extra.product_type"
        if name in known or field_of(name) == "pictures":
            return field_of(name)
    return ""


def _exempt(issue: Mapping[str, Any]) -> bool:
    exemption = (issue.get("enforcements") or {}).get("exemption") or {}
    return str(exemption.get("status") or "").startswith("EXEMPT")


def _field_of_category(categories: Sequence[Any]) -> str:
    """Of an issue without an attribute, as those of pictures are."""
    known = (BY_CATEGORY.get(str(one), "") for one in categories)
    return next((one for one in known if one), "")


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
    names: list[Any] = [str(one) for one in leaf.get("enumNames") or values]
    if leaf.get("type") == "boolean":
        values, names = ["yes", "no"], [_("Yes"), _("No")]
    return Ask(
        name=name,
        label=Named(name, definition.title_of(name)),
        hint=str(prop.get("description") or ""),
        needed=name in definition.schema.get("required", []),
        choices=tuple(zip(values, names, strict=False)),
    )
