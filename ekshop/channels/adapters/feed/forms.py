"""Files of six kinds, written row by row and read whole.

Written files go to a place on disk, so that memory does not grow with them. What comes back is
bounded by what we take from a marketplace (`roads.MOST_BYTES`), and is read in one go.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from ekshop.kernel.tables import (
    MOST_AREA,
    MOST_UNPACKED,
    TableUnreadable,
    harmless,
    workbook_area,
)

Row = dict[str, str]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NotWhole(Exception):
    """The file cannot be read, or its end is missing; says why."""


@dataclass(frozen=True)
class Record:
    """`line`: its place in the file, from 1. `values`: by their column, those within others with a
    dot between; `lines`: what is within it, each with its own. `raw`: for a person to look at."""

    line: int
    values: Row
    lines: tuple[Row, ...] = ()
    bad: str = ""

    @property
    def raw(self) -> str:
        told: dict[str, Any] = {**self.values}
        if self.lines:
            told[""] = list(self.lines)
        return json.dumps(told, ensure_ascii=False)


# Written -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """How a written file looks beside its rows. `item`, `namespaces`: of XML."""

    kind: str
    columns: Sequence[str]
    encoding: str = "utf-8"
    item: str = "item"
    namespaces: Mapping[str, str] | None = None


def write(sheet: Sheet, rows: Iterable[Row], into: Path) -> int:
    """How many rows."""
    if sheet.kind == "xlsx":
        return _write_book(sheet, rows, into)
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with into.open("w", encoding=sheet.encoding, errors="replace", newline="") as file:
        file.writelines(_WRITERS[sheet.kind](sheet, counted()))
    return count


def _write_book(sheet: Sheet, rows: Iterable[Row], into: Path) -> int:
    book = xlsxwriter.Workbook(str(into), {"constant_memory": True})
    page = book.add_worksheet()
    count = 0
    page.write_row(0, 0, list(sheet.columns))
    for count, row in enumerate(rows, 1):
        for place, column in enumerate(sheet.columns):
            page.write_string(count, place, row.get(column, ""))
    book.close()
    return count


def _table(delimiter: str) -> Callable[[Sheet, Iterable[Row]], Iterator[str]]:
    def lines(sheet: Sheet, rows: Iterable[Row]) -> Iterator[str]:
        line = io.StringIO()
        table = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")

        def taken(values: Iterable[str]) -> str:
            table.writerow(values)
            text = line.getvalue()
            line.seek(0)
            line.truncate()
            return text

        yield taken(sheet.columns)
        for row in rows:
            # At a marketplace, too, somebody opens such a file in a spreadsheet.
            values = (row.get(column, "") for column in sheet.columns)
            yield taken(harmless(" ".join(v.split()) if delimiter == "\t" else v) for v in values)

    return lines


def _json_lines(_sheet: Sheet, rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(_within(row), ensure_ascii=False) + "\n"


def _json(_sheet: Sheet, rows: Iterable[Row]) -> Iterator[str]:
    between = "["
    for row in rows:
        yield between + json.dumps(_within(row), ensure_ascii=False)
        between = ",\n"
    yield "]" if between != "[" else "[]"


def _within(row: Row) -> dict[str, Any]:
    """`buyer.name` is a name within a buyer."""
    made: dict[str, Any] = {}
    for column, value in row.items():
        *outer, last = column.split(".")
        place = made
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = value
    return made


def _xml(sheet: Sheet, rows: Iterable[Row]) -> Iterator[str]:
    spaces = "".join(f" xmlns:{k}={quoteattr(v)}" for k, v in (sheet.namespaces or {}).items())
    yield f'<?xml version="1.0" encoding="{sheet.encoding}"?>\n<rss version="2.0"{spaces}><channel>\n'
    for row in rows:
        parts = "".join(f"<{c}>{escape(v)}</{c}>" for c, v in row.items() if v)
        yield f"<{sheet.item}>{parts}</{sheet.item}>\n"
    yield "</channel></rss>\n"


_WRITERS: dict[str, Callable[[Sheet, Iterable[Row]], Iterator[str]]] = {
    "csv": _table(","),
    "tsv": _table("\t"),
    "json": _json,
    "jsonl": _json_lines,
    "xml": _xml,
}


# Read --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """How a file that comes back is laid out.

    `records`: where they are in JSON, or their element's name in XML; `lines`: the part of a record
    that has lines, "" where a record is one row. `trailer`: the first word of a last line that
    says how many there are.
    """

    kind: str
    records: str = ""
    lines: str = ""
    trailer: str = ""
    encoding: str = "utf-8-sig"


def read(data: bytes, shape: Shape) -> list[Record]:
    """Raises NotWhole. A JSON line that cannot be read alone is a record that is `bad`."""
    try:
        return list(_READERS[shape.kind](data, shape))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, csv.Error, zipfile.BadZipFile, TableUnreadable, CalamineError, etree.XMLSyntaxError) as problem:  # fmt: skip
        raise NotWhole(str(problem)[:200] or type(problem).__name__) from problem


def _read_table(data: bytes, shape: Shape) -> Iterator[Record]:
    text = data.decode(shape.encoding)
    if text and not text.endswith("\n"):
        raise NotWhole("the last line has no end")
    rows = csv.reader(io.StringIO(text), delimiter="\t" if shape.kind == "tsv" else ",")
    yield from _rows_read(list(rows), shape)


def _read_book(data: bytes, shape: Shape) -> Iterator[Record]:
    if workbook_area(data, most_unpacked=MOST_UNPACKED) > MOST_AREA:
        raise NotWhole("the sheet is larger than we accept")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    rows = [[_cell(value) for value in row] for row in sheet.to_python()]
    yield from _rows_read(rows, shape)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _rows_read(rows: list[list[str]], shape: Shape) -> Iterator[Record]:
    filled = [(line, row) for line, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise NotWhole("the file is empty")
    (_first, head), *body = filled
    if shape.trailer:
        last = body.pop()[1] if body else head
        if last[0] != shape.trailer or last[1:2] != [str(len(body))]:
            raise NotWhole(f"the line {shape.trailer} with the number of rows is missing")
    for line, row in body:
        values = dict(zip(head, (cell.strip() for cell in row), strict=False))
        yield Record(line, values, bad="" if len(row) == len(head) else "columns")


def _read_lines(data: bytes, shape: Shape) -> Iterator[Record]:
    lines = data.decode(shape.encoding).splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        raise NotWhole("the last line has no end")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _record(number, json.loads(line), shape)
        except (ValueError, TypeError, AttributeError, RecursionError):
            yield Record(number, {"": line.strip()[:2000]}, bad="json")


def _read_json(data: bytes, shape: Shape) -> Iterator[Record]:
    yield from records_of(json.loads(data.decode(shape.encoding)), shape)


def records_of(told: Any, shape: Shape) -> Iterator[Record]:
    """Those of a document that is read already."""
    for part in filter(None, shape.records.split(".")):
        told = told[part]
    if not isinstance(told, list):
        raise NotWhole("there is no list of rows")
    for number, each in enumerate(told, 1):
        try:
            yield _record(number, each, shape)
        except (ValueError, TypeError, AttributeError):
            yield Record(number, {"": str(each)[:2000]}, bad="json")


def _record(number: int, told: dict[str, Any], shape: Shape) -> Record:
    lines = told.get(shape.lines) or [] if shape.lines else []
    values = {key: value for key, value in told.items() if not shape.lines or key != shape.lines}
    return Record(number, _flat(values), tuple(_flat(each) for each in lines))


def _flat(told: Mapping[str, Any], before: str = "") -> Row:
    flat: Row = {}
    for key, value in told.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[f"{before}{key}"] = "" if value is None else str(value).strip()
    return flat


def _read_xml(data: bytes, shape: Shape) -> Iterator[Record]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    top = etree.fromstring(data, parser)
    for number, element in enumerate(top.iter(shape.records) if shape.records else top, 1):
        lines = [each for each in element if shape.lines and each.tag == shape.lines]
        values = _of_element(each for each in element if not shape.lines or each.tag != shape.lines)
        yield Record(number, values, tuple(_of_element(each) for each in lines))


def _of_element(parts: Iterable[Any], before: str = "") -> Row:
    flat: Row = {}
    for part in parts:
        if not isinstance(part.tag, str):
            continue
        name = f"{before}{etree.QName(part).localname}"
        if len(part):
            flat |= _of_element(part, f"{name}.")
        else:
            flat[name] = (part.text or "").strip()
    return flat


_READERS: dict[str, Callable[[bytes, Shape], Iterator[Record]]] = {
    "csv": _read_table,
    "tsv": _read_table,
    "xlsx": _read_book,
    "json": _read_json,
    "jsonl": _read_lines,
    "xml": _read_xml,
}
