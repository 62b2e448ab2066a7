"""WooCommerce's "Product CSV export", as its own importer reads it back.

Variations name their product by SKU or as "id:44", before or after its own row; so the products are
looked over once before the rows are read.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ekshop.kernel import clock

from ...ingest.opening import check_letters
from ...ingest.records import BadRow, Fields, FileProblem, Raw
from ...ingest.tables import TableReader
from ..shape import BY_ITS_MARKS, NOT_THIS

MARKS = ("id", "type", "sku", "name", "published", "regular price")
"""What the first line of every export has, whatever else was chosen."""
GTINS = ("gtin, upc, ean, or isbn",)
_BETWEEN = b"\x1e"


def is_export(text: bytes) -> int:
    header = _header(text)
    return BY_ITS_MARKS if all(mark in header for mark in MARKS) else NOT_THIS


class ExportReader:
    """One row for each thing that can be ordered; products that only group others are passed by."""

    def __init__(self, path: Path, head: bytes, columns: dict[str, str] | None) -> None:
        check_letters(head)
        self._table = TableReader(
            path, ",", {"id": "ID", "title": "Name", "price": "Regular price"}
        )
        self._places = {name.strip().casefold(): n for n, name in enumerate(self._table.header)}
        self._attributes = list(self._attribute_places())
        self._families: dict[str, dict[str, Any]] = {}
        self.problem: FileProblem | None = None

    def raws(self) -> Iterator[Raw]:
        self._look_over()
        for raw in self._table.raws():
            if raw.payload is None:
                yield raw
                continue
            kinds = self._kinds(raw.payload)
            if "variable" in kinds or self._cell(raw.payload, "published") not in ("1", ""):
                continue
            family = self._family(raw.payload) if "variation" in kinds else None
            key = raw.key + _BETWEEN + str(family).encode() if family else raw.key
            yield Raw(raw.number, key, raw.payload)
        self.problem = self._table.problem

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields | BadRow]:
        for raw, plain in zip(raws, self._table.parse(raws), strict=True):
            yield plain if isinstance(plain, BadRow) else self._fields(raw.payload)

    def _look_over(self) -> None:
        for raw in self._table.raws():
            row = raw.payload
            if row is None or "variable" not in self._kinds(row):
                continue
            known = {
                name: self._cell(row, name)
                for name in ("id", "name", "description", "short description", "categories", "images", "brands", "published")
            }  # fmt: skip
            for name in (known["id"] and f"id:{known['id']}", self._cell(row, "sku")):
                if name:
                    self._families[name] = known

    def _fields(self, row: list[str]) -> Fields | BadRow:
        kinds = self._kinds(row)
        name = self._cell(row, "name")
        if not kinds & {"simple", "variation"} or kinds & {"virtual", "downloadable"}:
            return BadRow("not_orderable", name)
        family = self._family(row) if "variation" in kinds else {}
        if family is None:
            return BadRow("no_family", self._cell(row, "parent"))
        options = {
            title: value
            for n, v in self._attributes
            if (title := self._at(row, n)) and (value := self._at(row, v))
        }
        pictures = _links(self._cell(row, "images")) + _links(family.get("images", ""))
        fields: Fields = {
            "id": self._cell(row, "id"),
            "title": _titled(family.get("name", ""), name, options),
            "description": self._said(row, family),
            "category": _deepest(self._cell(row, "categories") or family.get("categories", "")),
            "brand": (self._cell(row, "brands") or family.get("brands", "")).split(",")[0].strip(),
            "gtin": next((self._cell(row, each) for each in GTINS if self._cell(row, each)), ""),
            "image_link": pictures[0] if pictures else "",
            "images": list(dict.fromkeys(pictures[1:])),
            "price": self._cell(row, "regular price"),
            "sale_price": self._cell(row, "sale price") if self._on_sale(row) else "",
            "quantity": self._pieces(row),
            "availability": self._there(row, family),
            "group_ref": family.get("id", ""),
            "attributes": options,
        }
        return {field: value for field, value in fields.items() if value}

    def _family(self, row: list[str]) -> dict[str, Any] | None:
        return self._families.get(self._cell(row, "parent"))

    def _said(self, row: list[str], family: dict[str, Any]) -> str:
        own = self._cell(row, "description") or self._cell(row, "short description")
        text = own or family.get("description") or family.get("short description") or ""
        return str(text).replace("\\n", "\n")

    def _pieces(self, row: list[str]) -> str:
        pieces = self._cell(row, "stock")
        return "" if pieces.casefold() == "parent" else pieces

    def _there(self, row: list[str], family: dict[str, Any]) -> str:
        if family.get("published", "1") not in ("1", ""):
            return "out_of_stock"
        return "in_stock" if self._cell(row, "in stock?") == "1" else "out_of_stock"

    def _on_sale(self, row: list[str]) -> bool:
        today = clock.dhaka_date(clock.now()).isoformat()
        begins = self._cell(row, "date sale price starts")[:10]
        ends = self._cell(row, "date sale price ends")[:10]
        return (not begins or begins <= today) and (not ends or today <= ends)

    def _kinds(self, row: list[str]) -> set[str]:
        return {kind.strip() for kind in self._cell(row, "type").casefold().split(",")}

    def _cell(self, row: list[str], name: str) -> str:
        place = self._places.get(name)
        return self._at(row, place) if place is not None else ""

    @staticmethod
    def _at(row: list[str], place: int) -> str:
        return row[place].strip() if place < len(row) else ""

    def _attribute_places(self) -> Iterator[tuple[int, int]]:
        """(where its name stands, where its values stand) of each attribute."""
        number = 1
        while (name := self._places.get(f"attribute {number} name")) is not None:
            values = self._places.get(f"attribute {number} value(s)")
            if values is not None:
                yield name, values
            number += 1


def _header(text: bytes) -> list[str]:
    first = text.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    if not first or "," not in first:
        return []
    return [name.strip().casefold() for name in next(csv.reader([first]), [])]


def _titled(family: str, name: str, options: dict[str, str]) -> str:
    return f"{family} · {', '.join(options.values())}" if family and options else name


def _deepest(text: str) -> str:
    """Of "Clothing, Clothing > Tshirts" the longest path."""
    return max(
        (part.strip() for part in text.split(",")), key=lambda part: part.count(">"), default=""
    )


def _links(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip().startswith("http")]
