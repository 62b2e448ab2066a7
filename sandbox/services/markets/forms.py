"""Files as marketplaces write and read them: CSV, TSV, JSON lines, JSON, XML and XLSX.

A row is a mapping of the market's own column names to text. In JSON and XML a dot in a column's
name is one thing within another: `buyer.name`.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

Row = dict[str, str]

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Unreadable(Exception):
    """The file cannot be read, or is not whole."""


def read(kind: str, data: bytes, *, encoding: str = "utf-8-sig") -> list[Row]:
    """Rows of a file somebody brought; empty rows left out. Raises Unreadable."""
    try:
        if kind in ("csv", "tsv"):
            return _table_rows(data.decode(encoding), "\t" if kind == "tsv" else ",")
        if kind == "xlsx":
            return _sheet_rows(data)
        if kind == "xml":
            return _element_rows(data)
        text = data.decode("utf-8-sig")
        if kind == "jsonl":
            return [_texts(json.loads(line)) for line in text.splitlines() if line.strip()]
        return [_texts(each) for each in json.loads(text)]
    except (ValueError, TypeError, AttributeError, csv.Error, CalamineError, etree.XMLSyntaxError) as problem:  # fmt: skip
        raise Unreadable(str(problem)[:200]) from problem


def _table_rows(text: str, delimiter: str) -> list[Row]:
    if text and not text.endswith("\n"):
        raise Unreadable("the last line has no end")
    return [
        {str(key): value or "" for key, value in row.items() if key}
        for row in csv.DictReader(io.StringIO(text), delimiter=delimiter)
        if any(row.values())
    ]


def _sheet_rows(data: bytes) -> list[Row]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    head, *body = [[_cell(value) for value in row] for row in sheet.to_python()] or [[]]
    return [dict(zip(head, row, strict=False)) for row in body if any(row)]


def _element_rows(data: bytes) -> list[Row]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    top = etree.fromstring(data, parser)
    items = [each for each in top.iter() if _name(each) == "item"] or list(top)
    return [{_name(part): (part.text or "").strip() for part in each} for each in items]


def _name(element: Any) -> str:
    local = etree.QName(element).localname if isinstance(element.tag, str) else ""
    return f"{element.prefix}:{local}" if element.prefix else local


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _texts(value: dict[str, Any]) -> Row:
    return {key: "" if part is None else str(part) for key, part in value.items()}


def write(kind: str, rows: Sequence[Row], columns: Iterable[str], *, trailer: str = "") -> bytes:
    """A flat file. `trailer`: the word of a last line that says how many rows there are."""
    heads = list(columns)
    if kind in ("csv", "tsv"):
        return _table(heads, rows, "\t" if kind == "tsv" else ",", trailer)
    if kind == "xlsx":
        return _sheet(heads, rows)
    records = [nested(row) for row in rows]
    if kind == "jsonl":
        lines = [json.dumps(each, ensure_ascii=False) for each in records]
        return "".join(f"{line}\n" for line in lines).encode()
    if kind == "json":
        return json.dumps({"rows": records}, ensure_ascii=False).encode()
    return elements("rows", "row", records)


def _table(heads: list[str], rows: Sequence[Row], delimiter: str, trailer: str) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    table.writerow(heads)
    table.writerows([[row.get(head, "") for head in heads] for row in rows])
    if trailer:
        table.writerow([trailer, len(rows)])
    return text.getvalue().encode("utf-8-sig")


def _sheet(heads: list[str], rows: Sequence[Row]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, values in enumerate([heads, *([row.get(h, "") for h in heads] for row in rows)]):
        for column, value in enumerate(values):
            sheet.write_string(number, column, value)
    book.close()
    return out.getvalue()


def nested(row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in row.items():
        *outer, last = key.split(".")
        place = made
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = value
    return made


def elements(root: str, record: str, records: Sequence[dict[str, Any]]) -> bytes:
    top = etree.Element(root)
    for each in records:
        _fill(etree.SubElement(top, record), each)
    return bytes(etree.tostring(top, xml_declaration=True, encoding="UTF-8"))


def _fill(element: Any, values: dict[str, Any]) -> None:
    for key, value in values.items():
        for part in value if isinstance(value, list) else [value]:
            child = etree.SubElement(element, key)
            if isinstance(part, dict):
                _fill(child, part)
            else:
                child.text = str(part)
