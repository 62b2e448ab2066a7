"""What Amazon says of attributes: each breach of the schema as an issue, in Amazon's shape."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError

from sandbox.services.amazon.types import TYPES, schema_of

Issue = dict[str, Any]
REQUIRED, INVALID, UNKNOWN = "90220", "99022", "90111"


def issue(code: str, message: str, names: list[str], category: str, severity: str = "ERROR") -> Issue:  # fmt: skip
    return {
        "code": code,
        "message": message,
        "severity": severity,
        "attributeNames": names,
        "categories": [category],
    }


def missing(name: str) -> Issue:
    return issue(REQUIRED, f"'{name}' is required but not supplied.", [name], "MISSING_ATTRIBUTE")


def enforced(one: Issue) -> Issue:
    """An issue of a listing that is there, with what Amazon does about it."""
    if one["severity"] != "ERROR" or "enforcements" in one:
        return one
    picture = "INVALID_IMAGE" in one["categories"]
    action = "SEARCH_SUPPRESSED" if picture else "LISTING_SUPPRESSED"
    return {**one, "enforcements": {"actions": [{"action": action}], "exemption": {"status": "NOT_EXEMPT"}}}  # fmt: skip


def applies(one: Issue) -> bool:
    """Whether it keeps the listing from being bought."""
    exemption = one.get("enforcements", {}).get("exemption", {})
    return one["severity"] == "ERROR" and not str(exemption.get("status", "")).startswith("EXEMPT")


def in_a_report(one: Issue) -> Issue:
    """As a feed's report says it: shorter, and an attribute that is missing only by its words."""
    found = {key: one[key] for key in ("code", "severity", "message")}
    name = (one["attributeNames"] or [""])[0]
    if one["code"] == REQUIRED:
        return {**found, "message": f"'[{name}]' is required but not supplied."}
    return {**found, "attributeName": name} if name else found


def of_whole(
    product_type: str, marketplace: str, requirements: str, attributes: Any, more: tuple[str, ...]
) -> list[Issue]:
    """Everything wrong with a whole item."""
    if product_type not in TYPES:
        return [issue("90204", f"'{product_type}' is not a product type.", ["product_type"], "INVALID_ATTRIBUTE")]  # fmt: skip
    validator = _validator(product_type, marketplace, requirements, more)
    return [
        found
        for error in sorted(validator.iter_errors(attributes), key=lambda one: list(one.path))
        for found in _said(error)
    ]


def of_parts(product_type: str, marketplace: str, attributes: dict[str, Any]) -> list[Issue]:
    """Everything wrong with the attributes given; none has to be there."""
    found: list[Issue] = []
    known = _document(product_type, marketplace)
    for name, value in attributes.items():
        if name not in known["properties"]:
            found.append(_unknown(name))
            continue
        part = {"$defs": known["$defs"], "properties": {name: known["properties"][name]}}
        for error in Draft201909Validator(part).iter_errors({name: value}):
            found += _said(error)
    return found


@lru_cache(maxsize=64)
def _validator(
    product_type: str, marketplace: str, requirements: str, more: tuple[str, ...]
) -> Draft201909Validator:
    return Draft201909Validator(
        json.loads(schema_of(product_type, marketplace, requirements, True, more))
    )


@lru_cache(maxsize=64)
def _document(product_type: str, marketplace: str) -> dict[str, Any]:
    name = product_type if product_type in TYPES else "PRODUCT"
    found: dict[str, Any] = json.loads(schema_of(name, marketplace, "LISTING", False, ()))
    return found


def _said(error: ValidationError) -> list[Issue]:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        lacking = [name for name in error.validator_value if name not in error.instance]
        if not path:
            return [missing(name) for name in lacking]
        return [_invalid(path, f"lacks {', '.join(lacking)}")]
    if error.validator == "anyOf" and not path:
        return [missing("externally_assigned_product_identifier")]
    if error.validator == "if":
        return [inner for one in error.context or () for inner in _said(one)]
    if error.validator == "additionalProperties" and not path:
        known = error.schema["properties"]
        return [_unknown(name) for name in error.instance if name not in known]
    return [_invalid(path, error.message[:200])]


def _invalid(path: list[str], why: str) -> Issue:
    name = path[0] if path else ""
    dotted = ".".join(part for part in path if not part.isdigit())
    return issue(INVALID, f"The value for the attribute '{dotted}' is not valid: {why}", [name], "INVALID_ATTRIBUTE")  # fmt: skip


def _unknown(name: str) -> Issue:
    return issue(UNKNOWN, f"The attribute '{name}' is not known for this product type.", [name], "INVALID_ATTRIBUTE")  # fmt: skip
