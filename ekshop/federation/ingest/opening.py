"""What kind of file this is, in which letters, and the reader for it."""

import codecs
import csv
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..rules import incoming as rules
from .columns import guess
from .records import Fields, FileProblem, Reader
from .tables import LinesReader, TableReader
from .xml import XmlReader

HEAD = 64 * 1024
CHUNK = 1 << 20
_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


@dataclass
class Opened:
    """`format` as found; `path` is plain UTF-8, made beside the original where that was not."""

    format: str
    path: Path
    reader: Reader


def open_feed(path: Path, *, format: str, mapping: dict[str, Any]) -> Opened:
    """Raises FileProblem when it cannot be read at all."""
    plain = _plain(path)
    with plain.open("rb") as file:
        head = file.read(HEAD)
    found = _format(head, format)
    columns = {k: v for k, v in (mapping.get("columns") or {}).items() if v} or None
    reader: Reader
    if found == "google_xml":
        reader = XmlReader(plain)
    elif found == "jsonl":
        reader = LinesReader(plain, columns)
    else:
        _check_letters(head)
        reader = TableReader(plain, _delimiter(head, found), columns)
    return Opened(found, plain, reader)


@dataclass
class Peek:
    """The first rows of a table for people to look at, and what we take its columns for."""

    format: str
    header: list[str]
    rows: list[list[str]]
    guessed: dict[str, str]


def peek(path: Path, *, format: str, rows: int = 5) -> Peek:
    """The beginning of a file of any known format. Raises FileProblem."""
    plain = _plain(path)
    with plain.open("rb") as file:
        head = file.read(HEAD)
    found = _format(head, format)
    if found == "google_xml" or found == "jsonl":
        reader: Reader = XmlReader(plain) if found == "google_xml" else LinesReader(plain)
        first = []
        for raw in reader.raws():
            first.append(raw)
            if len(first) >= rows:
                break
        fields = [_flat(f) for f in reader.parse(first) if isinstance(f, dict)]
        names = list(dict.fromkeys(name for f in fields for name in f))
        if not first:
            raise FileProblem("empty")
        shown = [[str(f.get(name, ""))[:120] for name in names] for f in fields]
        return Peek(found, names, shown, {name: name for name in names})
    _check_letters(head)
    with plain.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        csv.field_size_limit(rules.MOST_FIELD)
        table = csv.reader(file, delimiter=_delimiter(head, found))
        try:
            header = next(table, [])
            if not any(header):
                raise FileProblem("empty")
            body = [
                [cell[:120] for cell in row] for row, _n in zip(table, range(rows), strict=False)
            ]
        except csv.Error as error:
            raise FileProblem("unknown_format") from error
    return Peek(found, header, body, guess(header))


def _flat(fields: Fields) -> dict[str, str]:
    """A row's fields for looking at: every attribute a column of its own."""
    attributes = fields.get("attributes")
    named = attributes if isinstance(attributes, dict) else {}
    flat = {name: value for name, value in fields.items() if value is not named}
    return {name: _one(value) for name, value in {**flat, **named}.items()}


def _one(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(path: Path) -> Path:
    """The file unpacked and in UTF-8: itself, or a copy beside it."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise FileProblem("empty")
    if head[:2] == b"\x1f\x8b":
        path = _unpacked(path)
        with path.open("rb") as file:
            head = file.read(HEAD)
        if not head:
            raise FileProblem("empty")
    if head[:4] == b"PK\x03\x04":
        raise FileProblem("excel" if b"xl/" in head or b"[Content_Types]" in head else "zip")
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise FileProblem("excel")
    if head[:2] in _BOMS:
        return _recoded(path, _BOMS[head[:2]])
    if b"\x00" in head[:1024]:
        if head[1::2].count(0) > len(head) / 4 or head[::2].count(0) > len(head) / 4:
            raise FileProblem("encoding", problem="UTF-16")
        raise FileProblem("binary")
    return path


def _unpacked(path: Path) -> Path:
    out = path.with_name(path.name + ".unpacked")
    unpacker = zlib.decompressobj(31)
    size = 0
    with path.open("rb") as packed, out.open("wb") as file:
        while data := packed.read(CHUNK):
            while data:
                try:
                    piece = unpacker.decompress(data, CHUNK)
                except zlib.error as error:
                    raise FileProblem("gzip_broken") from error
                size += len(piece)
                if size > rules.MOST_BYTES:
                    raise FileProblem("too_large")
                file.write(piece)
                data = unpacker.unconsumed_tail
                if unpacker.eof:
                    break
    if not unpacker.eof:
        raise FileProblem("gzip_broken")
    return out


def _recoded(path: Path, encoding: str) -> Path:
    out = path.with_name(path.name + ".utf8")
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            out.open("w", encoding="utf-8", newline="") as file,
        ):
            first = source.read(CHUNK)
            # The XML declaration would still say UTF-16.
            file.write(re.sub(r"^\s*<\?xml[^>]*\?>", "", first))
            while piece := source.read(CHUNK):
                file.write(piece)
    except UnicodeError as error:
        raise FileProblem("encoding", problem=str(error)[:120]) from error
    return out


def _format(head: bytes, told: str) -> str:
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if _HTML.match(text):
        raise FileProblem("html_page")
    found = _looks_like(text)
    if told in ("auto", "") or told == found:
        if not found:
            raise FileProblem("unknown_format")
        return found
    if told in ("csv", "tsv", "table"):
        if found in ("google_xml", "jsonl") and told != "table":
            raise FileProblem("not_this_format", format=told.upper())
        return found if found in ("google_xml", "jsonl") else told
    names = {"google_xml": "XML", "jsonl": "JSON lines"}
    raise FileProblem("not_this_format", format=names.get(told, told))


def _looks_like(text: bytes) -> str:
    if text.startswith(b"<"):
        return "google_xml"
    first = text.split(b"\n", 1)[0]
    if first.startswith(b"{"):
        return "jsonl"
    if first.startswith(b"[") and b'"' in first[:200]:
        return ""
    if first.count(b"\t") >= 2:
        return "tsv"
    if max(first.count(mark) for mark in (b",", b";", b"|")) >= 1:
        return "csv"
    return ""


def _delimiter(head: bytes, format: str) -> str:
    if format == "tsv":
        return "\t"
    first = head.split(b"\n", 1)[0]
    return max(",;\t|", key=lambda mark: first.count(mark.encode()))


def _check_letters(head: bytes) -> None:
    """Refuses a table whose very head, or most of whose first rows, is not UTF-8."""
    lines = head.splitlines()[: -1 if len(head) == HEAD else None] or [head]
    bad = [line for line in lines if not _utf8(line)]
    if not bad:
        return
    if not _utf8(lines[0]) or len(bad) * 2 > len(lines):
        sample = bad[0].decode("latin-1")[:60]
        raise FileProblem("encoding", problem=sample)


def _utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
