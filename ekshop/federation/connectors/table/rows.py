"""Rows of a seller's own table: lines of columns, or JSON lines, named by the seller's mapping."""

from pathlib import Path

from ...ingest.records import Reader
from ...ingest.tables import LinesReader, is_lines, table_reader
from ..shape import BY_ITS_FORM, NOT_THIS


def looks_like_a_table(text: bytes) -> int:
    first = text.split(b"\n", 1)[0]
    if is_lines(text):
        return BY_ITS_FORM
    if text.startswith(b"<") or (first.startswith(b"[") and b'"' in first[:200]):
        return NOT_THIS
    return BY_ITS_FORM if any(mark in first for mark in (b",", b";", b"|", b"\t")) else NOT_THIS


def mapped_reader(path: Path, head: bytes, columns: dict[str, str] | None) -> Reader:
    return LinesReader(path, columns) if is_lines(head) else table_reader(path, head, columns)
