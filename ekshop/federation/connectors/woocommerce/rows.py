"""WooCommerce's products as our rows: the lines that `fetching` writes.

An article's number is WooCommerce's own of the product or variation: it is always there and never
changes, as its SKU may; orders name it.
"""

import json
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from ...ingest.records import BadRow, Fields, FileProblem, Raw
from ...ingest.tables import LinesReader
from ..shape import BY_ITS_MARKS, NOT_THIS

ORDERABLE = {"simple", "variable", "variation"}


class ProductLines:
    """The lines of `fetching`; rows of things that cannot be sent are refused."""

    def __init__(self, path: Path) -> None:
        self._lines = LinesReader(path)
        self.problem: FileProblem | None = None

    def raws(self) -> Iterator[Raw]:
        yield from self._lines.raws()
        self.problem = self._lines.problem

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields | BadRow]:
        for raw in raws:
            try:
                yield row_of(json.loads(raw.payload))
            except (ValueError, TypeError, KeyError, AttributeError):
                yield BadRow("broken_json", raw.key.decode("utf-8", "replace")[:60])


def is_lines_of_products(text: bytes) -> int:
    first = text.split(b"\n", 1)[0]
    marks = first.startswith(b"{") and b'"product"' in first and b'"variation"' in first
    return BY_ITS_MARKS if marks else NOT_THIS


def row_of(line: dict[str, Any]) -> Fields | BadRow:
    """Our fields of one line: {"product", "variation" | None, "category", "currency"}."""
    product, variation = line["product"], line.get("variation")
    thing = variation or product
    kind = str(product.get("type") or "simple")
    if kind not in ORDERABLE or thing.get("virtual") or thing.get("downloadable"):
        return BadRow("not_orderable", _text(product.get("name")))
    name = _text(product.get("name"))
    options = attributes_of(thing.get("attributes"))
    pictures = [*(thing.get("image") or []), *(product.get("images") or [])]
    fields: Fields = {
        "id": str(thing["id"]),
        "title": f"{name} · {', '.join(options.values())}" if variation and options else name,
        "description": _text(thing.get("description"))
        or _text(product.get("description"))
        or _text(product.get("short_description")),
        "link": str(thing.get("permalink") or product.get("permalink") or ""),
        "category": str(line.get("category") or ""),
        "brand": _first_name(product.get("brands")),
        "gtin": str(thing.get("global_unique_id") or ""),
        **prices(thing, str(line.get("currency") or "BDT")),
        **stock(thing, sold=kind_sold(product)),
    }
    if pictures:
        fields["image_link"] = str(pictures[0])
        fields["images"] = [str(each) for each in dict.fromkeys(pictures[1:])]
    if variation:
        fields["group_ref"] = str(product["id"])
    if options:
        fields["attributes"] = options
    return {name: value for name, value in fields.items() if value not in ("", [], None)}


def prices(thing: dict[str, Any], currency: str) -> Fields:
    """The price, and the reduced one while it holds."""
    regular, now = _amount(thing.get("regular_price")), _amount(thing.get("price"))
    if thing.get("on_sale") and regular and now and now != regular:
        return {"price": f"{regular} {currency}", "sale_price": f"{now} {currency}"}
    price = now or regular
    return {"price": f"{price} {currency}"} if price else {}


def stock(thing: dict[str, Any], *, sold: bool) -> Fields:
    """What is counted by pieces says how many; the rest only whether there are any."""
    there = sold and thing.get("stock_status") == "instock"
    fields: Fields = {"availability": "in_stock" if there else "out_of_stock"}
    pieces = thing.get("stock_quantity")
    if thing.get("manage_stock") and isinstance(pieces, int | float):
        fields["quantity"] = str(max(0, int(pieces)))
    return fields


def kind_sold(product: dict[str, Any]) -> bool:
    """Whether the shop shows it: what became a draft since the last reading is not sold."""
    return (
        str(product.get("status") or "publish") == "publish"
        and product.get("catalog_visibility") != "hidden"
    )


def attributes_of(given: Any) -> dict[str, str]:
    """Name → value; a simple product's several options in one."""
    found: dict[str, str] = {}
    for each in given or []:
        if not isinstance(each, dict):
            continue
        options = each.get("options")
        value = each.get("option") or (
            ", ".join(map(str, options)) if isinstance(options, list) else ""
        )
        name = _text(each.get("name"))
        if name and value:
            found[name] = _text(value)
    return found


def _text(given: Any) -> str:
    """WordPress writes & and quotes as HTML has them."""
    return unescape(str(given or "")).strip()


def _first_name(given: Any) -> str:
    return _text(given[0].get("name")) if isinstance(given, list) and given else ""


def _amount(given: Any) -> str:
    return str(given if given is not None else "").strip()
