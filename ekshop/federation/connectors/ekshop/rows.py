"""Products of the published contract as rows of our fields.

A product has one `sku_information` or, with `sku_type` 1, one for each variant. A variant goes by
the product's number and what tells it apart (`1-Black-4GB`): the contract's own sample gives one
`sku` to several, so that is only pointed out. `special_price` at or above `price` is no reduction.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...ingest.records import Fields, Note

VARIANTS = 1
LONGEST_REF = 50
MOST_PICTURES = 11


@dataclass
class Item:
    """One article of a product: `place` is the product's in what was sent, from 0."""

    place: int
    sku: str
    fields: Fields


@dataclass
class Read:
    """`refused`: products that cannot be taken apart, by place, with why. `repeated`: SKUs that
    stand for several articles, with the places of the items in question."""

    items: list[Item] = field(default_factory=list)
    refused: dict[int, list[Note]] = field(default_factory=dict)
    repeated: dict[str, list[int]] = field(default_factory=dict)


def products_read(products: Sequence[Any]) -> Read:
    """Everything in a list of products; nothing in it is trusted to have a shape."""
    read = Read()
    for place, product in enumerate(products):
        problem = _problem(product)
        if problem:
            number = _text(product.get("product_reference_id")) if _is_map(product) else ""
            read.refused[place] = [Note(place + 1, number[:50], problem[0], "", problem[1])]
            continue
        read.items.extend(_items(place, product))
    seen: dict[str, list[int]] = {}
    for at, item in enumerate(read.items):
        if item.sku:
            seen.setdefault(item.sku, []).append(at)
    read.repeated = {sku: places for sku, places in seen.items() if len(places) > 1}
    return read


def _problem(product: Any) -> tuple[str, str] | None:
    """(field, code) of what makes a product unreadable."""
    if not _is_map(product):
        return "product", "not_an_object"
    if not _text(product.get("product_reference_id")):
        return "product_reference_id", "missing"
    skus = product.get("sku_information")
    if not isinstance(skus, list) or not any(map(_is_map, skus)):
        return "sku_information", "missing"
    return None


def _items(place: int, product: Mapping[str, Any]) -> Iterator[Item]:
    number = _text(product["product_reference_id"])
    shared = {
        "brand": _text(product.get("brand")),
        "category": _text(product.get("category")),
        "description": "\n\n".join(_description(product)),
    }
    skus = [each for each in product["sku_information"] if _is_map(each)]
    family = _text(product.get("sku_type")) == str(VARIANTS) or len(skus) > 1
    if not family:
        # The model of a family says nothing about which of it a thing is.
        shared["mpn"] = _text(product.get("model"))
    names = [
        _text(each.get("attribute_name")) if _is_map(each) else ""
        for each in _list(product.get("attributes"))
    ]
    for sku in skus:
        combo = [_text(each) for each in _list(sku.get("attr_combo"))] if family else []
        fields: Fields = {
            **shared,
            "id": _ref(number, combo),
            "title": ", ".join([_text(product.get("name")), *filter(None, combo)]),
            "price": _amount(sku.get("price")),
            "sale_price": _reduced(sku),
            "quantity": _text(sku.get("quantity")) if _enabled(sku) else "0",
        }
        if family:
            fields["group_ref"] = _short(number)
            fields["attributes"] = {
                name or f"option {at + 1}": value
                for at, (name, value) in enumerate(_named(names, combo))
                if value
            }
        pictures = list(dict.fromkeys([*_pictures(sku), *_pictures(product)]))[:MOST_PICTURES]
        if pictures:
            fields["image_link"], fields["images"] = pictures[0], pictures[1:]
        yield Item(
            place, _text(sku.get("sku")), {name: value for name, value in fields.items() if value}
        )


def _named(names: list[str], combo: list[str]) -> list[tuple[str, str]]:
    """Attribute names beside the values of a variant, which stand in the same order."""
    padded = [*names, *[""] * (len(combo) - len(names))]
    return list(zip(padded, combo, strict=False))


def _ref(number: str, combo: list[str]) -> str:
    if not combo:
        return _short(number)
    whole = "-".join([number, *(re.sub(r"\s+", "_", value) for value in combo)])
    if len(whole) <= LONGEST_REF:
        return whole
    digest = hashlib.sha256("\x1f".join(combo).encode()).hexdigest()[:10]
    return f"{_short(number, LONGEST_REF - 11)}-{digest}"


def _short(number: str, longest: int = LONGEST_REF) -> str:
    """The product's own number; one too long by its beginning and a digest of all of it."""
    if len(number) <= longest:
        return number
    return f"{number[: longest - 11]}-{hashlib.sha256(number.encode()).hexdigest()[:10]}"


def _description(product: Mapping[str, Any]) -> Iterator[str]:
    """What is worth knowing first, then all of it, then questions with their answers."""
    for name in ("highlights", "product_description"):
        if text := _text(product.get(name)):
            yield text
    for each in _list(product.get("faq")):
        if _is_map(each):
            question, answer = _text(each.get("question")), _text(each.get("answer"))
            if question and answer:
                yield f"{question}\n{answer}"
    if words := [_text(word) for word in _list(product.get("keywords"))]:
        yield ", ".join(filter(None, words))


def _pictures(holder: Mapping[str, Any]) -> Iterator[str]:
    for each in _list(holder.get("images")):
        if _is_map(each):
            sizes = (_text(each.get(size)) for size in ("actual_img", "mid_img", "thumb_img"))
            if best := next(filter(None, sizes), ""):
                yield best


def _reduced(sku: Mapping[str, Any]) -> str:
    """The special price where it is less than the price, or not to be compared with it."""
    price, special = sku.get("price"), sku.get("special_price")
    if isinstance(price, int | float) and isinstance(special, int | float):
        return _amount(special) if 0 < special < price else ""
    return _amount(special)


def _enabled(sku: Mapping[str, Any]) -> bool:
    return _text(sku.get("is_enabled", True)).casefold() not in ("false", "0", "no")


def _amount(value: Any) -> str:
    """A float's own tail is noise: 12499.990000000002 was 12499.99."""
    if isinstance(value, float) and abs(value) < 1e15:
        return f"{value:.2f}"
    return _text(value)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _list(value: Any) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _text(value: Any) -> str:
    """What can be read as text; nothing else."""
    if value is None or isinstance(value, list | dict):
        return ""
    text = str(value).replace("\x00", "").encode("utf-8", "replace").decode()
    return text.strip()
