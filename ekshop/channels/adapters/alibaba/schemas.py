"""A category's schema: fetched, kept as a file, filled with our goods, and gone by before sending.

A schema is XML: fields with an id, a type (input, multiInput, singleCheck, multiCheck, complex,
multiComplex), rules and options. What we know by a field of ours is filled from it; what is required
and only Alibaba asks is answered by hand and comes in `extra`, under the field's id.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from lxml import etree

from ekshop.kernel import clock

from ...rules.money import minor_text
from ...rules.sentences import Named, sentence
from ..shape import Ask, ChannelAway, ChannelRefuses, ChannelTrouble, ListingItem, Problem
from .client import WEB_PAGE, Platform

FRESH = timedelta(days=1)
GET = "/alibaba/icbu/product/schema/get"
SIMPLE = ("input", "multiInput", "singleCheck", "multiCheck")
MOST_BYTES = 5 * 1024 * 1024
OURS = {
    "productTitle": "title_en",
    "textDesc": "text_en",
    "productKeywords": "points_en",
    "scImages": "pictures",
    "price": "price",
    "inventory": "stock",
    "pkgWeight": "gross_g",
    "length": "length_mm",
    "width": "width_mm",
    "height": "height_mm",
}
ORIGIN, BRAND, MODEL, MATERIAL = "place of origin", "brand", "model number", "material"
"""Attributes of a category have numbers for ids; these we know by their English names."""
NAMED = {ORIGIN: "origin", MATERIAL: "materials"}

MISSING = sentence(
    "alibaba.missing", _("Alibaba asks for “%(name)s” of these goods, and nobody has said it yet.")
)
TOO_LONG = sentence(
    "alibaba.too_long",
    _("Alibaba takes at most %(limit)s letters for “%(name)s”; there are %(count)s."),
)
TOO_LARGE = sentence(
    "alibaba.too_large", _("Alibaba takes at most %(limit)s for “%(name)s”, not %(value)s.")
)
NOT_KNOWN = sentence(
    "alibaba.not_known",
    _("Alibaba does not know “%(value)s” for “%(name)s”. It knows: %(choices)s."),
)
NO_NUMBER = sentence(
    "alibaba.no_number", _("Alibaba wants a number for “%(name)s”, not “%(value)s”.")
)


@dataclass(frozen=True)
class Field:
    id: str
    name: str
    kind: str
    required: bool
    longest: int
    longest_in_bytes: bool
    most: float | None
    options: tuple[tuple[str, str], ...]
    inner: tuple[Field, ...]


def read(content: str) -> tuple[Field, ...]:
    """ValueError for what is no schema. Nothing outside the document is ever fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content.encode(), parser)
    except etree.XMLSyntaxError as odd:
        raise ValueError(str(odd)) from odd
    return tuple(_field(one) for one in root.findall("field"))


def _field(node: Any) -> Field:
    rules = {one.get("name"): one for one in node.findall("rules/rule")}

    def rule(name: str) -> str:
        return str(rules[name].get("value") or "") if name in rules else ""

    in_bytes = "maxLengthRule" in rules and rules["maxLengthRule"].get("unit") == "byte"
    return Field(
        id=str(node.get("id")),
        name=str(node.get("name") or node.get("id")),
        kind=str(node.get("type")),
        required=rule("requiredRule") == "true",
        longest=int(rule("maxLengthRule") or 0),
        longest_in_bytes=in_bytes,
        most=float(rule("maxValueRule")) if rule("maxValueRule") else None,
        options=tuple(
            (str(one.get("value")), str(one.get("displayName")))
            for one in node.findall("options/option")
        ),
        inner=tuple(_field(one) for one in node.findall("fields/field")),
    )


# Kept ---------------------------------------------------------------------------------------------


