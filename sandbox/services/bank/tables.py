"""Batch files in and result files out, as CSV or XLSX."""

import csv
import io
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

XLSX = b"PK\x03\x04"
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NoTable(Exception):
    """The file cannot be read as a table."""


def kind_of(content: bytes) -> str:
    return "xlsx" if content.startswith(XLSX) else "csv"


def rows_of(content: bytes) -> list[list[str]]:
    """Every row as text, empty rows left out."""
    try:
        if kind_of(content) == "xlsx":
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
            rows = [[text_of(cell) for cell in row] for row in sheet.to_python()]
        else:
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (CalamineError, UnicodeDecodeError, csv.Error) as problem:
        raise NoTable(str(problem)) from problem
    return [row for row in rows if any(cell.strip() for cell in row)]


def text_of(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def written(kind: str, rows: list[list[str]]) -> bytes:
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("utf-8-sig")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()
