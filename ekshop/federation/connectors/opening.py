"""Whose shape a file has, the reader for it, and its first rows for people to look at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..ingest import FileProblem
from ..ingest.opening import Plain, plain_file
from ..ingest.records import Fields, Reader
from ..ingest.tables import first_rows
from . import connectors
from .shape import BY_ITS_MARKS, Connector, FileShape


@dataclass
class Opened:
    """`connector` and `format` as found, which may be another connector's than was thought;
    `path` is plain UTF-8, made beside the original where that was not."""

    connector: str
    format: str
    path: Path
    reader: Reader


@dataclass
class Peek:
    """The first rows of a file for people to look at, and what we take its columns for."""

    connector: str
    format: str
    header: list[str]
    rows: list[list[str]]
    guessed: dict[str, str]
    mappable: bool


def open_feed(path: Path, *, connector: Connector, format: str, mapping: dict[str, Any]) -> Opened:
    """Raises FileProblem when it cannot be read at all."""
    plain = plain_file(path)
    owner, shape = shape_of(plain, connector=connector, told=format)
    columns = {k: v for k, v in (mapping.get("columns") or {}).items() if v} or None
    reader = shape.reader(plain.path, plain.head, columns)
    return Opened(owner.key, shape.key, plain.path, reader)


def peek(path: Path, *, connector: Connector, format: str, rows: int = 5) -> Peek:
    """The beginning of a file of any known shape. Raises FileProblem."""
    plain = plain_file(path)
    owner, shape = shape_of(plain, connector=connector, told=format)
    if shape.table:
        header, body, guessed = first_rows(plain.path, plain.head, rows)
        return Peek(owner.key, shape.key, header, body, guessed, mappable=True)
    reader, first = shape.reader(plain.path, plain.head, None), []
    for raw in reader.raws():
        first.append(raw)
        if len(first) >= rows:
            break
    if not first:
        raise FileProblem("empty")
    fields = [_flat(found) for found in reader.parse(first) if isinstance(found, dict)]
    names = list(dict.fromkeys(name for found in fields for name in found))
    body = [[found.get(name, "")[:120] for name in names] for found in fields]
    return Peek(owner.key, shape.key, names, body, {name: name for name in names}, mappable=False)


def shape_of(plain: Plain, *, connector: Connector, told: str) -> tuple[Connector, FileShape]:
    """By the bytes; `told` only decides between kinds of tables, and is contradicted otherwise.

    Where nothing was told, a file that has another connector's own marks is read as that.
    Raises FileProblem.
    """
    signed = [(shape.sign(plain.text), connector, shape) for shape in connector.files]
    if told in ("auto", ""):
        others = [each for each in connectors().values() if each.key != connector.key]
        signed += [
            (BY_ITS_MARKS, each, shape)
            for each in others
            for shape in each.files
            if shape.sign(plain.text) == BY_ITS_MARKS
        ]
    # The first of equals wins: its own before others'.
    sure, owner, found = max(signed, key=lambda each: each[0], default=(0, connector, None))
    if told in ("auto", ""):
        if not sure or found is None:
            raise FileProblem("unknown_format")
        return owner, found
    wanted = connector.shape(told)
    if wanted is None:
        raise FileProblem("unknown_format")
    if sure and found is not None and found.key == wanted.key:
        return connector, wanted
    if wanted.table and (not sure or (found is not None and found.table)):
        return connector, wanted
    raise FileProblem("not_this_format", format=str(wanted.name))


def _flat(fields: Fields) -> dict[str, str]:
    """A row's fields for looking at: every attribute a column of its own."""
    attributes = fields.get("attributes")
    named = attributes if isinstance(attributes, dict) else {}
    flat = {name: value for name, value in fields.items() if value is not named}
    return {name: _one(value) for name, value in {**flat, **named}.items()}


def _one(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
