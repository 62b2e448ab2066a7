"""Statements of the busiest paths: planned by PostgreSQL once a connection, not every time.

Django's cursor writes the values into the text of a statement, so to PostgreSQL each one is new and
is parsed and planned anew, which for small ones takes longer than doing it. Here the text stays the
same and the values travel beside it. Everything else is Django's: the connection with its
transaction, the errors, the record of statements in tests.

Behind a pooler that hands a connection from one client to another (`DATABASE_POOLED`) nothing is
kept, and all this still works.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.utils import CursorWrapper
from psycopg.types.numeric import Int8Dumper

BATCH = 1_000
M = TypeVar("M", bound=models.Model)

_held = threading.local()


def fetch(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """The rows a statement gives. Say the type of a value that may be None: `%s::bigint`."""
    cursor = _cursor()
    cursor.execute(statement, values)
    return cursor.fetchall()


def run(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Carries out a statement that gives no rows; returns how many it touched."""
    cursor = _cursor()
    cursor.execute(statement, values)
    return int(cursor.rowcount)


def insert(rows: Sequence[models.Model]) -> None:
    """Adds rows of one model and gives them their numbers, as `bulk_create` does; one statement for
    a thousand. Values go as they are: no expressions, no defaults of the database."""
    for batch in _batches(rows):
        made = fetch(_insertion(type(batch[0])) + " RETURNING id", [_written(batch)])
        for row, (number,) in zip(batch, made, strict=True):
            row.pk = number
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_if_new(rows: Sequence[models.Model]) -> None:
    """Adds those that break no constraint of uniqueness; the rows at hand get no numbers."""
    for batch in _batches(rows):
        run(_insertion(type(batch[0])) + " ON CONFLICT DO NOTHING", [_written(batch)])


def update(
    model: type[models.Model],
    values: Mapping[str, Any],
    *,
    where: Mapping[str, Any],
    each: Mapping[str, Sequence[Any]] | None = None,
) -> int:
    """Sets columns of one model's rows, by the names of the attributes, and says how many rows
    there were. `where`: what columns are equal to. `each`: the keys of several rows and, in the
    same order, columns in which they differ. No expressions."""
    own = dict(each or {})
    given = [
        _field(model, name).get_db_prep_save(value, connection) for name, value in values.items()
    ]
    statement = _updating(model, tuple(values), tuple(where), tuple(own))
    return run(statement, [*given, *map(list, own.values()), *where.values()])


def row_set(row: models.Model, **values: Any) -> None:
    """Sets columns of one row, at hand and in the table: `save(update_fields=...)`, uncomposed."""
    update(type(row), values, where={"id": row.pk})
    for name, value in values.items():
        setattr(row, name, value)


def upsert(row: M, *, by: str, changed: Sequence[str]) -> M:
    """Adds a row, or where one has its value of the unique column `by`, sets the `changed` columns
    of that; returns it as it stands in the table. For models of plain columns."""
    names = ", ".join(map(_quoted, _columns(type(row))))
    sets = ", ".join(f"{name} = EXCLUDED.{name}" for name in map(_quoted, changed))
    statement = (
        f"{_insertion(type(row))} ON CONFLICT ({_quoted(by)})"
        f" DO UPDATE SET {sets} RETURNING {names}"
    )
    (found,) = fetch(statement, [_written([row])])
    return type(row).from_db(DEFAULT_DB_ALIAS, _columns(type(row)), found)


def _batches(rows: Sequence[models.Model]) -> Iterator[Sequence[models.Model]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _cursor() -> CursorWrapper:
    """One cursor for as long as the connection lives: everything is fetched before the next use.

    Where statements are recorded, Django's own, which can show them with their values.
    """
    django = connections[DEFAULT_DB_ALIAS]
    django.close_if_health_check_failed()
    django.ensure_connection()
    if django.queries_logged:
        return django.cursor()
    held: psycopg.Cursor[Any] | None = getattr(_held, "cursor", None)
    if held is None or held.connection is not django.connection or held.closed:
        held = _held.cursor = psycopg.Cursor(django.connection)
        # One type for every whole number, however small: otherwise each mixture of sizes would be
        # a statement of its own.
        held.adapters.register_dumper(int, Int8Dumper)
    return CursorWrapper(held, django)


@cache
def _insertion(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    columns = [(quote(field.column), field.db_type(connection)) for field in _fields(model)]
    names = ", ".join(name for name, _kind in columns)
    typed = ", ".join(f"{name} {kind}" for name, kind in columns)
    table = quote(model._meta.db_table)
    return (
        f"INSERT INTO {table} ({names}) SELECT {names}"  # noqa: S608
        f" FROM json_to_recordset(%s::json) AS row ({typed})"
    )


@cache
def _updating(
    model: type[models.Model],
    names: tuple[str, ...],
    where: tuple[str, ...],
    own: tuple[str, ...],
) -> str:
    table, key = _quoted(model._meta.db_table), model._meta.pk
    column = {name: _quoted(_field(model, name).column) for name in (*names, *where, *own)}
    changes = [f"{column[name]} = %s" for name in names]
    changes += [f"{column[name]} = own.{column[name]}" for name in own if name != key.attname]
    conditions = [f"{table}.{column[name]} = %s" for name in where]
    lists = ""
    if own:
        arrays = ", ".join(f"%s::{_plain_type(model, name)}[]" for name in own)
        lists = f" FROM unnest({arrays}) AS own ({', '.join(column[name] for name in own)})"
        conditions.insert(0, f"{table}.{column[key.attname]} = own.{column[key.attname]}")
    wanted = " AND ".join(conditions)
    return f"UPDATE {table} SET {', '.join(changes)}{lists} WHERE {wanted}"  # noqa: S608


def _plain_type(model: type[models.Model], name: str) -> str:
    """Without its length, which a cast would cut to: the column itself refuses what is too long."""
    return str(_field(model, name).db_type(connection)).partition("(")[0]


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


@cache
def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _written(rows: Sequence[models.Model]) -> str:
    names = [(field.column, field.attname) for field in _fields(type(rows[0]))]
    return json.dumps(
        [{column: getattr(row, name) for column, name in names} for row in rows],
        default=str,
        ensure_ascii=False,
    )


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]