def known(category: str) -> tuple[Field, ...] | None:
    """As it was last fetched, however long ago."""
    try:
        return read(_path(category).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def fetched(platform: Platform, category: str) -> tuple[Field, ...]:
    """At most a day old; an older one while Alibaba cannot be asked. Raises
    ChannelTrouble, and Wrong for a category it does not know."""
    path, kept = _path(category), known(category)
    if kept and clock.now().timestamp() - path.stat().st_mtime < FRESH.total_seconds():
        return kept
    try:
        content = _asked(platform, category)
        fields = read(content)
    except ValueError as odd:
        raise ChannelAway(why=WEB_PAGE) from odd
    except ChannelRefuses:
        raise
    except ChannelTrouble:
        if kept is None:
            raise
        return kept
    _keep(path, content)
    return fields


def _asked(platform: Platform, category: str) -> str:
    result = platform.call(GET, cat_id=int(category), language="en_US")
    content = str(result.get("data") or "")
    if len(content.encode()) > MOST_BYTES:
        raise ValueError("too large")
    return content


def _path(category: str) -> Path:
    name = "".join(one for one in category if one.isdigit())
    return Path(settings.VAR_DIR) / "channels" / "alibaba" / f"{name}.xml"


def _keep(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(content)
    os.replace(file.name, path)
    at = clock.now().timestamp()
    os.utime(path, (at, at))


# Filled -------------------------------------------------------------------------------------------

Values = dict[str, Any]
"""By field id: a list of texts, for a complex field its inner values, for a multiComplex a list of
those."""


def values_of(fields: tuple[Field, ...], item: ListingItem, brand: str) -> Values:
    raw: dict[str, Any] = {
        "productTitle": item.title,
        "productKeywords": list(item.points) or [item.title],
        "scImages": list(item.pictures),
        "textDesc": item.text,
        "minOrderQuantity": item.extra.get("minOrderQuantity") or "1",
        "inventory": str(item.quantity),
        "pkgWeight": f"{item.gross_g / 1000:g}" if item.gross_g else "",
        "price": minor_text(item.price_minor, item.currency).rpartition(" ")[2].replace(",", ""),
        "quantity": item.extra.get("minOrderQuantity") or "1",
        "length": _centimetres(item.length_mm),
        "width": _centimetres(item.width_mm),
        "height": _centimetres(item.height_mm),
        "priceUnit": "Piece/Pieces",
    }
    by_name = {
        ORIGIN: item.origin,
        BRAND: item.brand or brand,
        MODEL: item.sku,
        MATERIAL: item.materials,
    }
    # What we know ourselves was read, priced and counted by others than whoever answers.
    return _filled(fields, {**item.extra, **raw}, by_name)


def _filled(fields: tuple[Field, ...], raw: Values, by_name: dict[str, str]) -> Values:
    found: Values = {}
    for field in fields:
        if field.kind == "complex":
            found[field.id] = _filled(field.inner, raw, by_name)
        elif field.kind == "multiComplex":
            found[field.id] = [_filled(field.inner, raw, by_name)]
        elif field.kind in SIMPLE:
            value = by_name.get(field.name.lower()) or raw.get(field.id) or ""
            values = value if isinstance(value, list) else [value]
            found[field.id] = [_option(field, str(one)) for one in values if str(one).strip()]
    return found


def _option(field: Field, value: str) -> str:
    """An option's key, where its key or its shown name was said."""
    for key, name in field.options:
        if value.lower() in (key.lower(), name.lower()):
            return key
    return value


def _centimetres(millimetres: int) -> str:
    return f"{millimetres / 10:g}" if millimetres else ""


def xml_of(fields: tuple[Field, ...], values: Values) -> str:
    """Of one complex field the values stand in a `complex-value`; of a repeated one each set in a
    `complex-values` of its own. Alibaba drops what is wrapped otherwise without a word.
    """
    root = etree.Element("itemSchema")
    _written(root, fields, values)
    return etree.tostring(root, encoding="unicode")


def _written(parent: Any, fields: tuple[Field, ...], values: Values) -> None:
    for field in fields:
        given = values.get(field.id)
        if not given:
            continue
        node = etree.SubElement(parent, "field", id=field.id, name=field.name, type=field.kind)
        if field.kind == "complex":
            _written(etree.SubElement(node, "complex-value"), field.inner, given)
        elif field.kind == "multiComplex":
            for one in given:
                _written(etree.SubElement(node, "complex-values"), field.inner, one)
        elif field.kind.startswith("multi"):
            below = etree.SubElement(node, "values")
            for one in given:
                etree.SubElement(below, "value").text = one
        else:
            etree.SubElement(node, "value").text = given[0]


# Gone by ------------------------------------------------------------------------------------------


def problems_of(fields: tuple[Field, ...], values: Values) -> Iterator[Problem]:
    for field in fields:
        given = values.get(field.id)
        if field.kind == "complex":
            yield from problems_of(field.inner, given or {})
        elif field.kind == "multiComplex":
            for one in given or []:
                yield from problems_of(field.inner, one)
        elif not given:
            if field.required:
                yield _problem(field, "requiredRule", MISSING)
        else:
            for one in given:
                yield from _wrong(field, one)


def _wrong(field: Field, value: str) -> Iterator[Problem]:
    length = len(value.encode()) if field.longest_in_bytes else len(value)
    if field.longest and length > field.longest:
        yield _problem(field, "maxLengthRule", TOO_LONG, limit=field.longest, count=length)
    keys = [key for key, _name in field.options]
    if field.options and value not in keys:
        choices = ", ".join(name for _key, name in field.options[:8])
        yield _problem(field, "options", NOT_KNOWN, value=value[:80], choices=choices)
    if field.most is not None:
        try:
            if float(value) > field.most:
                told = {"limit": field.most, "value": value[:80]}
                yield _problem(field, "maxValueRule", TOO_LARGE, **told)
        except ValueError:
            yield _problem(field, "valueTypeRule", NO_NUMBER, value=value[:80])


def _problem(field: Field, code: str, words: Any, **told: Any) -> Problem:
    return Problem(field_of(field), code, words(name=_named(field), **told))


def _named(field: Field) -> Named:
    """By its English name, as ours have one, since Alibaba's own ids are numbers."""
    return Named(field.name.lower().replace(" ", "_"), field.name)


def field_of(field: Field) -> str:
    """Where a person mends it."""
    return OURS.get(field.id) or NAMED.get(field.name.lower()) or f"extra.{field.id}"


def asks_of(fields: tuple[Field, ...], values: Values, answered: frozenset[str]) -> Iterator[Ask]:
    """What only Alibaba wants to know: what is missing, and what was answered before."""
    for field in fields:
        given = values.get(field.id)
        if field.kind == "complex":
            yield from asks_of(field.inner, given or {}, answered)
        elif field.kind not in SIMPLE or not field_of(field).startswith("extra."):
            continue
        elif (field.required and not given) or field.id in answered:
            yield Ask(field.id, _named(field), needed=field.required, choices=field.options)
