"""Small tables people upload: whatever a spreadsheet program made of them, read as rows of text.

For files of thousands of rows that fit in memory; large feeds are streamed elsewhere.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from .bangla import normalise
from .errors import DomainError

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 10_000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_AREA = 5_000_000
"""Cells, empty ones too, that a sheet may span."""
_SEPARATORS = ",;\t"


class TableUnreadable(DomainError):
    """The file as a whole cannot be read; the message says how to save it anew."""

    code = "table_unreadable"
    message = _("This file cannot be read as a table.")


@dataclass(frozen=True)
class Table:
    """`rows` are (line number as the spreadsheet counts, cells); `note` is about the encoding."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    note: Any = ""


def table_read(content: bytes) -> Table:
    """A CSV file in UTF-8 or UTF-16, separated by commas, semicolons or tabs.

    Raises TableUnreadable for another encoding, a workbook, no rows, or too many.
    """
    if not content.strip():
        raise TableUnreadable("table_empty", _("The file is empty."))
    if len(content) > MOST_BYTES:
        raise TableUnreadable(
            "table_too_large", _("The file is too large: at most 4 MB. Split it into several.")
        )
    text, note = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=False)
    try:
        lines = [[_clean(cell) for cell in line] for line in reader]
    except csv.Error as error:
        raise TableUnreadable(
            "table_broken",
            _("Line %(line)s cannot be read as a row of a table."),
            line=reader.line_num,
        ) from error
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    if not filled:
        raise TableUnreadable("table_empty", _("The file is empty."))
    rows = filled[1:]
    if not rows:
        raise TableUnreadable("table_no_rows", _("The file has a first line but no rows below it."))
    if len(rows) > MOST_ROWS:
        raise TableUnreadable(
            "table_too_long",
            _("The file has %(rows)s rows; at most %(most)s go in at once. Split it into several."),
            rows=len(rows),
            most=MOST_ROWS,
        )
    return Table(header=filled[0][1], rows=rows, note=note)


def sheet_read(content: bytes) -> Table:
    """The same, and a workbook (XLSX) too, whose first sheet is read; the header is the first row
    that is filled in at least two columns, for banks write their own name above it."""
    if content[:4] != b"PK\x03\x04":
        return table_read(content)
    if len(content) > MOST_BYTES:
        raise TableUnreadable(
            "table_too_large", _("The file is too large: at most 4 MB. Split it into several.")
        )
    try:
        if workbook_area(content, most_unpacked=MOST_UNPACKED) > MOST_AREA:
            raise TableUnreadable
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MOST_ROWS + 100)
    except (zipfile.BadZipFile, CalamineError, ValueError, IndexError) as error:
        raise TableUnreadable from error
    filled = [
        (number, [_clean(_cell(cell)) for cell in row]) for number, row in enumerate(cells, start=1)
    ]
    filled = [(number, row) for number, row in filled if any(row)]
    first = next((at for at, (_n, row) in enumerate(filled) if sum(map(bool, row)) > 1), None)
    if first is None:
        raise TableUnreadable("table_empty", _("The file is empty."))
    rows = filled[first + 1 :]
    if not rows:
        raise TableUnreadable("table_no_rows", _("The file has a first line but no rows below it."))
    if len(rows) > MOST_ROWS:
        raise TableUnreadable(
            "table_too_long",
            _("The file has %(rows)s rows; at most %(most)s go in at once. Split it into several."),
            rows=len(rows),
            most=MOST_ROWS,
        )
    return Table(header=filled[first][1], rows=rows)


_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_NUMBER = re.compile(rb"""[^>]*?\sr\s*=\s*["'](\d{1,9})["']""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})["']""")


def workbook_area(content: bytes, *, most_unpacked: int) -> int:
    """How many cells the largest sheet of an XLSX spans. Its reader keeps room for every one of
    them: two cells in opposite corners are enough to bring the process down.

    Raises TableUnreadable for one that unpacks to too much or is another kind of workbook,
    zipfile.BadZipFile.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {each.filename.lower() for each in parts}
        if sum(each.file_size for each in parts) > most_unpacked:
            raise TableUnreadable
        if "xl/workbook.xml" not in names or len(names) < len(parts):
            raise TableUnreadable
        return max(_area(archive.read(each)) for each in parts)


def _area(part: bytes) -> int:
    """Rows to the last with a cell, by columns to the last with one; neither need be numbered."""
    row = last = width = 0
    for each in _ROW.split(part)[1:]:
        told = _NUMBER.match(each)
        row = int(told[1]) if told else row + 1
        cells = len(_CELL.findall(each))
        if cells:
            last, width = max(last, row), max(width, cells)
        for letters, number in _PLACE.findall(each):
            last, width = max(last, int(number)), max(width, _column(letters))
    return last * width


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def table_write(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file that Excel opens with Bengali letters whole, and in which no cell is a formula."""
    return "".join(table_lines(header, rows)).encode()


def table_lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The same line by line, to be streamed: in the language that is active when it is called,
    which a response has let go of by the time it is read."""
    return _lines(header, rows, get_language())


def _lines(
    header: Sequence[Any], rows: Iterable[Sequence[Any]], language: str | None
) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    with override(language):
        yield writer.writerow([harmless(cell) for cell in header])
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])


class _Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSEEN = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_AMOUNT = re.compile(r"-\d+(\.\d+)?")


def harmless(cell: Any) -> str:
    """The cell as text no spreadsheet runs as a formula; an amount below nought stays a number,
    and nothing is an empty cell.

    What people write into names and notes ends up in tables that others open: "=HYPERLINK(…)" in a
    title would run on their machine, with their rights. Every CSV of ours is written through this.
    """
    text = "" if cell is None else str(cell)
    if text.lstrip(_UNSEEN).startswith(_FORMULA_STARTS) and not _AMOUNT.fullmatch(text):
        return f"'{text}"
    return text


def _decoded(content: bytes) -> tuple[str, Any]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16"), _(
                "The file was saved as “Unicode text” (UTF-16). It was read all the same."
            )
        except UnicodeDecodeError as error:
            raise _wrong_encoding() from error
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise TableUnreadable(
            "table_workbook",
            _("This is a workbook, not a CSV file. Save it as “CSV UTF-8” and bring it again."),
        )
    if b"\x00" in content[:4096]:
        raise _wrong_encoding()
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        raise _wrong_encoding() from error


def _wrong_encoding() -> TableUnreadable:
    return TableUnreadable(
        "table_wrong_encoding",
        _(
            "The letters of this file cannot be read: it is not saved as UTF-8, so Bengali names "
            "are lost. In your spreadsheet choose “Save as”, then “CSV UTF-8”."
        ),
    )


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)


def _clean(cell: str) -> str:
    text = " ".join(normalise(cell).split())
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
