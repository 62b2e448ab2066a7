"""Files to and from a bank: tables as CSV or XLSX, their columns named by configuration."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from ekshop.kernel.clock import DHAKA
from ekshop.kernel.tables import MOST_AREA, TableUnreadable, harmless, workbook_area

from .shape import PaperUnreadable

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_ROWS = 50_000
_XLSX = b"PK\x03\x04"
_LARGEST = 10**11
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  XLSX knows no time zone; a fixed day: same rows, same file
_TIMES = ["%Y-%m-%dT%H:%M:%S:%f GMT%z", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M"]


def written(form: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Every cell is text: a number with a leading nought stays whole, and nothing is a formula."""
    if form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
        return text.getvalue().encode("utf-8-sig")
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    book.close()
    return out.getvalue()


def rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    """(line as the spreadsheet counts, cells as text), empty rows left out. Raises
    PaperUnreadable."""
    if len(content) > MOST_BYTES:
        raise PaperUnreadable(why=_("it is too large."))
    try:
        cells = _workbook(content) if content.startswith(_XLSX) else _csv(content)
    except (CalamineError, zipfile.BadZipFile, UnicodeDecodeError, csv.Error, ValueError) as error:
        raise PaperUnreadable(why=_("it cannot be read as a table.")) from error
    rows = [(line, row) for line, row in enumerate(cells, 1) if any(row)]
    if len(rows) > MOST_ROWS:
        raise PaperUnreadable(why=_("it has too many rows."))
    return rows


def _workbook(content: bytes) -> list[list[str]]:
    try:
        area = workbook_area(content, most_unpacked=MOST_UNPACKED)
    except TableUnreadable as error:
        raise PaperUnreadable(why=_("it cannot be read as a table.")) from error
    if area > MOST_AREA:
        raise PaperUnreadable(why=_("it is too large."))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in rows]


def _csv(content: bytes) -> list[list[str]]:
    if b"\0" in content:
        raise ValueError("binary")
    return [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))
    ]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def records(
    rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, str]
) -> list[tuple[int, dict[str, str]]]:
    """The rows below the first that has all these headings, by our names for them.

    `columns`: our name to the heading. Raises PaperUnreadable naming the headings not there.
    """
    wanted = {heading.casefold() for heading in columns.values()}
    best: set[str] = set()
    for place, (_line, row) in enumerate(rows):
        headings = [cell.casefold() for cell in row]
        if wanted <= set(headings):
            at = {name: headings.index(heading.casefold()) for name, heading in columns.items()}
            return [
                (line, {name: cells[n] if n < len(cells) else "" for name, n in at.items()})
                for line, cells in rows[place + 1 :]
            ]
        best = max(best, wanted & set(headings), key=len)
    missing = [heading for heading in columns.values() if heading.casefold() not in best]
    raise PaperUnreadable(why=_("these columns are missing: %s.") % ", ".join(missing))


def poisha_of(text: str) -> int | None:
    """ "1,250.50" -> 125050; None for what is no sum of money in whole poisha."""
    try:
        amount = Decimal(text.replace(",", "").removeprefix("৳").strip()) * 100
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) > _LARGEST:
        return None
    return int(amount)


def taka_of(poisha: int) -> str:
    """As providers want it: two places, no separators."""
    return f"{poisha // 100}.{poisha % 100:02d}"


def moment_of(text: str) -> datetime | None:
    """A time as one of them writes it, in Dhaka where no zone is said; None for none."""
    text = text.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        for form in _TIMES:
            try:
                found = datetime.strptime(text, form)  # noqa: DTZ007  the zone is put in below
                break
            except ValueError:
                continue
        else:
            return None
    return (found if found.tzinfo else found.replace(tzinfo=DHAKA)).astimezone(UTC)


def labelled(rows: Sequence[tuple[int, list[str]]], label: str) -> datetime | None:
    """The time beside a label above the table: "From", 2026-11-01 00:00:00."""
    for _line, row in rows[:20]:
        if len(row) > 1 and re.fullmatch(label, row[0], re.IGNORECASE):
            return moment_of(row[1])
    return None
