"""Rows of CSV, TSV and other tables, and of JSON lines."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from ..rules import incoming as rules
from .columns import GOOGLE, google_columns, guess, mapped_columns, plain
from .opening import check_letters, delimiter_of
from .records import BadRow, Fields, FileProblem, Raw

_BETWEEN = "\x1f"
ATTRIBUTE = rules.ATTRIBUTE


def table_reader(path: Path, head: bytes, columns: dict[str, str] | None) -> "TableReader":
    """A table by its own first line. Raises FileProblem for one that is not in UTF-8."""
    check_letters(head)
    return TableReader(path, delimiter_of(head), columns)


def tabbed_reader(path: Path, head: bytes, columns: dict[str, str] | None) -> "TableReader":
    check_letters(head)
    return TableReader(path, "\t", columns)


def is_lines(head: bytes) -> bool:
    """Whether it begins as JSON lines do."""
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def lines_reader(path: Path, head: bytes, columns: dict[str, str] | None) -> "LinesReader":
    return LinesReader(path, columns)


def first_rows(
    path: Path, head: bytes, rows: int
) -> tuple[list[str], list[list[str]], dict[str, str]]:
    """(header, rows, our guesses) of a table, or of JSON lines. Raises FileProblem."""
    if is_lines(head):
        lines = [
            found for found in map(_object, head.split(b"\n")[:rows]) if isinstance(found, dict)
        ]
        names = list(dict.fromkeys(name for found in lines for name in found))
        shown = [[_written(found.get(name, ""))[:120] for name in names] for found in lines]
        return names, shown, guess(names)
    check_letters(head)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        csv.field_size_limit(rules.MOST_FIELD)
        table = csv.reader(_Lines(file), delimiter=delimiter_of(head))
        try:
            header = next(table, [])
            if not any(header):
                raise FileProblem("empty")
            body = [
                [cell[:120] for cell in row] for row, _n in zip(table, range(rows), strict=False)
            ]
        except csv.Error as error:
            raise FileProblem("unknown_format") from error
    return header, body, guess(header)


class TableReader:
    """Columns by Google's names, or by a seller's own mapping (our field → their column)."""

    def __init__(self, path: Path, delimiter: str, columns: dict[str, str] | None = None) -> None:
        self.path, self.delimiter = path, delimiter
        self.problem: FileProblem | None = None
        csv.field_size_limit(rules.MOST_FIELD)
        with self._open() as file:
            try:
                self.header = next(csv.reader(_Lines(file), delimiter=delimiter), [])
            except csv.Error as error:
                raise FileProblem("unknown_format") from error
        if not any(self.header):
            raise FileProblem("empty")
        # No unpaired surrogates: they stand for bytes that are not UTF-8.
        self.header = [name.encode("utf-8", "replace").decode() for name in self.header]
        places = mapped_columns(self.header, columns) if columns else google_columns(self.header)
        self._places = [(f, place) for f, place in places.items() if not f.startswith(ATTRIBUTE)]
        self._attributes = [
            (field.removeprefix(ATTRIBUTE), place)
            for field, place in places.items()
            if field.startswith(ATTRIBUTE)
        ]

    def _open(self) -> Any:
        return self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")

    def raws(self) -> Iterator[Raw]:
        width = len(self.header)
        number, cells = 0, width
        with self._open() as file:
            rows = csv.reader(_Lines(file), delimiter=self.delimiter)
            next(rows)
            blanks = 0
            while True:
                try:
                    row = next(rows)
                except StopIteration:
                    break
                except csv.Error:
                    number += 1
                    yield Raw(number, b"", None)
                    continue
                if not row:
                    blanks += 1
                    if blanks > rules.MOST_BLANKS:
                        self.problem = FileProblem("too_many_rows", limit=rules.MOST_ROWS)
                        return
                    continue
                number += 1
                cells = len(row)
                yield Raw(number, _BETWEEN.join(row).encode("utf-8", "surrogateescape"), row)
        if cells < width and not _ends_with_line(self.path):
            self.problem = FileProblem("half_file")

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields | BadRow]:
        width, places = len(self.header), self._places
        for raw in raws:
            row = raw.payload
            if row is None:
                yield BadRow("too_large")
            elif len(row) > width and any(row[width:]):
                yield BadRow("columns", found=len(row), expected=width)
            elif not _is_utf8(raw.key):
                yield BadRow("encoding", raw.key.decode("utf-8", "replace")[:60])
            else:
                if len(row) < width:
                    row = row + [""] * (width - len(row))
                fields = {field: row[place] for field, place in places if row[place]}
                named = {name: row[place] for name, place in self._attributes if row[place]}
                yield {**fields, "attributes": named} if named else fields


class LinesReader:
    """JSON lines: an object a line, Google's names, or a seller's own by mapping."""

    def __init__(self, path: Path, columns: dict[str, str] | None = None) -> None:
        self.path = path
        self.problem: FileProblem | None = None
        self._columns = (
            {plain(theirs): ours for ours, theirs in columns.items() if theirs} if columns else {}
        )
        self._known: dict[str, str] = {}

    def raws(self) -> Iterator[Raw]:
        number, blanks, line, last = 0, 0, b"\n", b"\n"
        with self.path.open("rb") as file:
            while line := file.readline(rules.MOST_ROW_BYTES):
                number += 1
                if not line.endswith(b"\n") and len(line) >= rules.MOST_ROW_BYTES:
                    while line and not line.endswith(b"\n"):
                        line = file.readline(rules.MOST_ROW_BYTES)
                    yield Raw(number, b"", None)
                elif line.strip():
                    text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                    yield Raw(number, text.strip(), text)
                else:
                    blanks += 1
                    if blanks > rules.MOST_BLANKS:
                        self.problem = FileProblem("too_many_rows", limit=rules.MOST_ROWS)
                        return
                last = line
            if number and not last.endswith(b"\n") and isinstance(_object(last), BadRow):
                self.problem = FileProblem("half_file")

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields | BadRow]:
        for raw in raws:
            found = BadRow("too_large") if raw.payload is None else _object(raw.payload)
            yield found if isinstance(found, BadRow) else self._fields(found)

    def _fields(self, found: dict[str, Any]) -> Fields:
        fields: Fields = {}
        for name, value in found.items():
            ours = self._known.get(name)
            if ours is None:
                levelled = plain(name)
                ours = (self._columns or GOOGLE).get(levelled, "")
                self._known[name] = ours
            if ours and ours not in fields and value not in (None, "", []):
                if ours.startswith(ATTRIBUTE):
                    fields.setdefault("attributes", {})[ours.removeprefix(ATTRIBUTE)] = value
                    continue
                if ours in ("attributes", "images"):
                    fields[ours] = value
                    continue
                if isinstance(value, list):
                    value = value[0]
                fields[ours] = _written(value)
        return fields


class _Lines:
    """A file's lines, of which none is held that is larger than a row may be."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(rules.MOST_ROW_BYTES)
        if not line:
            raise StopIteration
        if len(line) == rules.MOST_ROW_BYTES and line[-1] not in "\r\n":
            while line and line[-1] not in "\r\n":
                line = self._file.readline(rules.MOST_ROW_BYTES)
            raise csv.Error("line too long")
        return line


def _written(value: Any) -> str:
    """A text as it is, anything else as JSON has it."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _object(line: bytes) -> dict[str, Any] | BadRow:
    try:
        found = json.loads(line)
    except UnicodeDecodeError:
        return BadRow("encoding", line.decode("utf-8", "replace")[:60])
    except (ValueError, RecursionError):
        return BadRow("broken_json", line.decode("utf-8", "replace")[:60])
    return found if isinstance(found, dict) else BadRow("broken_json", str(found)[:60])


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) in b"\r\n"
